import Checklist
import TextUI

/// What a run came to, and what remains for a person.
struct ReportPage: ListPage {
  static let place = Place("report", "Report")
  static let journeys: Set<Journey> = [.setUp, .tearDown]
  static let keys: [Place: [Command]] = [
    place: Command.moving + [
      .fix, .showPlan.when { $1.run?.kind == .apply }, .doNext, .console, ChecksPage.rerunAll,
      on([.enter], "more", "the full detail") { page, shared in
        let letters = "focst" + (shared.run?.kind == .apply ? "p" : "")
        return page.subject(shared).map { [.show(DetailLayer(subject: $0, letters: letters))] } ?? []
      }.when(holds { $0.subject($1) != nil }),
      Command(["b"], "checks", "back to the checks") { _, _ in [.open(ChecksPage.place)] },
      .copy, .keep,
      Command(["u"], "undo", "choose what this run made, and take it back") { $1.undo() }
        .when { $1.run?.madeSomething == true },
    ] + Command.page
  ]

  var list = ListView()

  mutating func opened(_ shared: inout Shared) { list = ListView() }
  func count(_ shared: Shared) -> Int { Report(shared: shared).rows.count }
  func finding(_ shared: Shared) -> Finding? { subject(shared).flatMap(shared.look.finding(of:)) }

  func subject(_ shared: Shared) -> Subject? {
    list.cursor.element(of: Report(shared: shared).rows)?.subject
  }

  mutating func back(_ shared: inout Shared) -> [Outcome] {
    [.open(shared.run?.kind == .tearDown ? InventoryPage.place : ChecksPage.place)]
  }

  func summary(_ shared: Shared) -> [Span] {
    shared.run?.kind == .tearDown ? [] : shared.glyphs.spans(of: shared.look.counts)
  }

  func fact(_ shared: Shared) -> [Span] { [Span("exit code \(shared.exitCode)", .dim)] }

  func draw(_ frame: inout Frame, _ shared: Shared) {
    let layout = shared.layout
    frame.list(
      Report(shared: shared).rows.map(\.line), list.cursor, row: layout.top, width: layout.columns, height: layout.rows,
      shared.glyphs)
  }
}

extension Run {
  fileprivate var madeSomething: Bool { kind == .apply && items.contains(where: \.isDone) }
}

extension Shared {
  /// Goes to the inventory with only what the last run made: undoing is a small teardown.
  fileprivate mutating func undo() -> [Outcome] {
    guard let run, !isBusy else { return [.say("A look is under way: undo when it is done")] }
    return startSurvey(only: Set(run.items.filter(\.isDone).map(\.key)))
  }
}
