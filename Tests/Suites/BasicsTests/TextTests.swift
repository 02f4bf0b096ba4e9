import Basics
import Testing

@Suite struct TextTests {
  @Test(arguments: [
    ("", "", 0), ("", "abc", 3), ("abc", "", 3), ("kitten", "sitting", 3), ("regoin", "region", 2),
    ("é", "e\u{301}", 0), ("a", "b", 1),
  ]) func distanceCountsLettersPutInLeftOutAndReplaced(_ one: String, _ other: String, _ distance: Int) {
    #expect(one.distance(to: other) == distance)
    #expect(other.distance(to: one) == distance)
  }

  @Test func blanksAroundATextGo() {
    #expect("  a b\t\n".trimmed == "a b" && " ".trimmed == "" && "".trimmed == "")
  }

  @Test func theNearestTextIsTheFirstOfTheFewestLetters() {
    #expect(["region", "legion", "name"].nearest(to: "regoin") == "region")
    #expect(["abc", "abd"].nearest(to: "abx") == "abc")
    #expect(["get-user", "list-roles"].nearest(to: "GETUSER") { $0.lowercased().filter { $0 != "-" } } == "get-user")
    #expect([String]().nearest(to: "a") == nil)
  }

  @Test func controlCharactersAreLeftOut() {
    #expect("a\u{1B}[2J\u{7}b\u{7F}\u{85}\u{9B}c\r\nd é\u{A0}".withoutControls == "a[2Jbcd é\u{A0}")
  }

  @Test func aTextFromOutsideIsOneQuietLine() {
    #expect(Display.clean("a\r\n\t b\u{1B}[2J\u{202E}c") == "a b\u{FFFD}[2J\u{FFFD}c")
    #expect(Display.clean(String(repeating: "x", count: 1000)).count == Display.limit + 1)
  }
}
