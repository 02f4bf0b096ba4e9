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
    part("What onramp does", [deed])
    if let changes = screen.changes { part("What it may make or change", [running(changes)]) }
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

  private var deed: String {
    screen.permissions.change.isEmpty
      ? "It looks and changes nothing."
      : "onramp check --step \(screen.id) prints the commands that repair what it finds, with this account's values; "
        + "onramp setup runs them."
  }

  private func byHand(_ check: CheckText) -> [String] {
    guard let console = check.console else { return [] }
    return [context.filled(console.url)]
      + console.steps.enumerated().map { "\($0 + 1). \(context.filled($1))" }
  }

  /// Each list adds to those above it: nothing is changed or taken back without looks, and what was changed is put
  /// back by the calls that change.
  private var permissions: [String] {
    let rows = [
      ("to look", screen.permissions.look), ("to set up", screen.permissions.change),
      ("to take back", screen.permissions.remove),
    ]
    let note = screen.permissions.change.isEmpty ? [] : ["Each list adds to those before it."]
    return note
      + rows.flatMap { label, all -> [String] in
        let (github, aws) = (all.filter { $0.hasPrefix("GitHub ") }, all.filter { !$0.hasPrefix("GitHub ") })
        return (aws.isEmpty ? [] : ["\(label): \(aws.joined(separator: ", "))"])
          + (github.isEmpty ? [] : ["\(label), GitHub: \(github.map { $0.dropFirst(7) }.joined(separator: "; "))"])
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
  func padded(to width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }
}
