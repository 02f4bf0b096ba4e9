import Testing

@testable import Wizard

/// A token that is being typed prints as nothing but dots and is gone with its last holder.
@Suite struct HiddenTextTests {
  @Test func nothingPrintsIt() {
    let text = HiddenText("ghp_secret")
    var dumped = ""
    dump(text, to: &dumped)
    let entry = SecretEntry(text: text)
    dump(entry, to: &dumped)
    for shown in ["\(text)", String(reflecting: text), dumped, "\(entry)", "\(Effect.offer(text))"] {
      #expect(!shown.contains("secret"))
    }
    #expect(text.exposed == "ghp_secret" && text.count == 10)
  }

  @Test func itIsEqualToNothingButItself() {
    let text = HiddenText("a")
    #expect(text == text && text != HiddenText("a"))
    #expect(HiddenText().isEmpty && HiddenText("é").withoutTheLast().exposed == "")
    #expect(HiddenText("ab").adding("c").exposed == "abc")
  }
}
