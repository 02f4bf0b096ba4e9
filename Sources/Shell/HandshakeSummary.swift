import Prerequisites
import TextUI

/// A handshake as Markdown: what the token says, what AWS made of it, and what decided.
struct HandshakeSummary {
  let token: IdentityToken
  /// The ARN of the role that was asked for.
  let role: String
  /// As they are said: lines that were cleaned by nobody yet.
  let verdict: [String]
  let decided: [String]

  var text: String {
    let claims = token.claims.map { claim in
      let value = claim.text.isEmpty ? "(empty)" : Markdown.cell(Markdown.inline(claim.text))
      return "| \(Markdown.cell(Markdown.inline(claim.name))) | \(value) | \(claim.isConditionKey ? "yes" : "") |"
    }
    let lines =
      ["## onramp handshake", "", "Role: \(Markdown.inline(role))", ""] + said(verdict) + said(decided)
      + ["### What the token says", "", "| claim | value | condition key of AWS |", "|---|---|---|"] + claims
    return lines.joined(separator: "\n") + "\n\n"
  }

  /// The first line as a text, the others as they stand.
  private func said(_ lines: [String]) -> [String] {
    let lines = lines.drop { $0.isEmpty }
    guard let first = lines.first else { return [] }
    let rest = lines.dropFirst()
    return [Markdown.inline(first), ""] + (rest.isEmpty ? [] : Markdown.block(rest.joined(separator: "\n")))
  }
}
