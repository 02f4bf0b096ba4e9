/// What the wizard is put together from.
enum Pages {
  /// Every page, in the order of the steps row.
  static let all: [any Page.Type] = [
    WelcomePage.self, InputsPage.self, ChecksPage.self, PlanPage.self, InventoryPage.self, RunPage.self,
    ReportPage.self,
  ]

  /// What may lie over a page.
  static let layers: [any Pane.Type] = [
    HelpLayer.self, MessagesLayer.self, TextLayer.self, DetailLayer.self, ConfirmLayer.self, TypedLayer.self,
    ProblemLayer.self, SecretLayer.self, SignInLayer.self,
  ]

  /// The pages of one way through the program.
  static func on(_ journey: Journey) -> [any Page.Type] { all.filter { $0.journeys.contains(journey) } }
}

/// Which way the operator goes; it decides the pages in the steps row.
public enum Journey: Hashable, Sendable {
  case setUp, tearDown
}
