import TextUI

/// The first page: what can be done, and what was found on this machine.
struct WelcomePage: ListPage {
  static let place = Place("welcome", "Welcome")
  static let journeys: Set<Journey> = [.setUp, .tearDown]
  static let keys: [Place: [Command]] = [
    place: Command.moving + (0..<5).map(jump) + [
      on([.enter], "start", "begin what is selected") { $0.start(&$1) }, InputsPage.opening("inputs"),
    ] + Command.pageEnd(back: .staying, interrupt: .interrupt)
  ]

  private static func jump(to row: Int) -> Command {
    on([.character(Character(String(row + 1)))], nil, "to that row") { page, _ in
      page.list.select(row)
      return []
    }
  }

  private struct Item {
    let title: String
    /// What is said of it; nil where there is nothing to do, and then `otherwise`.
    let detail: String?
    var otherwise = ""
    let start: (inout Shared) -> [Outcome]
  }

  var list = ListView()

  private func items(_ shared: Shared) -> [Item] {
    let look = "\(counted(shared.steps.count, "step")), read-only: what holds, and how to fix the rest"
    let report = shared.facts.lastReport
    return [
      Item(title: "Check", detail: look) { $0.startLook(nil) },
      Item(title: "Set up", detail: "answer, check, read the plan, then create what is missing") { _ in
        [.open(InputsPage.place)]
      },
      Item(title: "Tear down", detail: "find what onramp made, delete it in a safe order") { $0.startSurvey() },
      Item(title: "Resume", detail: shared.facts.unfinished?.summary, otherwise: "no run stopped part way") {
        $0.resume()
      },
      Item(title: "Last report", detail: report?.summary, otherwise: "no report yet") { _ in
        [.show(TextLayer(Document(title: "Last report", lines: report?.text ?? [])))]
      },
    ]
  }

  mutating func opened(_ shared: inout Shared) { shared.journey = .setUp }

  func count(_ shared: Shared) -> Int { items(shared).count }
  mutating func back(_ shared: inout Shared) -> [Outcome] { [] }

  private func start(_ shared: inout Shared) -> [Outcome] {
    guard let item = list.cursor.element(of: items(shared)) else { return [] }
    return item.detail == nil ? [.say(item.otherwise)] : item.start(&shared)
  }

  func draw(_ frame: inout Frame, _ shared: Shared) {
    let (layout, glyphs) = (shared.layout, shared.glyphs)
    var row = layout.top + 1
    let intro =
      "Connect GitHub Actions to Amazon SageMaker in this account, or look at what is already there. "
      + "Nothing is created until you have read a plan and accepted it."
    if layout.rows > 14 {
      for text in wrapped(intro, width: min(layout.columns - 6, 96), ascii: glyphs.ascii) {
        frame.put(text, row: row, column: 3)
        row += 1
      }
      row += 1
    }
    for (index, item) in items(shared).enumerated() {
      let title = item.title + String(repeating: " ", count: max(1, 14 - item.title.count))
      let line =
        item.detail.map { Line([Span(" \(index + 1)  ", .key), Span(title, .title), Span($0)]) }
        ?? Line(" \(index + 1)  \(title)\(item.otherwise)", .dim)
      frame.put(glyphs.row(line, selected: index == list.cursor.selected), row: row, column: 0, width: layout.columns)
      frame.mark(.row(index), row: row, column: 0, width: layout.columns)
      row += layout.rows >= 24 ? 2 : 1
    }
    row += 1
    frame.put("Found on this machine", row: row, column: 3, style: Style(.title))
    for (label, value) in found(shared) {
      row += 1
      guard row < layout.size.rows - 3 else { return }
      frame.put(label, row: row, column: 5, style: Style(.dim))
      frame.put(value, row: row, column: 15, limit: layout.columns - 17)
    }
  }

  private func found(_ shared: Shared) -> [(String, String)] {
    let (facts, region) = (shared.facts, shared.answers.text("region"))
    let profile = facts.profile.map { "profile \($0)" }
    let account = [facts.account, profile].compactMap { $0 }.joined(separator: ", ")
    let wanted = [facts.wantedAccount.map { "the setup file names \($0)" }, profile, "not asked yet"]
    return [
      (
        "AWS",
        !facts.isAsked
          ? wanted.compactMap { $0 }.joined(separator: "; ") : facts.account == nil ? "not signed in" : account
      ),
      ("You are", facts.caller ?? (facts.isAsked ? "not known: L says why" : "not asked yet")),
      ("Region", facts.region ?? (region.isEmpty ? "none chosen" : region)),
      ("GitHub", facts.github ?? (facts.isAsked ? "no token found" : "not asked yet")),
      ("Answers", facts.setupFile ?? "none yet; will be \(facts.setupPath.inThisFolder)"),
      ("Log", facts.logFile ?? "none"),
    ]
  }
}
