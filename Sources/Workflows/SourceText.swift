/// A text as bytes, and its lines.
struct SourceText {
  let bytes: [UInt8]

  var newline: String {
    guard let first = bytes.firstIndex(of: 0x0A), first > 0 else { return "\n" }
    return bytes[first - 1] == 0x0D ? "\r\n" : "\n"
  }

  /// What stands behind a place on its line, without the line's end; and whether that is blanks and a comment only.
  func behind(_ at: Int) -> (range: Range<Int>, isRoom: Bool) {
    let range = at..<max(at, lineEnd(at))
    let first = bytes[range].first { $0 != 0x20 && $0 != 0x09 }
    return (range, first == nil || first == UInt8(ascii: "#"))
  }

  /// What parts an entry in brackets from a new one behind it: a line's end where it has a line of its own.
  func parting(behind last: Range<Int>) -> String {
    let margin = lineStart(last.lowerBound)..<last.lowerBound
    guard isBlank(margin), isBlank(last.upperBound..<lineEnd(last.upperBound)) else { return ", " }
    return "," + newline + String(decoding: bytes[margin], as: UTF8.self)
  }

  func inserting(_ text: String, at place: Int) -> [UInt8] { replaced(place..<place, text) }

  func replaced(_ range: Range<Int>, _ text: String) -> [UInt8] {
    Array(bytes[..<range.lowerBound]) + Array(text.utf8) + Array(bytes[range.upperBound...])
  }

  func lineStart(_ at: Int) -> Int { bytes[..<at].lastIndex(of: 0x0A).map { $0 + 1 } ?? 0 }

  /// Before the line's end.
  func lineEnd(_ at: Int) -> Int {
    let end = bytes[at...].firstIndex(of: 0x0A) ?? bytes.count
    return end > at && bytes[end - 1] == 0x0D ? end - 1 : end
  }

  func nextLine(_ at: Int) -> Int { bytes[at...].firstIndex(of: 0x0A).map { $0 + 1 } ?? bytes.count }

  func isBlank(_ range: Range<Int>) -> Bool {
    bytes[range].allSatisfy { [0x09, 0x0A, 0x0D, 0x20].contains($0) }
  }
}
