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
      SignInTable.Role(
        arn: "arn:aws:iam::111122223333:role/ci/Deploy", policy: ["{", #"  "sub": "repo:*""#, "}"], isOwn: true)
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

  @Test("no verdict is cut, however long the name before it is", arguments: [60, 80, 120])
  func narrow(columns: Int) {
    let long = SignInTable(
      rows: [SignInTable.Row(name: String(repeating: "long ", count: 40), stranger: "any-repository")],
      roles: [SignInTable.Role(arn: "arn:aws:iam::111122223333:role/R", policy: ["{}"], isOwn: true)],
      cells: [[SignInTable.Cell(verdict: .refused, subject: "s", reason: "r", lines: 1...1)]])
    let shared = Self.player(columns).model.shared
    let line = SignInLayer(long).lines(shared).first { $0.spans.contains { $0.text == "is refused" } }
    let used = (line?.spans ?? []).map(\.text.count).reduce(0, +) + (line?.right ?? []).map(\.text.count).reduce(0, +)
    #expect(line != nil && used < shared.layout.textWidth)
  }

  @Test("a job that another's role refuses is no fault, and what is undecided is none either")
  func standings() {
    func standing(_ verdict: SignInTable.Verdict, stranger: String?, isOwn: Bool) -> SignInTable.Standing {
      SignInTable(
        rows: [SignInTable.Row(name: "r", stranger: stranger)],
        roles: [SignInTable.Role(arn: "a", policy: [], isOwn: isOwn)],
        cells: [[SignInTable.Cell(verdict: verdict, subject: "s", reason: "r", lines: nil)]]
      ).standing(row: 0, role: 0)
    }
    #expect(standing(.refused, stranger: nil, isOwn: true) == .wrong)
    #expect(standing(.admitted, stranger: nil, isOwn: true) == .right)
    for verdict in SignInTable.Verdict.allCases {
      #expect(standing(verdict, stranger: nil, isOwn: false) == .notOurs)
    }
    for isOwn in [true, false] {
      #expect(standing(.admitted, stranger: "s", isOwn: isOwn) == .wrong)
      #expect(standing(.refused, stranger: "s", isOwn: isOwn) == .right)
      #expect(standing(.undecided, stranger: "s", isOwn: isOwn) == .open)
    }
  }

  @Test("each says its verdict, what is wrong says why, and the lines that decide stand out")
  func lines() {
    let lines = SignInLayer(Self.table).lines(Self.player().model.shared)
    let texts = lines.map { ($0.spans + $0.right).map(\.text).joined(separator: " ") }
    func has(_ parts: String...) -> Bool { texts.contains { text in parts.allSatisfy(text.contains) } }
    #expect(texts.starts(with: ["Deploy", "arn:aws:iam::111122223333:role/ci/Deploy"]))
    #expect(has("✓", "job for branch main", "is admitted", "line 2"))
    #expect(has("✗", "any repository on GitHub", "is admitted", "TRUST-05, line 2") && has("repo:stranger/app:x"))
    #expect(has("?", "a pull request", "may be admitted") && has("it depends"))
    #expect(has("Not known here: other roles of the account were not seen."))
    let marked = lines.flatMap(\.spans).filter { $0.style.underlined }.map(\.text)
    #expect(marked == [#"  "sub": "repo:*""#])
  }
}
