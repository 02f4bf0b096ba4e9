import Checklist
import JSONDocument
import Testing
import TextUI
import WizardSamples

@testable import Wizard

struct FlowTests {
  @Test func enterOnTheFirstPageLooksAtEverything() {
    var player = Player()
    player.press(.enter)
    #expect(player.asked() == [.check(steps: nil)])
    #expect(player.page == .checks)
    #expect(player.model.isBusy)
  }

  @Test func findingsAppearAsTheyArriveAndTheSelectionStays() async {
    var player = Player()
    player.press(.enter)
    let reports = await Samples.reports()
    player.send(.report(reports[3]))
    player.press(.down, .down, .down, .enter, .down)
    let selected = player.selectedCheckRow
    #expect(player.screen.contains("The role accepts this repository's subject"))
    player.send(.report(reports[0]), .report(reports[1]))
    #expect(player.selectedCheckRow == selected)
  }

  @Test func oneBrokenSettingIsRepairedFromItsRow() async {
    var player = Player()
    await player.check()
    player.find("S3-01")
    player.press(.character("f"), .character("p"))
    #expect(player.shownPlan.changes.map(\.key) == ["template-bucket/bucket"])
    _ = player.asked()
    player.press(.character("a"), .right, .enter)
    let plan = await Samples.plan("template-bucket/bucket")
    #expect(player.asked() == [.apply(plan)])
    #expect(player.page == .apply)
    player.send(.progress(.started("template-bucket/bucket")), .progress(.done("template-bucket/bucket")))
    player.send(.ended(.complete))
    // The step that was changed, and those that wait for something.
    #expect(player.asked() == [.check(steps: ["oidc-provider", "template-bucket", "project-template"])])
    for report in await Samples.reports(made: ["template-bucket/bucket"]) where report.step == "template-bucket" {
      player.send(.report(report))
    }
    player.send(.checked(seconds: 0.1, requests: 3))
    #expect(player.asked() == [.writeReport])
    player.press(.character("b"))
    player.find("S3-01")
    #expect(player.selectedFinding?.status == .pass)
  }

  @Test func aPickBringsWhatItComesAfter() async {
    var picks = Picks()
    picks.pick(only: ["template-bucket/cors"])
    let shown = picks.shown(of: await Samples.plan())
    #expect(shown.changes.map(\.key) == ["template-bucket/bucket", "template-bucket/cors"])
  }

