import Checklist
import TextUI

/// The question for a token: typed or pasted, never shown, and judged before anything is stored.
struct SecretEntry: Equatable {
  enum Stage: Equatable {
    case typing
    /// GitHub is being asked.
    case asking
    /// It can be stored; what GitHub said about it.
    case accepted([String])
  }

  var text = HiddenText()
  var stage = Stage.typing
  /// Why what was typed cannot be stored; no part of it.
  var refusal: [String] = []

  /// The length and the kind, in place of the text.
  var summary: String { text.isEmpty ? "" : text.shape.inWords }
}

/// What became of a token that was offered.
public struct TokenOpinion: Equatable, Sendable {
  public let isAccepted: Bool
  /// What was found out about it; nothing of the token is in here.
  public let lines: [String]

  public init(isAccepted: Bool, lines: [String]) {
    self.isAccepted = isAccepted
    self.lines = lines
  }
}

extension Model {
  /// Whether the accepted plan waits for a token that a person has to give.
  var needsToken: Bool {
    acceptedPlan.needsSecret && !holdsToken && inputs.text("project.token_file").isEmpty
  }

  private var entry: SecretEntry? {
    if case .secret(let entry) = layers.last { entry } else { nil }
  }

  private mutating func change(_ body: (inout SecretEntry) -> Void) {
    guard var entry else { return }
    body(&entry)
    layers[layers.count - 1] = .secret(entry)
  }

  mutating func askForToken() {
    layers.append(.secret(SecretEntry()))
    shownSince = now
  }

  mutating func typeSecret(_ text: String) {
    guard entry?.stage != .asking else { return }
    change { entry in
      guard entry.text.count + text.count <= TokenShape.limit else {
        entry = SecretEntry(refusal: ["It is longer than any token of GitHub."])
        return
      }
      entry = SecretEntry(text: entry.text.adding(text))
    }
  }

  /// What is pasted is taken whole or not at all: a token with something inside it is no token.
  mutating func pasteSecret(_ text: String) {
    guard entry?.stage != .asking else { return }
    let token = HiddenText(text).token
    change { entry in
      entry =
        token.shape.problem.map { SecretEntry(refusal: ["What was pasted is not taken: \($0)."]) }
        ?? SecretEntry(text: token)
    }
  }

  mutating func editSecret(_ action: Command.Action) {
    guard entry?.stage != .asking else { return }
    change { entry in
      switch action {
      case .backspace, .delete: entry = SecretEntry(text: entry.text.withoutTheLast())
      case .clear: entry = SecretEntry()
      default: break
      }
    }
  }

  /// Enter: what was typed is judged, then GitHub is asked, then it is taken.
  mutating func offerSecret() -> [Effect] {
    guard let entry else { return [] }
    switch entry.stage {
    case .asking: return []
    case .accepted:
      holdsToken = true
      closeLayer()
      return askToApply()
    case .typing:
      let text = entry.text.token
      if let problem = text.shape.problem {
        change { $0 = SecretEntry(refusal: ["That cannot be stored: \(problem)."]) }
        return []
      }
      change { $0 = SecretEntry(text: text, stage: .asking) }
      return [.offer(text)]
    }
  }

  mutating func receive(_ opinion: TokenOpinion) {
    guard entry?.stage == .asking else { return }
    change { entry in
      entry =
        opinion.isAccepted
        ? SecretEntry(text: entry.text, stage: .accepted(opinion.lines)) : SecretEntry(refusal: opinion.lines)
    }
    shownSince = now
  }

  /// Esc empties the field and takes the refusal away; on an empty one it closes the question.
  mutating func leaveSecret() -> Bool {
    guard canClearToken else { return false }
    change { $0 = SecretEntry() }
    return true
  }

  /// Whether Esc has something to take away before it closes the question.
  var canClearToken: Bool { entry.map { !$0.text.isEmpty || !$0.refusal.isEmpty } ?? false }

  /// Whether GitHub said yes to the token, so that Enter uses it.
  var holdsJudgedToken: Bool { if case .accepted = entry?.stage { true } else { false } }

  /// Where a person makes a fine-grained token; GitHub Enterprise Server has its own place.
  private var tokenPage: String {
    let api = inputs.text("github.api").split(separator: "/").dropFirst().first.map(String.init) ?? "github.com"
    let host = api.hasPrefix("api.") ? String(api.dropFirst(4)) : api
    return "https://\(host)/settings/personal-access-tokens/new"
  }

  // MARK: View

  var whatTheTokenIsFor: String {
    "The plan stores one token of GitHub in Secrets Manager. A Lambda starts the deploy workflow with it."
  }

  var whatTheTokenMayDo: String {
    let repository = [inputs.text("github.owner"), inputs.text("github.repository")].joined(separator: "/")
    return "A fine-grained token for \(repository) alone, with Contents: read and Actions: read and write."
  }

  func secretLines(_ entry: SecretEntry, width: Int) -> [Line] {
    var lines = wrapped(whatTheTokenIsFor, width: width, ascii: glyphs.ascii).map { Line($0) }
    lines += [Line("")]
    lines += wrapped(whatTheTokenMayDo, width: width, ascii: glyphs.ascii).map { Line($0) }
    lines += [
      Line("Make one: " + tokenPage), Line(""),
      Line([
        Span("Token  ", .key), Span("["),
        Span(" " + entry.summary, .title),
        Span(String(repeating: " ", count: max(1, width - 10 - displayWidth(entry.summary))) + "]"),
      ]),
    ]
    func wrap(_ text: String, _ role: Role) -> [Line] {
      wrapped(text, width: width, ascii: glyphs.ascii).map { Line($0, role) }
    }
    switch entry.stage {
    case .typing: lines += entry.refusal.flatMap { wrap($0, .bad) }
    case .asking: lines += [Line("GitHub is asked about it.", .info)]
    case .accepted(let said): lines += said.flatMap { wrap($0, $0.hasPrefix("! ") ? .warn : .ok) }
    }
    lines += [Line(""), Line("Not shown, logged or kept here. Paste it, or type it.", .dim)]
    return lines
  }
}
