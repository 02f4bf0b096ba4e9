import Checklist
import TextUI

extension Model {
  /// Takes one event, and says what it asks of the world.
  public mutating func update(_ event: Event) -> [Effect] {
    let effects = take(event)
    settle()
    return effects
  }

  private mutating func take(_ event: Event) -> [Effect] {
    switch event {
    case .key(let key): return press(key)
    case .burst(let keys): return press(keys)
    case .paste(let text): return paste(text)
    case .mouse(let mouse): return click(mouse)
    case .resize(let size): self.size = Size(columns: max(1, size.columns), rows: max(1, size.rows))
    case .tick(let milliseconds):
      now = max(now, milliseconds)
      if let interruptedAt, now - interruptedAt >= 2_000, notice == Self.interruptWord { notice = nil }
    case .facts(let facts): (self.facts, factsAt) = (facts, now)
    case .checking(let ids):
      checks.running.formUnion(ids)
      if checks.startedAt == nil { checks.startedAt = now }
    case .report(let report): receive(report)
    case .checked(let seconds, let requests, let code):
      checks.code = code
      return checked(seconds, requests)
    case .progress(let progress):
      let now = now
      run?.note(progress, now: now)
    case .ended(let ending): return finish(ending)
    case .inventory(let found): return receive(found)
    case .opinion(let opinion): receive(opinion)
    case .problem(let problem): show(problem)
    case .message(let text): say(text)
    case .document(let document): show(document)
    case .written(let names): files += names.filter { !files.contains($0) }
    case .saved(let path):
      inputs.saved = inputs.adopted
      facts.setupFile = path
      say("Answers written to \(path)")
      if isLeaving, run?.isActive != true { return [.quit(code: exitCode)] }
    case .interrupt: return interrupt()
    }
    return []
  }

  private mutating func receive(_ report: StepReport) {
    keepingCheckRow { model in
      model.checks.reports[report.step] = report
      model.checks.running.remove(report.step)
    }
    plan.picked.formIntersection(allChanges.changes.map(\.key))
  }

  private mutating func checked(_ seconds: Double, _ requests: Int) -> [Effect] {
    checks.running = []
    checks.startedAt = nil
    checks.last = (seconds, requests)
    if !checks.moved { selectFirstCause() }
    if page == .checks { say(outcome) }
    showWhatIsLeft()
    guard let run, run.ending != nil, !run.lookedAgain else { return [] }
    self.run?.lookedAgain = true
    return [.writeReport]
  }

  /// What a finished look means for the operator. What was not seen is not said to be fine.
  private var outcome: String {
    if !allChanges.isEmpty { return "f takes one fix, F every safe one; p shows the plan" }
    let unseen = allFindings.count { $0.status == .unknown }
    return unseen > 0
      ? "\(counted(unseen, "check")) could not be looked at: Enter on a row says why"
      : "onramp has nothing to change here"
  }

  private mutating func receive(_ found: Inventory) -> [Effect] {
    inventory.found = found
    inventory.surveying = false
    if let only = inventory.only {
      // What stays anyway is not spared: it keeps nothing else from going.
      inventory.spared = Set(found.going.map(\.key)).subtracting(only)
      inventory.only = nil
      inventory.cursor.selected = found.holdings.firstIndex { only.contains($0.key) } ?? 0
    }
    guard let run, run.kind == .tearDown, run.ending != nil, !run.lookedAgain else { return [] }
    self.run?.lookedAgain = true
    return [.writeReport]
  }

  private mutating func show(_ problem: Problem) {
    checks.running = []
    inventory.surveying = false
    isLeaving = isLeaving && run?.isActive == true
    if var run, run.isActive, !run.items.contains(where: { $0.state == .running }) {
      // The run was refused before its first call: nothing will end it but this.
      (run.ending, run.endedAt, run.lookedAgain) = (.stopped(problem.lines.first ?? problem.title), now, true)
      self.run = run
      open(.report)
    }
    troubleCode = problem.code
    layers.append(.problem(problem))
    say(problem.title)
  }

