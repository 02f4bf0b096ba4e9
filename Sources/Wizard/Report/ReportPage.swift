import Checklist
import TextUI

extension Action {
  static let checks = Action("checks")
  static let undo = Action("undo")
}

/// What a run came to, and what remains for a person.
struct ReportPage: Page {
  static let place = Place("report", "Report")
  static let journeys: Set<Journey> = [.setUp, .tearDown]
  static let keys: [Place: [Command]] = [
    place: Command.moving + [
      .fix, .showPlan, .console, .rerunAll,
      Command(.accept, [.enter], "more", "the full detail"),
      Command(.checks, "b", "checks", "back to the checks"),
      .copy, .keep,
      Command(.undo, "u", "undo", "choose what this run made, and take it back"),
    ] + Command.page
  ]

  private(set) var cursor = ListCursor()

  init() {}

  var place: Place { Self.place }

  mutating func opened(_ shared: inout Shared) { cursor = ListCursor() }

  func selectedFinding(_ shared: Shared) -> Finding? { selectedPlace(shared).flatMap(shared.look.finding) }

  private func selectedPlace(_ shared: Shared) -> FindingPlace? {
    let rows = Report(shared: shared).rows
    return rows.indices.contains(cursor.selected) ? rows[cursor.selected].finding : nil
  }

  func allows(_ action: Action, _ shared: Shared) -> Bool {
    switch action {
    case .accept: selectedFinding(shared) != nil
    case .showPlan: shared.run?.kind == .apply
    case .undo: shared.run?.kind == .apply && shared.run?.items.contains { $0.state == .done } == true
    default: FindingActions(finding: selectedFinding(shared)).allows(action, shared)
    }
  }

  mutating func perform(_ action: Action, _ key: Key, _ shared: inout Shared) -> [Outcome] {
    if let rows = action.rows(height: shared.layout.listHeight()) {
      cursor.move(rows, count: Report(shared: shared).rows.count)
      return []
    }
    switch action {
    case .back: return [.open(shared.run?.kind == .tearDown ? InventoryPage.place : ChecksPage.place)]
    case .checks: return [.open(ChecksPage.place)]
    case .rerunAll: return shared.startLook(nil)
    case .undo: return undo(&shared)
    case .accept:
      var allowed: Set<Action> = [.fix, .console, .copy, .keep, .terraform]
      if shared.run?.kind == .apply { allowed.insert(.showPlan) }
      return selectedPlace(shared).map { [.show(DetailLayer(.finding($0), allowed))] } ?? []
    default: return FindingActions(finding: selectedFinding(shared)).perform(action, &shared)
    }
  }

  mutating func select(_ row: Int, _ shared: inout Shared) {
    cursor.move(row - cursor.selected, count: Report(shared: shared).rows.count)
  }

  /// Goes to the inventory with only what the last run made: undoing is a small teardown.
  private func undo(_ shared: inout Shared) -> [Outcome] {
    guard let run = shared.run, run.kind == .apply, !run.isActive, !shared.isBusy else {
      return [.say(shared.isBusy ? "A look is under way: undo when it is done" : "There is nothing to undo")]
    }
    return shared.startSurvey(only: Set(run.items.filter { $0.state == .done }.map(\.key)))
  }

  mutating func settle(_ shared: Shared) {
    cursor.settle(count: Report(shared: shared).rows.count, height: shared.layout.rows)
  }

  func summary(_ shared: Shared) -> [Span] {
    shared.run?.kind == .tearDown ? [] : shared.glyphs.spans(of: shared.look.counts)
  }

  func fact(_ shared: Shared) -> [Span] { [Span("exit code \(shared.exitCode)", .dim)] }

  func draw(_ frame: inout Frame, _ shared: Shared) {
    let layout = shared.layout
    frame.list(
      Report(shared: shared).rows.map(\.line), cursor, row: layout.top, width: layout.columns, height: layout.rows,
      shared.glyphs)
  }
}
