import Basics
import Checklist
import Files
import Glibc
import JSONDocument
import Wizard

/// The report of the last look around, for people and for machines.
enum ReportFiles {
  /// Writes `report.md` and `report.json` (0600) and returns their paths.
  static func write(_ report: CheckReport, in folder: String) throws(FileProblem) -> [String] {
    try Folder.make(folder)
    let files = [folder + "/report.md", folder + "/report.json"]
    try Hiding.hidden(MarkdownReport(report).text).write(toFile: files[0], mode: 0o600)
    try (Hiding.hidden(report.json.pretty) + "\n").write(toFile: files[1], mode: 0o600)
    return files
  }

  /// The last report, for the welcome page.
  static func last(in folder: String) -> LastReport? {
    guard let text = try? PlainFile.text(folder + "/report.md") else { return nil }
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    return LastReport(summary: lines.first { $0.hasPrefix("Checked ") } ?? "a report", text: lines)
  }
}
