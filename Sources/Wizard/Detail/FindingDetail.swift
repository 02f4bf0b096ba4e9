import Checklist
import TextUI

extension Detail {
  /// Everything about one finding, cause before cure.
  func lines(_ finding: Finding) -> [Line] {
    let isRoomy = width >= 72
    let right = (isRoomy ? finding.status.words + ", " : "") + "\(finding.severity.rawValue), \(finding.check)"
    var lines = heading(
      glyphs.mark(finding.status), finding.title, right: right,
      width: width - displayWidth(right) - glyphs.markWidth - 2)
    let (found, needed) = compared(finding.found, finding.needed)
    if !isRoomy { lines += labelled("Status", finding.status.words) }
    if let blocker = finding.blockedBy { lines += labelled("Waits for", blocker.rawValue) }
    lines += labelled("Found", found) + labelled("Needed", needed)
    if finding.status.needsAttention || finding.status == .notYet {
      lines += labelled("Why", finding.why)
    }
    lines += fixLines(finding)
    lines += labelled("Resource", finding.resource ?? "")
    for (index, source) in finding.lookedAt.enumerated() {
      lines += labelled(index == 0 ? "Looked at" : "", source, .dim)
    }
    return lines
  }

  /// The ways to repair it, each with its key.
  func fixLines(_ finding: Finding) -> [Line] {
    var lines: [Line] = []
    func add(_ key: String, _ text: String) {
      lines += labelled(lines.isEmpty ? "Fix" : "", [Span(key, .key), Span("  " + text)])
    }
    if let fix = finding.wizardFix {
      let care = fix.confidence == .safe ? "" : " (may touch what others use)"
      let changes = shared.allChanges.changes.filter { fix.keys.contains($0.key) }
      let words = changes.isEmpty ? fix.changes : changes.map { "\($0.title): \($0.summary)" }
      add("f", (shared.picks.holds(fix.keys) ? "take out of the plan: " : "") + words.joined(separator: "; ") + care)
    }
    if let fix = finding.commandFix {
      add("c", "command: " + (fix.commands.first?.prefix(3).joined(separator: " ") ?? ""))
    }
    if let fix = finding.consoleFix { add("o", fix.steps.first ?? fix.url) }
    if finding.terraform != nil { add("t", "Terraform") }
    return lines
  }
}
