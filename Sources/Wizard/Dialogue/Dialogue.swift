import Basics
import Checklist

/// The wizard as a conversation, for who has no screen or cannot use one.
///
/// Lines are only ever added, and answers are whole lines. It turns over the same `Model` as the screen, and
/// every effect is the model's, so that what is asked of the account cannot differ from what keys would ask.
public struct Dialogue: Sendable {
  /// What reads as lines, in the words of the commands that ask nobody.
  public enum Piece: Sendable {
    case report(StepReport)
    case finding(Finding)
    case plan(Plan)
    case holding(Holding)
  }

  /// One question: the words before the answer, what `?` says, and what an answer does.
  struct Question: Sendable {
    let prompt: String
    /// A field of the form may hold the letter q.
    var isField = false
    /// Whether who leaves it declines a change.
    var isConsent = false
    /// Whether the answer must not be seen.
    var isHidden = false
    let explanation: [String]
    let answer: @Sendable (inout Dialogue, String) -> Void
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
  let words: @Sendable (Piece) -> [String]
  let opening: Opening
  /// What is asked at the moment.
  var question: Question?
  private var turn = Turn()
  /// What opens the conversation waits for the news of who is calling, but not for ever.
  var isIntroduced = false
  private var lastWord = 0
  /// What was last said about what is on its way.
  var underway: [ItemKey: Underway] = [:]
  private static let patience = 3_000
  private static let heartbeat = 30_000

  public init(_ model: Model, opening: Opening, words: @escaping @Sendable (Piece) -> [String]) {
    self.model = model
    self.opening = opening
    self.words = words
  }

  /// Whether a line is waited for. While something runs nothing is read, so that no answer is given unseen.
  public var isAsking: Bool { question != nil }

  /// Whether the answer must not be seen.
  public var isHidden: Bool { question?.isHidden == true }

  /// The words in front of the answer, nil while nothing is asked.
  public var prompt: String? { question?.prompt }

  /// The first words.
  public mutating func begin() -> Turn {
    say("onramp \(shared.facts.version), plain mode: a question a line. Enter takes what stands in brackets,")
    say("? explains, q leaves. Nothing is changed before a plan was read and agreed to.")
    if opening == .tearDown { ask(model.begin(.tearDown)) }
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
    case .ended(let ending):
      if case .stopped(let reason) = ending { say("Stopped part way: \(reason). What is done is kept.") }
      say("Looking again.")
    case .inventory: shared.run == nil ? surveyed() : report()
    case .written(let names): if !names.isEmpty { say("Written: \(names.joined(separator: ", ")).") }
    case .saved(let path): say("Answers written to \(path).")
    case .opinion(let opinion): heard(opinion)
    case .problem(let problem): fell(problem)
    case .tick: beat()
    case .interrupt:
      if shared.isBusy { say(model.notice ?? "") } else { effects = [.quit(code: 130)] }
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
    if let line { reply(line.withoutControls.trimmed) } else { leave() }
    return spoken()
  }

  /// Takes the answer that must not be seen.
  public mutating func answer(hidden line: Secret) -> Turn {
    let text = line.token
    if text.withBytes({ $0.elementsEqual("?".utf8) }) { reply("?") } else { offer(text) }
    return spoken()
  }

  /// Takes a line as the answer to what is asked.
  private mutating func reply(_ text: String) {
    guard let question else { return }
    if text == "?" { return say(question.explanation) }
    if ["q", "quit"].contains(text.lowercased()), !question.isField { return leave() }
    question.answer(&self, text)
  }

  mutating func say(_ line: String = "") {
    turn.lines.append(line)
    lastWord = shared.now
  }

  mutating func say(_ lines: [String]) { for line in lines { say(line) } }

  /// Hands on what the model asks of the world.
  mutating func ask(_ effects: [Effect]) { turn.effects += effects }

  private mutating func spoken() -> Turn {
    defer { turn = Turn() }
    return turn
  }

  mutating func leave() {
    if question?.isConsent == true { shared.picks.declined = true }
    question = nil
    ask([.quit(code: shared.exitCode)])
  }

  /// No was said to what was shown. Then another question is asked, or none any more.
  mutating func decline(_ words: String, then next: Question? = nil) {
    say(words)
    shared.picks.declined = true
    if let next { question = next } else { leave() }
  }

  /// Asks for a word that is typed before something is done.
  mutating func ask(
    for word: String, _ words: String, refusal: String, explanation: String, no: String, next: Question? = nil,
    then deed: @escaping @Sendable (inout Shared) -> [Outcome]
  ) {
    question = Question(prompt: "Type \(words) to go ahead [no]: ", isConsent: true, explanation: [explanation]) {
      dialogue, text in
      if ["", "no", "n"].contains(text.lowercased()) { return dialogue.decline(no, then: next) }
      guard text == word else { return dialogue.say(refusal) }
      dialogue.question = nil
      dialogue.ask(dialogue.model.act(deed))
    }
  }

  /// A sign of life where a screen would move.
  private mutating func beat() {
    if !isIntroduced, opening != .tearDown, shared.now - lastWord >= Self.patience { open() }
    guard shared.isBusy, shared.now - lastWord >= Self.heartbeat else { return }
    let started = shared.run?.startedAt ?? shared.look.startedAt ?? 0
    var count = "\(shared.steps.count - shared.look.running.count) of \(shared.steps.count) steps looked at"
    if shared.removal.isLooking { count = "finding out what is there" }
    if let run = shared.run, run.isActive { count = "\(run.over) of \(run.items.count) done" }
    say("Still at work: \(count), \(elapsed(shared.now - started)).")
  }
}
