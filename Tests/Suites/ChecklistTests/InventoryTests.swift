import Checklist
import JSONDocument
import Testing

/// Whatever uses whatever: nothing goes before, or without, those who use it.
@Suite struct InventoryTests {
  private static func holding(
    _ key: String, uses: [String] = [], users: [Holding.User] = [], heir: String? = nil,
    _ action: Holding.Action = .remove
  ) -> Holding {
    let handover = heir.map {
      Holding.Handover(
        to: $0, calls: [Call("s", "Tag", ["Owner": .string($0)])], present: "old tags", afterwards: "new tags")
    }
    return Holding(
      key: ItemKey(rawValue: "s/\(key)"), step: "s", resource: "arn:\(key)", title: key, ownership: .ours,
      reason: "tag", action: action, calls: [Call("s", "Delete", ["Name": .string(key)])], present: "there",
      uses: uses.map { ItemKey(rawValue: "s/\($0)") }
    ).used(by: users, handover: handover)
  }

  private static func thing(_ key: String) -> Holding.User { Holding.User("thing \(key)", resource: "arn:\(key)") }

  /// Things with users among them and beside them, at random; the same number makes the same things.
  private static func random(_ seed: Int) -> [Holding] {
    var state = UInt64(seed) &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    func next(_ limit: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int((state >> 33) % UInt64(limit))
    }
    let count = 2 + next(7)
    let things = (0..<count).map { place in
      let lower = (0..<place).filter { _ in next(3) == 0 }
      let users = (0..<count).filter { $0 != place && next(4) == 0 }.map { thing("\($0)") }
      let strangers = next(4) == 0 ? [Holding.User("role stranger", resource: "arn:stranger")] : []
      let setups = next(4) == 0 ? [Holding.User("onramp setup fraud")] : []
      return holding(
        "\(place)", uses: lower.map { "\($0)" }, users: users + strangers + setups,
        heir: setups.isEmpty ? nil : "fraud",
        next(5) == 0 ? .keep : .remove)
    }
    // In an order that says nothing.
    return things.sorted {
      ($0.key.rawValue.hash(seed), $0.key.rawValue) < ($1.key.rawValue.hash(seed), $1.key.rawValue)
    }
  }

  /// Only the chosen step's things go, and none that something stands on which was not chosen.
  @Test(arguments: 0..<400) func whatWasNotChosenStaysWithAllThatItStandsOn(_ seed: Int) {
    let given = Self.random(seed).enumerated().map { place, holding in
      Holding(
        key: holding.key, step: place % 2 == 0 ? "s" : "t", resource: holding.resource, title: holding.title,
        ownership: .ours, reason: "tag", action: holding.action, calls: holding.calls, present: "there",
        uses: holding.uses)
    }
    let (whole, chosen) = (Inventory(given), Inventory(given).only(["s"]))
    #expect(Set(chosen.holdings.map(\.key)) == Set(whole.holdings.map(\.key)))
    let wouldGo = Set(whole.going.map(\.key))
    let goes = Set(chosen.going.map(\.key))
    for holding in chosen.holdings where wouldGo.contains(holding.key) {
      let users = Set(chosen.holdings.filter { $0.uses.contains(holding.key) }.map(\.key))
      let isUsed = !users.intersection(wouldGo).subtracting(goes).isEmpty
      #expect(goes.contains(holding.key) == (holding.step == "s" && !isUsed), "\(holding.key): \(holding.reason)")
      #expect(goes.contains(holding.key) || (holding.calls.isEmpty && holding.reason.hasPrefix("stays: ")))
    }
    #expect(Set(whole.only(["s", "t"]).going.map(\.key)) == wouldGo)
  }

