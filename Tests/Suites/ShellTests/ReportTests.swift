import Basics
import Checklist
import JSONDocument
import Prerequisites
import ScreenForm
import Screens
import TestAccount
import TestBench
import Testing
import TextUI
import Transport

@testable import Shell

@Suite struct ReportTests {
  static let fixes: [Fix] = [
    .wizard(.check, keys: ["s/x"], changes: ["iam:UpdateAssumeRolePolicy R"]),
    .commands(.safe, commands: [["aws", "iam", "x", "file://p.json"]], files: ["p.json": "{}"]),
    .console(url: "https://x", steps: ["Open it."]), .terraform("resource \"x\" \"y\" {}"),
  ]

  static func finding(_ status: Status, _ check: CheckID = "GH-01", found: String = "f", fixes: [Fix] = []) -> Finding {
    Finding(
      check: check, step: "domain", title: "It holds", status: status, severity: .high, resource: "arn:x",
      lookedAt: ["sts:X"],
      found: found, needed: "n", why: "w.", blockedBy: status == .blocked ? "ENV-01" : nil, fixes: fixes)
  }

  static func report(_ findings: [Finding], _ changes: [Change] = []) -> CheckReport {
    CheckReport(
      version: "0.1.0", setup: Account.setup(), account: "111122223333", partition: "aws", region: "us-east-1",
      caller: "arn:c",
      started: 1_795_251_600, seconds: 0.409, requests: 37,
      steps: [StepReport(step: "domain", title: "Domain", track: .project, findings: findings, changes: changes)])
  }

