import Basics
import Testing

/// Secrets are known to the gates of the whole process: each test has one of its own.
@Suite("Secrets")
struct SecretTests {
  @Test("a secret prints as dots, and is equal to one with the same text")
  func dots() {
    let secret = Secret("dotted-secret-of-a-test")
    var dumped = ""
    dump(secret, to: &dumped)
    dump([secret], to: &dumped)
    for shown in ["\(secret)", String(reflecting: secret), dumped, "\([secret])"] { #expect(!shown.contains("dotted")) }
    #expect(secret == Secret("dotted-secret-of-a-test") && secret != Secret("dotted-secret-of-a-tes"))
    #expect(secret.exposed == "dotted-secret-of-a-test" && secret.count == 23 && !secret.isEmpty)
  }

  @Test("one that is made is hidden, whole and in parts, however it is quoted")
  func whole() {
    let text = "wJalr/XUtnFEMI+K7MDENG=bPxRfiCYz"
    #expect(Hiding.hidden("a \(text) b") == "a \(text) b")
    _ = Secret(text)
    #expect(Hiding.hidden("a \(text) b") == "a … b")
    #expect(Hiding.hidden("\(text)\(text)") == "…")
    #expect(Hiding.hidden("é\(text)é") == "é…é")
    // A service that cuts what it repeats, at either end.
    #expect(Hiding.hidden("x \(text.prefix(18)) y") == "x … y" && Hiding.hidden("x \(text.suffix(16))") == "x …")
    #expect(Hiding.hidden("x \(text.prefix(15)) y").contains("wJalr"), "less tells nothing, and words are short")
    #expect(Hiding.hidden("k=wJalr%2FXUtnFEMI%2BK7MDENG%3DbPxRfiCYz&x") == "k=…&x")
    #expect(Hiding.hidden("no secret here") == "no secret here" && Hiding.hidden("") == "")
    #expect(Display.clean("says \(text)\n\u{1B}[0m") == "says … \u{FFFD}[0m")
  }

  @Test("what is cut to be shown is hidden before it is cut")
  func cut() {
    let token = (0..<60).map { "part\($0 * 7919)Of" }.joined()
    #expect(token.count > 600)
    _ = Secret(token)
    let shown = Display.clean("a service says: \(token) and more")
    #expect(shown == "a service says: … and more")
  }

  @Test("short ones are hidden as whole words, very short ones not at all")
  func short() {
    _ = Secret("hunter2pw")
    _ = Secret("493817")
    _ = Secret("abcde")
    _ = Secret("access-token")
    #expect(Hiding.hidden("personal-access-tokens") == "personal-access-tokens", "words of ours stay")
    #expect(
      Hiding.hidden("is hunter2pw, not hunter2pws; 493817 and 14938170 and abcde")
        == "is …, not hunter2pws; … and 14938170 and abcde")
  }

  @Test("a secret that is still being typed is known once it is whole")
  func typing() {
    let typed = Secret(typing: "typed-not-yet".utf8).adding("-whole").withoutTheLast()
    #expect(Hiding.hidden("typed-not-yet-whol") == "typed-not-yet-whol")
    _ = typed.withBytes { Secret(bytes: $0) }
    #expect(Hiding.hidden("typed-not-yet-whol") == "…")
  }

  @Test(
    "user and password of a URL are taken out and known, in every form",
    arguments: [
      ("http://ana1:pass-of-a@proxy:3128", "http://proxy:3128", ["pass-of-a"]),
      ("bob1:pass-of-b@proxy:3128", "proxy:3128", ["pass-of-b", "bob1:pass-of-b", "Ym9iMTpwYXNzLW9mLWI="]),
      ("https://u:p%40ss-of-c@host/x", "https://host/x", ["p%40ss-of-c", "p@ss-of-c"]),
      ("http://u:pa@ss-of-d@host", "http://host", ["pa@ss-of-d"]),
      ("http://token-of-e-alone@[::1]:x", "http://[::1]:x", ["token-of-e-alone"]),
    ])
  func urls(_ url: String, _ bare: String, _ secrets: [String]) {
    #expect(Hiding.withoutUser(url) == bare)
    for secret in secrets { #expect(Hiding.hidden("says \(secret) now") == "says … now", "\(secret)") }
    #expect(Hiding.withoutUser("http://proxy:3128") == "http://proxy:3128")
  }
}
