import Checklist
import TextUI

/// What a teardown would take away, and what the operator spares.
struct InventoryPage: Sendable {
  var found: Inventory?
  var surveying = false
  var spared: Set<ItemKey> = []
  /// Only these are chosen when the inventory comes: what one run made.
  var only: Set<ItemKey>?
  var cursor = ListCursor()
  var readingDetail = false
  var detailTop = 0
}

extension Model {
  var holdings: [Holding] { inventory.found?.holdings ?? [] }

  var selectedHolding: Holding? {
    holdings.indices.contains(inventory.cursor.selected) ? holdings[inventory.cursor.selected] : holdings.last
  }

  /// What goes: not what stays by itself, not what the operator spares, and nothing that what is spared
  /// still uses.
  var chosenHoldings: [Holding] {
    var spared = inventory.spared
    var chosen: [Holding] = []
    for holding in holdings where holding.action != .keep {
      if spared.contains(holding.key) || holding.after.contains(where: spared.contains) {
        spared.insert(holding.key)
      } else {
        chosen.append(holding)
      }
    }
    return chosen
  }

  mutating func startSurvey() -> [Effect] {
    journey = .tearDown
    inventory.surveying = true
    inventory.found = nil
    inventory.spared = []
    inventory.only = nil
    run = nil
    open(.inventory)
    return [.survey]
  }

  mutating func askToTearDown() -> [Effect] {
    let chosen = chosenHoldings
    guard !chosen.isEmpty else {
      say("Nothing is chosen: Space chooses")
      return []
    }
    guard !isBusy else {
      say("A look is under way: delete when it is done")
      return []
    }
    guard let account = facts.account else {
      say("The account is not known yet: nothing can go")
      return []
    }
    layers.append(
      .typed(
        TypedConfirm(
          purpose: .tearDown(Inventory(chosen)), title: "Delete for good",
          lines: teardownLines(chosen) + ["Type the account id \(account):"], word: account)))
    return []
  }

  /// What taking the chosen things back means, before the account id is typed.
  func teardownLines(_ chosen: [Holding]) -> [String] {
    let removed = chosen.count { $0.action == .remove }
    let restored = chosen.count { $0.action == .restore }
    let parts = [
      removed > 0 ? "deletes \(counted(removed, "thing")) for good" : nil,
      restored > 0 ? "puts back \(counted(restored, "previous value"))" : nil,
    ].compactMap { $0 }
    var lines = ["This " + parts.joined(separator: " and ") + ", in the order shown.", ""]
    for holding in chosen where !holding.unsafe.isEmpty {
      let ids = holding.unsafe.map(\.rawValue).joined(separator: ", ")
      lines.append("! \(holding.title): \(ids) calls the previous value unsafe")
    }
    return lines
  }
}