  @Test func theObjectHasTheContractsMembersInTheContractsOrder() {
    let json = Self.report([Self.finding(.fail, fixes: Self.fixes), Self.finding(.blocked)]).json
    #expect(
      json.object?.names == [
        "schema", "onramp", "setup", "account", "region", "partition", "caller", "started", "seconds", "requests",
        "counts", "steps",
      ])
    #expect(
      json["schema"] == "onramp.check/1" && json["started"] == "2026-11-21T09:00:00Z"
        && json["seconds"] == .number("0.41"))
    #expect(json["counts"]?.object?.names.sorted() == Status.allCases.map(\.rawValue).sorted())
    #expect(json["counts"]?["fail"] == 1 && json["counts"]?["pass"] == 0)
    let step = json["steps"]?[0]
    #expect(step?.object?.names == ["id", "title", "track", "status", "checks"] && step?["status"] == "fail")
    let check = step?["checks"]?[0]
    #expect(
      check?.object?.names == [
        "id", "title", "status", "severity", "resource", "looked_at", "found", "needed", "why", "blocked_by", "fixes",
      ])
    #expect(check?["blocked_by"] == .null && step?["checks"]?[1]?["blocked_by"] == "ENV-01")
    #expect(
      check?["fixes"] == [
        ["kind": "wizard", "confidence": "check", "changes": ["iam:UpdateAssumeRolePolicy R"]],
        [
          "kind": "cli", "confidence": "safe", "commands": [["aws", "iam", "x", "file://p.json"]],
          "files": ["p.json": "{}"],
        ],
        ["kind": "console", "confidence": "manual", "url": "https://x", "steps": ["Open it."]],
        ["kind": "terraform", "confidence": "manual", "text": "resource \"x\" \"y\" {}"],
      ])
  }

  @Test func whatCouldNotBeLookedAtSaysWhyInFields() {
    let obstacle = Obstacle(
      .denied, "not authorized", code: "AccessDenied", permission: "iam:GetRole", requestID: "r-1",
      host: "iam.amazonaws.com", status: 403
    ).met(by: Call(.iam, "GetRole"))
    func json(_ status: Status, _ obstacle: Obstacle) -> JSON {
      Finding(
        check: "GH-01", step: "domain", title: "t", status: status, severity: .high, obstacle: obstacle
      ).json
    }
    #expect(
      json(.unknown, obstacle)["obstacle"] == [
        "kind": "denied", "service": "iam", "operation": "GetRole", "code": "AccessDenied",
        "permission": "iam:GetRole", "message": "not authorized", "request_id": "r-1",
      ])
    #expect(json(.unknown, .cancelled)["obstacle"] == ["kind": "cancelled"], "what does not apply is absent")
    #expect(json(.crash, .unexpected("x"))["obstacle"] == nil)
  }

  @Test func noSecretOfTheRunStaysInAnyTextOfAnObstacle() {
    let text = "a canary-secret b"
    let told = Obstacle(.refused, text, code: text, permission: text, requestID: text, host: text, status: 1)
    _ = Secret("canary-secret")
    let cleaned = told.met(by: Call(.iam, "GetRole")).mapTexts { Hiding.hidden($0) }
    #expect(!"\(cleaned)".contains("canary"))
    #expect(cleaned.message == "a … b" && cleaned.host == "a … b" && cleaned.operation == "GetRole")
  }

  @Test func whatIsNotKnownIsNullAndNotMissing() {
    let report = CheckReport(
      version: "0", setup: Setup(), account: nil, partition: "aws", region: "r", caller: nil, started: 0, seconds: 0,
      requests: 0, steps: [])
    #expect(report.json["account"] == .null && report.json["caller"] == .null)
  }

  struct Row: Sendable {
    let findings: [(Status, CheckID)]
    let code: Int32
    var strict: Int32?
  }

  @Test(arguments: [
    Row(findings: [], code: 0), Row(findings: [(.pass, "X-01")], code: 0), Row(findings: [(.skipped, "X-01")], code: 0),
    Row(findings: [(.pass, "X-01"), (.notYet, "X-02")], code: 0),
    Row(findings: [(.pass, "X-01"), (.accepted, "X-02")], code: 0),
    Row(findings: [(.pass, "X-01"), (.warn, "X-02")], code: 0, strict: 3), Row(findings: [(.fail, "X-01")], code: 3),
    Row(findings: [(.pass, "X-01"), (.unknown, "X-02")], code: 3),
    Row(findings: [(.pass, "X-01"), (.blocked, "X-02")], code: 3),
    Row(findings: [(.fail, "X-01"), (.unknown, "X-02")], code: 3),
    Row(findings: [(.unknown, "X-01"), (.unknown, "X-02")], code: 4),
    Row(findings: [(.unknown, "X-01"), (.blocked, "X-02"), (.skipped, "X-03")], code: 4),
    Row(findings: [(.unknown, "X-01"), (.pass, "ENV-04")], code: 4),
    Row(findings: [(.fail, "ENV-01"), (.blocked, "X-01")], code: 4),
    Row(findings: [(.fail, "ENV-02"), (.pass, "ENV-01")], code: 4),
    Row(findings: [(.fail, "ENV-03"), (.pass, "ENV-01")], code: 3),
    Row(findings: [(.crash, "X-01"), (.pass, "X-02")], code: 1),
    Row(findings: [(.crash, "X-01"), (.fail, "ENV-01")], code: 1),
  ]) func theExitCodeIsTheContracts(_ row: Row) {
    let report = Self.report(row.findings.map { Self.finding($0.0, $0.1) })
    #expect(report.exitCode(strict: false) == row.code)
    #expect(report.exitCode(strict: true) == row.strict ?? row.code)
  }

  @Test func anAcceptedWarningIsMarkedUntilItsDayAndNothingElseIs() {
    let step = Self.report([Self.finding(.warn, "S3-17"), Self.finding(.fail, "S3-01"), Self.finding(.warn, "S3-08")])
      .steps[0]
    let accepted = Setup([
      "accepted": [
        ["check": "S3-17", "reason": "two admins", "until": "2027-02-01"], ["check": "S3-01", "reason": "no"],
        ["check": "S3-99", "reason": "no"],
      ]
    ])
    #expect(step.accepting(accepted, on: "2027-02-01").findings.map(\.status) == [.accepted, .fail, .warn])
    #expect(step.accepting(accepted, on: "2027-02-02").findings.map(\.status) == [.warn, .fail, .warn])
    #expect(step.accepting(accepted, on: "2027-01-01").findings[0].found == "f (accepted until 2027-02-01: two admins)")
  }

  @Test func theWholeReportOfAnAccountListsEveryStepAndEveryCheck() async throws {
    let bench = try Bench()
    let checkup = Checkup(
      bench.prerequisites, wanted: bench.prerequisites.wanted(tracks: [.access]), world: bench.world(),
      context: try bench.context(),
      barrier: nil, render: { _ in nil })
    let report = Self.report([]).with(await checkup.all())
    #expect(report.json["steps"]?.array?.compactMap { $0["id"]?.string } == Screens.all.map(\.id))
    for (step, screen) in zip(report.json["steps"]?.array ?? [], Screens.all) {
      #expect(step["checks"]?.array?.compactMap { $0["id"]?.string }.sorted() == screen.checks.map(\.id).sorted())
      for check in step["checks"]?.array ?? [] where check["status"] == "pass" {
        #expect(check["looked_at"]?.array?.isEmpty == false)
      }
    }
    let total = Status.allCases.reduce(0) { $0 + report.count($1) }
    #expect(total == report.findings.count)
    #expect(report.steps.filter { $0.track == .project }.allSatisfy { $0.status == .skipped })
  }
}

