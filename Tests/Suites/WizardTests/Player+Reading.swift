import Checklist
import TextUI

@testable import Wizard

extension Place {
  static let all = Command.table.keys.sorted { $0.name < $1.name }
  static let welcome = WelcomePage.place
  static let inputs = InputsPage.place
  static let field = InputsPage.fieldPlace
  static let checks = ChecksPage.place
  static let plan = PlanPage.place
  static let apply = RunPage.place
  static let report = ReportPage.place
  static let typed = TypedLayer.place
}

/// What a test reads of a session: where it is, what is selected, what is picked.
extension Player {
  var page: Place { model.shared.page }
  var place: Place { model.place }
  var hints: [KeyBar.Hint] { model.keyBar.hints }
  /// The command of a hint, or of a click on it.
  func command(_ index: Int) -> Command { Command.all(in: model.place)[index] }

  var inputs: InputsPage { pane() }
  var checks: ChecksPage { pane() }
  private func pane<Wanted: Page>() -> Wanted { model.pages[Wanted.place] as? Wanted ?? Wanted() }

  var selectedField: FormField? { inputs.selected(model.shared) }
  var checkRows: [Subject] { checks.checkRows(model.shared) }
  var selectedCheckRow: Subject? { checks.subject(model.shared) }
  var selectedHolding: Holding? { (pane() as InventoryPage).selected(model.shared) }
  var shownPlan: Plan { model.shared.shownPlan }
  var acceptedPlan: Plan { model.shared.acceptedPlan }
  var chosenHoldings: [Holding] { model.shared.removal.chosen }

  /// The finding that commands speak about, on whatever page.
  var selectedFinding: Finding? {
    if let detail = model.layers.last as? DetailLayer { return model.shared.look.finding(of: detail.subject) }
    return page == .report ? (pane() as ReportPage).finding(model.shared) : checks.finding(model.shared)
  }

  func finding(_ row: Subject) -> Finding? { model.shared.look.finding(of: row) }
  func answer(_ path: String) -> String { model.shared.answers.text(path) }
}
