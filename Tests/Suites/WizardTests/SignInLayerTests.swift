import Checklist
import Testing
import TextUI

@testable import Wizard

/// Who may sign in, on a page of its own behind a step that tells it.
@Suite struct SignInLayerTests {
  private static let table = SignInTable(
    rows: [
      SignInTable.Row(name: "job for branch main"),
      SignInTable.Row(name: "any repository on GitHub", stranger: "any-repository", check: "TRUST-05"),
      SignInTable.Row(name: "a pull request", stranger: "pull-request", check: "TRUST-10"),
    ],
    roles: [
      SignInTable.Role(arn: "arn:aws:iam::111122223333:role/ci/Deploy", policy: ["{", #"  "sub": "repo:*""#, "}"])
    ],
    cells: [
      [
        SignInTable.Cell(
          verdict: .admitted, subject: "repo:o/r:ref:refs/heads/main", reason: "statement 1", lines: 2...2)
      ],
      [
        SignInTable.Cell(
          verdict: .admitted, subject: "repo:stranger/app:x", reason: "statement 1 admits it", lines: 2...2)
      ],
      [SignInTable.Cell(verdict: .undecided, subject: "repo:o/r:pull_request", reason: "it depends", lines: nil)],
    ], notes: ["other roles of the account were not seen"])

  private static func player(_ columns: Int = 80) -> Player {
    var player = TwentySteps.player(columns, 24)
    for var report in TwentySteps.reports where report.step == "github-role" {
      report.signIns = table
      player.send(.report(report))
    }
    return player
  }

  @Test("the key acts on the step that tells, and on no other", arguments: [80, 120])
  func key(columns: Int) throws {
    var player = Self.player(columns)
    player.press("g", "w")
    #expect(player.model.place == .checks, "the first step tells nothing")
    let row = try #require(TwentySteps.steps.firstIndex { $0.id == "github-role" })
    for _ in 0..<row { player.press("j") }
    player.press("w")
    #expect(player.model.place == SignInLayer.place)
    player.press(.escape)
    #expect(player.model.place == .checks)
  }

  @Test("each says its verdict, what is wrong says why, and the lines that decide stand out")
  func lines() {
    let lines = SignInLayer(Self.table).lines(Self.player().model.shared)
    let texts = lines.map { ($0.spans + $0.right).map(\.text).joined(separator: " ") }
    func has(_ parts: String...) -> Bool { texts.contains { text in parts.allSatisfy(text.contains) } }
    #expect(has("Deploy", "arn:aws:iam::111122223333:role/ci/Deploy"))
    #expect(has("✓", "job for branch main", "is admitted", "line 2"))
    #expect(has("✗", "any repository on GitHub", "is admitted", "TRUST-05, line 2") && has("repo:stranger/app:x"))
    #expect(has("?", "a pull request", "may be admitted") && has("it depends"))
    #expect(has("Not known here: other roles of the account were not seen."))
    let marked = lines.flatMap(\.spans).filter { $0.style.underlined }.map(\.text)
    #expect(marked == [#"  "sub": "repo:*""#])
  }
}