  @Test func allSafeFixesLeaveOutWhatOthersMayUse() async {
    var player = Player()
    await player.check()
    player.press(.character("F"), .character("p"))
    #expect(
      player.shownPlan.changes.map(\.key) == [
        "oidc-provider/provider", "github-role/permissions", "template-bucket/bucket", "template-bucket/tags",
        "template-bucket/cors", "template-bucket/policy", "project-template/object", "template-bucket/versioning",
      ])
  }

  @Test func leavingAChangeOutLeavesOutWhatNeedsIt() async {
    var player = Player()
    await player.check()
    let all = await Samples.plan().changes.count
    player.press(.character("p"), .character("A"), .down, .down, .down, .character(" "))
    #expect(
      player.acceptedPlan.changes.map(\.key) == [
        "oidc-provider/provider", "github-role/trust", "github-role/permissions",
      ])
    player.press(.character(" "))
    #expect(player.acceptedPlan.changes.count == all)
  }

  @Test func enterOnTheQuestionCancels() async {
    var player = Player()
    await player.check()
    player.press(.character("p"), .character("a"), .enter)
    #expect(player.asked() == [.check(steps: nil)])
    #expect(player.page == .plan)
  }

  @Test func enterRightAfterAPageChangeIsIgnored() async {
    var player = Player()
    player.press(.enter)
    await player.look()
    let before = player.checks.scope
    player.send(.key(.enter))
    #expect(player.checks.scope == before)
    #expect(player.model.layers.isEmpty)
  }

  @Test func aStoppedRunSaysWhyAndWhatWasKept() async {
    var player = Player()
    await player.check()
    player.fix("OIDC-01", "TRUST-13")
    player.send(.progress(.done("oidc-provider/provider")))
    player.send(.progress(.failed("github-role/trust", .denied(permission: "iam:UpdateAssumeRolePolicy", message: ""))))
    player.send(.ended(.stopped("one change failed")))
    #expect(player.screen.contains("iam:UpdateAssumeRolePolicy"))
    #expect(player.screen.contains("1 of 2 are done and kept"))
    #expect(player.model.exitCode == 5)
  }

  @Test func controlCStopsSafelyAndTwiceLeaves() async {
    var player = Player()
    await player.check()
    player.fix("S3-01")
    _ = player.asked()
    player.send(.tick(milliseconds: 90_000), .interrupt)
    #expect(player.asked() == [.stop])
    player.send(.tick(milliseconds: 91_000), .interrupt)
    #expect(player.asked() == [.quit(code: 130)])
  }

  @Test func quittingDuringARunWaitsForTheCallUnderWay() async {
    var player = Player()
    await player.check()
    player.fix("S3-01")
    _ = player.asked()
    player.press(.character("q"), .right, .enter)
    #expect(player.asked() == [.stop])
    player.send(.ended(.stopped("asked to stop")))
    #expect(player.asked() == [.quit(code: 5)])
  }

  @Test func teardownNeedsTheTypedAccount() async {
    var player = Player()
    await player.survey()
    #expect(player.asked() == [.survey])
    player.press(.character("x"))
    player.type("111122223334")
    player.press(.enter)
    #expect(player.asked().isEmpty)
    #expect(player.screen.contains("not this account's id"))
    player.press(.backspace, .character("3"), .enter)
    let going = Inventory(await Samples.inventory().going)
    #expect(going.holdings.count >= 4)
    #expect(player.asked() == [.tearDown(going, account: Samples.account)])
    player.send(.ended(.complete))
    #expect(player.asked() == [.survey])
    player.send(.inventory(Inventory([])))
    #expect(player.screen.contains("Nothing of ours is left"))
    #expect(player.asked() == [.writeReport])
  }

  @Test func whatIsSparedSparesWhatMustGoLater() async {
    var player = Player()
    await player.survey()
    player.press(.character(" "))
    #expect(player.chosenHoldings.map(\.key) == ["github-role/permissions", "github-role/trust"])
  }

  @Test func sharedAndForeignThingsCannotBeChosen() async {
    var player = Player()
    await player.survey()
    player.press(.character("G"), .character(" "))
    #expect(player.selectedHolding?.ownership == .shared)
    #expect(player.chosenHoldings.allSatisfy { $0.action != .keep })
  }

  @Test func whatGoesOverToAnotherSetupIsSaidOnThePageAndInTheQuestion() async {
    var player = Player(120, 40)
    await player.survey()
    let bucket = Holding(
      key: "template-bucket/bucket", step: "template-bucket", resource: "arn:aws:s3:::templates",
      title: "Bucket templates", ownership: .ours, reason: "tag onramp:setup=churn", action: .remove,
      calls: [Call(.s3, "DeleteBucket", ["Bucket": "templates"])]
    ).used(
      by: [Holding.User("onramp setup fraud")],
      handover: Holding.Handover(
        to: "fraud", calls: [Call(.s3, "PutBucketTagging", ["Bucket": "templates"])],
        present: ["onramp:setup": "churn"], afterwards: ["onramp:setup": "fraud"]))
    player.send(.inventory(Inventory([bucket])))
    #expect(player.screen.contains("also used  hand over"))
    #expect(player.screen.contains("used by onramp setup fraud; from then on"))
    #expect(player.screen.contains("s3:PutBucketTagging") && !player.screen.contains("DeleteBucket"))
    #expect(player.screen.contains("- ") && player.screen.contains("\"onramp:setup\": \"fraud\""))
    player.press(.character("x"))
    #expect(player.screen.contains("This hands over 1 thing, in the order shown."))
  }

  @Test func theCommandStandsAloneAndIsSentToTheClipboard() async {
    var player = Player()
    await player.check()
    player.find("OIDC-01")
    _ = player.asked()
    player.press(.character("c"))
    let text = "aws iam create-open-id-connect-provider"
    #expect(player.screen.contains(text))
    guard case .copy(let copied)? = player.asked().first else {
      Issue.record("nothing was copied")
      return
    }
    #expect(copied.contains(text) && copied.hasPrefix("cat > tags.json"))
  }

  @Test func theFilesOfAFixAreKeptInAFolderOfItsName() async throws {
    var player = Player()
    await player.check()
    player.find("TRUST-13")
    _ = player.asked()
    player.press(.character("s"))
    guard case .keep(let files)? = player.asked().first else {
      Issue.record("nothing was kept")
      return
    }
    #expect(files.folder == "onramp-trust-13")
    #expect(files.files.keys.sorted() == ["commands.sh", "trust-policy.json"])
    let script = try #require(files.files["commands.sh"])
    #expect(script.contains("aws iam update-assume-role-policy --role-name GitHubActionsRole"))
  }

  @Test func whatWouldBeSentIsShownWithoutSendingIt() async {
    var player = Player()
    await player.check()
    player.find("S3-01")
    player.press(.character("f"), .character("p"))
    _ = player.asked()
    let plan = await Samples.plan("template-bucket/bucket")
    player.press(.character("D"), .character("e"))
    #expect(
      player.asked() == [
        .script(.changes(plan), writing: false), .script(.changes(plan), writing: true),
      ])
    player.send(.document(Document(title: "1 call that would be made", lines: ["aws s3api create-bucket", "x"])))
    player.press(.character("/"))
    player.type("create")
    player.press(.enter)
    #expect(player.screen.contains("aws s3api create-bucket"))
    #expect(player.screen.contains("1 of 2 lines"))
    #expect(player.asked().isEmpty)
  }

  @Test func undoChoosesOnlyWhatTheRunMade() async {
    var player = Player()
    await player.check()
    player.fix("S3-01")
    player.send(.progress(.done("template-bucket/bucket")), .ended(.complete))
    await player.look(made: ["template-bucket/bucket"])
    _ = player.asked()
    player.press(.character("u"))
    #expect(player.asked() == [.survey])
    let others = await Samples.inventory().holdings.filter { $0.key != "project-template/object" }
    player.send(.inventory(Inventory(others)))
    #expect(player.chosenHoldings.map(\.key) == ["template-bucket/bucket"])
  }

  @Test func theWholeDifferenceIsOneKeyAway() async {
    var player = Player(80, 40)
    await player.check()
    player.press(.character("p"), .down)
    #expect(player.screen.contains("lines that stay the same"))
    player.press(.character("d"))
    #expect(!player.screen.contains("lines that stay the same"))
  }

  @Test func theCredentialsEndIsSeenComingAndWrittenEachMinute() {
    var player = Player()
    var facts = Facts()
    (facts.account, facts.credentialsLeft) = (Samples.account, 7_260)
    player.send(.tick(milliseconds: 10_000), .facts(facts))
    #expect(player.screen.contains("2 h 1 m left"))
    #expect(player.model.nextChange == 60_000)
    player.send(.tick(milliseconds: 10_000 + 6_661_000))
    #expect(player.screen.contains("10 m left"))
    #expect(player.model.shared.credentialsSpan?.style.role == .warn)
    player.send(.tick(milliseconds: 10_000 + 7_260_000))
    #expect(player.screen.contains("signed out"))
    #expect(player.model.nextChange == nil)
    facts.credentialsLeft = nil
    player.send(.facts(facts))
    #expect(player.model.nextChange == nil)
    #expect(!player.screen.contains("left"))
  }

  @Test(arguments: [60, 66, 80, 120]) func theAccountStandsInTheHeaderAtEveryWidth(columns: Int) {
    var player = Player(columns, 24)
    var facts = Samples.facts
    facts.credentialsLeft = 500
    player.send(.facts(facts))
    let header = String(player.screen.split(separator: "\n")[0])
    #expect(header.contains(Samples.account))
    #expect(header.contains("9 m left"))
  }

  @Test func causesAreGoneThroughAndConsequencesOnlyWhereThereIsNothingElse() async {
    var player = Player()
    await player.check()
    let findings = await Samples.reports().flatMap(\.findings)
    let causes = findings.filter { $0.status.needsAttention && $0.status != .blocked }
    player.press(.enter)
    var seen: Set<CheckID> = []
    for _ in causes {
      player.press(.character("n"))
      if let finding = player.selectedFinding { seen.insert(finding.check) }
    }
    #expect(seen == Set(causes.map(\.check)))
    #expect(seen.isSuperset(of: ["GH-04", "OIDC-01", "TRUST-09", "TRUST-13", "S3-01"]))
    player.press(.character("v"))
    #expect(player.screen.contains("\(findings.count { $0.status == .blocked }) more wait for these"))
    #expect(!player.checkRows.contains { player.finding($0)?.check == "S3-06" })
  }

  @Test func theMouseCanBeLeftToTheTerminal() {
    var player = Player()
    player.press(.character("m"))
    #expect(player.asked().isEmpty)
    player.model.mouse = true
    player.press(.character("m"), .character("m"))
    #expect(player.asked() == [.mouse(false), .mouse(true)])
  }

  @Test func theLogIsReadFromItsEnd() {
    var player = Player()
    player.press(.character("l"))
    #expect(player.asked() == [.showLog])
    player.send(.document(Document(title: "Log", lines: (1...100).map { "line \($0)" }, startsAtEnd: true)))
    #expect(player.screen.contains("line 100"))
    player.press(.character("g"))
    #expect(player.screen.contains("line 1\n"))
  }

  @Test func aWarningIsAcceptedOnlyWithAReason() async {
    var player = Player()
    await player.check()
    player.find("TRUST-09")
    _ = player.asked()
    player.press(.character("x"), .enter)
    #expect(player.screen.contains("A reason is needed"))
    #expect(player.asked().isEmpty)
    player.type("one admin only")
    player.press(.enter)
    #expect(player.asked() == [.accept("TRUST-09", reason: "one admin only")])
    #expect(player.model.isBusy)
  }

  @Test func onlyAWarningCanBeAccepted() async {
    var player = Player()
    await player.check()
    player.find("TRUST-13")
    player.press(.character("x"))
    #expect(player.model.layers.isEmpty)
  }

  @Test func whatOthersMayUseIsTickedOnlyByTheOperator() async {
    var player = Player()
    await player.check()
    player.press(.character("p"))
    let touchy: ItemKey = "github-role/trust"
    let all = player.shownPlan.changes.map(\.key)
    #expect(all.contains(touchy))
    #expect(player.acceptedPlan.changes.map(\.key) == all.filter { $0 != touchy })
    #expect(player.screen.contains("1 not ticked: others may use it"))
    player.press(.down, .character(" "))
    #expect(player.acceptedPlan.changes.map(\.key) == all)
    player.press(.character(" "), .character("A"))
    #expect(player.acceptedPlan.changes.map(\.key) == all)
    player.press(.character("A"))
    #expect(player.acceptedPlan.changes.map(\.key) == all.filter { $0 != touchy })
  }

  @Test func withNothingTickedTheSelectedChangeIsAskedAbout() async {
    var player = Player()
    await player.check()
    player.find("TRUST-13")
    player.press(.character("f"), .character("p"), .character(" "))
    #expect(player.acceptedPlan.isEmpty)
    player.press(.character("a"))
    #expect(player.place == .typed)
    #expect(player.acceptedPlan.changes.map(\.key) == ["github-role/trust"])
  }

  @Test func whatOthersMayUseIsChangedOnlyAfterATypedWord() async {
    var player = Player()
    await player.check()
    player.press(.character("p"), .character("A"), .character("a"), .enter)
    #expect(player.screen.contains("That is not the word apply"))
    _ = player.asked()
    player.type("apply")
    player.press(.enter)
    #expect(player.asked().count == 1)
    #expect(player.page == .apply)
  }

  @Test func escapeNeverQuits() async {
    var player = Player()
    await player.check()
    for _ in 0..<10 { player.press(.escape) }
    #expect(player.page == .welcome)
    #expect(player.asked() == [.check(steps: nil)])
  }
}
