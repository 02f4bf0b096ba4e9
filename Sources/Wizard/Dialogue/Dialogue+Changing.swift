import Basics
import Checklist

extension Dialogue {
  /// The plan's changes, those of one step together.
  private var groups: [[Change]] {
    shared.shownPlan.changes.reduce(into: []) { groups, change in
      if groups.last?.last?.step == change.step {
        groups[groups.count - 1].append(change)
      } else {
        groups.append([change])
      }
    }
  }

  mutating func readPlan() {
    _ = model.follow([.open(PlanPage.place)])
    shared.picks.pick(only: [])
    // Each group is asked about, so nothing is chosen by itself.
    shared.picks.take(shared.shownPlan.changes.map(\.key), true)
    show(0)
  }

  /// Shows the next group that can still be made, or asks for the last word.
  private mutating func show(_ first: Int) {
    let groups = groups
    let accepted = Set(shared.acceptedPlan.changes.map(\.key))
    for (index, group) in groups.enumerated().dropFirst(first) {
      let title = shared.steps.first { $0.id == group[0].step }?.title ?? group[0].step.rawValue
      let open = group.filter { accepted.contains($0.key) }
      say()
      guard !open.isEmpty else {
        say("Group \(index + 1) of \(groups.count), \(title): left out too, because it needs what was left out.")
        continue
      }
      say("Group \(index + 1) of \(groups.count), \(title): \(counted(open.count, "change"))")
      say(words(.plan(Plan(open))))
      question = Question(
        prompt: "\(group.count == 1 ? "Make this change" : "Make these changes")? yes or no [no]: ", isConsent: true,
        explanation: ["yes puts this group into what will be made; no leaves it out, and with it what needs it."]
      ) { dialogue, text in
        switch text.lowercased() {
        case "yes", "y": break
        case "", "no", "n": dialogue.shared.picks.take(group.map(\.key), false)
        default: return dialogue.say("yes or no.")
        }
        dialogue.show(index + 1)
      }
      return
    }
    askForTheLastWord()
  }

  private mutating func askForTheLastWord() {
    let plan = shared.acceptedPlan
    say()
    guard !plan.isEmpty else { return decline("Every change was left out: nothing is changed.", then: next) }
    guard !shared.needsToken else {
      let purpose = TokenPurpose(answers: shared.answers)
      say([purpose.use, purpose.rights])
      question = Self.token
      return
    }
    let place = "account \(shared.facts.account ?? "not known"), Region \(shared.facts.region ?? "not known")"
    say("\(counted(plan.changes.count, "change")) in \(place). What stood there before is journaled.")
    say(ApplyQuestion(shared: shared).cautions)
    // A longer word where others may use what is changed.
    let word = plan.isSevere ? Plan.severeWord : "yes"
    ask(
      for: word, word, refusal: "That is not the word \(word).",
      explanation: "This is the last question before the first change.", no: "Nothing is changed.", next: next
    ) { $0.apply(plan) }
  }

  private static let token = Question(
    prompt: "Token, not shown as it is typed or pasted [none]: ", isConsent: true, isHidden: true,
    explanation: ["It is put into the secret and nowhere else. Enter alone changes nothing."]
  ) { _, _ in }

  /// A line that was typed unseen. It is taken whole or not at all, as a paste on the screen is.
  mutating func offer(_ token: Secret) {
    guard !token.isEmpty else { return decline("No token: nothing is changed.", then: next) }
    if let problem = token.shape.problem { return say("That cannot be stored: \(problem).") }
    say("\(token.shape.inWords). GitHub is asked about it.")
    question = nil
    ask([.offer(token)])
  }

  mutating func heard(_ opinion: TokenOpinion) {
    say(opinion.lines)
    shared.holdsToken = opinion.isAccepted
    question = Self.token
    if opinion.isAccepted { askForTheLastWord() }
  }

