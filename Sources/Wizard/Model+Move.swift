import Checklist
import TextUI

extension Model {
  /// Whether there is more than what is in view; a list always has a selection to move.
  var canMove: Bool { layers.last?.reader == nil || layerLines.count > layerHeight }

  /// Moves the selection, or scrolls what lies on top.
  mutating func move(_ rows: Int) {
    if !layers.isEmpty {
      scrollLayer(rows)
      return
    }
    if page == .inputs, inputs.editing != nil {
      leaveField(rows < 0 ? .fieldPrevious : .fieldNext)
      return
    }
    switch page {
    case .welcome: menu.selected = step(menu.selected, rows, menuItems.count)
    case .inputs: inputs.cursor.selected = step(inputs.cursor.selected, rows, form.count)
    case .checks where checks.readingDetail: checks.detailTop += rows
    case .checks:
      checks.cursor.selected = step(checks.cursor.selected, rows, checkRows.count)
      checks.detailTop = 0
      checks.moved = true
    case .plan where plan.readingDetail: plan.detailTop += rows
    case .plan:
      plan.cursor.selected = step(plan.cursor.selected, rows, shownPlan.changes.count)
      plan.detailTop = 0
    case .inventory where inventory.readingDetail: inventory.detailTop += rows
    case .inventory:
      inventory.cursor.selected = step(inventory.cursor.selected, rows, holdings.count)
      inventory.detailTop = 0
    case .apply:
      guard let run else { return }
      let next = step(run.cursor.selected, rows, run.items.count)
      self.run?.cursor.selected = next
    case .report: reportCursor.selected = step(reportCursor.selected, rows, reportRows.count)
    }
  }

  private func step(_ selected: Int, _ rows: Int, _ count: Int) -> Int {
    min(max(0, selected + rows), max(0, count - 1))
  }

  /// Selects a row of the open page by its index.
  mutating func select(_ index: Int) {
    guard layers.isEmpty, index >= 0 else { return }
    switch page {
    case .welcome: if index < menuItems.count { menu.selected = index }
    case .inputs:
      keepField()
      inputs.cursor.selected = index
    case .checks: move(index - checks.cursor.selected)
    case .plan: move(index - plan.cursor.selected)
    case .inventory: move(index - inventory.cursor.selected)
    case .apply: move(index - (run?.cursor.selected ?? 0))
    case .report: move(index - reportCursor.selected)
    }
  }

  mutating func switchPane() {
    switch page {
    case .checks: checks.readingDetail.toggle()
    case .plan: plan.readingDetail.toggle()
    case .inventory: inventory.readingDetail.toggle()
    default: break
    }
  }

  /// To the next row that needs attention, around the end.
  mutating func seek(_ direction: Int) {
    let rows = checkRows
    guard !rows.isEmpty else { return }
    checks.moved = true
    for distance in 1...rows.count {
      let index = ((checks.cursor.selected + direction * distance) % rows.count + rows.count) % rows.count
      if isCause(finding(rows[index])) {
        checks.cursor.selected = index
        checks.detailTop = 0
        return
      }
    }
    say("Nothing here needs attention")
  }

  mutating func leaveOut() {
    guard let change = selectedChange else { return }
    plan.left.formSymmetricDifference([change.key])
    let lost =
      shownPlan.changes.count - acceptedPlan.changes.count - plan.left.intersection(shownPlan.changes.map(\.key)).count
    if plan.left.contains(change.key), lost > 0 {
      say("Left out, and \(counted(lost, "change")) that comes after it")
    }
  }

  mutating func spare() {
    guard let holding = selectedHolding else { return }
    inventory.spared.formSymmetricDifference([holding.key])
    let chosen = chosenHoldings
    let lost = holdings.filter { other in
      other.action != .keep && !inventory.spared.contains(other.key) && !chosen.contains { $0.key == other.key }
    }
    if let first = lost.first { say("\(first.title) stays too: it goes last") }
  }

  mutating func change(_ body: (inout Layer) -> Void) {
    guard !layers.isEmpty else { return }
    body(&layers[layers.count - 1])
  }

  private mutating func scrollLayer(_ rows: Int) { change { $0.reader?.top += rows } }

  /// Keeps the scroll of the topmost layer inside its text.
  mutating func settleLayer() {
    guard let top = layers.last?.reader?.top else { return }
    let highest = max(0, layerLines.count - layerHeight)
    change { $0.reader?.top = min(max(0, top), highest) }
  }
}
