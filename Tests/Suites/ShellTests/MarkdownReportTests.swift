import Checklist
import JSONDocument
import Testing

@testable import Shell

@Suite struct MarkdownReportTests {
  private static func text(_ findings: [Finding]) -> String { MarkdownReport(ReportTests.report(findings)).text }

  @Test func itSaysWhoLookedWhatIsWrongAndHowItIsMendedInThatOrder() {
    let text = Self.text([
      ReportTests.finding(.pass, "ENV-01"), ReportTests.finding(.warn, "GH-02"),
      ReportTests.finding(.fail, "GH-01", fixes: ReportTests.fixes), ReportTests.finding(.accepted, "GH-03"),
    ])
    let parts = [
      "Checked 2026-11-21T09:00:00Z: 1 pass, 1 fail, 1 warning, 1 accepted", "| Looked as | `arn:c` |",
      "**1 of 4 checks do not hold**", "## What to do", "### GH-01 It holds", "- Found: `f`", "- Needed: `n`",
      "- Why: w.", "onramp makes it right: `iam:UpdateAssumeRolePolicy R`", "`p.json`:", "aws iam x file://p.json",
      "By hand: <https://x>", "1. Open it.", "As Terraform:", "### GH-02", "## Accepted", "## Every check",
      "| ENV-01 | pass | It holds | `f` |",
    ]
    var rest = text[...]
    for part in parts {
      guard let range = rest.firstRange(of: part) else {
        Issue.record("\(part) is missing or too early in\n\(text)")
        return
      }
      rest = rest[range.upperBound...]
    }
  }

  @Test func whereNothingIsWrongItSaysSo() {
    let text = Self.text([ReportTests.finding(.pass)])
    #expect(text.contains("**Nothing required is wrong.**") && !text.contains("## What to do"))
  }

  @Test func whoMaySignInIsATableForEachRole() {
    let table = SignInTable(
      rows: [
        SignInTable.Row(name: "job for branch main"),
        SignInTable.Row(name: "any repository", stranger: "any-repository", check: "TRUST-05"),
      ], roles: [SignInTable.Role(arn: "arn:aws:iam::111122223333:role/R", policy: ["{}"], isOwn: true)],
      cells: [
        [SignInTable.Cell(verdict: .refused, subject: "s", reason: "a|b", lines: nil)],
        [SignInTable.Cell(verdict: .admitted, subject: "s", reason: "by sub", lines: 1...1)],
      ], notes: ["others"])
    var step = StepReport(
      step: "github-role", title: "Role", track: .access, findings: [ReportTests.finding(.pass)], changes: [])
    step.signIns = table
    let report = ReportTests.report([]).with([step])
    let text = MarkdownReport(report).text
    #expect(text.contains("## Who may sign in") && text.contains("- Not known here: others."))
    #expect(text.contains("| job for branch main | **is refused** | `a\\|b` |"))
    #expect(text.contains("| any repository (TRUST-05) | **is admitted** | `by sub` |"))
    #expect(report.json["matrix"]?["rows"]?[1]?["cells"]?[0]?["lines"] == [1, 1])
    #expect(report.json["matrix"]?["rows"]?[0]?["stranger"] == .null)
  }

  /// A value of the account ends neither a cell, nor a line, nor a block of code.
  @Test func aValueCannotBreakThePage() {
    let hostile = "a|b\n# Title\n```\n</details>`x`"
    let fixes: [Fix] = [.commands(.safe, commands: [["aws", hostile]], files: ["f": hostile])]
    let text = Self.text([ReportTests.finding(.fail, found: hostile, fixes: fixes)])
    let lines = text.split(separator: "\n").map(String.init)
    #expect(!lines.contains { $0.hasPrefix("# Title") && !text.contains("````") })
    #expect(lines.count { $0 == "````" } == 4, "a block is fenced by more backticks than it holds")
    #expect(lines.contains { $0.hasPrefix("| GH-01 | fail |") && $0.contains("a\\|b") && $0.hasSuffix("|") })
  }
}

@Suite struct PlanScriptTests {
  private static func script(_ title: String, _ commands: [[String]], _ files: [String: String] = [:]) -> PlanScript {
    PlanScript([PlanScript.Part(title, (commands, files))])
  }

  @Test func itWritesItsFilesAndQuotesItsWords() {
    let script = Self.script(
      "Bucket b", [["aws", "s3api", "x", "it's; rm -rf /"]], ["a b.json": "{\"$HOME\": \"`id`\"}"])
    #expect(
      script.text == """
        #!/bin/sh
        set -eu
        folder=$(mktemp -d)
        trap 'rm -rf "$folder"' EXIT
        cd "$folder"

        # 1. Bucket b
        cat > 'a b.json' <<'END'
        {"$HOME": "`id`"}
        END
        aws s3api x 'it'\\''s; rm -rf /'
        """)
  }

  /// A line that looks like the end of the document must not end it: what follows would be run.
  @Test func aDocumentCannotBreakOutOfItsScript() {
    let lines = Self.script("t", [["aws", "x"]], ["f": "a\nEND\nrm -rf /"]).text.split(separator: "\n")
    let marker = lines.first { $0.hasPrefix("cat > f") }?.split(separator: "'").last
    #expect(lines.count { $0 == marker } == 1)
  }

  @Test func aTitleCannotEndItsComment() {
    let lines = Self.script("a\nrm -rf /", [["aws", "x"]]).text.split(separator: "\n")
    #expect(!lines.contains { $0.hasPrefix("rm") })
  }

  @Test func whatNoCommandDoesIsNamed() {
    let script = PlanScript([PlanScript.Part("Connection c", nil), PlanScript.Part("Bucket b", ([["aws", "x"]], [:]))])
    #expect(script.left == ["Connection c"])
    #expect(script.text.contains("# 1. Connection c\n# no command does this\n\n# 2. Bucket b\naws x"))
  }
}
