import Basics
import Testing

@testable import Wizard

/// A token that is being typed prints as nothing but dots and is gone with its last holder.
@Suite struct TypedSecretTests {
  @Test func nothingPrintsIt() {
    let text = Secret("ghp_secret")
    var dumped = ""
    dump(text, to: &dumped)
    let entry = SecretLayer(text: text)
    dump(entry, to: &dumped)
    for shown in ["\(text)", String(reflecting: text), dumped, "\(entry)", "\(Effect.offer(text))"] {
      #expect(!shown.contains("secret"))
    }
    #expect(content(of: text) == "ghp_secret" && text.count == 10)
  }

  @Test func itIsTypedLetterByLetter() {
    #expect(Secret(typing: []).isEmpty && content(of: Secret("é").withoutTheLast()) == "")
    #expect(content(of: Secret("ab").adding("c")) == "abc")
    #expect(content(of: Secret(" \tab\n").token) == "ab")
  }

  private func content(of text: Secret) -> String { text.withBytes { String(decoding: $0, as: UTF8.self) } }
}
