import Checklist

extension Dialogue {
  /// Looks at the account; what keeps it from being looked at is asked for first.
  mutating func look() {
    let effects = model.act { $0.startLook(nil) }
    guard effects.isEmpty else {
      question = nil
      say()
      say("Looking at \(counted(shared.steps.count, "step")).")
      turn.effects += effects
      return
    }
    if let missing = shared.form.firstIndex(where: { shared.answers.problem(with: $0) != nil }) {
      say("\(shared.form[missing].label) needs an answer before anything can be looked at.")
      question = .field(missing)
    } else {
      say(model.notice ?? "")
    }
  }

  /// One step was judged.
  mutating func heard(_ report: StepReport) {
    guard report.status != .skipped, shared.run == nil, opening != .check else { return }
    var counts: [Status: Int] = [:]
    for finding in report.findings where finding.status != .skipped { counts[finding.status, default: 0] += 1 }
    say("  \(report.title): \(summary(of: counts))")
  }

  /// The look is over: what needs attention, in full.
  mutating func looked() {
    say()
    if opening == .check {
      sayEverything()
      turn.effects.append(.quit(code: shared.exitCode))
      return
    }
    sayWhatNeedsAttention()
    question = .next
  }

  mutating func sayEverything() {
    for step in shared.steps {
      guard let report = shared.look.reports[step.id], report.status != .skipped else { continue }
      say(words.report(report))
    }
    say()
    say("\(counted(shared.look.findings.count, "check")): \(summary(of: shared.look.counts)).")
  }

  mutating func sayWhatNeedsAttention() {
    let open = shared.look.findings.filter { $0.status.needsAttention || $0.status == .notYet }
    for finding in open where finding.status != .blocked { say(words.finding(finding)) }
    // Causes, not consequences: what only waits is counted.
    let waiting = open.filter { $0.status == .blocked }
    if !waiting.isEmpty {
      let causes = waiting.compactMap(\.blockedBy?.rawValue).reduce(into: [String]()) {
        if !$0.contains($1) { $0.append($1) }
      }
      say("\(counted(waiting.count, "check")) cannot be judged before \(causes.joined(separator: ", ")) passes.")
    }
    if open.isEmpty { say("Nothing needs attention.") }
    say("\(counted(shared.look.findings.count, "check")): \(summary(of: shared.look.counts)).")
    let count = shared.allChanges.changes.count
    say(count == 0 ? "There is nothing that onramp can change here." : "onramp can make \(counted(count, "change")).")
  }

  mutating func goOn(_ text: String) {
    switch text {
    case "1" where !shared.allChanges.isEmpty: readPlan()
    case "2": sayEverything()
    case "3": look()
    case "4": askForAnswers()
    default: say("One of the numbers, or q.")
    }
  }

  /// Something kept the work from being done.
  mutating func fell(_ problem: Problem) {
    say()
    say("\(problem.title).")
    say(problem.lines.map { "  " + $0 })
    if !problem.advice.isEmpty { say("  " + problem.advice) }
    guard opening == .setUp || opening == .welcome, shared.run == nil else {
      question = nil
      turn.effects.append(.quit(code: shared.exitCode))
      return
    }
    isIntroduced = true
    question = opening == .welcome ? .menu : .answers
  }
}
