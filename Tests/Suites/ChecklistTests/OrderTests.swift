import Checklist
import JSONDocument
import Testing

@Suite struct OrderTests {
  private func change(_ key: String, after: [String] = []) -> Change {
    Change(
      key: ItemKey(rawValue: key), step: "s", kind: .create, resource: key, title: key, summary: "", call: nil,
      wanted: .null, undo: .never(because: "a test"), repairs: [], after: after.map { ItemKey(rawValue: $0) })
  }

  private func holding(_ key: String, uses: [String] = [], _ action: Holding.Action = .remove) -> Holding {
    Holding(
      key: ItemKey(rawValue: key), step: "s", resource: key, title: key, ownership: .ours, reason: "", action: action,
      uses: uses.map { ItemKey(rawValue: $0) })
  }

  private func keys(_ plan: Plan) -> [String] { plan.changes.map(\.key.rawValue) }
  private func keys(_ inventory: Inventory) -> [String] { inventory.holdings.map(\.key.rawValue) }

  @Test func aChangeComesAfterAllItNeedsAndElseInTheStepsOrder() {
    #expect(
      keys(Plan([change("c", after: ["a", "b"]), change("b"), change("a"), change("d")])) == ["b", "a", "c", "d"])
    #expect(keys(Plan([change("a"), change("b"), change("c")])) == ["a", "b", "c"])
    #expect(keys(Plan([change("3", after: ["2"]), change("2", after: ["1"]), change("1")])) == ["1", "2", "3"])
  }

  @Test func whatIsNotInThePlanHoldsNothingUp() {
    #expect(keys(Plan([change("b", after: ["gone"]), change("a")])) == ["b", "a"])
  }

  @Test(.timeLimit(.minutes(1))) func aCircleStillEndsWithEveryItemOnce() {
    let circle = [
      change("a", after: ["b"]), change("b", after: ["c"]), change("c", after: ["a"]), change("d", after: ["c"]),
    ]
    #expect(keys(Plan(circle)).sorted() == ["a", "b", "c", "d"])
    #expect(keys(Plan([change("self", after: ["self"])])) == ["self"])
    let holdings = [holding("a", uses: ["b"]), holding("b", uses: ["a"]), holding("c", uses: ["c"])]
    #expect(keys(Inventory(holdings)).sorted() == ["a", "b", "c"])
  }

  @Test func whoeverLeavesAChangeOutLeavesOutWhatNeedsIt() {
    let plan = Plan([change("a"), change("b", after: ["a"]), change("c", after: ["b"]), change("d")])
    #expect(keys(plan.without(["a"])) == ["d"])
    #expect(keys(plan.without(["b"])) == ["a", "d"])
    #expect(keys(plan.without([])) == ["a", "b", "c", "d"])
    #expect(plan.without(["a", "d"]).isEmpty)
  }

  @Test func numbersStartAtOneInTheOrderShown() {
    let plan = Plan([change("b", after: ["a"]), change("a")])
    #expect(plan.number(of: "a") == 1 && plan.number(of: "b") == 2 && plan.number(of: "c") == nil)
  }

  @Test func whatIsUsedGoesAfterWhatUsesIt() {
    let inventory = Inventory([
      holding("bucket"), holding("object", uses: ["bucket"]), holding("tag", uses: ["bucket", "object"]),
      holding("kept", .keep),
    ])
    #expect(keys(inventory) == ["tag", "object", "bucket", "kept"])
    #expect(inventory.going.map(\.key) == ["tag", "object", "bucket"])
  }
}
