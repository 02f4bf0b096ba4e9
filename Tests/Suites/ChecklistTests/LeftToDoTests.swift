import Checklist
import JSONDocument
import Testing

/// What a look comes to in a line, what hid a part of it, and what is left to do.
@Suite struct LeftToDoTests {
  private static func finding(
    _ check: CheckID, _ status: Status, found: String = "", severity: Severity = .high, obstacle: Obstacle? = nil,
    after: CheckID? = nil, fixes: [Fix] = []
  ) -> Finding {
    Finding(
      check: check, step: "step", title: "Title of \(check)", status: status, severity: severity, found: found,
      blockedBy: after, obstacle: obstacle, fixes: fixes)
  }

  private static func report(_ findings: Finding..., shows: [CheckID] = [], changes: [Change] = []) -> StepReport {
    StepReport(step: "step", title: "Step", track: .access, shows: shows, findings: findings, changes: changes)
  }

  private static func met(
    _ kind: Obstacle.Kind, _ door: Door?, _ message: String = "", permission: String? = nil,
    host: String? = nil
  ) -> Obstacle {
    var obstacle = Obstacle(kind, message, permission: permission, host: host)
    (obstacle.door, obstacle.operation) = (door, "Operation")
    return obstacle
  }

  private static let console = Fix.console(url: "https://console.example", steps: ["Accept the handshake.", "Wait."])

  @Test func whatIsRemindedOfIsLeftThoughNothingIsWrong() {
    var report = Self.report(Self.finding("A-01", .pass))
    let todo = Todo(.person, "Take it out, from 2026-12-06 on", value: "onramp migrate immutable-subjects")
    #expect(Todo.left(of: [report]).isEmpty)
    report.reminders = [todo]
    #expect(Todo.left(of: [report]) == [todo])
    #expect(report.with([]).reminders == [todo], "findings that are read otherwise are no other reminders")
  }

  // MARK: In one line

  private static let states: [(StepReport, String)] = [
    (
      report(
        finding("A-01", .pass, found: "arn:aws:iam::1:role/service-role/R"), finding("A-02", .pass, found: "x"),
        finding("A-03", .pass, found: "x"), shows: ["A-01", "A-03", "A-02"]), "R, x"
    ),
    (report(finding("A-01", .pass), finding("A-02", .pass)), "2 checks pass"),
    (
      report(
        finding("A-01", .warn, found: "wide"), finding("A-02", .fail, found: "low\nmore", severity: .high),
        finding("A-03", .fail, found: "worst", severity: .critical)), "2 problems: worst"
    ),
    (report(finding("A-01", .warn, found: "wide"), finding("A-02", .pass)), "1 warning: wide"),
    (
      report(finding("A-01", .unknown, obstacle: met(.denied, .aws(.iam), permission: "iam:GetRole"))),
      "1 unknown: needs iam:GetRole"
    ),
    (report(finding("A-01", .blocked, after: "B-01"), finding("A-02", .pass)), "waits for B-01"),
    (report(finding("A-01", .notYet, found: "pending", fixes: [console])), "waits for you: Accept the handshake."),
    (report(finding("A-01", .notYet, found: "no use known")), "not yet: no use known"),
    (report(finding("A-01", .skipped, found: "by OIDC")), "by OIDC"),
  ]

  @Test(arguments: states) func aStepIsToldInTheAccountsOwnValues(_ report: StepReport, _ wanted: String) {
    #expect(report.state == wanted)
  }

  // MARK: Causes

  @Test func oneCauseIsSaidOnce() {
    let dead = (1...3).map { number in
      Self.finding(
        CheckID(rawValue: "A-0\(number)"), .unknown,
        obstacle: Self.met(.unreachable, .aws(.iam), "no route to host", host: "h\(number % 2).example"))
    }
    let denied = [
      Self.finding("B-01", .unknown, obstacle: Self.met(.denied, .aws(.s3), permission: "s3:GetBucketCORS")),
      Self.finding("B-02", .unknown, obstacle: Self.met(.denied, .aws(.s3), permission: "s3:GetBucketTagging")),
      Self.finding("B-03", .unknown, obstacle: Self.met(.denied, .aws(.iam), permission: "iam:GetRole")),
    ]
    let causes = Cause.all(in: [Self.report(dead[0], denied[0], dead[1]), Self.report(dead[2], denied[1], denied[2])])
    #expect(causes.map(\.hidden.count) == [3, 2, 1])
    #expect(causes[0].inWords == "h0.example, h1.example cannot be reached: no route to host")
    #expect(causes[0].policy == nil)
    #expect(causes[1].inWords == "s3 denies s3:GetBucketCORS, s3:GetBucketTagging")
    #expect(causes[1].policy?.contains(#"["s3:GetBucketCORS","s3:GetBucketTagging"]"#) == true)
  }

