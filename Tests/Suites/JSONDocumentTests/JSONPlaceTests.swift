import JSONDocument
import Testing

@Suite struct JSONPlaceTests {
  private let text = #" {"a": [1, {"b\u0063": "é"} , "x"], "d": {} , "a2": [], "d" : {"e" : [true]}}"#

  private func found(_ path: JSON.PathStep...) -> String? {
    JSON.place(of: path, in: text).map { String(decoding: Array(text.utf8)[$0], as: UTF8.self) }
  }

  @Test("a value is found by its path, a member with its name")
  func values() {
    #expect(found() == String(text.dropFirst()))
    #expect(found(.member("a")) == #""a": [1, {"b\u0063": "é"} , "x"]"#)
    #expect(found(.member("a"), .item(0)) == "1")
    #expect(found(.member("a"), .item(1), .member("bc")) == #""b\u0063": "é""#)
    #expect(found(.member("a"), .item(2)) == #""x""#)
  }

  @Test("of members with the same name the last one counts, as in parsing")
  func doubles() {
    #expect(found(.member("d")) == #""d" : {"e" : [true]}"#)
    #expect(found(.member("d"), .member("e"), .item(0)) == "true")
    #expect(JSON.place(of: [.member("a"), .member("b")], in: #"{"a":{"b":1},"a":{}}"#) == nil)
  }

  @Test("what is not there has no place")
  func nothing() {
    #expect(found(.member("z")) == nil && found(.item(0)) == nil && found(.member("a"), .item(3)) == nil)
    #expect(found(.member("a"), .member("0")) == nil && JSON.place(of: [], in: "{") == nil)
  }
}
