import Checklist

/// What the operator picked from the changes that the checks proposed.
struct Picks: Equatable, Sendable {
  /// Picked one fix at a time. Empty: all that was found.
  var picked: Set<ItemKey> = []
  /// What the operator said of a change on the plan page: in, or left out.
  private var said: [ItemKey: Bool] = [:]
  var showsAll = false
  /// The operator saw the question and said no.
  var declined = false

  /// Those picked and what they come after, or all.
  func shown(of all: Plan) -> Plan {
    let picked = withPrerequisites(in: all)
    if showsAll || picked.isEmpty { return all }
    return Plan(all.changes.filter { picked.contains($0.key) })
  }

  func withPrerequisites(in all: Plan) -> Set<ItemKey> { all.prerequisites(of: picked) }

  func holds(_ fix: [ItemKey]) -> Bool { !picked.isDisjoint(with: fix) }

  /// Only these are on the plan page now.
  mutating func pick(only keys: Set<ItemKey>) {
    picked = keys
    said = [:]
    showsAll = false
  }

  /// Puts these changes in, or leaves them out.
  mutating func take(_ keys: some Sequence<ItemKey>, _ isIn: Bool) {
    for key in keys { said[key] = isIn }
  }

  /// What was said on the plan page is forgotten: there are other changes now.
  mutating func forgetWhatWasSaid() { said = [:] }

  /// The changes that are left out: those the operator left out, and of what others may use all that nobody chose.
  func left(of all: Plan) -> Set<ItemKey> {
    let chosen = withPrerequisites(in: all)
    return Set(all.changes.filter { !(said[$0.key] ?? (!$0.isTouchy || chosen.contains($0.key))) }.map(\.key))
  }
}

extension Plan {
  func prerequisites(of key: ItemKey) -> Set<ItemKey> { prerequisites(of: [key]) }

  /// Some of its changes and those they come after.
  func prerequisites(of wanted: Set<ItemKey>) -> Set<ItemKey> {
    let known = Set(changes.map(\.key))
    // What a change comes after stands before it in the plan.
    return changes.reversed().reduce(into: wanted.intersection(known)) { needed, change in
      if needed.contains(change.key) { needed.formUnion(known.intersection(change.after)) }
    }
  }
}
