import AWS
import Basics
import Checklist
import JSONDocument
import Prerequisites
import TextUI

/// What a person reads who has no screen: lines that are only ever added, without escapes.
public enum PlainText {
  /// A look around.
  public static func lines(_ report: CheckReport) -> [String] {
    let causes = Cause.wide(in: report.steps)
    let told = Set(causes.flatMap(\.hidden))
    var lines = causes.flatMap(self.lines)
    for step in report.steps where step.status != .skipped { lines += self.lines(step, told: told) }
    lines += self.lines(report.todos)
    let counts = Status.allCases.filter { report.count($0) > 0 }.map { $0.counted(report.count($0)) }
    lines.append("")
    lines.append("\(report.findings.count) checks: \(counts.joined(separator: ", "))")
    return lines
  }

  /// One step and what was found about it.
  /// - Parameter told: the findings whose cause was told already.
  static func lines(_ report: StepReport, told: Set<Finding> = []) -> [String] {
    let shown = report.findings.filter { $0.status != .skipped && !told.contains($0) }
    let hidden = report.findings.filter(told.contains).map(\.check.rawValue)
    return ["\(report.title) (\(report.step)): \(report.status.words)"] + shown.flatMap { lines($0) }
      + (hidden.isEmpty ? [] : wrapped("  unknown  \(hidden.joined(separator: ", ")): see above", width: 100))
  }

  /// One thing that hides several checks.
  private static func lines(_ cause: Cause) -> [String] {
    ["Could not look: \(cause.inWords)", "  It hides \(cause.hidden.count) checks. To do: \(cause.remedy)."]
      + (cause.policy.map { ["  As an IAM policy: \($0)"] } ?? []) + [""]
  }

  /// What is left to do, numbered, with the pages and the values.
  static func lines(_ todos: [Todo]) -> [String] {
    guard !todos.isEmpty else { return [] }
    return ["", "Do next:"] + todos.numbered(onramp: "onramp setup: ").map { "  " + $0 }
  }

  static func lines(_ finding: Finding) -> [String] {
    var lines = ["  \(finding.status.words)  \(finding.check)  \(finding.title)"]
    guard finding.status != .pass else { return lines }
    func add(_ label: String, _ text: String) { if !text.isEmpty { lines.append("        \(label): \(text)") } }
    add("Found", finding.found)
    add("Needed", finding.needed)
    if let blocker = finding.blockedBy { add("Waits for", blocker.rawValue) }
    if finding.status.needsAttention, finding.blockedBy == nil {
      lines += wrapped("        Why: \(finding.why)", width: 100)
    }
    for fix in finding.fixes {
      switch fix {
      case .wizard(_, _, let changes): add("Fix", "onramp setup: " + changes.joined(separator: "; "))
      case .commands(_, let commands, let files):
        for command in commands { add("Command", ShellWords.line(command)) }
        for file in files.sorted(by: { $0.key < $1.key }) {
          lines.append("        File \(file.key):")
          lines += file.value.split(separator: "\n").map { "          \($0)" }
        }
      case .console(let url, _): add("Console", url)
      case .terraform: add("Terraform", "onramp explain \(finding.check)")
      }
    }
    return lines
  }

  /// - Parameters:
  ///   - reservation: what keeps an empty plan from meaning that nothing is to be changed.
  ///   - most: lines of one change that are shown, where `onramp plan` shows the rest.
  static func lines(_ plan: Plan, reservation: String? = nil, most: Int = .max) -> [String] {
    guard !plan.isEmpty else { return [reservation.map { "No change is proposed: \($0)." } ?? "Nothing to change."] }
    return plan.changes.enumerated().flatMap { index, change in
      [
        "\(index + 1). \(sign(change)) \(change.title): \(change.summary)"
          + (change.madeByOnramp ? "" : " (not made by onramp)")
      ]
        + (change.calls.isEmpty ? [] : cut(difference(change.previous, change.wanted), most)).map { "     " + $0 }
    }
  }

  private static func cut(_ lines: [String], _ most: Int) -> [String] {
    lines.count <= most
      ? lines : lines.prefix(most) + ["… and \(lines.count - most) lines more: 'onramp plan' shows them"]
  }

  /// - Parameter isComplete: whether everything could be looked at.
  static func lines(_ inventory: Inventory, isComplete: Bool) -> [String] {
    guard !inventory.holdings.isEmpty else {
      return [
        isComplete
          ? "Nothing of this setup is in the account."
          : "Nothing of this setup was seen, and not everything could be looked at."
      ]
    }
    return inventory.holdings.flatMap { lines($0) }
  }

  static func lines(_ holding: Holding) -> [String] {
    let action =
      switch holding.action {
      case .remove: "delete"
      case .restore: "restore"
      case .handOver: "hand over"
      case .keep: "keep"
      }
    let unsafe =
      holding.unsafe.isEmpty
      ? "" : "; the previous value fails \(holding.unsafe.map(\.rawValue).joined(separator: ", "))"
    return ["\(action)  \(holding.title)  [\(holding.ownership.words)] \(holding.reason)\(unsafe)"]
  }

  /// Tells of one step of a run: results on stdout, what is on its way on stderr.
  static func tell(_ progress: Progress, titles: [ItemKey: String], isRemoval: Bool = false) {
    guard let line = line(progress, titles: titles, isRemoval: isRemoval) else { return }
    if case .underway = progress { Output.message(line) } else { Output.lines([line]) }
  }

  /// One step of a run, or nothing where there is nothing to say.
  static func line(_ progress: Progress, titles: [ItemKey: String], isRemoval: Bool = false) -> String? {
    func title(_ key: ItemKey) -> String { titles[key] ?? key.rawValue }
    switch progress {
    case .started: return nil
    case .alreadyDone(let key):
      return "kept  \(title(key)): " + (isRemoval ? "nothing to take back" : "stands as wanted already")
    case .underway(let work): return "wait  \(title(work.key)): \(work.words)\(Self.part(of: work))"
    case .done(let key): return "done  \(title(key))"
    case .failed(let key, let obstacle): return "failed  \(title(key)): \(obstacle.inWords)"
    case .left(let key, let because): return "left  \(title(key)): \(because)"
    }
  }

  /// What only a person can do, with the link.
  private static func part(of work: Underway) -> String {
    guard case .person(let link, let steps) = work.worker else { return "" }
    return "; \(steps.joined(separator: "; ")): \(link)"
  }

  /// The lines of two documents, those that go and those that come marked; what is far from both is left out.
  private static func difference(_ before: JSON, _ after: JSON) -> [String] {
    let pair = JSON.comparable(before, after)
    return Difference(from: pair.old, to: pair.new).folded().map { row in
      guard let row else { return "  …" }
      let sign =
        switch row.sign {
        case .same: "  "
        case .removed: "- "
        case .added: "+ "
        }
      return sign + row.text
    }
  }

  private static func sign(_ change: Change) -> String {
    switch change.kind {
    case .create: "+"
    case .update: "~"
    case .delete: "-"
    }
  }
}
