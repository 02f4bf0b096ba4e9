extension Todo {
  /// What is left to do after a teardown: what keeps from looking, what the same command takes back, and what only a
  /// person can decide about.
  /// - Parameters:
  ///   - unseen: what could not be looked at, a sentence each.
  ///   - again: the command that goes on.
  public static func left(of inventory: Inventory, unseen: [String], again: String) -> [Todo] {
    let going = inventory.going
    let looking = unseen.map { Todo(.person, "Make it possible to look, then run the command again: \($0)") }
    let taking = going.first.map { first in
      let more = going.count - 1
      let others = more > 0 ? " and \(more) more" : ""
      return [Todo(.person, "Take back what still stands: \(first.title)\(others)", value: again)]
    }
    // What others made is nobody's to decide about here.
    let kept = inventory.holdings.filter { $0.action == .keep && [.ours, .shared].contains($0.ownership) }
    return looking + (taking ?? [])
      + kept.map { Todo(.person, "Decide about \($0.title): \($0.reason)", value: $0.resource) }
  }
}
