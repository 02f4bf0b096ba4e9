import Checklist
import JSONDocument
import Testing

/// What can be told of a token by its looks, and what is taken for one.
@Suite struct TokenShapeTests {
  static let body = "0123456789abcdefABCDEF_0123456789abcd"

  @Test(arguments: ["github_pat_", "ghp_", "gho_", "ghu_"]) func aTokenOfAKindThatLastsIsFine(_ prefix: String) {
    let shape = TokenShape(prefix + Self.body)
    #expect(shape.problem == nil && shape.kind?.rawValue == prefix)
    #expect(shape.inWords == "\((prefix + Self.body).count) characters, \(prefix)…")
  }

  @Test(arguments: [
    ("", "empty"), ("hello", "begin like"), ("ghp_short", "too short"), ("ghs_" + body, "within the hour"),
    ("ghr_" + body, "refresh"), ("ghp_" + body + "!", "no token has"), ("ghp_ " + body, "blank"),
    ("ghp_\n" + body, "control"), ("ghp_\u{1B}" + body, "control"), ("ghp_\0" + body, "control"),
    ("ghp_é" + body, "no token has"), (String(repeating: "ghp_" + body, count: 1600), "longer"),
  ])
  func whatIsNoTokenIsSaidWithoutRepeatingIt(_ text: String, _ words: String) {
    let problem = TokenShape(text).problem
    #expect(problem?.contains(words) == true)
    #expect(problem?.contains(Self.body) != true)
  }

  @Test func blanksAndLineEndsAroundAreDroppedAndInsideAreNot() {
    #expect(TokenEntry.token(in: " \t ghp_\(Self.body)\r\n\n").token == "ghp_\(Self.body)")
    #expect(TokenEntry.token(in: "ghp_\(Self.body)\nghp_\(Self.body)").shape.problem == "it holds control characters")
    #expect(TokenEntry.token(in: " \n").shape.problem == "it is empty")
  }
}