  mutating func heard(_ progress: Progress) {
    guard let run = shared.run else { return }
    func tell(_ words: String) {
      let number = run.items.firstIndex { $0.key == progress.key }
      let place = number.map { "\($0 + 1) of \(run.items.count), \(run.items[$0].title)" }
      say("\(place ?? progress.key.rawValue): \(words)")
    }
    switch progress {
    case .started: break
    case .alreadyDone: tell("stood so already.")
    case .done: tell("done.")
    case .failed(_, let obstacle): tell("failed, \(obstacle.inWords)")
    case .left(_, let because): tell("not begun, because of \(because).")
    case .underway(let work):
      // It is told when it changes, not at each look; a person's part with its page and what to do there.
      let before = underway.updateValue(work, forKey: work.key)
      if before?.words != work.words { tell(work.words) }
      guard before?.worker != work.worker, let part = PersonsPart(work) else { return }
      say("  A person's part: \(part.link)")
      say(part.steps.enumerated().map { "  \($0 + 1). \($1)" })
    }
  }

  /// What the run came to, after the last look.
  mutating func report() {
    guard let run = shared.run else { return }
    say()
    say(Report(shared: shared).headline(run))
    say(run.tally(shared.now))
    if run.kind == .apply {
      sayWhatNeedsAttention()
      sayWhatIsNext()
      say(run.leftForYou.map { "Left for you: \($0)." })
    } else {
      say(shared.removal.holdings.flatMap { words(.holding($0)) })
      sayWhatIsUnseen()
      if shared.removal.holdings.isEmpty, shared.removal.unseen.isEmpty { say("Nothing of ours is left.") }
    }
    // A look that finds more to do may be followed by another plan.
    let isMore = run.kind == .apply && run.ending == .complete && !shared.allChanges.isEmpty
    if isMore { shared.run = nil }
    question = isMore ? next : Self.done
  }

  private static let done = Question(
    prompt: "Enter leaves, 2 says everything again: ",
    explanation: ["The report was written to the folder of this setup."]
  ) { dialogue, text in text == "2" ? dialogue.sayEverything() : dialogue.leave() }

  // MARK: Teardown

  mutating func surveyed() {
    let holdings = shared.removal.holdings
    say()
    guard !shared.removal.chosen.isEmpty else {
      say(holdings.flatMap { words(.holding($0)) })
      sayWhatIsUnseen()
      say(
        shared.removal.unseen.isEmpty
          ? "There is nothing of ours to take back."
          : "Nothing of ours was seen, and not everything could be looked at.")
      return leave()
    }
    for (index, holding) in holdings.enumerated() {
      say(words(.holding(holding)).enumerated().map { $0 == 0 ? "\(index + 1). \($1)" : "   \($1)" })
    }
    question = Question(
      prompt: "Numbers that stay, parted by commas [none]: ", isConsent: true,
      explanation: ["What stays keeps standing, and so does what can only go after it. Enter takes all of it back."]
    ) { $0.spare($1) }
  }

  private mutating func sayWhatIsUnseen() { say(shared.removal.unseen.map { "Could not look: \($0)." }) }

  private mutating func spare(_ text: String) {
    let holdings = shared.removal.holdings
    let parts = text.split(separator: ",").map { $0.trimmed }
    let numbers = parts.compactMap(Int.init).filter { holdings.indices.contains($0 - 1) }
    guard numbers.count == parts.count else { return say("Numbers from 1 to \(holdings.count), or Enter.") }
    shared.removal.spared = Set(numbers.map { holdings[$0 - 1].key })
    guard !shared.removal.chosen.isEmpty else { return decline("Everything stays: nothing is taken back.") }
    say(shared.removal.bound.map { "\($0.title) stays too: it can go only after what stays." })
    say(shared.removal.sentences.filter { !$0.isEmpty })
    let (account, agreed) = (shared.facts.account ?? "", shared.removal.agreed)
    ask(
      for: account, "the account id \(account)", refusal: "That is not this account's id.",
      explanation: "The account id proves that this is the account that is meant. Enter leaves everything as it is.",
      no: "Nothing is taken back."
    ) { $0.tearDown(agreed) }
  }
}
