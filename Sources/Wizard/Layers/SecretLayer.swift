import Basics
import Checklist
import TextUI

/// The question for a token: typed or pasted, never shown, and judged before anything is stored.
struct SecretLayer: Pane {
  static let place = Place("secret", "Token", types: true)
  static let keys: [Place: [Command]] = [
    place: [
      on([.enter], "look at it", "look at the token; then use it") { $0.offer(&$1) },
      on([.backspace, .control("h")], nil, "delete to the left") { layer, _ in layer.change { $0.withoutTheLast() } },
      on([.control("u")], "clear", "empty the field") { layer, _ in layer.change { _ in Secret(typing: []) } }
        .when(holds { layer, _ in layer.canClear }),
      on([.escape], "clear", "empty the field; on an empty one, go back", isEnd: true) { $0.back(&$1) },
    ] + Command.system + [.helpInField]
  ]

  enum Stage: Equatable {
    /// Why what was typed cannot be stored; no part of it.
    case typing(refusal: [String] = [])
    /// GitHub is being asked.
    case asking
    /// It can be stored; what GitHub said about it.
    case accepted([String])
  }

  private(set) var text = Secret(typing: [])
  private(set) var stage = Stage.typing()

  private mutating func become(_ text: Secret = Secret(typing: []), _ stage: Stage = .typing()) {
    (self.text, self.stage) = (text, stage)
  }

  /// Whether Esc has something to take away before it closes the question.
  private var canClear: Bool { !text.isEmpty || stage != .typing() }

  func verb(of key: Key) -> String? {
    if key == .escape { return canClear ? "clear" : "close" }
    if key == .enter, case .accepted = stage { return "use this token" }
    return nil
  }

  private mutating func change(_ body: (Secret) -> Secret) -> [Outcome] {
    if stage != .asking { become(body(text)) }
    return []
  }

  mutating func back(_ shared: inout Shared) -> [Outcome] {
    guard canClear else { return [.close] }
    become()
    return []
  }

  mutating func type(_ typed: String) {
    guard stage != .asking else { return }
    guard text.count + typed.utf8.count <= TokenShape.limit else {
      return become(Secret(typing: []), .typing(refusal: ["It is longer than any token of GitHub."]))
    }
    become(text.adding(typed))
  }

  /// What is pasted is taken whole or not at all: a token with something inside it is no token.
  mutating func paste(_ pasted: String) {
    guard stage != .asking else { return }
    let token = Secret(typing: pasted.utf8).token
    guard let problem = token.shape.problem else { return become(token) }
    become(Secret(typing: []), .typing(refusal: ["What was pasted is not taken: \(problem)."]))
  }

  /// Enter: what was typed is judged, then GitHub is asked, then it is taken.
  private mutating func offer(_ shared: inout Shared) -> [Outcome] {
    switch stage {
    case .asking: return []
    case .accepted:
      shared.holdsToken = true
      return [.close] + ApplyQuestion(shared: shared).outcomes
    case .typing:
      let token = text.token
      if let problem = token.shape.problem {
        become(Secret(typing: []), .typing(refusal: ["That cannot be stored: \(problem)."]))
        return []
      }
      become(token, .asking)
      return [.effect(.offer(token))]
    }
  }

  mutating func hear(_ event: Event, _ shared: Shared) -> [Outcome] {
    guard case .opinion(let opinion) = event, stage == .asking else { return [] }
    if opinion.isAccepted {
      become(text, .accepted(opinion.lines))
    } else {
      become(Secret(typing: []), .typing(refusal: opinion.lines))
    }
    return [.holdEnter]
  }

  // MARK: View

  func draw(_ frame: inout Frame, _ shared: Shared) {
    let lines = lines(shared)
    let box = frame.modal(
      title: "GitHub token for the Lambda", width: shared.layout.boxWidth, height: lines.count + 2,
      glyphs: shared.glyphs)
    for (offset, line) in lines.suffix(box.height).enumerated() {
      frame.put(
        line, row: box.row + offset + (lines.count < box.height ? 1 : 0), column: box.column, width: box.width)
    }
  }

  private func lines(_ shared: Shared) -> [Line] {
    let width = shared.layout.boxWidth
    func wrap(_ text: String, _ role: Role = .plain) -> [Line] { shared.glyphs.lines(text, width: width, role) }
    // The length and the kind stand in place of the text.
    let shown = text.isEmpty ? "" : text.shape.inWords
    let purpose = TokenPurpose(answers: shared.answers)
    var lines = wrap(purpose.use) + [Line("")] + wrap(purpose.rights)
    lines += [
      Line("Make one: " + purpose.page), Line(""),
      Line([
        Span("Token  ", .key), Span("["), Span(" " + shown, .title),
        Span(String(repeating: " ", count: max(1, width - 10 - displayWidth(shown))) + "]"),
      ]),
    ]
    switch stage {
    case .typing(let refusal): lines += refusal.flatMap { wrap($0, .bad) }
    case .asking: lines += [Line("GitHub is asked about it.", .info)]
    case .accepted(let said): lines += said.flatMap { wrap($0, $0.hasPrefix("! ") ? .warn : .ok) }
    }
    return lines + [Line(""), Line("Not shown, logged or kept here. Paste it, or type it.", .dim)]
  }
}

extension Secret {
  /// What may be told of it.
  var shape: TokenShape { withBytes { TokenShape(bytes: $0) } }
  /// What was typed without the blanks and line ends around it.
  var token: Secret { withBytes { Secret(typing: TokenEntry.token(in: $0)) } }
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

/// What the token is for, in words that the screen and the conversation share.
struct TokenPurpose {
  let answers: Answers

  var use: String {
    "The plan stores one token of GitHub in Secrets Manager. A Lambda starts the deploy workflow with it."
  }

  var rights: String {
    "A fine-grained token for \(answers.repository) alone, with Contents: read and Actions: read and write."
  }

  /// Where a person makes a fine-grained token; GitHub Enterprise Server has its own place.
  var page: String {
    let api = answers.text("github.api").split(separator: "/").dropFirst().first.map(String.init) ?? "github.com"
    let host = api.hasPrefix("api.") ? String(api.dropFirst(4)) : api
    return "https://\(host)/settings/personal-access-tokens/new"
  }
}
