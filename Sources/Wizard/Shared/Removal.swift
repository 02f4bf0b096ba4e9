import Checklist

/// What a teardown would take away, and what the operator spares.
struct Removal: Sendable {
  var found: Inventory?
  /// What could not be looked at, a sentence each: there may be more than was found.
  private(set) var unseen: [String] = []
  var isLooking = false
  var spared: Set<ItemKey> = []
  /// Only these are chosen when the inventory comes: what one run made.
  var only: Set<ItemKey>?

  /// Whether everything was looked at, and nothing of onramp's is there but what the operator spares.
  var isClean: Bool { found != nil && chosen.isEmpty && unseen.isEmpty && !isLooking }

  var holdings: [Holding] { found?.holdings ?? [] }

  /// What goes: not what stays by itself, not what the operator spares, and nothing that what is spared
  /// still uses.
  var chosen: [Holding] {
    var staying = spared
    return holdings.filter { holding in
      guard holding.action != .keep else { return false }
      if holding.after.contains(where: staying.contains) { staying.insert(holding.key) }
      return !staying.contains(holding.key)
    }
  }

  /// What is not spared and stays all the same, because it can go only after what is.
  var bound: [Holding] {
    let chosen = chosen
    return holdings.filter { $0.action != .keep && !spared.contains($0.key) && !chosen.contains($0) }
  }

  /// What was shown and is agreed to.
  var agreed: Inventory { Inventory(chosen) }

  mutating func take(_ inventory: Inventory, unseen: [String]) {
    found = inventory
    self.unseen = unseen
    isLooking = false
    guard let only else { return }
    // What stays anyway is not spared: it keeps nothing else from going.
    spared = Set(inventory.going.map(\.key)).subtracting(only)
    self.only = nil
  }

  /// What taking the chosen things back means, before the account id is typed.
  var sentences: [String] {
    let chosen = chosen
    func part(_ action: Holding.Action, _ verb: String, _ noun: String) -> String? {
      let count = chosen.count { $0.action == action }
      return count > 0 ? "\(verb) \(counted(count, noun))" : nil
    }
    let parts = [
      part(.remove, "deletes", "thing").map { $0 + " for good" }, part(.restore, "restores", "previous value"),
      part(.handOver, "hands over", "thing"),
    ].compactMap { $0 }
    var lines = ["This " + parts.joined(separator: " and ") + ", in the order shown.", ""]
    for holding in chosen where holding.action == .remove {
      lines.append("- \(holding.title)" + (holding.consequence.map { ": \($0)" } ?? ""))
    }
    if chosen.contains(where: { $0.action == .remove }) { lines.append("") }
    for holding in chosen where !holding.unsafe.isEmpty {
      let ids = holding.unsafe.map(\.rawValue).joined(separator: ", ")
      lines.append("! \(holding.title): \(ids) calls the previous value unsafe")
    }
    return lines
  }
}
