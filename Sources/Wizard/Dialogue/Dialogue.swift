import Basics
import Checklist

/// The wizard as a conversation, for who has no screen or cannot use one.
///
/// Lines are only ever added, and answers are whole lines. It turns over the same `Model` as the screen, and
/// every effect is the model's, so that what is asked of the account cannot differ from what keys would ask.
public struct Dialogue: Sendable {
  /// How findings, changes and holdings read as lines: the words of the commands that ask nobody.
  public struct Words: Sendable {
    let report: @Sendable (StepReport) -> [String]
    let finding: @Sendable (Finding) -> [String]
    let plan: @Sendable (Plan) -> [String]
    let holding: @Sendable (Holding) -> [String]

    public init(
      report: @escaping @Sendable (StepReport) -> [String], finding: @escaping @Sendable (Finding) -> [String],
      plan: @escaping @Sendable (Plan) -> [String], holding: @escaping @Sendable (Holding) -> [String]
    ) {
      self.report = report
      self.finding = finding
      self.plan = plan
      self.holding = holding
    }
  }

  /// What is asked at the moment.
  enum Question: Equatable, Sendable {
    case menu, answers, next, spare, account, done
    /// The answer to a field of the form, by its index.
    case field(Int)
    /// Whether one group of the plan's changes is agreed to.
    case group(Int)
    /// The token that the plan stores.
    case token
    /// The last word before the first write.
    case sure
  }

  /// What one turn comes to: lines to add, and what is asked of the world.
  public struct Turn: Equatable, Sendable {
    public var lines: [String] = []
    public var effects: [Effect] = []
  }

  public internal(set) var model: Model
  /// What the screen's pages share is all that a conversation needs of them.
  var shared: Shared {
    get { model.shared }
    set { model.shared = newValue }
  }
  let words: Words
  let opening: Opening
  var question: Question?
  var turn = Turn()
  /// What opens the conversation waits for the news of who is calling, but not for ever.
  var isIntroduced = false
  var lastWord = 0
  /// What was last said about what is on its way.
  var underway: [ItemKey: Underway] = [:]
  static let patience = 3_000
  static let heartbeat = 30_000

  public init(_ model: Model, opening: Opening, words: Words) {
    self.model = model
    self.opening = opening
    self.words = words
  }

  /// Whether a line is waited for. While something runs nothing is read, so that no answer is given unseen.
  public var isAsking: Bool { question != nil }

  /// Whether the answer must not be seen.
  public var isHidden: Bool { question == .token }

  /// Whether time passing may say something.
  public var isWaiting: Bool { question == nil }

  /// The words in front of the answer, nil while nothing is asked.
  public var prompt: String? { question.map(prompt(of:)) }

  /// The first words.
  public mutating func begin() -> Turn {
    say("onramp \(shared.facts.version), plain mode: a question a line. Enter takes what stands in brackets,")
    say("? explains, q leaves. Nothing is changed before a plan was read and agreed to.")
    if opening == .tearDown { turn.effects += model.begin(.tearDown) }
    return spoken()
  }

  /// Takes what happened in the world.
  public mutating func take(_ event: Event) -> Turn {
    let known = shared.facts
    var effects = model.update(event)
    switch event {
    case .facts(let facts):
      if facts.account != known.account || !isIntroduced { introduce(facts) }
    case .message(let text):
      say(text)
      if !isIntroduced { open() }
    case .report(let report): heard(report)
    case .checked: if shared.run == nil { looked() }
    case .progress(let progress): heard(progress)
    case .ended(let ending): ended(ending)
    case .inventory: shared.run == nil ? surveyed() : report()
    case .written(let names): if !names.isEmpty { say("Written: \(names.joined(separator: ", ")).") }
    case .saved(let path): say("Answers written to \(path).")
    case .opinion(let opinion): heard(opinion)
    case .problem(let problem): fell(problem)
    case .tick: beat()
    case .interrupt: interrupted(&effects)
    default: break
    }
    // On the screen a window would lie over the page now.
    model.layers = []
    if effects.contains(.writeReport), shared.run?.kind == .apply { report() }
    turn.effects = effects + turn.effects
    return spoken()
  }

  /// Takes an answer; nil when there will be no more of them.
  public mutating func answer(_ line: String?) -> Turn {
    guard let line else {
      leave()
      return spoken()
    }
    reply(line.withoutControls.trimmed)
    return spoken()
  }

  /// Takes the answer that must not be seen.
  public mutating func answer(hidden line: HiddenText) -> Turn {
    let text = line.token
    if text.withBytes({ $0.elementsEqual("?".utf8) }) { reply("?") } else { offer(text) }
    return spoken()
  }

  mutating func say(_ line: String = "") {
    turn.lines.append(line)
    lastWord = shared.now
  }

  mutating func say(_ lines: [String]) { for line in lines { say(line) } }

  private mutating func spoken() -> Turn {
    defer { turn = Turn() }
    return turn
  }

  mutating func leave() {
    shared.picks.declined =
      shared.picks.declined || [.group(0), .token, .sure, .account, .spare].contains { question == $0 }
    question = nil
    turn.effects.append(.quit(code: shared.exitCode))
  }

  private mutating func interrupted(_ effects: inout [Effect]) {
    guard shared.isBusy else {
      effects = [.quit(code: 130)]
      return
    }
    say(model.notice ?? "")
  }

  /// A sign of life where a screen would move.
  private mutating func beat() {
    if !isIntroduced, opening != .tearDown, shared.now - lastWord >= Self.patience { open() }
    guard shared.isBusy, shared.now - lastWord >= Self.heartbeat else { return }
    let started = shared.run?.startedAt ?? shared.look.startedAt ?? 0
    let count: String
    if let run = shared.run, run.isActive {
      count = "\(run.over) of \(run.items.count) done"
    } else if shared.removal.isLooking {
      count = "finding out what is there"
    } else {
      count = "\(shared.steps.count - shared.look.running.count) of \(shared.steps.count) steps looked at"
    }
    say("Still at work: \(count), \(elapsed(shared.now - started)).")
  }
}
