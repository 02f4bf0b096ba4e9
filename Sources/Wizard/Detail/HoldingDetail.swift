import Checklist
import TextUI

extension Detail {
  /// Everything about one thing of the inventory: whose it is, and what teardown does with it.
  func lines(_ holding: Holding) -> [Line] {
    var lines = heading(nil, holding.title, right: holding.ownership.words, width: width - 12)
    lines += glyphs.lines(holding.ownership.sentence, width: width, indent: 2)
    lines += labelled("Because", holding.reason)
    lines += labelled("Resource", holding.resource)
    let after = holding.after.compactMap { key in shared.removal.holdings.first { $0.key == key }?.title }
    lines += labelled("After", after.joined(separator: ", "))
    if !holding.unsafe.isEmpty {
      let ids = holding.unsafe.map(\.rawValue).joined(separator: ", ")
      lines += labelled("Careful", "\(ids) calls the previous value unsafe: Space keeps the new one", .warn)
    }
    lines += labelled("Sends", holding.calls.map(\.inShort).joined(separator: ", "))
    if holding.action == .restore || holding.action == .handOver {
      lines += difference(from: holding.present, to: holding.afterwards)
    }
    return lines
  }
}

extension Holding.Ownership {
  fileprivate var sentence: String {
    switch self {
    case .ours: "It was made for this setup: it is deleted."
    case .adopted: "It stood there before: the part that onramp changed is restored."
    case .foreign: "It is left as it is."
    case .shared: "It was made for this setup, and is kept for who else uses it."
    }
  }
}
