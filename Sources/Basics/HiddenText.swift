import Glibc

/// A text that is typed and must not be seen.
///
/// It prints, dumps and interpolates as dots, is equal to nothing but itself, and its bytes are overwritten when
/// nobody holds it any more. Typing makes a new one and lets the old one go. No String is ever made of it here:
/// what needs the text borrows its bytes, and every such place can be searched for by `withBytes`.
public final class HiddenText: Sendable {
  /// Written once, in `init`, before anybody else can see it; afterwards only read, until `deinit`.
  private nonisolated(unsafe) let bytes: UnsafeMutableRawBufferPointer
  private let length: Int

  /// - Parameter text: UTF-8.
  public convenience init(bytes text: some Collection<UInt8>) { self.init(text, EmptyCollection()) }

  public convenience init(_ text: String = "") { self.init(bytes: text.utf8) }

  private init(_ first: some Collection<UInt8>, _ second: some Collection<UInt8>) {
    length = first.count + second.count
    bytes = .allocate(byteCount: max(1, length), alignment: 1)
    for (place, byte) in first.enumerated() { bytes[place] = byte }
    for (place, byte) in second.enumerated() { bytes[first.count + place] = byte }
  }

  deinit {
    if let start = bytes.baseAddress { explicit_bzero(start, bytes.count) }
    bytes.deallocate()
  }

  public var isEmpty: Bool { length == 0 }
  /// In bytes of UTF-8.
  public var count: Int { length }

  /// Lends the bytes; who copies them has to wipe the copy.
  public func withBytes<Answer>(_ body: (Slice<UnsafeRawBufferPointer>) -> Answer) -> Answer {
    body(UnsafeRawBufferPointer(bytes)[..<length])
  }

  public func adding(_ text: String) -> HiddenText { withBytes { HiddenText($0, text.utf8) } }

  public func withoutTheLast() -> HiddenText {
    withBytes { bytes in
      let start = bytes.lastIndex { $0 & 0xC0 != 0x80 } ?? bytes.startIndex
      return HiddenText(bytes: bytes[..<start])
    }
  }
}

extension HiddenText: Equatable {
  public static func == (left: HiddenText, right: HiddenText) -> Bool { left === right }
}

extension HiddenText: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  public var description: String { "••••••" }
  public var debugDescription: String { description }
  public var customMirror: Mirror { Mirror(self, children: [:]) }
}
