import Basics
import Testing

@testable import Wizard

/// A token that is being typed prints as nothing but dots and is gone with its last holder.
@Suite struct HiddenTextTests {
  @Test func nothingPrintsIt() {
    let text = HiddenText("ghp_secret")
    var dumped = ""
    dump(text, to: &dumped)
    let entry = SecretLayer(text: text)
    dump(entry, to: &dumped)
    for shown in ["\(text)", String(reflecting: text), dumped, "\(entry)", "\(Effect.offer(text))"] {
      #expect(!shown.contains("secret"))
    }
    #expect(content(of: text) == "ghp_secret" && text.count == 10)
  }

  @Test func itIsEqualToNothingButItself() {
    let text = HiddenText("a")
    #expect(text == text && text != HiddenText("a"))
    #expect(HiddenText().isEmpty && content(of: HiddenText("é").withoutTheLast()) == "")
    #expect(content(of: HiddenText("ab").adding("c")) == "abc")
    #expect(content(of: HiddenText(" \tab\n").token) == "ab")
  }

  private func content(of text: HiddenText) -> String { text.withBytes { String(decoding: $0, as: UTF8.self) } }
}
