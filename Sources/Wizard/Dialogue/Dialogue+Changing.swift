import Basics
import Checklist

extension Dialogue {
  /// The plan's changes, those of one step together.
  var groups: [[Change]] {
    shared.shownPlan.changes.reduce(into: []) { groups, change in
      if groups.last?.last?.step == change.step {
        groups[groups.count - 1].append(change)
      } else {
        groups.append([change])
      }
    }
  }

  /// The word that must be typed: a longer one where others may use what is changed.
  var wantedWord: String { shared.acceptedPlan.isSevere ? Plan.severeWord : "yes" }

  mutating func readPlan() {
    _ = model.follow([.open(PlanPage.place)])
    shared.picks.picked = []
    shared.picks.left = []
    show(0)
  }

  /// Shows the next group that can still be made, or asks for the last word.
  private mutating func show(_ first: Int) {
    let groups = groups
    let accepted = Set(shared.acceptedPlan.changes.map(\.key))
    for index in first..<max(first, groups.count) {
      let title = shared.steps.first { $0.id == groups[index][0].step }?.title ?? groups[index][0].step.rawValue
      let open = groups[index].filter { accepted.contains($0.key) }
      say()
      guard !open.isEmpty else {
        say("Group \(index + 1) of \(groups.count), \(title): left out too, because it needs what was left out.")
        continue
      }
      say("Group \(index + 1) of \(groups.count), \(title): \(counted(open.count, "change"))")
      say(words.plan(Plan(open)))
      question = .group(index)
      return
    }
    askForTheLastWord()
  }

  mutating func agree(_ index: Int, _ text: String) {
    switch text {
    case "yes", "y": break
    case "", "no", "n": shared.picks.left.formUnion(groups[index].map(\.key))
    default: return say("yes or no.")
    }
    show(index + 1)
  }

  private mutating func askForTheLastWord() {
    let accepted = shared.acceptedPlan
    say()
    guard !accepted.isEmpty else {
      say("Every change was left out: nothing is changed.")
      shared.picks.declined = true
      question = .next
      return
    }
    guard !shared.needsToken else {
      let purpose = TokenPurpose(answers: shared.answers)
      say(purpose.use)
      say(purpose.rights)
      question = .token
      return
    }
    let place = "account \(shared.facts.account ?? "not known"), Region \(shared.facts.region ?? "not known")"
    say("\(counted(accepted.changes.count, "change")) in \(place). What stood there before is journaled.")
    let touchy = accepted.changes.count { $0.confidence == .check }
    if touchy > 0 { say("\(counted(touchy, "change")) may touch what others use.") }
    if shared.answersToSave != nil { say("The answers are written to \(shared.facts.setupPath) first.") }
    question = .sure
  }

  /// A line that was typed unseen. It is taken whole or not at all, as a paste on the screen is.
  mutating func offer(_ line: HiddenText) {
    let token = line.token
    guard !token.isEmpty else {
      say("No token: nothing is changed.")
      shared.picks.declined = true
      question = .next
      return
    }
    guard let problem = token.shape.problem else {
      say("\(token.shape.inWords). GitHub is asked about it.")
      question = nil
      turn.effects.append(.offer(token))
      return
    }
    say("That cannot be stored: \(problem).")
  }

  mutating func heard(_ opinion: TokenOpinion) {
    say(opinion.lines)
    shared.holdsToken = opinion.isAccepted
    guard opinion.isAccepted else {
      question = .token
      return
    }
    askForTheLastWord()
  }

  mutating func goAhead(_ text: String) {
    guard text == wantedWord else {
      if !["", "no", "n"].contains(text.lowercased()) { return say("That is not the word \(wantedWord).") }
      say("Nothing is changed.")
      shared.picks.declined = true
      question = .next
      return
    }
    question = nil
    turn.effects += model.act { $0.apply($0.acceptedPlan) }
  }

