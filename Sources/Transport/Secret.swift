import Glibc

/// A text that must not be seen. Printing, dumping or interpolating it gives dots; only `exposed` gives
/// the text, and every use of that word can be searched for. Its bytes are overwritten when nobody holds it any more.
public struct Secret: Hashable, Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  private let kept: WipedBytes

  public init(_ text: String) { self.init(bytes: text.utf8) }

  /// - Parameter bytes: UTF-8, so that what was typed need not become a String to be kept.
  public init(bytes: some Collection<UInt8>) { kept = WipedBytes(bytes) }

  /// A copy, for the one call it is meant for.
  public var exposed: String { String(decoding: kept.bytes, as: UTF8.self) }

  public var description: String { "••••••" }
  public var debugDescription: String { description }
  public var customMirror: Mirror { Mirror(self, children: [:]) }

  public static func == (left: Secret, right: Secret) -> Bool { left.kept.bytes.elementsEqual(right.kept.bytes) }
  public func hash(into hasher: inout Hasher) { hasher.combine(bytes: kept.bytes) }
}

/// Bytes that are overwritten when they are let go.
private final class WipedBytes: Sendable {
  /// Written once, in `init`, before anybody else can see it; afterwards only read, until `deinit`.
  private nonisolated(unsafe) let buffer: UnsafeMutableRawBufferPointer

  init(_ text: some Collection<UInt8>) {
    buffer = .allocate(byteCount: text.count, alignment: 1)
    buffer.copyBytes(from: text)
  }

  var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(buffer) }

  deinit {
    if let start = buffer.baseAddress { explicit_bzero(start, buffer.count) }
    buffer.deallocate()
  }
}
