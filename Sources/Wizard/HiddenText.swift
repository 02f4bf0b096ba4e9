import Glibc

/// A text that is typed and must not be seen.
///
/// It prints, dumps and interpolates as dots, is equal to nothing but itself, and its bytes are overwritten when
/// nobody holds it any more. Typing makes a new one and lets the old one go. Only `exposed` gives the text, and
/// every use of that word can be searched for.
public final class HiddenText: Sendable {
  /// Written once, in `init`, before anybody else can see it; afterwards only read, until `deinit`.
  private nonisolated(unsafe) let bytes: UnsafeMutableRawBufferPointer
  /// In characters.
  public let count: Int

  public init(_ text: String = "") {
    let utf8 = Array(text.utf8)
    bytes = .allocate(byteCount: max(1, utf8.count), alignment: 1)
    bytes.copyBytes(from: utf8)
    count = text.count
    length = utf8.count
  }

  private let length: Int

  deinit {
    if let start = bytes.baseAddress { explicit_bzero(start, bytes.count) }
    bytes.deallocate()
  }

  public var isEmpty: Bool { count == 0 }

  public var exposed: String { String(decoding: bytes[..<length], as: UTF8.self) }

  func adding(_ text: String) -> HiddenText { HiddenText(exposed + text) }
  func withoutTheLast() -> HiddenText { HiddenText(String(exposed.dropLast())) }
}

extension HiddenText: Equatable {
  public static func == (left: HiddenText, right: HiddenText) -> Bool { left === right }
}

extension HiddenText: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  public var description: String { "••••••" }
  public var debugDescription: String { description }
  public var customMirror: Mirror { Mirror(self, children: [:]) }
}
