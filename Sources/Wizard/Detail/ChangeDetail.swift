import Checklist
import TextUI

extension Detail {
  /// Everything about one change: what it does, the difference it makes, how it is undone.
  func lines(_ change: Change) -> [Line] {
    var lines = heading(change.kind.mark, change.title, right: change.kind.rawValue, width: width - 14)
    lines += glyphs.lines(change.summary, width: width, indent: 2)
    if !change.madeByOnramp {
      let text =
        change.kind == .create
        ? "New, on something that stood there before onramp. Teardown takes it away again."
        : "It stood there before onramp. Its previous form is journaled, and teardown puts it back."
      lines += glyphs.lines(text, width: width, .warn, indent: 2)
    }
    if change.confidence == .check {
      lines.append(Line("  Others may use it: read the difference.", .warn))
    }
    lines += difference(from: change.previous, to: change.wanted)
    lines += labelled("Resource", change.resource)
    lines += labelled("Repairs", change.repairs.map(\.rawValue).joined(separator: ", "))
    lines += labelled("Sends", change.calls.map(\.inShort).joined(separator: ", "))
    lines += labelled("Undo", undo(change))
    lines += labelled("Cost", change.cost ?? "")
    return lines
  }

  private func undo(_ change: Change) -> String {
    switch change.undo {
    case .call(let call): call.inShort
    case .never(let because): "cannot be undone: \(because)"
    }
  }
}
