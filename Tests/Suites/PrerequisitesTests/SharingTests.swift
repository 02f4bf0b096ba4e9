import Checklist
import JSONDocument
import TestAccount
import Testing

@testable import Prerequisites

/// Two setups of onramp on the same things: each sees the other by its tags.
@Suite struct SharingTests {
  private static let fraud: [String: JSON] = ["name": "fraud", "github.repository": "sagemaker-fraud"]
  private static let shared: [(step: StepID, item: ItemKey, mark: ItemKey)] = [
    ("oidc-provider", OIDCProviderStep.key, OIDCProviderStep.markKey),
    ("github-token", GitHubTokenStep.secretKey, GitHubTokenStep.markKey),
    ("template-bucket", TemplateBucketStep.bucketKey, TemplateBucketStep.markKey),
    ("project-template", ProjectTemplateStep.objectKey, ProjectTemplateStep.markKey),
  ]

  /// An account that onramp set up for `churn`, and on which `fraud` stands too.
  private func both() async -> (account: Account, ledger: Ledger) {
    let (account, ledger) = await Account.onramps()
    account.change { state in
      let mark = "onramp:used-by:fraud"
      state.providers[Account.providerARN]?.tags[mark] = "octo-org/sagemaker-fraud"
      state.secrets["sagemaker-github-token"]?.tags[mark] = "octo-org/sagemaker-fraud"
      state.buckets[Account.bucket]?.tags[mark] = "octo-org/sagemaker-fraud"
      state.buckets[Account.bucket]?.objects[Account.templateKey]?.tags[mark] = "octo-org/sagemaker-fraud"
    }
    return (account, ledger)
  }

  private func inventory(_ account: Account, _ ledger: Ledger, _ answers: [String: JSON] = [:]) async -> Inventory {
    await Prerequisites().inventory(account.world(), Account.context(answers, purpose: .teardown, ledger: ledger))
  }

  private func take(_ inventory: Inventory, from account: Account) {
    for call in inventory.going.flatMap(\.calls) { #expect(throws: Never.self) { try account.write(call) } }
  }

  @Test func whatTheOtherMadeIsMarkedOnceAndTheMarkComesOffAgain() async throws {
    let (account, _) = await Account.onramps()
    let before = account.now
    for (step, _, mark) in Self.shared {
      let change = try #require(
        await account.seen(step, Account.context(Self.fraud)).changes.first { $0.key == mark }, "\(step)")
      #expect(change.summary == "says that fraud uses it beside onramp setup churn")
      for call in change.calls { try account.write(call) }
      #expect(await account.seen(step, Account.context(Self.fraud)).changes.allSatisfy { $0.key != mark })
    }
    #expect(account.now != before)
    let inventory = await inventory(account, Ledger(), Self.fraud)
    #expect(Set(inventory.going.map(\.key)) == Set(Self.shared.map(\.mark)))
    #expect(inventory.going.allSatisfy { $0.action == .restore })
    for (_, item, _) in Self.shared {
      #expect(inventory.holdings.first { $0.key == item }?.reason == "made by onramp setup churn")
    }
    take(inventory, from: account)
    #expect(account.now == before)
  }

  @Test func whatTheOtherUsesIsHandedOverAndFromThenOnTheOthers() async throws {
    let (account, ledger) = await both()
    let inventory = await inventory(account, ledger)
    for (_, item, _) in Self.shared {
      let holding = try #require(inventory.holdings.first { $0.key == item })
      #expect(holding.action == .handOver && holding.reason.contains("onramp setup fraud"), "\(item)")
    }
    let tag = inventory.holdings.first { $0.key == DomainTagStep.key }
    #expect(tag?.action == .keep && tag?.reason == "stays: used by onramp setup fraud")
    take(inventory, from: account)
    let state = account.now
    #expect(state.providers[Account.providerARN]?.tags == ["onramp:setup": "fraud"])
    #expect(state.secrets["sagemaker-github-token"]?.tags == ["onramp:setup": "fraud"])
    #expect(state.buckets[Account.bucket]?.tags == ["onramp:setup": "fraud"])
    // What onramp handed over is none of its business any more, whatever its journal remembers.
    #expect(await self.inventory(account, ledger).going == [])
    // The heir takes all of it away, without a journal of its own: the location in the domain's tag too.
    take(await self.inventory(account, Ledger(), Self.fraud), from: account)
    #expect(account.now == Account.bare().now)
  }

