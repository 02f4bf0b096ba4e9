import AWS
import Checklist
import GitHub
import JSONDocument
import ScreenForm
import Screens
import TestAccount
import Testing

@testable import Prerequisites

/// What holds for every step there is, and for every one that will be added.
@Suite struct ContractTests {
  /// Every situation as it was seen once; looking again would say the same.
  private static let seen = Task {
    var all: [(situation: Situation, sight: Sight, account: Account)] = []
    for situation in Situations.all {
      let account = situation.account()
      all.append((situation, await account.seen(situation.step, situation.context), account))
    }
    return all
  }

  private func everything(_ body: (Situation, Sight, Account) -> Void) async {
    for (situation, sight, account) in await Self.seen.value { body(situation, sight, account) }
  }

  @Test func everyScreenHasItsStepAndEveryStepIsInTheTables() {
    let prerequisites = Prerequisites()
    #expect(prerequisites.all.map(\.id.rawValue) == Screens.all.map(\.id))
    let situations = Dictionary(grouping: Situations.all, by: \.step)
    for step in prerequisites.all {
      #expect((situations[step.id]?.count ?? 0) > 1, "\(step.id) has no situations: add a file to SituationGroup")
    }
  }

  /// A check ships only with a state of the account that turns it red.
  @Test func everyCheckIsBrokenInSomeSituation() {
    // An unreadable policy breaks every check of it, which proves nothing about any.
    let telling = Situations.all.filter { $0.name != "a policy that cannot be read" || $0.step != "github-role" }
    let broken = Set(telling.flatMap { $0.judged.filter { $0.value.hasPrefix("broken") }.keys.map(\.rawValue) })
    let declared = Set(Screens.all.flatMap { $0.checks.map(\.id) })
    // The defects of a trust policy are turned red one by one in Policy's own table, and end to end.
    let trust = Set(TrustCheck.all.map(\.id.rawValue))
    // What only informs is never broken.
    let informing = Set(Screens.all.flatMap(\.checks).filter { $0.severity == "info" }.map(\.id))
    #expect(declared.subtracting(broken).subtracting(trust).subtracting(informing) == [])
    #expect(broken.subtracting(declared) == [])
  }