@Suite struct PlanReportTests {
  @Test func aPlanHasTheContractsShape() async throws {
    let bench = try Bench()
    let plan = try await bench.plan()
    let json = PlanReport.json(plan)
    #expect(json.object?.names == ["schema", "changes"] && json["schema"] == "onramp.plan/1")
    let changes = try #require(json["changes"]?.array)
    #expect(changes.compactMap { $0["id"]?.integer } == Array(1...plan.changes.count))
    for (json, change) in zip(changes, plan.changes) {
      #expect(
        json.object?.names == [
          "id", "step", "kind", "made_by_onramp", "summary", "calls", "undo", "after", "cost", "confidence",
        ])
      #expect(
        ["create", "update", "delete"].contains(json["kind"]?.string)
          && ["safe", "check"].contains(json["confidence"]?.string))
      #expect(json["calls"]?[0]?.object?.names == ["service", "operation", "input"])
      #expect(json["calls"]?[0] == change.calls[0].json)
      #expect(change.needsSecret == json["calls"]?[0]?.compact.contains("<secret>"))
      // What it comes after stands before it.
      for number in json["after"]?.array ?? [] { #expect((number.integer ?? 99) < (json["id"]?.integer ?? 0)) }
    }
    #expect(changes.contains { $0["after"]?.array?.isEmpty == false })
  }

  @Test func aTeardownIsAPlanOfTheSameShapeWithWhatGoesOnly() async throws {
    let bench = try Bench()
    _ = try await bench.apply(bench.plan())
    let inventory = try await bench.inventory()
    let changes = try #require(PlanReport.json(inventory)["changes"]?.array)
    #expect(changes.count == inventory.going.count && changes.count == 9)
    #expect(
      changes.map { $0["kind"] } == ["update"] + [JSON](repeating: "delete", count: 5) + ["update", "delete", "delete"])
    #expect(
      changes.map { $0["made_by_onramp"] } == [false] + [JSON](repeating: true, count: 5) + [false, true, true])
    #expect(changes[4]["after"] == [1, 2, 3, 4])
  }
}

@Suite struct PlainTextTests {
  /// What an account may hold to annoy a terminal.
  static let hostile = "x\u{1B}[2J\u{9B}31m\u{7}\u{8}\r\n\t\u{202E}evil\u{200B}\u{E0041}"

  private func isQuiet(_ line: String) -> Bool {
    !line.unicodeScalars.contains { scalar in
      let category = scalar.properties.generalCategory
      return category == .control || category == .format || category == .lineSeparator
        || category == .paragraphSeparator
    }
  }

