import Checklist
import TextUI

extension Action {
  static let rerun = Action("re-run")
  static let rerunAll = Action("re-run all")
  static let nextProblem = Action("next problem")
  static let previousProblem = Action("previous problem")
  static let problemsOnly = Action("problems only")
  static let filter = Action("filter")
}

extension Place {
  /// The filter of the checks is being typed.
  static let filter = Place("filter", "Filter", types: true)
}

/// The findings so far, and how the operator looks at them.
struct ChecksPage: Page {
  static let place = Place("checks", "Checks")
  static let keys: [Place: [Command]] = [
    place: Command.moving + [
      .pane,
      Command(.inputs, "i", nil, "the answers this setup rests on"),
      Command(.accept, [.enter], "more", "the full detail; on a step, fold it"),
      .fix, .showPlan,
      Command(.nextProblem, "n", "next", "the next row that needs attention"),
      Command(.previousProblem, "N", nil, "the previous one"),
      .console, .acceptWarning,
      Command(.problemsOnly, "v", "problems", "only what needs attention, or everything"),
      Command(.rerun, "r", "re-run", "look again at this step"),
      .rerunAll,
      Command(.filter, "/", "filter", "keep the rows with these words"),
      .fixAll, .copy, .keep, .terraform,
    ] + Command.page,
    .filter: Command.narrowing,
  ]
  /// What can be done about the selected finding in its detail.
  private static let inDetail: Set<Action> = [
    .fix, .showPlan, .console, .acceptWarning, .fixAll, .copy, .keep, .terraform,
  ]

  var list = ListWithDetail()
  var view = CheckRows()
  private(set) var filtering = false
  /// Whether the operator chose the row; until then it goes to what is to be seen first.
  private var moved = false
  /// The row that was selected last, kept in view when findings come in above it.
  private var anchor: CheckRow?

  init() {}

  var place: Place { filtering ? .filter : Self.place }
  var field: TextField? {
    get { filtering ? view.filter : nil }
    set { if let newValue { view.filter = newValue } }
  }

  func rows(_ shared: Shared) -> [CheckRow] { view.rows(shared) }
  func selectedRow(_ shared: Shared) -> CheckRow? { list.cursor.element(of: rows(shared)) }
  func selectedFinding(_ shared: Shared) -> Finding? { selectedRow(shared)?.finding.flatMap(shared.look.finding) }

  mutating func opened(_ shared: inout Shared) { filtering = false }

  func allows(_ action: Action, _ shared: Shared) -> Bool {
    action == .clear
      ? field?.isEmpty == false : FindingActions(finding: selectedFinding(shared)).allows(action, shared)
  }

  mutating func perform(_ action: Action, _ key: Key, _ shared: inout Shared) -> [Outcome] {
    let rows = rows(shared)
    if let distance = action.rows(height: shared.layout.listHeight()) {
      move(distance, rows)
      return []
    }
    switch action {
    case .pane: list.isReading.toggle()
    case .accept: return accept(shared)
    case .back: return back()
    case .inputs: return [.open(InputsPage.place)]
    case .rerun: return shared.startLook(selectedRow(shared).map { [$0.step] })
    case .rerunAll: return shared.startLook(nil)
    case .nextProblem: return seek(1, rows, shared)
    case .previousProblem: return seek(-1, rows, shared)
    case .problemsOnly: return toggleProblems(shared)
    case .filter:
      filtering = true
      moved = true
    case .fieldAccept: filtering = false
    case .fieldBack:
      filtering = false
      view.filter.clear()
    case .fix, .fixAll, .showPlan, .copy, .console, .terraform, .keep, .acceptWarning:
      return FindingActions(finding: selectedFinding(shared)).perform(action, &shared)
    default: edit { $0.perform(action) }
    }
    return []
  }

  private mutating func move(_ distance: Int, _ rows: [CheckRow]) {
    if list.isReading { return list.move(distance, count: rows.count) }
    list.move(distance, count: rows.count)
    moved = true
    anchor = list.cursor.element(of: rows)
  }

  mutating func select(_ row: Int, _ shared: inout Shared) { move(row - list.cursor.selected, rows(shared)) }

  private mutating func accept(_ shared: Shared) -> [Outcome] {
    switch selectedRow(shared) {
    case .step(let id) where shared.look.reports[id] != nil: view.folded.formSymmetricDifference([id])
    case .finding(let place): return [.show(DetailLayer(.finding(place), Self.inDetail))]
    default: break
    }
    return []
  }

  private mutating func back() -> [Outcome] {
    guard view.filter.isEmpty else {
      view.filter.clear()
      return []
    }
    return [.open(InputsPage.place)]
  }

  /// To the next row that needs attention, around the end.
  private mutating func seek(_ direction: Int, _ rows: [CheckRow], _ shared: Shared) -> [Outcome] {
    guard !rows.isEmpty else { return [] }
    moved = true
    for distance in 1...rows.count {
      let index = ((list.cursor.selected + direction * distance) % rows.count + rows.count) % rows.count
      if shared.look.isCause(rows[index].finding.flatMap(shared.look.finding)) {
        list.select(index)
        anchor = rows[index]
        return []
      }
    }
    return [.say("Nothing here needs attention")]
  }

  private mutating func toggleProblems(_ shared: Shared) -> [Outcome] {
    moved = true
    view.onlyProblems.toggle()
    guard view.onlyProblems else { return [] }
    selectFirstCause(shared)
    let waiting = shared.look.counts[.blocked, default: 0]
    return waiting > 0 ? [.say("\(waiting) more wait\(waiting == 1 ? "s" : "") for these; v shows all")] : []
  }

  /// To the row that is to be seen first: what does not hold, else what asks for attention.
  private mutating func selectFirstCause(_ shared: Shared) {
    let rows = rows(shared)
    let findings = rows.map { $0.finding.flatMap(shared.look.finding) }
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
    let rows = rows(shared)
    // The selected row stays selected when findings come in above it, or others are taken out of view.
    if moved, let anchor, let index = rows.firstIndex(of: anchor) ?? rows.firstIndex(of: .step(anchor.step)) {
      list.cursor.selected = index
    }
    var list = list
    list.settle(count: rows.count, short: false, shared.layout) { detail(of: $0.element(of: rows), shared).count }
    self.list = list
    anchor = list.cursor.element(of: rows)
  }

  func summary(_ shared: Shared) -> [Span] {
    let look = shared.look
    let over = shared.steps.count { look.reports[$0.id] != nil && !look.running.contains($0.id) }
    let head = look.running.isEmpty ? [] : [Span("\(over)/\(shared.steps.count) steps  ", .dim)]
    return head + shared.glyphs.spans(of: look.counts)
  }

  func fact(_ shared: Shared) -> [Span] {
    shared.look.last.map {
      [Span("\(counted($0.requests, "request")) in \(seconds($0.seconds))", .dim)]
    } ?? []
  }
}

extension Command {
  static let rerunAll = Command(.rerunAll, "R", nil, "look again at everything")
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