  @Test func aStatusThatAJudgeGivesHasItsWords() async {
    await everything { situation, sight, _ in
      guard let screen = Screens.screen(situation.step.rawValue) else {
        Issue.record("\(situation.step) has no screen")
        return
      }
      let wording = Wording(screen: screen, context: situation.context, changes: sight.changes, render: { _ in nil })
      for judgement in sight.judgements {
        let finding = wording.finding(judgement)
        #expect(finding.title != finding.check.rawValue && !finding.why.isEmpty, "\(finding.check)")
        switch finding.status {
        case .fail, .warn, .notYet:
          #expect(
            !finding.found.isEmpty && !finding.needed.isEmpty && !finding.fixes.isEmpty,
            "\(finding.check): \(situation.name)")
        case .blocked: #expect(finding.blockedBy != nil && finding.blockedBy != finding.check)
        case .pass, .skipped: #expect(!finding.found.isEmpty, "\(finding.check) says nothing: \(situation.name)")
        default: #expect(finding.status != .crash, "\(finding.check): \(finding.found)")
        }
      }
    }
  }

  /// Whoever reads a defect sees what differs: what is needed is not what stands there.
  @Test func whatIsFoundDiffersFromWhatIsNeeded() async {
    await everything { situation, sight, _ in
      for judgement in sight.judgements {
        guard case .broken(let found, let needed, _) = judgement.verdict else { continue }
        let (stands, wanted) = (Self.items(found), Self.items(needed))
        #expect(!wanted.isSubset(of: stands), "\(judgement.check): \(situation.name): \(found) -> \(needed)")
      }
    }
  }

  private static func items(_ list: String) -> Set<String> {
    Set(list.split(separator: ",").map { String($0.drop { $0 == " " }) })
  }

  @Test func aBlockerExistsAndIsItselfInTheWay() async {
    let declared = Set(Screens.all.flatMap { $0.checks.map(\.id) })
    await everything { situation, sight, _ in
      for judgement in sight.judgements {
        guard case .blocked(let by) = judgement.verdict else { continue }
        #expect(declared.contains(by.rawValue), "\(judgement.check) waits for \(by)")
        if let blocker = sight.verdict(by), case .holds = blocker {
          Issue.record("\(judgement.check) waits for \(by), which holds: \(situation.name)")
        }
      }
    }
  }

  @Test func aChangeRepairsDeclaredChecksOfItsStepAndSaysHowItIsUndone() async {
    await everything { situation, sight, _ in
      let declared = Set(Screens.screen(situation.step.rawValue)?.checks.map(\.id) ?? [])
      for change in sight.changes {
        #expect(change.step == situation.step && change.key.rawValue.hasPrefix("\(situation.step)/"))
        #expect(Set(change.repairs.map(\.rawValue)).isSubset(of: declared), "\(change.key)")
        if case .never(let because) = change.undo { #expect(!because.isEmpty, "\(change.key)") }
        #expect(!change.title.isEmpty && !change.summary.isEmpty && !change.resource.isEmpty)
        #expect(change.previous != change.wanted, "\(change.key)")
        if change.kind == .create {
          #expect(change.previous.isNull, "\(change.key): nothing can stand where it is made")
        }
        #expect((change.kind == .delete) == change.wanted.isNull, "\(change.key): \(change.kind)")
      }
      #expect(Set(sight.changes.map(\.key)).count == sight.changes.count)
    }
  }

  /// A change that is offered has a reason, and what is broken and can be repaired from here has a change.
  @Test func noChangeIsOfferedWithoutABrokenCheck() async {
    await everything { situation, sight, _ in
      for change in sight.changes where !change.repairs.isEmpty {
        // Or it keeps what another change would take away.
        let isNeeded =
          change.repairs.contains { situation.judged[$0] != nil }
          || sight.changes.contains { $0.after.contains(change.key) }
        #expect(isNeeded, "\(change.key) repairs nothing that is broken: \(situation.name)")
      }
    }
  }

  @Test func everyWriteIsValidByAWSsModelAndRefusedByTheReader() async {
    var calls: Set<Call> = []
    await everything { _, sight, _ in
      calls.formUnion(sight.changes.flatMap { $0.calls + [$0.undo.call].compactMap(\.self) })
    }
    let (account, ledger) = await Account.onramps()
    for step in Situations.steps {
      calls.formUnion(
        await account.seen(step, Account.context(purpose: .teardown, ledger: ledger)).holdings.flatMap(\.calls))
    }
    #expect(calls.count > 30)
    for call in calls {
      #expect(!AWSReader.allows(call) && !GitHubReader.allows(call), "\(call.inWords)")
      guard !call.door.isGitHub else {
        #expect(call.repository != nil, "\(call.inWords) names no repository that was looked at")
        #expect(GitHubScript.render([call], sealing: true) != nil, "\(call.inWords)")
        continue
      }
      #expect(throws: Never.self, "\(call.inWords)") {
        _ = try AWSCommand.render([call], region: "us-east-1", secretFile: "/home/ana/token.json")
      }
    }
  }

  @Test func everyLookIsValidAndAllowedToAReader() async {
    var calls: Set<Call> = []
    await everything { _, _, account in calls.formUnion(account.calls) }
    let account = Account.healthy()
    _ = await Prerequisites().inventory(account.world(), Account.context(purpose: .teardown))
    calls.formUnion(account.calls)
    for call in calls {
      let plain = call.door.isGitHub ? Call(.github, call.operation, call.input) : call
      #expect(AWSReader.allows(plain) || GitHubReader.allows(plain), "\(call.inWords)")
      if plain.door != .github { #expect(throws: Never.self) { try AWSCommand.render([call]) } }
    }
  }

  /// A bucket is named with its owner, so that nothing is read from or written to a stranger's.
  @Test func everyCallAboutABucketNamesItsOwner() async {
    await everything { _, sight, account in
      for call in sight.changes.flatMap({ $0.calls + [$0.undo.call].compactMap(\.self) }) + account.calls
      where call.door == .aws(.s3) {
        guard call.operation != "ListBuckets", call.operation != "CreateBucket" else { continue }
        #expect(call.input["ExpectedBucketOwner"] == "111122223333", "\(call.inWords)")
      }
    }
  }

  @Test func whatIsMadeIsTaggedWithTheSetup() async {
    let (account, _) = await Account.onramps()
    #expect(account.now.providers[Account.providerARN]?.tags["onramp:setup"] == "churn")
    #expect(account.now.roles["GitHubActionsRole"]?.tags["onramp:setup"] == "churn")
    #expect(account.now.buckets[Account.bucket]?.tags["onramp:setup"] == "churn")
    #expect(account.now.buckets[Account.bucket]?.objects[Account.templateKey]?.tags["onramp:setup"] == "churn")
  }

  /// What no failing check names is untouched: tags, rules, statements and audiences of others are in every call
  /// that replaces a whole.
  @Test func foreignThingsSurviveEveryRepair() async {
    for situation in Situations.all where !situation.plan.isEmpty {
      let account = situation.account()
      let before = account.now
      for change in Plan(await account.seen(situation.step, situation.context).changes).changes {
        for call in change.calls { _ = try? account.write(call) }
      }
      let after = account.now
      if let old = before.buckets[Account.bucket], let new = after.buckets[Account.bucket] {
        #expect(old.tags.allSatisfy { new.tags[$0.key] == $0.value })
        for (key, object) in old.objects {
          let team = new.objects[key]?.tags["team"]
          // A template that cannot work is replaced, and what an upload took from it comes back.
          let isKept = situation.plan.contains(ProjectTemplateStep.objectKey) || new.objects[key]?.body == object.body
          #expect(isKept && (object.tags["team"] == nil || team == object.tags["team"]), "\(key): \(situation.name)")
        }
        if old.cors?.array?.contains(Account.foreignRule) == true {
          #expect(new.cors?.array?.contains(Account.foreignRule) == true)
        }
        if old.policy == TemplateBucketSituations.foreignPolicy { #expect(new.policy?.contains("\"Portal\"") == true) }
      }
      for (arn, provider) in before.providers {
        #expect(Set(provider.audiences).isSubset(of: after.providers[arn]?.audiences ?? []))
        #expect(provider.tags.allSatisfy { after.providers[arn]?.tags[$0.key] == $0.value })
      }
      for (name, secret) in before.secrets {
        #expect(secret.tags.allSatisfy { after.secrets[name]?.tags[$0.key] == $0.value })
        #expect(after.secrets[name]?.policy == secret.policy)
      }
      #expect(after.roles["Unrelated"] == before.roles["Unrelated"])
      #expect(after.roles["GitHubActionsRole"]?.tags["team"] == before.roles["GitHubActionsRole"]?.tags["team"])
      #expect(after.domains[Account.domain]?.tags["team"] == before.domains[Account.domain]?.tags["team"])
    }
  }

  @Test func aWantedStepPullsInWhatItNeeds() {
    let prerequisites = Prerequisites()
    #expect(prerequisites.wanted(tracks: []) == ["identity"])
    #expect(
      prerequisites.wanted(tracks: [.access])
        == [
          "identity", "github-repository", "oidc-provider", "github-role", "execution-role", "github-settings",
          "workflows",
        ])
    #expect(prerequisites.wanted(tracks: [.access, .project]) == Set(Situations.steps))
    #expect(
      prerequisites.wanted(tracks: [.access], steps: ["domain-tag"])
        == ["identity", "domain", "domain-tag", "template-bucket", "project-template"])
    #expect(prerequisites.wanted(tracks: [], steps: ["identity"]) == ["identity"])
  }

  @Test func aBarrierBlocksEverythingButTheIdentityAndWhatIsNotWantedIsSkipped() async {
    func reports(_ wanted: Set<StepID>, _ barrier: CheckID?) async -> [StepReport] {
      await Checkup(
        Prerequisites(), wanted: wanted, world: Account.healthy().world(), context: Account.context(), barrier: barrier,
        render: { _ in nil }
      ).all()
    }
    for report in await reports(Set(Situations.steps), "ENV-02") where report.step != "identity" {
      #expect(report.findings.allSatisfy { $0.status == .blocked && $0.blockedBy == "ENV-02" })
      #expect(report.changes == [])
    }
    for report in await reports(["identity"], nil) {
      let wanted: Status = report.step == "identity" ? .pass : .skipped
      #expect(report.findings.allSatisfy { $0.status == wanted })
      #expect(report.findings.map(\.check.rawValue) == Screens.screen(report.step.rawValue)?.checks.map(\.id))
    }
  }
}
