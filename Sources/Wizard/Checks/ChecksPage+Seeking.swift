import Checklist
import TextUI

/// From one row that needs attention to the next.
extension ChecksPage {
  /// To the next row that needs attention, around the end; from the last of a step to the first of the next.
  mutating func seek(_ direction: Int, _ shared: inout Shared) -> [Outcome] {
    let rows = checkRows(shared)
    guard !rows.isEmpty else { return [] }
    moved = true
    for distance in 1...rows.count {
      let index = list.cursor.selected + direction * distance
      if !rows.indices.contains(index), case .step(let id) = scope, filter.words.isEmpty {
        return seek(direction, from: id, &shared)
      }
      let row = (index % rows.count + rows.count) % rows.count
      if needsAttention(rows[row], shared) { return select(row, &shared) }
    }
    return [.say("Nothing here needs attention")]
  }

  private mutating func seek(_ direction: Int, from id: StepID, _ shared: inout Shared) -> [Outcome] {
    let ids = shared.steps.map(\.id)
    let here = ids.firstIndex(of: id) ?? 0
    let others = (1...max(1, ids.count)).map { ids[((here + direction * $0) % ids.count + ids.count) % ids.count] }
    guard let next = others.first(where: shared.look.needsAttention) else {
      return [.say("Nothing here needs attention")]
    }
    enter(next, shared)
    let rows = checkRows(shared)
    let wanted = rows.indices.filter { needsAttention(rows[$0], shared) }
    return select((direction > 0 ? wanted.first : wanted.last) ?? 0, &shared)
  }
}
