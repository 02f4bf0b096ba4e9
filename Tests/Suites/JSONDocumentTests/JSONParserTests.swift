import JSONDocument
import Testing

@Suite struct JSONParserTests {
  private func reason(_ text: String, depth: Int = 128) throws -> JSONError {
    try #require(#expect(throws: JSONError.self) { try JSON(parsing: text, depth: depth) })
  }

  @Test(arguments: ["0", "-0", "3600", "1e400", "-1.5E-07", "0.10", "12345678901234567890123", "1E+2"])
  func aNumberKeepsItsSpelling(_ text: String) throws {
    let number = try JSON(parsing: text)
    #expect(number == .number(text))
    #expect(number.compact == text)
    #expect(try JSON(parsing: "[\(text)]").canonical == "[\(text)]")
  }

  @Test(arguments: [
    "01", "-01", "00", "-", "+1", "1.", ".5", "1e", "1e+", "0x1", "1_0", "NaN", "Infinity", "-Infinity",
  ])
  func whatIsAlmostANumberIsRefused(_ text: String) throws { _ = try reason(text) }

  @Test func aNumberThatFitsNoIntegerIsNoneAndNeverAnotherOne() throws {
    #expect(try JSON(parsing: "3600").integer == 3600)
    #expect(try JSON(parsing: "12345678901234567890123").integer == nil)
    #expect(try JSON(parsing: "1.5").integer == nil)
    #expect(try JSON(parsing: "1.5").double == 1.5)
    #expect(try JSON(parsing: "\"3600\"").integer == nil)
  }

  @Test func membersKeepTheOrderInWhichTheyWereWritten() throws {
    let text = #"{"z":1,"a":{"y":2,"b":3},"m":[]}"#
    #expect(try JSON(parsing: text).compact == text)
    #expect(try JSON(parsing: text).canonical == #"{"a":{"b":3,"y":2},"m":[],"z":1}"#)
  }

  @Test func theLastOfTwoMembersOfOneNameCountsAndKeepsTheFirstPlace() throws {
    #expect(try JSON(parsing: #"{"a":1,"b":2,"a":3}"#).compact == #"{"a":3,"b":2}"#)
  }

  @Test func nestingIsReadToTheLimitAndRefusedBelowIt() throws {
    func nested(_ count: Int) -> String { String(repeating: "[", count: count) + String(repeating: "]", count: count) }
    #expect(try JSON(parsing: nested(129)).compact == nested(129))
    #expect(try reason(nested(130)).reason == "nested deeper than 128")
    #expect(try reason(nested(4), depth: 2).offset == 3)
    #expect(try reason(String(repeating: #"{"a":"#, count: 200_000)).reason == "nested deeper than 128")
    #expect(try reason(String(repeating: "[", count: 1_000_000)).reason == "nested deeper than 128")
    let many = Array("[1,2,{\"a\":3}]".utf8)
    #expect(throws: JSONError.self) { try JSON(parsing: many, values: 4) }
    #expect(try JSON(parsing: many, values: 5).array?.count == 3)
    #expect(try reason("[" + String(repeating: "1,", count: 200_000) + "1]").reason == "more than 200000 values")
  }

  @Test(arguments: [
    (#""\uD834\uDD1E""#, "\u{1D11E}"), (#""\uD800""#, "\u{FFFD}"), (#""\uDC00""#, "\u{FFFD}"),
    (#""\uD800\uD834\uDD1E""#, "\u{FFFD}\u{1D11E}"), (#""\uD800x""#, "\u{FFFD}x"), (#""\uD800\n""#, "\u{FFFD}\n"),
    (#""\u0000""#, "\u{0}"), (#""\u00e9""#, "\u{e9}"), (#""\uFFFF""#, "\u{FFFF}"),
  ])
  func escapesBecomeScalarsAndALoneHalfASign(_ text: String, _ wanted: String) throws {
    #expect(try Array(#require(JSON(parsing: text).string).unicodeScalars) == Array(wanted.unicodeScalars))
  }

  @Test(arguments: [#""\u+123""#, #""\u 123""#, #""\u12""#, #""\uD800\u12""#, #""\x""#, "\"\u{1}\"", "\"", "\"\\"])
  func aBrokenStringIsRefused(_ text: String) throws { _ = try reason(text) }

  @Test(arguments: [
    ("", 0), ("  ", 2), ("[1,]", 3), ("{\"a\" 1}", 5), ("[1 2]", 3), ("nul", 3), ("1 1", 2), ("{\"a\":1", 6),
    ("\u{FEFF}1", 0),
  ])
  func theErrorNamesTheByte(_ text: String, _ offset: Int) throws { #expect(try reason(text).offset == offset) }

  @Test func everyPrefixOfADocumentIsRefused() throws {
    let text = #"{"a":[1.5e+3,true,null,"\uD834\uDD1Eé"],"b":{"c":""}}"#
    let bytes = Array(text.utf8)
    #expect(try JSON(parsing: bytes).compact == JSON(parsing: text).compact)
    for end in 0..<bytes.count { #expect(throws: JSONError.self) { try JSON(parsing: bytes[..<end]) } }
  }

  @Test func bytesThatAreNoUTF8AreRefused() {
    for bad in [[0x80], [0xC0, 0xAF], [0xED, 0xA0, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xE2, 0x82]] as [[UInt8]] {
      #expect(throws: JSONError.self) { try JSON(parsing: [0x22] + bad + [0x22]) }
    }
  }
}
