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
    var out = picked.intersection(known)
    var grew = true
    while grew {
      let needed = all.changes.filter { out.contains($0.key) }.flatMap(\.after)
      let before = out.count
      out.formUnion(Set(needed).intersection(known))
      grew = out.count > before
    }
    return out
  }

  func holds(_ fix: [ItemKey]) -> Bool { !picked.isDisjoint(with: fix) }

  /// Only these are on the plan page now.
  mutating func pick(only keys: Set<ItemKey>) {
    picked = keys
    left = []
    showsAll = false
  }
}
