/// What a teardown would do, in an order in which nothing goes before what still uses it.
///
/// Whether a thing goes that others use is decided here and nowhere else: a thing whose users all go in the same
/// teardown goes too, every other stays, handed over where another setup of onramp is among them.
public struct Inventory: Hashable, Sendable {
  public let holdings: [Holding]

  public init(_ holdings: [Holding]) {
    var waiting = Self.linked(Self.settled(holdings))
    var ordered: [Holding] = []
    while !waiting.isEmpty {
      let open = Set(waiting.map(\.key))
      let next = waiting.firstIndex { $0.after.allSatisfy { !open.contains($0) } } ?? 0
      ordered.append(waiting.remove(at: next))
    }
    self.holdings = ordered
  }

  /// The inventory without what only reads as onramp's. That goes where something else says that this setup was at work
  /// here: its journal, or a tag of it on anything. A journal that is lost takes no statement of ours with it that way,
  /// and whoever copied one into an account in which onramp never was keeps it. It goes first, while what proves it still
  /// stands.
  public func proved(_ ledger: Ledger) -> Inventory {
    let (unproven, rest) = (holdings.filter(\.isUnproven), holdings.filter { !$0.isUnproven })
    guard !unproven.isEmpty else { return self }
    let isAtWork = !ledger.isEmpty || rest.contains(where: \.isTagged)
    return Inventory(isAtWork ? unproven + rest : rest + unproven.map { $0.foreign(because: Holding.notMade) })
  }

  /// The inventory when only some steps are to be taken back: what the others hold stays, and so does what that
  /// stands on.
  public func only(_ steps: Set<StepID>) -> Inventory {
    var staying: [ItemKey: String] = [:]
    // Who uses a thing stands before it here.
    return Inventory(
      holdings.map { holding in
        guard holding.action != .keep else { return holding }
        let users = holding.after.compactMap { staying[$0] }
        guard !steps.contains(holding.step) || !users.isEmpty else { return holding }
        staying[holding.key] = holding.title
        let isChosen = steps.contains(holding.step)
        return holding.staying(
          because: isChosen ? "stays: used by " + users.joined(separator: ", ") : "stays: not chosen")
      })
  }

  /// The holdings that teardown would change.
  public var going: [Holding] { holdings.filter { $0.action != .keep } }

  /// Whether it says what becomes of something the journal tells of: by its name, or with the thing it is a part of.
  func accounts(for item: Ledger.Item) -> Bool {
    holdings.contains { $0.resource == item.resource && ($0.key == item.key || $0.action != .restore) }
  }

  /// One thing that stays keeps another from going, and so on until nothing changes any more.
  private static func settled(_ holdings: [Holding]) -> [Holding] {
    var going = Set(holdings.filter { $0.action == .remove }.map(\.resource))
    while true {
      let settled = holdings.map { $0.settled(while: going) }
      let left = Set(settled.filter { $0.action == .remove }.map(\.resource))
      guard left != going else { return settled }
      going = left
    }
  }

  /// Each with those that go before it. Who uses a thing uses every part of it.
  private static func linked(_ holdings: [Holding]) -> [Holding] {
    let parts = Dictionary(grouping: holdings, by: \.resource).mapValues { Set($0.map(\.key)) }
    return holdings.map { holding in
      let own = parts[holding.resource] ?? []
      let users = holdings.filter { other in
        other.key != holding.key
          && (other.uses.contains(holding.key)
            || other.resource != holding.resource && other.uses.contains(where: own.contains))
      }
      return holding.coming(after: users.map(\.key))
    }
  }
}
