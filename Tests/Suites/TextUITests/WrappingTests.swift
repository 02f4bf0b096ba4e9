import Testing
import TextUI

struct WrappingTests {
  private let arn = "arn:aws:iam::111122223333:role/service-role/AmazonSageMakerProjectsLaunchRole"

  @Test func wordsStayWhole() {
    #expect(wrapped("one two three", width: 8) == ["one two", "three"])
  }

  @Test(arguments: 2...80) func anARNLosesNothing(width: Int) {
    let lines = wrapped(arn, width: width)
    #expect(lines.joined() == arn)
    #expect(lines.allSatisfy { displayWidth($0) <= width })
  }

  @Test func aLongWordBreaksAfterASeparator() {
    #expect(wrapped("aws/iam/role", width: 9) == ["aws/iam/", "role"])
  }

  @Test func linesKeepTheirIndent() {
    #expect(wrapped("  \"a\": \"bcd efg\"", width: 12) == ["  \"a\": \"bcd", "  efg\""])
  }

  @Test func lineFeedsBreak() { #expect(wrapped("a\n\nb", width: 5) == ["a", "", "b"]) }

  @Test(arguments: [-1, 0, 1]) func noWidthIsNoHarm(width: Int) { _ = wrapped("日本 arn", width: width) }

  @Test func stylesSurvive() {
    let lines = wrapped([Span("repo:octo/", .dim), Span("churn", .bad)], width: 12)
    #expect(lines == [[Span("repo:octo/", .dim)], [Span("churn", .bad)]])
  }
}

struct DifferenceTests {
  @Test func equalTextsDifferNowhere() {
    #expect(Difference(from: ["a", "b"], to: ["a", "b"]).rows.allSatisfy { $0.sign == .same })
  }

  @Test func theDifferingPartOfALineIsNamed() {
    let rows = Difference(from: ["{", "  \"sub\": \"repo:a\"", "}"], to: ["{", "  \"sub\": \"repo:b\"", "}"]).rows
    #expect(rows.map(\.sign) == [.same, .removed, .added, .same])
    #expect(rows[1].differing == 15..<16)
    #expect(rows[2].differing == 15..<16)
  }

  @Test func everythingIsNewWhereNothingStood() {
    #expect(Difference(from: [], to: ["a", "b"]).rows.map(\.sign) == [.added, .added])
  }

  @Test func longEqualStretchesAreFolded() {
    let old = (0..<30).map(String.init)
    let rows = Difference(from: old, to: old.dropLast() + ["x"]).folded(context: 2)
    #expect(rows.first == .some(nil))
    #expect(rows.count == 5)
  }
}

struct TextFieldTests {
  @Test func textIsTypedAtTheCursor() {
    var field = TextField("ab")
    field.move(-1)
    field.insert("日x")
    #expect(field.text == "a日xb")
    field.backspace()
    field.home()
    field.delete()
    #expect(field.text == "日b")
  }

  @Test func controlCharactersNeverGetIn() {
    var field = TextField()
    field.insert("gh\u{1B}p\n_\u{9B}x\t")
    #expect(field.text == "ghp_x")
  }

  @Test func theWindowFollowsTheCursor() {
    var field = TextField("0123456789")
    #expect(field.window(5, ascii: false) == ("6789", 4))
    field.home()
    #expect(field.window(5, ascii: false) == ("01234", 0))
    #expect(field.window(0, ascii: false) == ("", 0))
  }
}

struct ListCursorTests {
  @Test func theWindowMovesAsLittleAsPossible() {
    var cursor = ListCursor()
    cursor.selected = 12
    cursor.settle(count: 20, height: 10)
    #expect(cursor.visible(count: 20, height: 10) == 3..<13)
    cursor.selected = 5
    cursor.settle(count: 20, height: 10)
    #expect(cursor.visible(count: 20, height: 10) == 3..<13)
    cursor.settle(count: 2, height: 10)
    #expect(cursor.selected == 1)
    cursor.settle(count: 0, height: 0)
    #expect(cursor.visible(count: 0, height: 0).isEmpty)
  }
}
