import Basics
import JSONDocument
import Policy

/// Whether a role's trust policy admits a token, and what in its text decides that.
public struct Admission: Hashable, Sendable {
  public enum Verdict: Hashable, Sendable { case admitted, refused, undecided }

  public let verdict: Verdict
  /// What decides, in a sentence without a full stop.
  public let reason: String
  /// The policy for a person, line by line, and whether a line holds what decides.
  public let lines: [Line]

  public struct Line: Hashable, Sendable {
    public let text: String
    public let isDeciding: Bool
  }

  /// - Parameters:
  ///   - surroundings: what the sign-in brings besides the token.
  ///   - provider: the ARN of the identity provider that the token is verified by.
  init(_ document: PolicyDocument, _ token: Token, provider: String) {
    self.init(TrustPolicy.evaluate(document, token: token, provider: provider), document, token)
  }

  /// What was answered for a token.
  init(_ answer: TrustPolicy.Answer, _ document: PolicyDocument, _ token: Token) {
    verdict =
      switch answer.outcome {
      case .holds: .admitted
      case .fails: .refused
      case .undecided: .undecided
      }
    let decider = answer.decider(for: token)
    reason = Self.words(answer, decider, document, token)
    let text = document.pretty
    lines = Self.lines(text, decider?.place(in: text))
  }

  private static func lines(_ text: String, _ place: Range<Int>?) -> [Line] {
    var start = 0
    return text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      let range = start..<start + line.utf8.count
      start = range.upperBound + 1
      return Line(text: String(line), isDeciding: place.map { range.overlaps($0) } ?? false)
    }
  }

  // MARK: In words

  private static func words(
    _ answer: TrustPolicy.Answer, _ decider: TrustPolicy.Decider?, _ document: PolicyDocument, _ token: Token
  ) -> String {
    guard let decider else { return "no statement allows anything" }
    let name = document.statements[decider.statement].name(at: decider.statement)
    let test = words(decider.part)
    switch answer.reason {
    case .accepted: return "\(name) admits it" + (test.isEmpty ? " without any condition" : " by \(test)")
    case .denied: return "\(name) denies it" + (test.isEmpty ? "" : " by \(test)")
    case .undecided: return "\(name) decides, and what it asks for is not known here: \(test)"
    case .refused(_, let judged):
      let presented = judged.presented.map { $0.joined(separator: ", ") }
      return "\(name): \(test) is not met, for the token "
        + (presented.map { "says \($0)" } ?? "brings no \(judged.test.key)")
    case .otherPrincipal(_, let found): return "\(name) trusts \(found.map(\.id).joined(separator: ", "))"
    case .otherAction(_, let found): return "\(name) allows \(found.joined(separator: ", "))"
    case .nothingAllowed: return "no statement allows anything"
    }
  }

  private static func words(_ part: TrustPolicy.Decider.Part) -> String {
    guard case .condition(let test, let value) = part else { return "" }
    return ConditionTest(operatorName: test.operatorName, key: test.key, values: value.map { [$0] } ?? test.values)
      .inWords
  }
}
