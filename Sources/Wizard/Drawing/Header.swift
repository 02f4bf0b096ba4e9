import TextUI

/// The two rows at the top: whose account this is, and where the operator stands.
struct Header {
  let shared: Shared
  let page: any Page
  let visited: Set<Place>

  private var layout: Layout { shared.layout }
  private var glyphs: Glyphs { shared.glyphs }

  func draw(_ frame: inout Frame) {
    drawAccount(&frame)
    frame.put(Line(steps, right: summary), row: 1, column: 0, width: layout.columns)
    frame.rule(row: 2, glyphs: glyphs)
  }

  private func drawAccount(_ frame: inout Frame) {
    let (known, answers) = (shared.facts, shared.answers)
    var facts = [known.account ?? "", known.region ?? answers.text("region"), answers.repository].filter { !$0.isEmpty }
    var time = shared.credentialsSpan.map { [$0] } ?? []
    func width() -> Int { displayWidth(facts.joined(separator: "  ")) + 11 + time.width }
    // Where it does not fit, the account stays longest: it is what must not be mistaken.
    if width() > layout.columns, time.first?.style.role != .warn { time = [] }
    while width() > layout.columns, facts.count > 1 { facts.removeLast() }
    let right = facts.isEmpty ? known.version : facts.joined(separator: "  ")
    frame.put(
      Line([Span(" onramp", style: Style(.title, reversed: true))], right: time + [Span(right + " ")], fill: .focus),
      row: 0, column: 0, width: layout.columns)
  }

  private var summary: [Span] { page.summary(shared) + [Span(" ")] }

  /// The pages of this way, else the page alone where they do not fit.
  private var steps: [Span] {
    let pages = Pages.on(shared.journey)
    let here = pages.firstIndex { $0.place == shared.page } ?? 0
    var spans: [Span] = [Span(" ")]
    for (index, other) in pages.enumerated() {
      let title = other.title(on: shared.journey)
      if other.place == shared.page {
        spans += [Span(" \(glyphs.pointer) ", .info), Span(title, .title)]
      } else if visited.contains(other.place), index < here {
        spans += [Span(" \(glyphs.done) ", .ok), Span(title)]
      } else {
        spans.append(Span(" \(glyphs.ahead) \(title)", .dim))
      }
    }
    guard (spans + summary).width + 1 > layout.columns else { return spans }
    return [
      Span("  \(glyphs.pointer) ", .info), Span(type(of: page).title(on: shared.journey), .title),
      Span("  \(here + 1) of \(pages.count)", .dim),
    ]
  }
}

/// The row above the key bar: what was said, or what runs, and a fact at its right.
struct StatusRow {
  let shared: Shared
  let page: any Page
  /// What was just said.
  let notice: String?

  func draw(_ frame: inout Frame) {
    let columns = shared.layout.columns
    let (left, right) = (left, right)
    // What was just said comes before a fact: it is not cut for one.
    let isCut = notice != nil && (left + right).width + 2 > columns - 1
    frame.put(Line(left, right: isCut ? [] : right), row: shared.size.rows - 2, column: 0, width: columns - 1)
  }

  private var left: [Span] {
    let look = shared.look
    if let run = shared.run, run.isActive, run.stopping {
      return [Span(" Stopping after the call under way", .warn)]
    }
    if look.running.isEmpty, !shared.removal.isLooking { return [Span(" " + (notice ?? ""))] }
    let spin = Span(" " + shared.glyphs.spinner(shared.now), .info)
    if let notice { return [spin, Span(" " + notice)] }
    if shared.removal.isLooking { return [spin, Span(" finding out what is there")] }
    let bar = progressBar(
      done: shared.steps.count - look.running.count, total: shared.steps.count, width: shared.layout.isWide ? 40 : 24,
      glyphs: shared.glyphs)
    return [spin, Span(" \(counted(look.running.count, "step")) left  "), Span(bar, .info)]
  }

  private var right: [Span] {
    let started = shared.look.running.isEmpty ? nil : shared.look.startedAt
    return started.map { [Span(elapsed(shared.now - $0), .dim)] } ?? page.fact(shared)
  }
}

extension Shared {
  private static let warning = 600

  /// Seconds that the credentials still count, nil where nobody knows.
  private var secondsLeft: Int? { facts.credentialsLeft.map { $0 - (now - factsAt) / 1000 } }

  /// How long the credentials last, when that is soon enough to matter.
  var credentialsSpan: Span? {
    guard let left = secondsLeft, left < 12 * 3600 else { return nil }
    guard left > 0 else { return Span("signed out  ", .warn) }
    let minutes = (left + 59) / 60
    let text = minutes < 60 ? "\(minutes) m left" : "\(minutes / 60) h \(minutes % 60) m left"
    return Span(text + "  ", left <= Self.warning ? .warn : .plain)
  }

  /// Milliseconds until the minute that is shown goes down; nil when none is shown.
  var nextMinute: Int? {
    guard let end = facts.credentialsLeft, let left = secondsLeft, left > 0, left < 12 * 3600 else { return nil }
    let shown = (left - 1) / 60 * 60
    return max(1_000, (end - shown) * 1000 - (now - factsAt))
  }
}
