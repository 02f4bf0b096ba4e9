import Checklist

/// What the operator picked from the changes that the checks proposed.
struct Picks: Equatable, Sendable {
  /// Picked one fix at a time. Empty: all that was found.
  var picked: Set<ItemKey> = []
  /// Left out on the plan page.
  var left: Set<ItemKey> = []
  var showsAll = false
  /// The operator saw the question and said no.
  var declined = false

  /// Those picked and what they come after, or all.
  func shown(of all: Plan) -> Plan {
    let picked = withPrerequisites(in: all)
    if showsAll || picked.isEmpty { return all }
    return Plan(all.changes.filter { picked.contains($0.key) })
  }

  func withPrerequisites(in all: Plan) -> Set<ItemKey> {
    let known = Set(all.changes.map(\.key))
    // What a change comes after stands before it in the plan.
    return all.changes.reversed().reduce(into: picked.intersection(known)) { needed, change in
      if needed.contains(change.key) { needed.formUnion(known.intersection(change.after)) }
    }
  }

  func holds(_ fix: [ItemKey]) -> Bool { !picked.isDisjoint(with: fix) }

  /// Only these are on the plan page now.
  mutating func pick(only keys: Set<ItemKey>) {
    picked = keys
    left = []
    showsAll = false
  }
}
