import Checklist
import ScreenForm

extension Prerequisites.Entry {
  /// The changes without those that would do nothing but end warnings which the setup file accepts.
  ///
  /// Accepted is a warning alone: what fails is repaired whatever the setup file says of it. A check that was not judged
  /// counts by its usual severity, so that a bucket still to be made is made as its owner wants it.
  func leavingAccepted(
    _ changes: [Change], _ judgements: @autoclosure () -> [Judgement], _ context: Context
  ) -> [Change] {
    let accepted = Set(screen.checks.filter { context.accepts(CheckID(rawValue: $0.id)) }.map(\.id))
    guard changes.contains(where: { $0.repairs.contains { accepted.contains($0.rawValue) } }) else { return changes }
    let wording = Wording(screen: screen, context: context, changes: [], render: { _ in nil })
    let statuses = Dictionary(grouping: judgements().map(wording.finding), by: \.check).mapValues { $0.map(\.status) }
    func isAccepted(_ check: CheckID) -> Bool {
      guard let text = screen.checks.first(where: { $0.id == check.rawValue }), accepted.contains(text.id) else {
        return false
      }
      let broken = (statuses[check] ?? []).filter { ![.pass, .blocked, .skipped].contains($0) }
      let usual = text.uncertain ? .warn : Severity(rawValue: text.severity)?.statusWhenBroken
      return broken.isEmpty ? usual == .warn : broken.allSatisfy { $0 == .warn }
    }
    return changes.filter { change in
      // What holds already is not what the change is for.
      let mended = change.repairs.filter { check in statuses[check].map { $0.contains { $0 != .pass } } ?? true }
      return mended.isEmpty || !mended.allSatisfy(isAccepted)
    }
  }
}
