import Checklist
import TextUI

extension Subject {
  /// The step that a row of the checks belongs to.
  var step: StepID? {
    switch self {
    case .step(let id), .folded(let id): id
    case .finding(let place): place.step
    case .change, .holding, .cause: nil
    }
  }
}

extension Look {
  /// The finding that commands about a subject speak about.
  func finding(of subject: Subject) -> Finding? {
    switch subject {
    case .finding(let place): finding(place)
    case .change(let key): changes.changes.first { $0.key == key }.flatMap(finding(repairedBy:))
    case .step, .folded, .cause, .holding: nil
    }
  }

  func finding(repairedBy change: Change) -> Finding? { findings.first { change.repairs.contains($0.check) } }
}

/// The selected finding, change or thing, on a page of its own.
struct DetailLayer: Reading {
  static let place = Place("detail", "Detail")
  static let keys: [Place: [Command]] = [
    place: Command.moving + offered.map { $0.when(isOffered($0.keys)) } + Command.text
  ]
  private static let offered: [Command] = [
    .fix, .showPlan, .console, .acceptWarning, .fixAll, .difference, .copy, .keep, .terraform,
  ]
  private static func isOffered(_ keys: [Key]) -> Command.Condition {
    holds { layer, _ in layer.letters.contains { keys.contains(.character($0)) } }
  }

  let subject: Subject
  /// The letters of the page it was opened from that act here too.
  let letters: String
  var reader = Reader()

  func title(_ shared: Shared) -> String { "Detail" }
  func lines(_ shared: Shared) -> [Line] { Detail(shared: shared, width: shared.layout.textWidth).lines(of: subject) }
  func finding(_ shared: Shared) -> Finding? { shared.look.finding(of: subject) }
}