  mutating func heard(_ progress: Progress) {
    guard let run = shared.run else { return }
    func title(_ key: ItemKey) -> String {
      let number = run.items.firstIndex { $0.key == key }.map { "\($0 + 1) of \(run.items.count), " } ?? ""
      return number + (run.items.first { $0.key == key }?.title ?? key.rawValue)
    }
    switch progress {
    case .started: break
    case .alreadyDone(let key): say("\(title(key)): stood so already.")
    case .underway(let work): heard(work, title(work.key))
    case .done(let key): say("\(title(key)): done.")
    case .failed(let key, let obstacle): say("\(title(key)): FAILED, \(obstacle.inWords)")
    case .left(let key, let because): say("\(title(key)): not begun, because of \(because).")
    }
  }

  /// What is on its way is told when it changes, not at each look; a person's part with its page and what to do there.
  private mutating func heard(_ work: Underway, _ title: String) {
    let before = underway.updateValue(work, forKey: work.key)
    if before?.words != work.words { say("\(title): \(work.words)") }
    guard before?.worker != work.worker, case .person(let link, let steps) = work.worker else { return }
    say("  A person's part: \(link)")
    say(steps.enumerated().map { "  \($0 + 1). \($1)" })
  }

  mutating func ended(_ ending: Ending) {
    if case .stopped(let reason) = ending { say("Stopped part way: \(reason). What is done is kept.") }
    say("Looking again.")
  }

  /// What the run came to, after the last look.
  mutating func report() {
    guard let run = shared.run else { return }
    say()
    say(Report(shared: shared).headline(run))
    say(run.tally(shared.now))
    if run.kind == .apply {
      sayWhatNeedsAttention()
      for sentence in run.leftForYou { say("Left for you: \(sentence).") }
    } else {
      for holding in shared.removal.holdings { say(words.holding(holding)) }
      if shared.removal.holdings.isEmpty { say("Nothing of ours is left.") }
    }
    // A look that finds more to do may be followed by another plan.
    if run.kind == .apply, run.ending == .complete, !shared.allChanges.isEmpty {
      shared.run = nil
      question = .next
    } else {
      question = .done
    }
  }

  // MARK: Teardown

  mutating func surveyed() {
    say()
    guard !shared.removal.chosen.isEmpty else {
      for holding in shared.removal.holdings { say(words.holding(holding)) }
      say("There is nothing of ours to take back.")
      turn.effects.append(.quit(code: shared.exitCode))
      return
    }
    showInventory()
    question = .spare
  }

  private mutating func showInventory() {
    for (index, holding) in shared.removal.holdings.enumerated() {
      for (row, line) in words.holding(holding).enumerated() { say(row == 0 ? "\(index + 1). \(line)" : "   \(line)") }
    }
  }

  mutating func spare(_ text: String) {
    let parts = text.split(separator: ",").map { $0.trimmed }
    let numbers = parts.compactMap(Int.init).filter(shared.removal.holdings.indices.map { $0 + 1 }.contains)
    guard numbers.count == parts.count else {
      return say("Numbers from 1 to \(shared.removal.holdings.count), or Enter.")
    }
    shared.removal.spared = Set(numbers.map { shared.removal.holdings[$0 - 1].key })
    let chosen = shared.removal.chosen
    guard !chosen.isEmpty else {
      say("Everything stays: nothing is taken back.")
      shared.picks.declined = true
      turn.effects.append(.quit(code: shared.exitCode))
      question = nil
      return
    }
    for holding in shared.removal.holdings
    where holding.action != .keep && !shared.removal.spared.contains(holding.key) && !chosen.contains(holding) {
      say("\(holding.title) stays too: it can go only after what stays.")
    }
    say(shared.removal.sentences.filter { !$0.isEmpty })
    question = .account
  }

  mutating func confirmAccount(_ text: String) {
    guard !text.isEmpty, text.lowercased() != "no" else {
      say("Nothing is taken back.")
      shared.picks.declined = true
      question = nil
      turn.effects.append(.quit(code: shared.exitCode))
      return
    }
    guard let account = shared.facts.account, text == account else { return say("That is not this account's id.") }
    question = nil
    turn.effects += model.act { $0.tearDown($0.removal.agreed) }
  }
}