  @Test func noByteOfAnAccountMovesATerminalsCursor() {
    let text = Self.hostile
    let fixes: [Fix] = [
      .wizard(.safe, keys: [], changes: [text]), .commands(.safe, commands: [["aws", text]], files: [text: text]),
      .console(url: text, steps: [text]), .terraform(text),
    ]
    let change = Change(
      key: "s/x", step: "s", kind: .update, resource: text, title: text, summary: text, call: nil,
      previous: .string(text), wanted: ["a": .string(text)], undo: .never(because: text), repairs: [])
    let holding = Holding(
      key: "s/x", step: "s", resource: text, title: text, ownership: .foreign, reason: text, action: .keep)
    var lines = PlainText.lines(
      ReportTests.report(Status.allCases.map { ReportTests.finding($0, found: text, fixes: fixes) }))
    lines += PlainText.lines(Plan([change])) + PlainText.lines(Inventory([holding]), isComplete: true)
    for progress in [
      Checklist.Progress.failed("s/x", .denied(permission: text, message: text)), .left("s/x", because: text),
      .done("s/x"),
    ] {
      lines += [PlainText.line(progress, titles: ["s/x": text]) ?? ""]
    }
    #expect(lines.contains { !isQuiet($0) }, "the test's own text is harmless")
    for line in lines { #expect(isQuiet(cleaned(line)), "\(cleaned(line).debugDescription)") }
  }

  @Test func aResultInJSONHoldsNoControlCharacterEither() {
    let json = ReportTests.report([ReportTests.finding(.fail, found: Self.hostile)]).json
    #expect(!json.pretty.unicodeScalars.contains { $0.properties.generalCategory == .control && $0 != "\n" })
  }

  @Test func aFindingThatHoldsTakesOneLineAndOneThatDoesNotSaysWhatIsNeeded() {
    #expect(PlainText.lines(ReportTests.finding(.pass)) == ["  pass  GH-01  It holds"])
    #expect(
      PlainText.lines(ReportTests.finding(.fail, fixes: ReportTests.fixes)) == [
        "  fail  GH-01  It holds", "        Found: f", "        Needed: n", "        Why: w.",
        "        Fix: onramp setup: iam:UpdateAssumeRolePolicy R", "        Command: aws iam x file://p.json",
        "        File p.json:", "          {}", "        Console: https://x", "        Terraform: onramp explain GH-01",
      ])
    #expect(PlainText.lines(ReportTests.finding(.blocked)).contains("        Waits for: ENV-01"))
    #expect(
      PlainText.lines(ReportTests.report([ReportTests.finding(.skipped)])).first == "",
      "a step that is skipped is left out")
  }

  @Test func nothingToDoIsSaid() {
    #expect(PlainText.lines(Plan([])) == ["Nothing to change."])
    #expect(PlainText.lines(Inventory([]), isComplete: true) == ["Nothing of this setup is in the account."])
    #expect(PlainText.lines(Inventory([]), isComplete: false)[0].contains("not everything could be looked at"))
  }

  private static func change(_ call: Call?) -> Change {
    Change(
      key: "s/x", step: "s", kind: .update, resource: "r", title: "Role R", summary: "s", madeByOnramp: false,
      call: call,
      previous: ["a": "old", "b": 1], wanted: ["b": 1, "a": "new"], undo: .never(because: "a test"), repairs: [])
  }

  @Test func whatAPersonDoesIsNamed() {
    #expect(PlainText.lines(Plan([Self.change(nil)])) == ["1. ~ Role R: s (not made by onramp)"])
  }

  @Test func aChangeShowsWhatGoesAndWhatComes() {
    #expect(
      PlainText.lines(Plan([Self.change(Call(.iam, "UpdateRole"))])) == [
        "1. ~ Role R: s (not made by onramp)", "       {", "         \"b\": 1,", "     -   \"a\": \"old\"",
        "     +   \"a\": \"new\"", "       }",
      ])
  }
}

@Suite struct ClockTests {
  @Test(arguments: [
    (0.0, "1970-01-01T00:00:00Z"), (951_782_400, "2000-02-29T00:00:00Z"), (1_795_251_600.99, "2026-11-21T09:00:00Z"),
    (4_102_444_799, "2099-12-31T23:59:59Z"), (253_402_300_799, "9999-12-31T23:59:59Z"),
  ]) func aMomentIsWrittenInUTC(_ seconds: Double, _ text: String) { #expect(Clock.timestamp(seconds) == text) }

  @Test(arguments: [(0.0, "0.00"), (0.004, "0.00"), (0.409, "0.41"), (1.999, "2.00"), (61.5, "61.50"), (0.05, "0.05")])
  func aDurationHasTwoDigits(_ seconds: Double, _ text: String) { #expect(Clock.hundredths(seconds) == text) }

  @Test func theMonotonicClockNeverGoesBack() {
    let times = (0..<100).map { _ in Clock.elapsed() }
    #expect(times == times.sorted())
  }
}
