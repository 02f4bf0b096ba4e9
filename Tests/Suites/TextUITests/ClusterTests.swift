import Testing
import TextUI

struct ClusterTests {
  @Test(arguments: [
    ("role", 4), ("", 0), ("日本", 4), ("é", 1), ("e\u{301}", 1), ("한국", 4), ("✓✗!◦⊘?◷☑", 8), ("─│█░", 4), ("Ａ", 2),
    ("😀", 2), ("⠋", 1), ("ｱ", 1),
  ])
  func widthIsCountedInColumns(text: String, width: Int) { #expect(displayWidth(text) == width) }

  @Test(arguments: [
    ("a\u{1B}[31mb", "a␛[31mb"), ("a\u{9B}b", "a␦b"), ("a\u{7}\u{8}b", "a␇␈b"), ("a\r\nb", "a␍␊b"), ("a\u{7F}", "a␡"),
    ("a\u{202E}b", "a␦b"), ("a\u{2066}b", "a␦b"), ("a\u{200B}b", "a␦b"), ("a\u{FEFF}b", "a␦b"), ("a\u{00A0}b", "a␣b"),
    ("a\u{00AD}b", "a␦b"), ("a\u{2028}b", "a␦b"), ("\u{301}", "␦"), ("\u{E000}", "␦"), ("\u{E0041}", "␦"),
  ])
  func whatIsInvisibleBecomesVisible(text: String, shown: String) { #expect(cleaned(text) == shown) }

  @Test(arguments: ["👩‍👩‍👧", "🇩🇪", "👍🏽", "❤️", "1️⃣", "a\u{200D}b"])
  func whatTerminalsDrawDifferentlyIsReplaced(text: String) {
    #expect(cleaned(text).contains("␦"))
    #expect(displayWidth(text) <= 3)
  }

  @Test func aTowerOfAccentsIsReplaced() {
    #expect(cleaned("e" + String(repeating: "\u{301}", count: 50)) == "␦")
  }

  @Test func cleaningTwiceChangesNothing() {
    let nasty = "a\u{1B}]0;x\u{7}\u{202E}é👩‍👧\u{301}日\u{200B}"
    #expect(cleaned(cleaned(nasty)) == cleaned(nasty))
  }
}
