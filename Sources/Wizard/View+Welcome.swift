import TextUI

struct MenuItem: Equatable {
  enum Choice: Equatable { case check, setUp, tearDown, resume, lastReport }
  let choice: Choice
  let title: String
  let detail: String
  var isEnabled = true
}

extension Model {
  var menuItems: [MenuItem] {
    [
      MenuItem(
        choice: .check, title: "Check",
        detail: "\(counted(steps.count, "step")), read-only: what holds, and how to fix the rest"),
      MenuItem(choice: .setUp, title: "Set up", detail: "answer, check, read the plan, then create what is missing"),
      MenuItem(choice: .tearDown, title: "Tear down", detail: "find what onramp made, delete it in a safe order"),
      MenuItem(
        choice: .resume, title: "Resume", detail: facts.unfinished?.summary ?? "no run stopped part way",
        isEnabled: facts.unfinished != nil),
      MenuItem(
        choice: .lastReport, title: "Last report", detail: facts.lastReport?.summary ?? "no report yet",
        isEnabled: facts.lastReport != nil),
    ]
  }

  func drawWelcome(_ frame: inout Frame) {
    var row = bodyTop + 1
    let intro =
      "Connect GitHub Actions to Amazon SageMaker in this account, or look at what is already there. "
      + "Nothing is created until you have read a plan and accepted it."
    let roomy = bodyRows >= 24
    for text in wrapped(intro, width: min(size.columns - 6, 96), ascii: glyphs.ascii) where bodyRows > 14 {
      frame.put(text, row: row, column: 3)
      row += 1
    }
    if bodyRows > 14 { row += 1 }
    for (index, item) in menuItems.enumerated() {
      let selected = index == menu.selected
      let role: Role = item.isEnabled ? .plain : .dim
      let title = item.title + String(repeating: " ", count: max(1, 14 - item.title.count))
      let line = Line([
        Span(" \(index + 1)  ", item.isEnabled ? .key : .dim), Span(title, item.isEnabled ? .title : .dim),
        Span(item.detail, role),
      ])
      frame.put(self.row(line, selected: selected), row: row, column: 0, width: size.columns)
      frame.mark(.row(index), row: row, column: 0, width: size.columns)
      row += roomy ? 2 : 1
    }
    row += 1
    frame.put("Found on this machine", row: row, column: 3, style: Style(.title))
    for (label, value) in foundHere {
      row += 1
      guard row < size.rows - 3 else { return }
      frame.put(label, row: row, column: 5, style: Style(.dim))
      frame.put(value, row: row, column: 15, limit: size.columns - 17)
    }
  }

  private var foundHere: [(String, String)] {
    let account = [facts.account, facts.profile.map { "profile \($0)" }].compactMap { $0 }.joined(separator: ", ")
    return [
      ("AWS", account.isEmpty ? "not asked yet" : account),
      ("You are", facts.caller ?? "not asked yet"),
      ("Region", facts.region ?? (inputs.text("region").isEmpty ? "none chosen" : inputs.text("region"))),
      ("GitHub", facts.github ?? "no token found"),
      ("Answers", facts.setupFile ?? "none yet; will be \(facts.setupPath.inThisFolder)"),
      ("Log", facts.logFile ?? "none"),
    ]
  }
}
