import AWS
import Basics
import Checklist
import TextUI

/// A look around as a page one would file in a ticket: what was looked at and by whom, what is wrong and how it
/// is mended, what was accepted and by whose word, and what holds.
struct MarkdownReport {
  let report: CheckReport

  init(_ report: CheckReport) { self.report = report }

  var text: String {
    let lines = head + verdict + causes + leftForYou + doNext + problems + accepted + notYet + signIns + table
    return lines.joined(separator: "\n") + "\n"
  }

  private var head: [String] {
    let counts = Status.allCases.filter { report.count($0) > 0 }.map { $0.counted(report.count($0)) }
    return [
      "# onramp: \(report.setup.name)", "",
      "Checked \(Clock.timestamp(report.started)): \(counts.joined(separator: ", "))", "",
      "| | |", "|---|---|", "| Account | \(report.account ?? "unknown"), \(report.region) |",
      "| Repository | \(cell(inline(report.setup.fullName))) |",
      "| Looked as | \(report.caller.map { cell(inline($0)) } ?? "nobody signed in") |",
      "| Took | \(report.requests) requests, \(Clock.hundredths(report.seconds)) s, onramp \(report.version) |", "",
    ]
  }

  private var verdict: [String] {
    let wrong = report.count(.fail) + report.count(.crash)
    let unseen = report.count(.unknown) + report.count(.blocked)
    if wrong == 0, unseen == 0 { return ["**Nothing required is wrong.**", ""] }
    var words: [String] = []
    if wrong > 0 { words.append("\(wrong) of \(report.findings.count) checks do not hold") }
    if unseen > 0 { words.append("\(unseen) could not be decided") }
    return ["**\(words.joined(separator: ", "))**", ""]
  }

  /// What was changed leaves something that only a person can do.
  private var leftForYou: [String] {
    guard !report.afterwards.isEmpty else { return [] }
    return ["## Left for you", ""] + report.afterwards.map { "- [ ] \(cleaned($0))" } + [""]
  }

  /// What keeps several looks from being made, said once.
  private var causes: [String] {
    Cause.wide(in: report.steps).flatMap { cause in
      [
        "**Could not look: \(cleaned(cause.inWords))**", "",
        "It hides \(cause.hidden.count) checks. To do: \(cleaned(cause.remedy)).", "",
      ]
        + (cause.policy.map(block) ?? [])
    }
  }

  /// What is left until the first deployment, in its order.
  private var doNext: [String] {
    let left = report.todos.filter { !report.afterwards.contains($0.what) }
    guard !left.isEmpty else { return [] }
    let lines = left.enumerated().flatMap { index, todo in
      ["\(index + 1). \(todo.doer == .onramp ? "`onramp setup`: " : "")\(cleaned(todo.what))"]
        + (todo.link.map { ["   <\(cleaned($0))>"] } ?? []) + (todo.value.map { ["   \(inline($0))"] } ?? [])
    }
    return ["## Do next", ""] + lines + [""]
  }

  /// What is wrong, the worst first; in each the same order in which a person asks.
  private var problems: [String] {
    let order: [Status] = [.crash, .fail, .unknown, .warn, .blocked]
    let wrong = order.flatMap { status in report.findings.filter { $0.status == status } }
    guard !wrong.isEmpty else { return [] }
    return ["## What to do", ""] + wrong.flatMap(section)
  }

  private func section(_ finding: Finding) -> [String] {
    var lines = ["### \(finding.check) \(finding.title)", ""]
    lines.append("\(finding.status.words), \(finding.severity.rawValue); step \(finding.step)")
    func add(_ label: String, _ text: String) { if !text.isEmpty { lines += ["- \(label): \(inline(text))"] } }
    lines.append("")
    add("On", finding.resource ?? "")
    add("Found", finding.found)
    add("Needed", finding.needed)
    if let blocker = finding.blockedBy { lines.append("- Waits for \(blocker)") }
    if finding.blockedBy == nil, !finding.why.isEmpty { lines.append("- Why: \(finding.why)") }
    add("Looked at", finding.lookedAt.joined(separator: "; "))
    return lines + [""] + finding.fixes.flatMap(way)
  }

  private func way(_ fix: Fix) -> [String] {
    switch fix {
    case .wizard(_, _, let changes): ["onramp makes it right: \(inline(changes.joined(separator: "; ")))", ""]
    case .commands(_, let commands, let files):
      ["By command:", ""] + files.sorted { $0.key < $1.key }.flatMap { ["`\($0.key)`:", ""] + block($0.value) }
        + block(commands.map { ShellWords.line($0) }.joined(separator: "\n"))
    case .console(let url, let steps):
      ["By hand: <\(url)>", ""] + steps.enumerated().map { "\($0 + 1). \(cleaned($1))" } + [""]
    case .terraform(let text): ["As Terraform:", ""] + block(text)
    }
  }

  private var accepted: [String] {
    let found = report.findings.filter { $0.status == .accepted }
    guard !found.isEmpty else { return [] }
    return ["## Accepted", ""] + found.map { "- \($0.check) \($0.title): \(inline($0.found))" } + [""]
  }

  private var notYet: [String] {
    let found = report.findings.filter { $0.status == .notYet }
    guard !found.isEmpty else { return [] }
    return ["## Not yet", ""] + found.map { "- \($0.check) \($0.title): \(inline($0.found))" } + [""]
  }

  /// Who may sign in, a table for each role.
  private var signIns: [String] {
    guard let table = report.steps.lazy.compactMap(\.signIns).first else { return [] }
    let roles = table.roles.indices.flatMap { role in
      ["### \(cell(inline(table.roles[role].name)))", "", "| who | verdict | by |", "|---|---|---|"]
        + table.rows.indices.map { row in
          let one = table.cells[row][role]
          let isWrong = table.standing(row: row, role: role) == .wrong
          let verdict = isWrong ? "**\(one.verdict.inWords)**" : one.verdict.inWords
          let check = isWrong ? table.rows[row].check.map { " (\($0.rawValue))" } ?? "" : ""
          return "| \(cell(cleaned(table.rows[row].name)))\(check) | \(verdict) | \(cell(inline(one.reason))) |"
        } + [""]
    }
    let notes = table.notes.map { "- Not known here: \(cleaned($0))." }
    return ["## Who may sign in", ""] + roles + notes + (notes.isEmpty ? [] : [""])
  }

  private var table: [String] {
    ["## Every check", "", "| check | status | what holds | found |", "|---|---|---|---|"]
      + report.findings.filter { $0.status != .skipped }.map { finding in
        let found = finding.found.isEmpty ? "" : cell(inline(finding.found))
        return "| \(finding.check) | \(finding.status.words) | \(finding.title) | \(found) |"
      }
  }

  private func cell(_ text: String) -> String { Markdown.cell(text) }
  private func inline(_ text: String) -> String { Markdown.inline(text) }
  private func block(_ text: String) -> [String] { Markdown.block(text) }
}