  static let interruptWord = "Ctrl-C again within two seconds leaves"

  private mutating func interrupt() -> [Effect] {
    if let before = interruptedAt, now - before < 2_000 { return [.quit(code: 130)] }
    interruptedAt = now
    guard isBusy else {
      say(Self.interruptWord)
      return []
    }
    if run?.isActive == true { run?.stopping = true }
    say("Stops after this call; Ctrl-C again leaves now")
    return [.stop]
  }

  private mutating func paste(_ text: String) -> [Effect] {
    guard place.types else {
      say("Pasted text ignored: no field is open")
      return []
    }
    if place == .secret {
      pasteSecret(text)
      return []
    }
    let line = text.split(whereSeparator: \.isNewline).joined(separator: " ")
    type(String(line.prefix(TextField.limit)))
    return []
  }

  private mutating func click(_ mouse: Mouse) -> [Effect] {
    switch mouse {
    case .wheel(let rows):
      return perform(rows < 0 ? .up : .down, .up, repeating: abs(rows))
    case .press(let row, let column):
      switch view().target(row: row, column: column) {
      case .row(let index):
        select(index)
        return []
      case .command(let index):
        let commands = Command.table
        guard commands.indices.contains(index), commands[index].isEnabled(self) else { return [] }
        return perform(commands[index].action, commands[index].keys.first ?? .enter)
      case nil: return []
      }
    }
  }

  /// Keys that came in one piece. A text among them that nobody can mean as commands was pasted: it presses
  /// nothing where no field is open. What a field takes, and keys typed ahead, are pressed one after the other.
  private mutating func press(_ keys: [Key]) -> [Effect] {
    var effects: [Effect] = []
    for index in keys.indices {
      let opensField = [.filter, .search].contains(Command.of(keys[index], in: place)?.action)
      guard place.types || opensField || !Key.areText(keys[index...]) else {
        say("Pasted text ignored: no field is open")
        return effects
      }
      effects += press(keys[index])
    }
    return effects
  }

  mutating func press(_ key: Key) -> [Effect] {
    // Enter pressed twice must not fly past a page that has not been seen.
    if key == .enter, let since = shownSince, now - since < 150 { return [] }
    let place = place
    if let command = Command.of(key, in: place) {
      guard command.isEnabled(self) else {
        say("\(command.keys.first?.label(glyphs) ?? ""): nothing to do here")
        return []
      }
      return perform(command.action, key)
    }
    if place.types, case .character(let character) = key { type(String(character)) }
    return []
  }

  private mutating func perform(_ action: Command.Action, _ key: Key, repeating count: Int) -> [Effect] {
    var effects: [Effect] = []
    for _ in 0..<min(count, 10) { effects += perform(action, key) }
    return effects
  }

  /// Keeps every cursor and scroll inside what there is, after whatever happened.
  private mutating func settle() {
    let body = bodyRows
    menu.settle(count: menuItems.count, height: body)
    inputs.cursor.settle(count: form.count, height: inputsHeight)
    checks.cursor.settle(count: checkRows.count, height: listHeight)
    plan.cursor.settle(count: shownPlan.changes.count, height: listHeight)
    inventory.cursor.settle(count: holdings.count, height: listHeight)
    if var run {
      run.cursor.settle(count: run.items.count, height: runHeight)
      self.run = run
    }
    reportCursor.settle(count: reportRows.count, height: body)
    checks.detailTop = min(max(0, checks.detailTop), max(0, checksDetail.count - detailHeight))
    plan.detailTop = min(max(0, plan.detailTop), max(0, planDetail.count - detailHeight))
    inventory.detailTop = min(max(0, inventory.detailTop), max(0, inventoryDetail.count - detailHeight))
    settleLayer()
  }
}
