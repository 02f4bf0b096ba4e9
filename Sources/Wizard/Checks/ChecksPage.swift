import Checklist
import TextUI

extension Place {
  /// The filter of the checks is being typed.
  static let filter = Place("filter", "Filter", types: true)
}

/// The findings so far, and how the operator looks at them.
struct ChecksPage: DetailedPage {
  static let place = Place("checks", "Checks")
  static let givesWay = false
  static let keys: [Place: [Command]] = [
    place: Command.moving + [
      pane, InputsPage.opening(nil),
      on([.enter], "more", "the full detail; on a step, fold it") { $0.open($1) },
      .fix, .showPlan,
      on(["n"], "next", "the next row that needs attention") { $0.seek(1, &$1) },
      on(["N"], nil, "the previous one") { $0.seek(-1, &$1) },
      .console, .acceptWarning,
      on(["v"], "problems", "only what needs attention, or everything") { $0.toggleProblems($1) },
      on(["r"], "re-run", "look again at this step") { $1.startLook($0.subject($1)?.step.map { [$0] }) },
      rerunAll, Command.search("filter", "keep the rows with these words"),
      .fixAll, .copy, .keep, .terraform,
    ] + Command.page,
    .filter: Command.narrowing,
  ]
  static let rerunAll = Command(["R"], nil, "look again at everything") { $1.startLook(nil) }

  var list = ListView()
  /// Who filters has chosen where to look.
  var filter = Filter() { didSet { if filter != oldValue { moved = true } } }
  private(set) var folded: Set<StepID> = []
  private var onlyProblems = false
  /// Whether the operator chose the row; until then it goes to what is to be seen first.
  private var moved = false
  /// The row that was selected last, kept in view when findings come in above it.
  private var anchor: Subject?

  var place: Place { filter.isTyped ? .filter : Self.place }

  /// The rows that are not folded or filtered, in the order of the steps.
  func checkRows(_ shared: Shared) -> [Subject] {
    let hasCauses = onlyProblems && shared.look.findings.contains { $0.status.isTrouble }
    let words = filter.words
    return shared.steps.flatMap { step -> [Subject] in
      guard let report = shared.look.reports[step.id] else {
        let isWanted = words.isEmpty || step.title.lowercased().contains(words)
        return isWanted && !onlyProblems ? [.step(step.id)] : []
      }
      let shown = report.findings.indices.filter { index in
        let finding = report.findings[index]
        if onlyProblems, !(hasCauses ? finding.status.isTrouble : finding.status.needsAttention) { return false }
        return words.isEmpty || finding.matches(words)
      }
      guard !shown.isEmpty || (words.isEmpty && !onlyProblems) else { return [] }
      if folded.contains(step.id), words.isEmpty { return [.step(step.id)] }
      return [.step(step.id)] + shown.map { .finding(FindingPlace(step: step.id, index: $0)) }
    }
  }

  func count(_ shared: Shared) -> Int { checkRows(shared).count }
  func subject(_ shared: Shared) -> Subject? { list.cursor.element(of: checkRows(shared)) }
  func finding(_ shared: Shared) -> Finding? { subject(shared).flatMap(shared.look.finding(of:)) }

  mutating func opened(_ shared: inout Shared) { filter.isTyped = false }

  /// The operator goes to a row, and stays there.
  mutating func select(_ row: Int, _ shared: inout Shared) -> [Outcome] {
    list.select(row)
    moved = true
    anchor = subject(shared)
    return []
  }

  private mutating func open(_ shared: Shared) -> [Outcome] {
    switch subject(shared) {
    case .step(let id) where shared.look.reports[id] != nil: folded.formSymmetricDifference([id])
    case .finding(let place): return [.show(DetailLayer(subject: .finding(place), letters: "fpoxFcst"))]
    default: break
    }
    return []
  }

  mutating func back(_ shared: inout Shared) -> [Outcome] {
    guard filter.field.isEmpty else {
      filter = Filter()
      return []
    }
    return [.open(InputsPage.place)]
  }

  /// To the next row that needs attention, around the end.
  private mutating func seek(_ direction: Int, _ shared: inout Shared) -> [Outcome] {
    let rows = checkRows(shared)
    guard !rows.isEmpty else { return [] }
    moved = true
    for distance in 1...rows.count {
      let index = ((list.cursor.selected + direction * distance) % rows.count + rows.count) % rows.count
      if shared.look.isCause(shared.look.finding(of: rows[index])) {
        return select(index, &shared)
      }
    }
    return [.say("Nothing here needs attention")]
  }

  private mutating func toggleProblems(_ shared: Shared) -> [Outcome] {
    moved = true
    onlyProblems.toggle()
    guard onlyProblems else { return [] }
    selectFirstCause(shared)
    let waiting = shared.look.counts[.blocked, default: 0]
    return waiting > 0 ? [.say("\(waiting) more wait\(waiting == 1 ? "s" : "") for these; v shows all")] : []
  }

  /// To the row that is to be seen first: what does not hold, else what asks for attention.
  private mutating func selectFirstCause(_ shared: Shared) {
    let rows = checkRows(shared)
    let findings = rows.map(shared.look.finding(of:))
    let failing = findings.firstIndex { [.fail, .crash].contains($0?.status) }
    guard let first = failing ?? findings.firstIndex(where: shared.look.isCause) else { return }
    list.select(first)
    anchor = rows[first]
  }

  mutating func hear(_ event: Event, _ shared: Shared) -> [Outcome] {
    guard case .checked = event else { return [] }
    if !moved { selectFirstCause(shared) }
    return shared.page == Self.place ? [.say(shared.look.outcome)] : []
  }

  mutating func settle(_ shared: Shared) {
    let rows = checkRows(shared)
    // The selected row stays selected when findings come in above it, or others are taken out of view.
    if moved, let anchor,
      let index = rows.firstIndex(of: anchor) ?? anchor.step.flatMap({ rows.firstIndex(of: .step($0)) })
    {
      list.cursor.selected = index
    }
    settleList(shared)
    anchor = list.cursor.element(of: rows)
  }

  func summary(_ shared: Shared) -> [Span] {
    let look = shared.look
    let over = shared.steps.count { look.reports[$0.id] != nil && !look.running.contains($0.id) }
    let head = look.running.isEmpty ? [] : [Span("\(over)/\(shared.steps.count) steps  ", .dim)]
    return head + shared.glyphs.spans(of: look.counts)
  }

  func fact(_ shared: Shared) -> [Span] {
    shared.look.last.map { [Span("\(counted($0.requests, "request")) in \(seconds($0.seconds))", .dim)] } ?? []
  }
}

extension Look {
  /// What a finished look means for the operator. What was not seen is not said to be fine.
  fileprivate var outcome: String {
    if !changes.isEmpty { return "f takes one fix, F every safe one; p shows the plan" }
    let unseen = findings.count { $0.status == .unknown }
    return unseen > 0
      ? "\(counted(unseen, "check")) could not be looked at: Enter on a row says why"
      : "onramp has nothing to change here"
  }
}