  @Test func whatGitHubDeniesIsNoPolicyOfIAM() {
    let denied = Self.finding(
      "G-01", .unknown, obstacle: Self.met(.denied, .github, permission: "Administration: read"))
    let cause = Cause.all(in: [Self.report(denied)]).first
    #expect(cause?.policy == nil)
    #expect(cause?.remedy == "give the token Administration: read, then look again")
  }

  @Test func aNameFromOutsideEndsNoTextOfThePolicy() throws {
    let odd = ["a:B\"], \"Resource\": \"x", "c:D"]
    let findings = odd.enumerated().map { index, name in
      Self.finding(
        CheckID(rawValue: "A-0\(index)"), .unknown, obstacle: Self.met(.denied, .aws(.iam), permission: name))
    }
    let policy = try #require(Cause.wide(in: [Self.report(findings[0], findings[1])]).first?.policy)
    #expect(try JSON(parsing: policy)["Statement"]?[0]?["Action"]?.strings == odd.sorted())
  }

  // MARK: Do next

  @Test func aCommandIsPrintedAsAShellTakesIt() {
    let fix = Fix.commands(.safe, commands: [["aws", "iam", "tag", "my role; x"]], files: [:])
    let left = Todo.left(of: [Self.report(Self.finding("A-01", .fail, found: "x", fixes: [fix]))])
    #expect(left.map(\.value) == ["aws iam tag 'my role; x'"])
  }

  @Test func whatIsLeftStandsInTheOrderInWhichItIsDone() {
    let unseen = ["A-01", "A-02"].map {
      Self.finding(CheckID(rawValue: $0), .unknown, obstacle: Self.met(.notSignedIn, .aws(.sts), "expired"))
    }
    let first = Self.report(
      unseen[0], unseen[1],
      Self.finding("A-03", .fail, found: "x", fixes: [.wizard(.safe, keys: ["step/a"], changes: []), Self.console]),
      changes: [Self.change("step/a", "A-03"), Self.change("step/b", "A-04")])
    let second = Self.report(
      Self.finding("B-01", .blocked, after: "A-03"), Self.finding("B-02", .notYet, found: "no use known"),
      Self.finding("B-03", .fail, found: "y", fixes: [Self.console]), Self.finding("B-04", .pass))
    let left = Todo.left(
      of: [first, second], afterwards: ["revoke the old token"],
      later: [Todo(.person, "Deploy", link: "https://d.example")])
    #expect(
      left.map(\.what) == [
        "AWS does not accept the credentials: expired: sign in to AWS again (aws sso login, or new keys), then look again",
        "Agree to: Thing step/a and 1 more change", "B-03 Title of B-03: Accept the handshake",
        "revoke the old token", "Deploy",
      ])
    #expect(left.map(\.doer) == [Todo.Doer.person, .onramp, .person, .person, .person])
    #expect(left[2].inWords == "B-03 Title of B-03: Accept the handshake: https://console.example")
  }

  @Test func nothingIsLeftWhereEverythingPasses() {
    #expect(Todo.left(of: [Self.report(Self.finding("A-01", .pass), Self.finding("A-02", .skipped))]).isEmpty)
  }

  private static func change(_ key: ItemKey, _ check: CheckID) -> Change {
    Change(
      key: key, step: "step", kind: .create, resource: "r", title: "Thing \(key.rawValue)", summary: "",
      call: Call(.iam, "CreateRole"), wanted: .null, undo: .never(because: "a test"), repairs: [check])
  }
}
