import Basics
import Checklist
import TextUI

/// The changes as they are made, or taken back.
struct RunPage: ListPage {
  static let place = Place("apply", "Apply")
  static let journeys: Set<Journey> = [.setUp, .tearDown]
  static func title(on journey: Journey) -> String { journey == .tearDown ? "Delete" : place.title }

  static let keys: [Place: [Command]] = [
    place: Command.moving + [
      Command("o", "open", "the page where a person's part is done", about: personsPart) { part, _ in
        TextLayer.opening("A person's part", part.link, part.steps)
      },
      Command("c", "copy", "the address of that page, to the clipboard", about: personsPart) { part, _ in
        TextLayer("A person's part", part.link).copied()
      },
    ] + Command.pageEnd(back: .staying, interrupt: Command.interrupt("stop safely"))
  ]

  @Sendable private static func personsPart(_: any Pane, _ shared: Shared) -> PersonsPart? { shared.run?.personsPart }

  var list = ListView()

  /// A run is shown from its beginning.
  mutating func opened(_ shared: inout Shared) { list = ListView() }

  func count(_ shared: Shared) -> Int { shared.run?.items.count ?? 0 }

  mutating func back(_ shared: inout Shared) -> [Outcome] {
    shared.run?.isActive == true ? [.say("Changes are being made: Ctrl-C stops safely")] : []
  }

  func summary(_ shared: Shared) -> [Span] {
    shared.run.map { [Span("\($0.over) of \($0.items.count), \(elapsed(shared.now - $0.startedAt))")] } ?? []
  }

  /// The rows of the list: below it stand a person's part and how far the run is.
  func height(_ shared: Shared) -> Int {
    let part = personsPart(shared)
    return max(1, shared.layout.rows - 4 - (part.isEmpty ? 0 : part.count + 1))
  }

  /// The page to go to and what to do there; no more of it than leaves the list its rows.
  private func personsPart(_ shared: Shared) -> [Line] {
    guard let part = shared.run?.personsPart else { return [] }
    let width = shared.layout.columns - 6
    let steps = part.steps.enumerated().flatMap { index, step in
      shared.glyphs.lines("\(index + 1). \(step)", width: width)
    }
    let head = [Line("A person's part", .title), Line(part.link, .key)]
    return head + steps.prefix(max(0, shared.layout.rows - 4 - head.count - 4))
  }

  func draw(_ frame: inout Frame, _ shared: Shared) {
    guard let run = shared.run else { return }
    let (layout, height) = (shared.layout, height(shared))
    frame.list(
      run.items.enumerated().map { line($0, $1, shared) }, list.cursor, row: layout.top, width: layout.columns,
      height: height, shared.glyphs)
    var row = layout.top + height + 1
    let part = personsPart(shared)
    for line in part {
      frame.put(line, row: row, column: 3, width: layout.columns - 4)
      row += 1
    }
    if !part.isEmpty { row += 1 }
    let percent = run.items.isEmpty ? 100 : run.over * 100 / run.items.count
    let bar = progressBar(
      done: run.over, total: run.items.count, width: min(70, layout.columns - 14), glyphs: shared.glyphs)
    frame.put(
      Line([Span("   "), Span(bar, .info), Span(" \(percent) %")]), row: row, column: 0, width: layout.columns)
    let words =
      run.stopping
      ? "Stopping: the call under way is finished first."
      : "\(run.over) of \(run.items.count), \(elapsed(run.duration(shared.now))). Ctrl-C stops safely between calls."
    frame.put(words, row: row + 1, column: 3, limit: layout.columns - 4, style: Style(run.stopping ? .warn : .dim))
  }

  private func line(_ index: Int, _ item: Run.Item, _ shared: Shared) -> Line {
    let number = index + 1
    let pad = String(repeating: " ", count: number < 10 ? 2 : 1)
    let lead = [shared.glyphs.mark(item.told, shared.now), Span(" \(item.sign) \(number)\(pad)")]
    let right: [Span] =
      switch item.told {
      case nil: []
      case .started, .underway: running(item, shared, room: shared.layout.columns - displayWidth(item.title) - 14)
      case .done: [Span("done  ", .ok), Span(spent(item), .dim)]
      case .alreadyDone: [Span("stood there already", .dim)]
      case .failed(_, let obstacle): [Span(obstacle.inShort, .bad)]
      case .left: [Span("not begun", .dim)]
      }
    return Line(lead + [Span(item.title)], right: right)
  }

  /// How far it is, and for how long it has been on its way. The title gives way to it, but not all of it.
  private func running(_ item: Run.Item, _ shared: Shared, room: Int) -> [Span] {
    let time = elapsed(shared.now - (item.startedAt ?? shared.now))
    guard let work = item.work else { return [Span(""), Span(time, .dim)] }
    let most = max(room, shared.layout.columns / 2) - displayWidth(time) - 2
    return [Span(shared.glyphs.cut(work.words, to: most) + "  "), Span(time, .dim)]
  }

  private func spent(_ item: Run.Item) -> String {
    guard let start = item.startedAt, let end = item.endedAt else { return "" }
    return end - start < 60_000 ? seconds(Double(end - start) / 1000) : elapsed(end - start)
  }
}
