import CYAML

/// libyaml counts characters; a place in a text is given in bytes.
struct YAMLOffsets {
  private let size: Int
  /// What stands before the first character that is counted: a byte order mark.
  private let base: Int
  /// The first byte of each character; nil where each is one byte.
  private let starts: [Int]?

  init(_ bytes: [UInt8]) {
    size = bytes.count
    base = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    let rest = bytes.indices.dropFirst(base)
    starts = rest.allSatisfy { bytes[$0] < 0x80 } ? nil : rest.filter { bytes[$0] & 0xC0 != 0x80 }
  }

  func byte(_ place: yaml_place) -> Int {
    let character = Int(clamping: place.character)
    guard let starts else { return min(base + character, size) }
    return character < starts.count ? starts[character] : size
  }

  /// Line and column, from 1, of a byte.
  static func position(of offset: Int, in bytes: some Collection<UInt8>) -> (line: Int, column: Int) {
    let before = Array(bytes.prefix(offset))
    let line = before.lastIndex(of: 0x0A).map { before[($0 + 1)...] } ?? before[...]
    return (1 + before.count { $0 == 0x0A }, 1 + line.count { $0 & 0xC0 != 0x80 })
  }

  /// A node's place without the anchor and the tag it begins with, and what parts them from the value.
  static func content(of place: YAMLPlace, in bytes: [UInt8]) -> YAMLPlace {
    let (start, end) = (place.bytes.lowerBound, place.bytes.upperBound)
    var at = start
    scan: while at < end {
      switch bytes[at] {
      case UInt8(ascii: "&"), UInt8(ascii: "!"):
        while at < end, !isBlank(bytes[at]) { at += 1 }
      case UInt8(ascii: "#"):
        while at < end, bytes[at] != 0x0A { at += 1 }
      case let byte where isBlank(byte): at += 1
      default: break scan
      }
    }
    let passed = position(of: at - start, in: bytes[start..<at])
    let column = passed.line == 1 ? place.column + passed.column - 1 : passed.column
    return YAMLPlace(line: place.line + passed.line - 1, column: column, bytes: at..<end)
  }

  private static func isBlank(_ byte: UInt8) -> Bool { [0x09, 0x0A, 0x0D, 0x20].contains(byte) }
}
