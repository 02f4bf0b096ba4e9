import Testing
import TextUI

struct FrameTests {
  @Test func textIsPaintedWhereItIsPut() {
    var frame = Frame(Size(columns: 10, rows: 2))
    #expect(frame.put("role", row: 1, column: 3) == 4)
    #expect(frame.text == "\n   role")
  }

  @Test func textTooLongEndsInAVisibleCut() {
    var frame = Frame(Size(columns: 6, rows: 1))
    #expect(frame.put("sagemaker", row: 0, column: 0) == 6)
    #expect(frame.text == "sagem»")
  }

  @Test func aWideCharacterIsNeverCutInHalf() {
    var frame = Frame(Size(columns: 4, rows: 1))
    frame.put("日本語", row: 0, column: 0)
    #expect(frame.text == "日 »")
    #expect(frame[0, 1].width == 0)
  }

  @Test func aWideCharacterThatLosesOneHalfLosesTheOther() {
    var frame = Frame(Size(columns: 4, rows: 1))
    frame.put("日本", row: 0, column: 0)
    frame.put("x", row: 0, column: 1)
    #expect(frame.text == " x本")
  }

  @Test func paintingOutsideDoesNothing() {
    var frame = Frame(Size(columns: 3, rows: 1))
    for (row, column) in [(-1, 0), (1, 0), (0, 3), (0, 99), (5, 5)] { frame.put("abc", row: row, column: column) }
    frame.fill(row: 9, column: -5, width: 99)
    frame.put(Line("abc"), row: 7, column: 0, width: 3)
    #expect(frame == Frame(Size(columns: 3, rows: 1)))
    #expect(Frame(Size(columns: -1, rows: 0)).text.isEmpty)
  }

  @Test func theRightPartOfALineKeepsToTheEdgeAndTheLeftGivesWay() {
    var frame = Frame(Size(columns: 14, rows: 1))
    frame.put(Line([Span("a long title")], right: [Span("GH-01")]), row: 0, column: 0, width: 14)
    #expect(frame.text == "a long » GH-01")
  }

  @Test func anASCIIFrameHoldsNothingElse() {
    var frame = Frame(Size(columns: 12, rows: 1), ascii: true)
    frame.put("né 日✓ long text", row: 0, column: 0)
    #expect(frame.text == "n? ??? long>")
    #expect(frame.text.unicodeScalars.allSatisfy { $0.isASCII })
  }

  @Test func theLastMarkOfACellIsWhatAClickMeans() {
    var frame = Frame(Size(columns: 10, rows: 2))
    frame.mark(.row(1), row: 0, column: 0, width: 10)
    frame.mark(.command(7), row: 0, column: 4, width: 2)
    #expect(frame.target(row: 0, column: 3) == .row(1))
    #expect(frame.target(row: 0, column: 5) == .command(7))
    #expect(frame.target(row: 1, column: 5) == nil)
  }

  @Test(arguments: [0, 1, 2, 3, 4, 10, 80]) func aModalFitsAnyScreen(side: Int) {
    var frame = Frame(Size(columns: side, rows: side))
    frame.modal(title: "A question", width: 60, height: 30, glyphs: .unicode)
    #expect(frame.cells.count == side * side)
  }
}
