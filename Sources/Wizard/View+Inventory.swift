import Checklist
import TextUI

extension Model {
  func drawInventory(_ frame: inout Frame) {
    guard inventory.found != nil else {
      frame.put("Finding out what onramp made here, and what uses it now.", row: bodyTop + 1, column: 3)
      return
    }
    guard !holdings.isEmpty else {
      frame.put("Nothing here was made by onramp for this setup.", row: bodyTop + 1, column: 3, style: Style(.ok))
      return
    }
    let chosen = chosenHoldings
    let lines = holdings.map { holding -> Line in
      let number = chosen.firstIndex(of: holding).map { $0 + 1 }
      let box = holding.action == .keep ? "[-]" : number == nil ? "[ ]" : "[x]"
      let digits = number.map(String.init) ?? ""
      let pad = String(repeating: " ", count: max(0, 3 - digits.count))
      let verb = holding.action == .restore ? "put back" : holding.action == .keep ? "stays" : "delete"
      let role: Role = holding.action == .keep ? .dim : holding.action == .restore ? .changed : .removed
      return Line(
        [
          Span(box + pad + digits + " ", number == nil ? .dim : .plain),
          Span(holding.title, number == nil ? .dim : .plain),
        ],
        right: [
          Span(holding.unsafe.isEmpty ? "" : "! ", .warn), Span(holding.ownership.rawValue + "  ", .dim),
          Span(verb, number == nil ? .dim : role),
        ])
    }
    drawSplit(
      lines, inventory.cursor, detail: inventoryDetail, from: inventory.detailTop, reading: inventory.readingDetail,
      &frame)
  }

  var inventoryDetail: [Line] { selectedHolding.map { holdingDetail($0, width: detailWidth) } ?? [] }

  func holdingDetail(_ holding: Holding, width: Int) -> [Line] {
    var lines = wrapped(holding.title, width: width - 12, ascii: glyphs.ascii).enumerated().map { index, text in
      Line([Span(text, .title)], right: index == 0 ? [Span(holding.ownership.rawValue, .dim)] : [])
    }
    lines += wrapped(holding.ownership.sentence, width: width - 2, ascii: glyphs.ascii).map { Line("  " + $0) }
    lines += labelled("Because", holding.reason, width: width)
    lines += labelled("Resource", holding.resource, width: width)
    let after = holding.after.compactMap { key in holdings.first { $0.key == key }?.title }
    lines += labelled("After", after.joined(separator: ", "), width: width)
    if !holding.unsafe.isEmpty {
      let ids = holding.unsafe.map(\.rawValue).joined(separator: ", ")
      lines += labelled(
        "Careful", "\(ids) calls the previous value unsafe: Space keeps the new one", .warn, width: width)
    }
    let calls = holding.calls.map { $0.service == .github ? $0.operation : "\($0.service):\($0.operation)" }
    lines += labelled("Sends", calls.joined(separator: ", "), width: width)
    if holding.action == .restore {
      lines += differenceLines(from: holding.present, to: holding.afterwards, width: width)
    }
    return lines
  }
}

extension Holding.Ownership {
  fileprivate var sentence: String {
    switch self {
    case .ours: "Made by onramp for this setup."
    case .adopted: "Stood there before onramp: the part that onramp changed is put back."
    case .foreign: "Not made by onramp: it is left alone."
    case .shared: "Made by onramp, and used by others by now: it is left alone."
    }
  }
}
