import Checklist

/// What the world told, taken into what is shared.
extension Shared {
  mutating func take(_ event: Event) -> [Outcome] {
    switch event {
    case .facts(let facts): (self.facts, factsAt) = (facts, now)
    case .checking(let ids): look.begin(ids, now: look.startedAt ?? now)
    case .report(let report): take(report)
    case .checked(let seconds, let requests, let code, let next):
      look.end(seconds: seconds, requests: requests, code: code, next: next, now: now)
      return showWhatIsLeft() + reportOnce(of: [.apply, .tearDown])
    case .progress(let progress): run?.note(progress, now: now)
    case .ended(let ending): return finish(ending)
    case .inventory(let found, let unseen):
      removal.take(found, unseen: unseen)
      return reportOnce(of: [.tearDown])
    case .problem(let problem): return take(problem)
    case .message(let text): return [.say(text)]
    case .document(let document): return [.show(TextLayer(document))]
    case .written(let names): files += names.filter { !files.contains($0) }
    case .saved(let path):
      answers.saved = answers.adopted
      facts.setupFile = path
      let isOver = isLeaving && run?.isActive != true
      return [.say("Answers written to \(path)")] + (isOver ? [.effect(.quit(code: exitCode))] : [])
    case .key, .burst, .paste, .mouse, .resize, .tick, .opinion, .interrupt: break
    }
    return []
  }

  private mutating func take(_ report: StepReport) {
    look.take(report)
    picks.picked.formIntersection(allChanges.changes.map(\.key))
  }

  private mutating func take(_ problem: Problem) -> [Outcome] {
    look.running = []
    removal.isLooking = false
    isLeaving = isLeaving && run?.isActive == true
    troubleCode = problem.code
    let shown: [Outcome] = [.show(ProblemLayer(problem: problem)), .say(problem.title)]
    guard let run, run.isActive, !run.items.contains(where: \.isRunning) else { return shown }
    // The run was refused before its first call: nothing will end it but this.
    self.run?.end(.stopped(problem.lines.first ?? problem.title), now: now)
    self.run?.lookedAgain = true
    return [.open(ReportPage.place)] + shown
  }

  /// The report is written once, after the look that follows a run.
  private mutating func reportOnce(of kinds: [Run.Kind]) -> [Outcome] {
    guard let run, kinds.contains(run.kind), run.ending != nil, !run.lookedAgain else { return [] }
    self.run?.lookedAgain = true
    return [.effect(.writeReport)]
  }

  /// The run is over: show what it came to, and look again, because only looking makes a check green.
  private mutating func finish(_ ending: Ending) -> [Outcome] {
    guard run?.isActive == true else { return [] }
    self.run?.end(ending, now: now)
    guard let run else { return [] }
    // What stopped part way may still have to be stored.
    if ending == .complete { holdsToken = false }
    if isLeaving { return [.effect(.quit(code: exitCode))] }
    var outcomes: [Outcome] = page == RunPage.place ? [.open(ReportPage.place)] : []
    if case .stopped(let reason) = ending {
      outcomes.append(.show(ProblemLayer(problem: Problem(stopped: run, because: reason))))
    }
    guard run.kind == .apply else {
      removal.isLooking = true
      return outcomes + [.effect(.survey)]
    }
    // What a run that stopped has not done stays picked: the plan is what is left.
    picks.picked = ending == .complete ? [] : Set(run.items.filter { !$0.holds }.map(\.key))
    picks.forgetWhatWasSaid()
    let again = look.steps(touchedBy: run)
    look.running = []
    look.begin(again, now: now)
    return outcomes + [.effect(.check(steps: again))]
  }

  /// The plan of what a run that stopped has left to do.
  private mutating func showWhatIsLeft() -> [Outcome] {
    guard let wanted = resumed else { return [] }
    resumed = nil
    guard page == ChecksPage.place else { return [] }
    let left = wanted.intersection(allChanges.changes.map(\.key))
    guard !left.isEmpty else {
      guard look.hasSeen(Set(wanted.map(\.step))) else {
        return [.say("Not everything was seen: what is left is not known")]
      }
      let others = allChanges.changes.count
      let more = others > 0 ? "; p shows \(counted(others, "other change"))" : ""
      return [.say("Nothing is left of the run that stopped" + more)]
    }
    picks.pick(only: left)
    return [.open(PlanPage.place), .say("\(counted(left.count, "change")) left of the run that stopped")]
  }
}

extension Problem {
  /// Why a run stopped, and what of it is kept.
  fileprivate init(stopped run: Run, because reason: String) {
    let failures = run.items.compactMap { item -> String? in
      if case .failed(_, let obstacle) = item.told { "\(item.title): \(obstacle.inWords)" } else { nil }
    }
    self.init(
      title: run.kind == .apply ? "The changes stopped part way" : "The teardown stopped part way",
      lines: (failures.isEmpty ? [reason] : failures)
        + ["\(run.items.count(where: \.isDone)) of \(run.items.count) are done and kept."],
      advice: run.kind == .apply
        ? "p shows the plan of what is left: nothing is made twice." : "What is left is found and chosen again.")
  }
}
