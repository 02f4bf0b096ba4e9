import Checklist
import Prerequisites
import ScreenForm
import TextUI

extension Explanation {
  /// The page as lines of at most `width` columns.
  func lines(width: Int) -> [String] { page.flatMap { wrapped($0, width: width) } }

  private var page: [String] {
    var page: [String] = []
    func part(_ title: String, _ lines: [String]) {
      if !lines.isEmpty { page += ["", title] + lines.map { $0.isEmpty ? "" : "  " + $0 } }
    }
    if let check {
      page = ["\(check.id)  \(check.title)", "severity \(words(of: check)); step \(screen.id) (\(screen.title))"]
      part("Why it matters", [context.filled(check.why)])
    } else {
      page = ["\(screen.id)  \(screen.title)", "track \(screen.track)" + needs]
    }
    part("What it is", [running(screen.about)])
    if check == nil {
      part("Checks", screen.checks.map { "\($0.id)  \($0.severity.padded(to: 8))  \($0.title)" })
      part("Answers it uses", screen.fields.map { "\($0.key): \($0.help)" })
    }
    part("What onramp does", deeds)
    if let check { part("By hand", byHand(check)) }
    if let terraform = check?.terraform { part("Terraform", lines(of: context.filled(terraform))) }
    part("Permissions", permissions)
    part("Cost", [running(screen.cost)])
    part("Teardown", [running(screen.teardown)])
    part("Sources", screen.sources)
    return page
  }

  private var needs: String { screen.needs.isEmpty ? "" : "; needs \(screen.needs.joined(separator: ", "))" }

  private func words(of check: CheckText) -> String {
    check.uncertain ? "\(check.severity), a warning at most: no primary source confirms it" : check.severity
  }

  private var deeds: [String] {
    guard !commands.isEmpty else {
      return [check == nil ? "It looks and changes nothing." : "It cannot repair this by itself."]
    }
    let step = screen.id
    return ["It sends what these commands send:"] + commands.map { "  \($0)" }
      + ["onramp check --step \(step) prints them whole, with this account's values; onramp setup runs them."]
  }

  private func byHand(_ check: CheckText) -> [String] {
    guard let console = check.console else { return [] }
    return [context.filled(console.url)]
      + console.steps.enumerated().map { "\($0 + 1). \(context.filled($1))" }
  }

  private var permissions: [String] {
    let takings = rehearsal.takings.union(rehearsal.inspections.subtracting(rehearsal.looks))
    let rows = [
      ("to look", rehearsal.looks), (check == nil ? "to set up" : "to repair", Set(changes.flatMap(\.calls))),
      ("to take back", check == nil ? takings : []),
    ]
    return rows.flatMap { label, calls -> [String] in
      let needed = Explanation.permissions(calls)
      return (needed.aws.isEmpty ? [] : ["\(label): \(needed.aws.joined(separator: ", "))"])
        + (needed.github.isEmpty ? [] : ["\(label), GitHub: \(needed.github.joined(separator: "; "))"])
    }
  }

  /// Prose that the screen breaks where its file is wide enough, as one paragraph.
  private func running(_ text: String) -> String {
    context.filled(text).split(whereSeparator: \.isNewline).joined(separator: " ")
  }

  private func lines(of text: String) -> [String] {
    text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }
}

extension String {
  fileprivate func padded(to width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }
}
