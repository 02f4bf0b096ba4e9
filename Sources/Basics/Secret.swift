import Glibc

/// A text that must not be seen: a key, a token, a password, a code.
///
/// Printing, dumping or interpolating it gives dots. Its bytes are overwritten when nobody holds it any more. Only
/// `exposed` and `withBytes` give the text, and every use of these words can be searched for. From the moment it is
/// made every gate knows it (`Hiding`), so whatever a service makes of it, it is not shown.
public struct Secret: Hashable, Sendable {
  private let kept: WipedBytes

  public init(_ text: String) {
    self.init(typing: text.utf8)
    Hiding.add(text)
  }

  /// - Parameter bytes: UTF-8, so that what was typed need not become a String to be kept.
  public init(bytes: some Collection<UInt8>) {
    self.init(typing: bytes)
    withBytes { Hiding.add($0) }
  }

  /// A text that is still being typed: no gate knows it before it is whole.
  public init(typing bytes: some Collection<UInt8>) { kept = WipedBytes(bytes, EmptyCollection()) }

  private init(_ first: some Collection<UInt8>, _ second: some Collection<UInt8>) { kept = WipedBytes(first, second) }

  /// A copy, for the one call it is meant for.
  public var exposed: String { String(decoding: kept.bytes, as: UTF8.self) }

  public var isEmpty: Bool { kept.bytes.isEmpty }
  /// In bytes of UTF-8.
  public var count: Int { kept.bytes.count }

  /// Lends the bytes; who copies them has to wipe the copy.
  public func withBytes<Answer>(_ body: (UnsafeRawBufferPointer) -> Answer) -> Answer { body(kept.bytes) }

  /// As a text that is still being typed.
  public func adding(_ text: String) -> Secret { Secret(kept.bytes, text.utf8) }

  /// As a text that is still being typed.
  public func withoutTheLast() -> Secret {
    let start = kept.bytes.lastIndex { $0 & 0xC0 != 0x80 } ?? kept.bytes.startIndex
    return Secret(typing: kept.bytes[..<start])
  }

  public static func == (left: Secret, right: Secret) -> Bool { left.kept.bytes.elementsEqual(right.kept.bytes) }
  public func hash(into hasher: inout Hasher) { hasher.combine(bytes: kept.bytes) }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  public var description: String { "••••••" }
  public var debugDescription: String { description }
  public var customMirror: Mirror { Mirror(self, children: [:]) }
}

/// Bytes that are overwritten when they are let go.
private final class WipedBytes: Sendable {
  /// Written once, in `init`, before anybody else can see it; afterwards only read, until `deinit`.
  private nonisolated(unsafe) let buffer: UnsafeMutableRawBufferPointer

  init(_ first: some Collection<UInt8>, _ second: some Collection<UInt8>) {
    buffer = .allocate(byteCount: first.count + second.count, alignment: 1)
    for (place, byte) in first.enumerated() { buffer[place] = byte }
    for (place, byte) in second.enumerated() { buffer[first.count + place] = byte }
  }

  var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(buffer) }

  deinit {
    if let start = buffer.baseAddress { explicit_bzero(start, buffer.count) }
    buffer.deallocate()
  }
}