  @Test(arguments: 0..<400) func usersGoBeforeWhatTheyUse(_ seed: Int) {
    let given = Self.random(seed)
    let held = Inventory(given).holdings
    #expect(Set(held.map(\.key)) == Set(given.map(\.key)) && held.count == given.count)
    for (place, holding) in held.enumerated() {
      for key in holding.uses {
        guard let used = held.firstIndex(where: { $0.key == key }) else { continue }
        #expect(place < used, "\(holding.key) uses \(key)")
        #expect(held[used].after.contains(holding.key))
      }
    }
  }

  @Test(arguments: 0..<400) func aThingGoesWithAllItsUsersOrNotAtAll(_ seed: Int) {
    let given = Self.random(seed)
    let held = Inventory(given).holdings
    let gone = Set(held.filter { $0.action == .remove }.map(\.resource))
    for holding in held {
      let staying = holding.users.filter { !gone.contains($0.resource ?? "") }
      let wished = given.first { $0.key == holding.key }
      guard wished?.action == .remove else {
        #expect(holding.action == .keep && holding.reason == "tag")
        continue
      }
      #expect((holding.action == .remove) == staying.isEmpty, "\(holding.key)")
      guard !staying.isEmpty else {
        #expect(holding.ownership == .ours && holding.calls == wished?.calls)
        continue
      }
      #expect(holding.ownership == .shared)
      for user in staying { #expect(holding.reason.contains(user.name)) }
      let isInherited = holding.handover != nil
      #expect(holding.action == (isInherited ? .handOver : .keep))
      #expect(holding.calls.map(\.operation) == (isInherited ? ["Tag"] : []))
    }
    // What was decided stays decided when it is laid out once more.
    let again = Inventory(held).holdings
    #expect(again.map(\.key) == held.map(\.key) && again.map(\.reason) == held.map(\.reason))
  }

  @Test func whoUsesEachOtherAndNobodyElseGoesTogether() {
    let held = Inventory([
      Self.holding("a", users: [Self.thing("b")]), Self.holding("b", users: [Self.thing("a")]),
    ])
    #expect(held.going.count == 2)
  }

  @Test func whatStaysKeepsWhatItUsesAndSoOn() {
    let held = Inventory([
      Self.holding("provider", users: [Self.thing("role")]),
      Self.holding("role", uses: ["provider"], users: [Holding.User("policy Others")]),
    ])
    #expect(held.going == [])
    #expect(held.holdings.map(\.reason) == ["stays: used by policy Others", "stays: used by thing role"])
  }

  @Test func whatAnotherSetupUsesIsHandedOverWithTheCallsForIt() throws {
    let users = [Holding.User("onramp setup fraud"), Holding.User("onramp setup web")]
    let held = Inventory([Self.holding("bucket", users: users, heir: "fraud")])
    let bucket = try #require(held.going.first)
    #expect(bucket.action == .handOver && bucket.ownership == .shared)
    #expect(bucket.reason == "used by onramp setup fraud, onramp setup web; from then on that of fraud")
    #expect(bucket.calls.map(\.operation) == ["Tag"])
    #expect(bucket.present == "old tags" && bucket.afterwards == "new tags")
  }

  @Test func aPreviousValueIsNotPutBackWhileOthersUseTheNewOne() {
    let held = Inventory([Self.holding("rules", users: [Holding.User("onramp setup fraud")], .restore)])
    #expect(held.going == [] && held.holdings[0].calls == [])
    #expect(held.holdings[0].reason == "stays: used by onramp setup fraud")
  }

  @Test func whoUsesAThingUsesItsPartsToo() {
    let part = Holding(
      key: "s/part", step: "s", resource: "arn:bucket", title: "part", ownership: .adopted, reason: "", action: .restore
    )
    let held = Inventory([part, Self.holding("bucket"), Self.holding("object", uses: ["bucket"])])
    #expect(held.holdings.map(\.title) == ["object", "part", "bucket"])
  }
}

extension String {
  fileprivate func hash(_ seed: Int) -> Int {
    utf8.reduce(seed &* 7919) { ($0 &* 31 &+ Int($1)) % 1009 }
  }
}
