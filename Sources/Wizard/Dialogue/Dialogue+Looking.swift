import Checklist

extension Dialogue {
  /// Looks at the account; what keeps it from being looked at is asked for first.
  mutating func look() {
    if let missing = shared.openFields.first {
      say("\(missing.label) needs an answer before anything can be looked at.")
      return ask(for: missing)
    }
    let effects = model.act { $0.startLook(nil) }
    guard !effects.isEmpty else { return say(model.notice ?? "") }
    question = nil
    say()
    say("Looking at \(counted(shared.steps.count, "step")).")
    ask(effects)
  }

  /// One step was judged.
  mutating func heard(_ report: StepReport) {
    guard report.status != .skipped, shared.run == nil, opening != .check else { return }
    say("  \(report.title): \(summary(of: report.findings.filter { $0.status != .skipped }.counts))")
  }

  /// The look is over: what needs attention, in full.
  mutating func looked() {
    say()
    if opening == .check {
      sayEverything()
      return leave()
    }
    sayWhatNeedsAttention()
    sayWhatIsNext()
    question = next
  }

  /// What is left to do, with the pages and the values.
  mutating func sayWhatIsNext() {
    guard !shared.look.todos.isEmpty else { return }
    say()
    say("Do next:")
    say(shared.look.todos.numbered(onramp: "p  ").map { "  \($0)" })
  }

  mutating func sayEverything() {
    for step in shared.steps {
      guard let report = shared.look.reports[step.id], report.status != .skipped else { continue }
      say(words(.report(report)))
    }
    sayWhatIsNext()
    say()
    sayCounts()
  }

  private mutating func sayCounts() {
    say("\(counted(shared.look.findings.count, "check")): \(summary(of: shared.look.counts)).")
  }

  mutating func sayWhatNeedsAttention() {
    let open = shared.look.findings.filter { $0.status.needsAttention || $0.status == .notYet }
    for finding in open where finding.status != .blocked { say(words(.finding(finding))) }
    // Causes, not consequences: what only waits is counted.
    let waiting = open.filter { $0.status == .blocked }
    if !waiting.isEmpty {
      let causes = waiting.compactMap(\.blockedBy?.rawValue).reduce(into: [String]()) {
        if !$0.contains($1) { $0.append($1) }
      }
      say("\(counted(waiting.count, "check")) cannot be judged before \(causes.joined(separator: ", ")) passes.")
    }
    if open.isEmpty { say("Nothing needs attention.") }
    sayCounts()
    let count = shared.allChanges.changes.count
    if count > 0 { return say("onramp can make \(counted(count, "change")).") }
    say(shared.reservation.map { "No change is proposed. \($0)" } ?? "There is nothing that onramp can change here.")
  }

  /// What to do after a look.
  var next: Question {
    let (hasPlan, rest) = (!shared.allChanges.isEmpty, "2 everything again in words, 3 look again, 4 answers, q leave")
    return Question(
      prompt: hasPlan ? "1 go through the plan, \(rest) [1]: " : "\(rest) [q]: ",
      explanation: ["The plan is shown group by group; nothing is changed before the last question is answered."]
    ) { dialogue, text in
      switch text.isEmpty ? (hasPlan ? "1" : "q") : text {
      case "1" where hasPlan: dialogue.readPlan()
      case "2": dialogue.sayEverything()
      case "3": dialogue.look()
      case "4": dialogue.askForAnswers()
      case "q": dialogue.leave()
      default: dialogue.say("One of the numbers, or q.")
      }
    }
  }

  /// Something kept the work from being done.
  mutating func fell(_ problem: Problem) {
    say()
    say("\(problem.title).")
    say((problem.lines + (problem.advice.isEmpty ? [] : [problem.advice])).map { "  " + $0 })
    guard opening == .setUp || opening == .welcome, shared.run == nil else {
      question = nil
      return leave()
    }
    isIntroduced = true
    question = opening == .welcome ? Self.menu : Self.answers
  }
}
