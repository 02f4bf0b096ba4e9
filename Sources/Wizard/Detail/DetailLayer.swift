import Checklist
import TextUI

extension Look {
  /// The finding that commands in the detail of a subject speak about.
  func finding(of subject: Subject) -> Finding? {
    switch subject {
    case .finding(let place): finding(place)
    case .change(let key): changes.changes.first { $0.key == key }.flatMap(finding(repairedBy:))
    case .holding: nil
    }
  }

  func finding(repairedBy change: Change) -> Finding? { findings.first { change.repairs.contains($0.check) } }
}

/// The selected finding, change or thing, on a page of its own.
struct DetailLayer: Reading {
  static let detail = Place("detail", "Detail")
  static let keys: [Place: [Command]] = [
    detail: Command.moving + [
      .fix, .showPlan, .console, .acceptWarning, .fixAll, PlanPage.difference, .copy, .keep, .terraform,
    ] + Command.text
  ]

  let subject: Subject
  /// What can be done with it, where it was opened.
  let actions: Set<Action>
  var reader = Reader()

  init(_ subject: Subject, _ actions: Set<Action>) {
    self.subject = subject
    self.actions = actions
  }

  var readingPlace: Place { Self.detail }
  func title(_ shared: Shared) -> String { "Detail" }
  func lines(_ shared: Shared) -> [Line] { Detail(shared: shared, width: shared.layout.textWidth).lines(of: subject) }

  func allows(_ action: Action, _ shared: Shared) -> Bool {
    let own: Set<Action> = [.fix, .showPlan, .console, .acceptWarning, .fixAll, .difference, .copy, .keep, .terraform]
    guard own.contains(action) else { return allowsReading(action, shared) }
    return actions.contains(action)
      && FindingActions(finding: shared.look.finding(of: subject)).allows(action, shared)
  }

  mutating func perform(_ action: Action, _ key: Key, _ shared: inout Shared) -> [Outcome] {
    if action == .difference {
      shared.showsWholeDifference.toggle()
      return []
    }
    guard actions.contains(action) else { return read(action, shared) }
    return FindingActions(finding: shared.look.finding(of: subject)).perform(action, &shared)
  }
}
