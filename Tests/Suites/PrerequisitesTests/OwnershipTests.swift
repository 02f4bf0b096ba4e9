import Checklist
import JSONDocument
import TestAccount
import Testing

@testable import Prerequisites

/// Whose a thing is whose tag is gone: the journal names it, and something that nobody can make anew.
@Suite struct OwnershipTests {
  /// A thing that onramp made: how its tags are lost, and how others make another of its name, with tags of their own.
  struct Made: Sendable, CustomTestStringConvertible {
    let step: StepID
    let item: ItemKey
    let strip: @Sendable (inout Account.State) -> Void
    let renew: @Sendable (inout Account.State) -> Void
    var testDescription: String { step.rawValue }
  }

  static let all: [Made] = [
    Made(
      step: "oidc-provider", item: OIDCProviderStep.key,
      strip: { $0.providers[Account.providerARN]?.tags = [:] },
      renew: {
        $0.providers[Account.providerARN]?.tags = ["team": "web"]
        $0.providers[Account.providerARN]?.created = 1_790_000_001
      }),
    Made(
      step: "github-role", item: "github-role/role",
      strip: { $0.roles["GitHubActionsRole"]?.tags = [:] },
      renew: {
        $0.roles["GitHubActionsRole"]?.tags = ["team": "web"]
        $0.roles["GitHubActionsRole"]?.id = "AROA3OTHERS"
      }),
    Made(
      step: "github-token", item: GitHubTokenStep.secretKey,
      strip: { $0.secrets["sagemaker-github-token"]?.tags = [:] },
      renew: {
        $0.secrets["sagemaker-github-token"]?.tags = ["team": "web"]
        $0.secrets["sagemaker-github-token"]?.suffix = "GhIjKl"
      }),
    Made(
      step: "project-template", item: ProjectTemplateStep.objectKey,
      strip: { $0.buckets[Account.bucket]?.objects[Account.templateKey]?.tags = [:] },
      renew: {
        // As people edit it: the tags are copied along.
        $0.buckets[Account.bucket]?.objects[Account.templateKey]?.body += "# ours now"
      }),
  ]

  private func held(_ made: Made, _ account: Account, _ ledger: Ledger) async -> [Holding] {
    await account.seen(made.step, Account.context(purpose: .teardown, ledger: ledger)).holdings
  }

  @Test(arguments: all) func withoutItsTagItIsStillOnramps(_ made: Made) async throws {
    let (account, ledger) = await Account.onramps()
    account.change(made.strip)
    let holding = try #require(await held(made, account, ledger).first { $0.key == made.item })
    #expect(holding.ownership == .ours && holding.action == .remove)
    #expect(holding.reason.hasPrefix("the journal says onramp made it"))
  }

  /// The journal alone is no proof: what it names may be another thing by now.
  @Test(arguments: all) func whatTheJournalTellsNoIdentityOfStays(_ made: Made) async throws {
    let (account, ledger) = await Account.onramps()
    account.change(made.strip)
    let nameless = Ledger(
      ledger.all.flatMap { item in
        [JournalEntry.Event.intent(kind: .create, previous: item.previous, wanted: item.wanted), .done].map {
          JournalEntry(item.key, item.resource, $0, time: 0)
        }
      })
    let holdings = await held(made, account, nameless)
    #expect(
      holdings.contains { $0.key == made.item } && holdings.allSatisfy { $0.key != made.item || $0.action == .keep })
  }

  @Test(arguments: all) func whatOthersMadeAnewStaysWithAllItsParts(_ made: Made) async throws {
    let (account, ledger) = await Account.onramps()
    account.change(made.renew)
    let holdings = await held(made, account, ledger)
    #expect(holdings.contains { $0.key == made.item && $0.ownership == .foreign })
    #expect(holdings.allSatisfy { $0.action == .keep }, "\(holdings.map(\.reason))")
    // Its tags say nothing of onramp, so neither does the check of who made it.
    let inventory = await Prerequisites().inventory(
      account.world(), Account.context(purpose: .teardown, ledger: ledger))
    for call in inventory.going.flatMap(\.calls) { #expect(throws: Never.self) { try account.write(call) } }
    let (left, _) = await Account.onramps()
    left.change(made.renew)
    #expect(
      await held(made, account, Ledger()).filter { $0.key == made.item }
        == held(made, left, Ledger()).filter { $0.key == made.item })
  }

  @Test func aRoleInAnInstanceProfileStaysWithItsPolicies() async throws {
    let (account, ledger) = await Account.onramps()
    account.change { $0.roles["GitHubActionsRole"]?.profiles = ["ci"] }
    let holdings = await account.seen(
      "github-role", Account.context(purpose: .teardown, ledger: ledger)
    ).holdings
    #expect(holdings.allSatisfy { $0.action == .keep })
    #expect(holdings.last?.reason.contains("--instance-profile-name ci --role-name GitHubActionsRole") == true)
  }

  /// Versions of others are not onramp's to delete, whichever lies on top.
  @Test(arguments: [(["v2", "v1"], "v2"), (["v2", "v1"], "v1"), (["v3", "v2", "v1"], "v2")])
  func onlyItsOwnVersionsGo(_ versions: [String], _ own: String) async throws {
    let (account, _) = await Account.onramps()
    account.change { $0.buckets[Account.bucket]?.objects[Account.templateKey]?.versions = versions }
    let object = try #require(account.now.buckets[Account.bucket]?.objects[Account.templateKey])
    let resource = Account.context().templateARN
    let ledger = Ledger([
      JournalEntry(
        ProjectTemplateStep.objectKey, resource, .intent(kind: .create, previous: .null, wanted: .null), time: 0),
      JournalEntry(
        ProjectTemplateStep.objectKey, resource, .accepted(identity: "\(own) \(object.etag(own))"), time: 0),
    ])
    account.change { $0.buckets[Account.bucket]?.objects[Account.templateKey]?.tags = [:] }
    let held = await account.seen("project-template", Account.context(purpose: .teardown, ledger: ledger)).holdings
    let going = held.filter { $0.action == .remove }.flatMap(\.calls).flatMap { call in
      (call.input["Delete"]?["Objects"]?.array ?? []).compactMap { $0["VersionId"]?.string }
    }
    #expect(going == [own])
    let bucket = await account.seen("template-bucket", Account.context(purpose: .teardown, ledger: ledger)).holdings
    #expect(bucket.first { $0.key == TemplateBucketStep.bucketKey }?.action == .keep)
  }

  /// S3 would refuse it for as long as the lock lasts, after everything else was taken away.
  @Test(arguments: [(1, true), (-1, false)]) func whatObjectLockKeepsStays(_ seconds: Int, _ stays: Bool) async throws {
    let (account, ledger) = await Account.onramps()
    account.change { $0.buckets[Account.bucket]?.lockedUntil = Int(Account.now) + seconds }
    let context = Account.context(purpose: .teardown, ledger: ledger)
    for step in ["project-template", "template-bucket"] as [StepID] {
      let held = await account.seen(step, context).holdings.filter { $0.action == .remove }
      #expect(held.isEmpty == stays)
    }
    let reason = await account.seen("project-template", context).holdings.last?.reason ?? ""
    #expect(reason.contains("Object Lock (GOVERNANCE) keeps it until") == stays)
  }
}
