import Checklist
import JSONDocument
import ScreenForm
import Screens
import TestAccount
import Testing

@testable import Prerequisites

@Suite struct WordingTests {
  private static let console = ConsoleHint(url: "https://{console}/x?region={region}", steps: ["Open {bucket}."])

  private func wording(
    _ severity: Severity = .high, uncertain: Bool = false, changes: [Change] = [], context: Context = Account.context(),
    render: @escaping Checkup.CommandRenderer = { _ in ([["aws", "x"]], ["f": "g"]) }
  ) -> Wording {
    let check = CheckText(
      id: "X-01", title: "It holds", severity: severity.rawValue, uncertain: uncertain, why: "Because of {role}.",
      console: Self.console, terraform: "bucket = \"{bucket}\"")
    let screen = Screen(
      id: "template-bucket", order: 1, step: "S", title: "T", track: "all", needs: [], about: "a", fields: [],
      checks: [check], permissions: PermissionText(),
      teardown: "", cost: "", sources: [])
    return Wording(screen: screen, context: context, changes: changes, render: render)
  }

  private func change(_ confidence: Confidence = .safe, repairs: [CheckID] = ["X-01"]) -> Change {
    Change(
      key: "s/x", step: "template-bucket", kind: .update, resource: "r", title: "t", summary: "s",
      call: Call(.s3, "PutBucketCors", ["Bucket": "b"]), wanted: .null,
      undo: .call(Call(.s3, "DeleteBucketCors", ["Bucket": "b"])), repairs: repairs, confidence: confidence)
  }

  private func status(_ verdict: Verdict, _ severity: Severity = .high, uncertain: Bool = false) -> Status {
    wording(severity, uncertain: uncertain).finding(Judgement("X-01", verdict)).status
  }

  @Test func whatHoldsPassesWhateverItsSeverity() {
    for severity in Severity.allCases {
      for uncertain in [true, false] { #expect(status(.holds(found: "x"), severity, uncertain: uncertain) == .pass) }
    }
  }

  @Test(arguments: [
    (Severity.critical, Status.fail, Status.warn), (.high, .fail, .warn), (.medium, .warn, .warn), (.low, .warn, .warn),
    (.info, .pass, .pass),
  ]) func whatIsBrokenFollowsItsSeverityAndWhatIsUncertainWarnsAtMost(
    _ severity: Severity, _ certain: Status, _ uncertain: Status
  ) {
    let broken = Verdict.broken(found: "f", needed: "n")
    #expect(status(broken, severity) == certain)
    #expect(status(broken, severity, uncertain: true) == uncertain)
    #expect(status(.broken(found: "f", needed: "n", severity: severity), .high) == certain, "the circumstances decide")
    #expect(status(.broken(found: "f", needed: "n", severity: severity), .low, uncertain: true) == uncertain)
  }

  @Test func whatCouldNotBeSeenIsUnknownAndADefectOfOursACrash() {
    for obstacle in HiddenTests.obstacles {
      if obstacle.kind == .unexpected { continue }
      #expect(status(.hidden(obstacle)) == .unknown)
    }
    #expect(status(.hidden(.unexpected("x"))) == .crash)
    #expect(status(.waiting(found: "f", needed: "n")) == .notYet)
    #expect(status(.skipped("r")) == .skipped)
    let blocked = wording().finding(Judgement("X-01", .blocked(by: "Y-02")))
    #expect(blocked.status == .blocked && blocked.blockedBy == "Y-02" && blocked.fixes == [])
  }

  @Test func aDeniedLookNamesThePermissionThatIsLacking() {
    let finding = wording().finding(Judgement("X-01", .hidden(.denied(permission: "s3:GetBucketCORS", message: "no"))))
    #expect(finding.found == "denied: s3:GetBucketCORS — no")
    #expect(finding.needed == "the permission s3:GetBucketCORS")
    #expect(finding.fixes == [], "nothing is repaired that nobody has seen")
  }

  @Test func fixesStandInTheOrderWizardCommandsConsoleTerraform() {
    let fixes = wording(changes: [change()]).finding(Judgement("X-01", .broken(found: "f", needed: "n"))).fixes
    #expect(
      fixes == [
        .wizard(.safe, keys: ["s/x"], changes: ["s3:PutBucketCors b"]),
        .commands(.safe, commands: [["aws", "x"]], files: ["f": "g"]),
        .console(
          url: "https://us-east-1.console.aws.amazon.com/x?region=us-east-1", steps: ["Open \(Account.bucket)."]),
        .terraform("bucket = \"\(Account.bucket)\""),
      ])
  }

  @Test func withoutAChangeOnlyAPersonCanRepair() {
    func kinds(_ changes: [Change]) -> Int {
      wording(changes: changes).finding(Judgement("X-01", .broken(found: "f", needed: "n"))).fixes.count
    }
    #expect(kinds([]) == 2 && kinds([change(repairs: ["Y-01"])]) == 2 && kinds([change()]) == 4)
  }

  @Test func oneChangeThatOthersMayFeelMakesTheWholeFixOneToCheck() {
    let fixes = wording(changes: [change(), change(.check)]).finding(
      Judgement("X-01", .broken(found: "f", needed: "n"))
    ).fixes
    let kinds = fixes.compactMap { fix in
      if case .wizard(let confidence, let keys, _) = fix { (confidence, keys.count) } else { nil }
    }
    #expect(kinds.count == 1 && kinds[0] == (.check, 2))
  }

  @Test func whatHoldsOrIsBlockedOffersNoFix() {
    for verdict in [Verdict.holds(found: ""), .blocked(by: "Y-01"), .skipped(""), .hidden(.cancelled)] {
      #expect(wording(changes: [change()]).finding(Judgement("X-01", verdict)).fixes == [])
    }
  }

  @Test func theConsolesHostFollowsThePartition() {
    func host(_ partition: String, _ region: String) -> String {
      Context(setup: Setup(), account: "1", partition: partition, region: region).consoleHost
    }
    #expect(host("aws", "eu-west-1") == "eu-west-1.console.aws.amazon.com")
    #expect(host("aws-cn", "cn-north-1") == "cn-north-1.console.amazonaws.cn")
    #expect(host("aws-us-gov", "us-gov-west-1") == "console.amazonaws-us-gov.com")
  }

  @Test func aTextNamesAnyKeyOfTheSetupAndWhatFollowsFromIt() {
    let context = Account.context(["project.domain": .string(Account.domain)])
    let text = "{project.domain} {project.bucket}|{bucket} {access.subjects} {access.max_session} {project.nothing}"
    #expect(
      context.filled(text)
        == "\(Account.domain) |\(Account.bucket) branch, environment 3600 {project.nothing}")
  }

  /// Every text of every screen, filled with this account's values, holds no brace of ours any more.
  @Test func everyPlaceholderOfEveryScreenIsFilled() {
    let context = Account.context(["project.domain": .string(Account.domain)])
    for entry in Prerequisites().entries {
      let wording = Wording(screen: entry.screen, context: context, changes: [], render: { _ in nil })
      for check in entry.screen.checks {
        let finding = wording.finding(
          Judgement(CheckID(rawValue: check.id), .broken(found: "f", needed: "n", severity: .high)))
        var texts = [finding.why]
        for fix in finding.fixes {
          switch fix {
          case .console(let url, let steps): texts += steps + [url]
          case .terraform(let text): texts.append(text)
          default: break
          }
        }
        for text in texts {
          #expect(Placeholder.names(in: text) == [], "\(check.id): \(text)")
        }
      }
    }
  }
}
