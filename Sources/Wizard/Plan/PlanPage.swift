import Checklist
import TextUI

extension Action {
  static let leaveOut = Action("leave out")
  static let apply = Action("apply")
  static let showAll = Action("show all")
  static let difference = Action("difference")
  static let script = Action("script")
  static let export = Action("export")
}

/// The changes, before any is made.
struct PlanPage: Page {
  static let place = Place("plan", "Plan")
  static let difference = Command(
    .difference, "d", "whole", "the whole difference, or only what is near a change")
  static let keys: [Place: [Command]] = [
    place: Command.moving + [
      .pane,
      Command(.leaveOut, " ", "leave out", "leave this change out, or take it in again"),
      Command(.apply, "a", "apply", "make these changes, after one question"),
      Command(.accept, [.enter], "more", "the change and its differences in full"),
      Command(.showAll, "v", "all", "every change that was found, or only those picked"),
      difference, .script, .copy, .keep, .export,
    ] + Command.page
  ]

  private var list = ListWithDetail()

  init() {}

  var place: Place { Self.place }

  func selected(_ shared: Shared) -> Change? { list.cursor.element(of: shared.shownPlan.changes) }

  /// The commands of the check that the change repairs can be copied here too.
  private func actions(_ shared: Shared) -> FindingActions {
    FindingActions(finding: selected(shared).flatMap(shared.look.finding(repairedBy:)))
  }

  func allows(_ action: Action, _ shared: Shared) -> Bool {
    switch action {
    case .leaveOut, .accept, .difference: selected(shared) != nil
    case .apply, .script, .export: !shared.acceptedPlan.isEmpty
    case .showAll: !shared.picks.picked.isEmpty
    default: actions(shared).allows(action, shared)
    }
  }

  mutating func perform(_ action: Action, _ key: Key, _ shared: inout Shared) -> [Outcome] {
    let count = shared.shownPlan.changes.count
    if let rows = action.rows(height: shared.layout.listHeight(count)) {
      list.move(rows, count: count)
      return []
    }
    switch action {
    case .pane: list.isReading.toggle()
    case .back: return [.open(ChecksPage.place)]
    case .accept:
      let allowed: Set<Action> = [.copy, .keep, .console, .terraform, .difference]
      return selected(shared).map { [.show(DetailLayer(.change($0.key), allowed))] } ?? []
    case .leaveOut: return leaveOut(&shared)
    case .showAll: shared.picks.showsAll.toggle()
    case .difference: shared.showsWholeDifference.toggle()
    case .apply: return ApplyQuestion(shared).outcomes
    case .script, .export:
      return Proposal.changes(shared.acceptedPlan).askForScript(writing: action == .export)
    default: return actions(shared).perform(action, &shared)
    }
    return []
  }

  mutating func select(_ row: Int, _ shared: inout Shared) {
    list.move(row - list.cursor.selected, count: shared.shownPlan.changes.count)
  }

  private func leaveOut(_ shared: inout Shared) -> [Outcome] {
    guard let change = selected(shared) else { return [] }
    shared.picks.left.formSymmetricDifference([change.key])
    let shown = shared.shownPlan.changes
    let lost =
      shown.count - shared.acceptedPlan.changes.count - shared.picks.left.intersection(shown.map(\.key)).count
    guard shared.picks.left.contains(change.key), lost > 0 else { return [] }
    return [.say("Left out, and \(counted(lost, "change")) that comes after it")]
  }

  mutating func settle(_ shared: Shared) {
    let changes = shared.shownPlan.changes
    list.settle(count: changes.count, short: true, shared.layout) { cursor in
      cursor.element(of: changes).map { shared.besideList.lines($0).count } ?? 0
    }
  }

  func summary(_ shared: Shared) -> [Span] {
    let changes = shared.acceptedPlan.changes
    func count(_ kind: Change.Kind) -> String { kind.sign + String(changes.count { $0.kind == kind }) }
    return [
      Span(count(.create) + " ", .added), Span(count(.update) + " ", .changed), Span(count(.delete), .removed),
    ]
  }

  func draw(_ frame: inout Frame, _ shared: Shared) {
    let shown = shared.shownPlan
    guard !shown.isEmpty else {
      let text =
        shared.look.reports.isEmpty
        ? "Nothing was looked at yet. Esc goes back to the checks, r looks."
        : "There is nothing to change: what can be made from here stands as wanted."
      frame.put(text, row: shared.layout.top + 1, column: 3, limit: shared.layout.columns - 4)
      return
    }
    let accepted = Set(shared.acceptedPlan.changes.map(\.key))
    let lines = shown.changes.enumerated().map { index, change in
      line(change, number: index + 1, isIn: accepted.contains(change.key), in: shown, shared.layout)
    }
    let detail = selected(shared).map { shared.besideList.lines($0) } ?? []
    list.draw(lines, detail: detail, short: true, &frame, shared)
  }

  private func line(_ change: Change, number: Int, isIn: Bool, in shown: Plan, _ layout: Layout) -> Line {
    let after = change.after.compactMap { shown.number(of: $0) }.map(String.init).joined(separator: ", ")
    let isForeign = !change.madeByOnramp
    var right: [Span] = isForeign ? [Span("not ours  ", .warn)] : []
    // Whose a thing is comes before the order, in which the rows stand anyway.
    let room =
      layout.listWidth - 15 - displayWidth(change.title) - (isForeign ? 10 : 0) - displayWidth("after " + after)
    if !after.isEmpty, !isForeign || room >= 0 { right.append(Span("after " + after, .dim)) }
    let pad = String(repeating: " ", count: number < 10 ? 2 : 1)
    return Line(
      [
        Span(isIn ? "[x] " : "[ ] ", isIn ? .plain : .dim),
        Span("\(change.kind.sign) \(number)\(pad)", isIn ? change.kind.role : .dim),
        Span(change.title, isIn ? .plain : .dim),
      ], right: right)
  }
}

extension Command {
  static let script = Command(.script, "D", "dry run", "the calls that would be made, as a script, unsent")
  static let export = Command(.export, "e", nil, "write that script into a folder here")
}
