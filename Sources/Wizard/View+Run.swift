import Checklist
import TextUI

extension Model {
  var runHeight: Int { max(1, bodyRows - 4) }

  func drawRun(_ frame: inout Frame) {
    guard let run else { return }
    drawList(
      run.items.enumerated().map(runLine), run.cursor, &frame, row: bodyTop, width: size.columns, height: runHeight)
    let row = bodyTop + runHeight + 1
    let percent = run.items.isEmpty ? 100 : run.over * 100 / run.items.count
    let bar = progressBar(done: run.over, total: run.items.count, width: min(70, size.columns - 14), glyphs: glyphs)
    frame.put(
      Line([Span("   "), Span(bar, .info), Span(" \(percent) %")]), row: row, column: 0, width: size.columns)
    let words =
      run.stopping
      ? "Stopping: the call under way is finished first."
      : "\(run.over) of \(run.items.count), \(elapsed((run.endedAt ?? now) - run.startedAt)). Ctrl-C stops safely between calls."
    frame.put(words, row: row + 1, column: 3, limit: size.columns - 4, style: Style(run.stopping ? .warn : .dim))
  }

  private func runLine(_ index: Int, _ item: Run.Item) -> Line {
    let sign = runMark(item)
    let number = index + 1
    let pad = String(repeating: " ", count: number < 10 ? 2 : 1)
    var right: [Span] = []
    switch item.state {
    case .queued: right = []
    case .running:
      right = [Span(item.detail.isEmpty ? "" : item.detail + "  "), Span(elapsed(now - (item.startedAt ?? now)), .dim)]
    case .done: right = [Span("done  ", .ok), Span(spent(item), .dim)]
    case .alreadyDone: right = [Span("stood there already", .dim)]
    case .failed(let obstacle): right = [Span(obstacle.short, .bad)]
    case .left: right = [Span("not begun", .dim)]
    }
    return Line([Span(sign.0, sign.1), Span(" \(item.sign) \(number)\(pad)"), Span(item.title)], right: right)
  }

  private func spent(_ item: Run.Item) -> String {
    guard let start = item.startedAt, let end = item.endedAt else { return "" }
    return end - start < 60_000 ? seconds(Double(end - start) / 1000) : elapsed(end - start)
  }

  func drawReport(_ frame: inout Frame) {
    drawList(reportRows.map(\.line), reportCursor, &frame, row: bodyTop, width: size.columns, height: bodyRows)
  }
}

extension Obstacle {
  /// The obstacle in two words; its sentence stands in the report.
  fileprivate var short: String {
    switch self {
    case .denied(let permission, _): "needs \(permission)"
    case .notSignedIn: "not signed in"
    case .throttled: "throttled"
    case .timedOut: "no answer in time"
    case .unreachable: "not reachable"
    case .refused(let code, _, _): code
    case .ambiguous: "no answer came"
    case .cancelled: "stopped"
    case .unexpected: "a defect"
    }
  }
}