  @Test func oneOfThreeIsHandedToOneOfTheOthersAndStaysMarkedByTheThird() async throws {
    let (account, ledger) = await both()
    account.change { $0.buckets[Account.bucket]?.tags["onramp:used-by:web"] = "octo-org/web" }
    take(await inventory(account, ledger), from: account)
    #expect(
      account.now.buckets[Account.bucket]?.tags == ["onramp:setup": "fraud", "onramp:used-by:web": "octo-org/web"])
    let bucket = await inventory(account, Ledger(), Self.fraud).going.first { $0.key == TemplateBucketStep.bucketKey }
    #expect(bucket?.action == .handOver)
  }

  /// One of two calls that hand a thing over got through.
  @Test func aHandoverThatStoppedHalfWayIsOver() async {
    let (account, ledger) = await both()
    account.change { $0.providers[Account.providerARN]?.tags["onramp:setup"] = "fraud" }
    #expect(await inventory(account, ledger).going.allSatisfy { $0.step != "oidc-provider" })
    account.change { $0.roles["GitHubActionsRole"] = nil }
    let provider = await inventory(account, Ledger(), Self.fraud).holdings.first { $0.key == OIDCProviderStep.key }
    #expect(provider?.action == .remove)
  }

  @Test func tagsAndSettingsOfOthersOutliveMarkAndHandover() async {
    let (account, ledger) = await both()
    account.change { state in
      state.buckets[Account.bucket]?.tags["team"] = "ml"
      state.buckets[Account.bucket]?.objects[Account.templateKey]?.tags["team"] = "ml"
      state.secrets["sagemaker-github-token"]?.tags["team"] = "ml"
    }
    take(await inventory(account, ledger), from: account)
    let state = account.now
    #expect(state.buckets[Account.bucket]?.tags["team"] == "ml")
    #expect(state.buckets[Account.bucket]?.objects[Account.templateKey]?.tags["team"] == "ml")
    #expect(state.secrets["sagemaker-github-token"]?.tags["team"] == "ml")
  }

  /// Two setups that share a bucket and have a template each.
  @Test func aTemplateOfOnesOwnGoesWhileTheBucketStays() async {
    let (account, ledger) = await both()
    account.change { state in
      let object = state.buckets[Account.bucket]?.objects[Account.templateKey]
      state.buckets[Account.bucket]?.objects[Account.templateKey]?.tags["onramp:used-by:fraud"] = nil
      state.buckets[Account.bucket]?.objects["templates/fraud.yaml"] = object
      state.buckets[Account.bucket]?.objects["templates/fraud.yaml"]?.tags["onramp:setup"] = "fraud"
    }
    let inventory = await inventory(account, ledger)
    #expect(inventory.going.first { $0.key == ProjectTemplateStep.objectKey }?.action == .remove)
    #expect(inventory.going.first { $0.key == TemplateBucketStep.bucketKey }?.action == .handOver)
    take(inventory, from: account)
    #expect(account.now.buckets[Account.bucket]?.objects.keys.sorted() == ["templates/fraud.yaml"])
  }

  /// A setting that one of two put right is what the other stands on too.
  @Test func aSettingOfABucketThatAnotherSetupUsesIsNotPutBack() async throws {
    let account = Account.healthy { state in
      state.buckets[Account.bucket]?.cors = nil
      state.buckets[Account.bucket]?.tags["onramp:setup"] = "fraud"
    }
    let (_, ledger) = await Account.onramps(account)
    let cors = try #require(await inventory(account, ledger).holdings.first { $0.key == TemplateBucketStep.corsKey })
    #expect(cors.action == .keep && cors.reason == "stays: used by onramp setup fraud")
  }

  /// Whoever made the secret had given it up; who called its deletion off answers for it.
  @Test func aSecretWhoseDeletionIsCalledOffIsTaggedAnew() async throws {
    let name = "sagemaker-github-token"
    let account = Account.healthy { state in
      state.secrets[name]?.tags = ["onramp:setup": "fraud"]
      state.secrets[name]?.deletion = Int(Account.now) + 86_400
    }
    let (_, ledger) = await Account.onramps(account)
    #expect(account.now.secrets[name]?.tags == ["onramp:setup": "churn"])
    #expect(account.now.secrets[name]?.deletion == nil)
    let secret = await inventory(account, ledger).going.first { $0.key == GitHubTokenStep.secretKey }
    #expect(secret?.action == .remove && secret?.ownership == .ours)
  }
}
