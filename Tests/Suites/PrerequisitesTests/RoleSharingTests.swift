import Blueprints
import Checklist
import JSONDocument
import TestAccount
import Testing

@testable import Prerequisites

/// Roles that more than one setup, or a setup and somebody else, stands on: own statements come out, the role stays.
@Suite struct RoleSharingTests {
  private static let name = "GitHubActionsRole"
  private static let execution = "AmazonSageMaker-ExecutionRole"
  private static let passing = "SageMakerProjectsPassRolePolicy"
  private static let fraud: [String: JSON] = ["name": "fraud", "github.repository": "sagemaker-fraud"]

  private static func statement(_ repository: String, _ sid: String) -> JSON {
    var statement = Account.trust(["repo:octo-org/\(repository):ref:refs/heads/main"], sid: sid)["Statement"]?.array?[0]
    statement?["Sid"] = .string(sid)
    return statement ?? .null
  }

  private static let website = statement("website", "Website")
  private static let theirs = statement("sagemaker-fraud", "OnrampGitHubActions")

  private func inventory(_ account: Account, _ ledger: Ledger, _ answers: [String: JSON] = [:]) async -> Inventory {
    await Prerequisites().inventory(account.world(), Account.context(answers, purpose: .teardown, ledger: ledger))
      .proved(ledger)
  }

  private func take(_ inventory: Inventory, from account: Account) {
    for call in inventory.going.flatMap(\.calls) { #expect(throws: Never.self) { try account.write(call) } }
  }

  private func trust(_ account: Account) throws -> [JSON] {
    try JSON(parsing: account.now.roles[Self.name]?.trust ?? "")["Statement"]?.array ?? []
  }

  private func add(_ statements: JSON..., to account: Account) throws {
    var policy = try JSON(parsing: account.now.roles[Self.name]?.trust ?? "")
    policy["Statement"] = .array((policy["Statement"]?.array ?? []) + statements)
    let text = policy.compact
    account.change { $0.roles[Self.name]?.trust = text }
  }

  @Test func aTrustStatementOfAnotherTeamKeepsTheRoleAndItsProvider() async throws {
    let (account, ledger) = await Account.onramps()
    try add(Self.website, to: account)
    let inventory = await inventory(account, ledger)
    let role = try #require(inventory.holdings.first { $0.key == GitHubRoleStep.roleKey })
    #expect(role.action == .keep && role.ownership == .shared)
    #expect(role.reason == "stays: used by trust statement Website")
    #expect(inventory.holdings.first { $0.key == OIDCProviderStep.key }?.action == .keep)
    take(inventory, from: account)
    #expect(try trust(account) == [Self.website])
    #expect(await self.inventory(account, ledger).going == [], "there is nothing of ours in it any more")
    account.change { $0.roles[Self.name] = nil }
    take(await self.inventory(account, ledger), from: account)
    #expect(account.now == Account.bare().now)
  }

  @Test func aRoleThatAnotherSetupUsesIsHandedOverWithoutOurStatement() async throws {
    let (account, ledger) = await Account.onramps(
      .bare { $0[GitHubRepository.self].siblings["sagemaker-fraud"] = 1_296_270 })
    try add(Self.theirs, to: account)
    account.change { $0.roles[Self.name]?.tags["onramp:used-by:fraud"] = "octo-org/sagemaker-fraud" }
    let inventory = await inventory(account, ledger)
    let keys = inventory.going.map(\.key)
    let place = try #require(keys.firstIndex(of: GitHubRoleStep.roleKey))
    #expect(
      try #require(keys.firstIndex(of: GitHubRoleStep.trustKey)) < place, "once it is theirs, we touch it no more")
    #expect(inventory.going[place].action == .handOver)
    take(inventory, from: account)
    #expect(try trust(account) == [Self.theirs])
    let role = account.now.roles[Self.name]
    #expect(role?.tags == ["onramp:setup": "fraud"] && role?.inline.keys.sorted() == [GitHubRoleStep.policyName])
    #expect(await self.inventory(account, Ledger(), Self.fraud).going.contains { $0.key == GitHubRoleStep.roleKey })
  }

  /// The mark says that we are in it, and the Sid with the subject which statement is ours; people write statements for
  /// our repository too.
  @Test func withoutTheJournalOurStatementIsKnownByMarkAndSid() async throws {
    let account = Account.healthy { state in
      state.roles[Self.name]?.tags = ["onramp:setup": "fraud", "onramp:used-by:churn": "octo-org/sagemaker-churn"]
    }
    let byHand = try trust(account)
    let own = JSON.object(try #require(byHand.first?.object).with("Sid", "OnrampGitHubActions2"))
    try add(Self.theirs, own, to: account)
    let inventory = await inventory(account, Ledger())
    #expect(inventory.going.map(\.key) == [GitHubRoleStep.trustKey, "github-role/mark"])
    take(inventory, from: account)
    #expect(try trust(account) == byHand + [Self.theirs])
    #expect(account.now.roles[Self.name]?.tags == ["onramp:setup": "fraud"])
  }

  @Test func ourSidAloneMakesNoTrustStatementOurs() async throws {
    let account = Account.healthy()
    let own = JSON.object(try #require(try trust(account).first?.object).with("Sid", "OnrampGitHubActions"))
    try add(own, to: account)
    let inventory = await inventory(account, Ledger())
    #expect(inventory.going == [])
    let holding = try #require(inventory.holdings.first { $0.key == GitHubRoleStep.trustKey })
    #expect(holding.ownership == .foreign && holding.reason == "not made by onramp: nothing but its Sid says so")
  }

  /// Whoever follows a printed command or copies a policy has our text, letter by letter.
  @Test func aCopiedStatementIsOursOnlyWhereSomethingElseTellsOfThisSetup() async throws {
    let account = Account.healthy { $0.roles[Self.execution]?.inline = [:] }
    for change in await account.seen("execution-role", Account.context()).changes {
      for call in change.calls { try account.write(call) }
    }
    let inline = account.now.roles[Self.execution]?.inline
    let held = await inventory(account, Ledger())
    #expect(held.going == [] && inline?.count == 3)
    let told = held.holdings.filter { $0.step == "execution-role" }
    #expect(told.count == 3 && told.allSatisfy { $0.ownership == .foreign && $0.reason == Holding.notMade })
    let found = Ledger(told.map { JournalEntry($0.key, $0.resource, .found, time: 0) })
    account.change { $0.roles[Self.name]?.tags["onramp:setup"] = "churn" }
    let going = await inventory(account, Ledger()).going.filter { $0.step == "execution-role" }
    #expect(going.count == 3 && going.allSatisfy { $0.reason == "its Sid names this setup" }, "the journal is lost")
    #expect(await inventory(account, found).going.allSatisfy { $0.step != "execution-role" }, "it stood there before")
    // In another spelling somebody else wrote it.
    let respelt = inline?.mapValues { $0.replacing("[\"iam:PassRole\"]", with: "\"iam:PassRole\"") }
    #expect(respelt != inline)
    account.change { $0.roles[Self.execution]?.inline = respelt ?? [:] }
    let kept = await inventory(account, Ledger()).holdings.first { $0.key.rawValue.hasSuffix(Self.passing) }
    #expect(kept?.action == .keep && kept?.reason == Holding.notMade)
  }

  /// What people wrote for this repository is theirs, also where it is to be mended.
  @Test func withoutJournalAndMarkNoStatementIsOurs() async throws {
    let account = Account.healthy { state in
      state.roles[Self.name]?.trust =
        Account.trust(["repo:octo-org/sagemaker-churn:*"], operatorName: "StringLike").compact
    }
    try add(Self.website, to: account)
    #expect(await account.seen("github-role", Account.context()).changes.map(\.key) == [GitHubRoleStep.trustKey])
    #expect(await inventory(account, Ledger()).going == [])
  }

  /// A later change of ours holds what others had added by then: that is not ours for it.
  @Test func whatWasOnlyWrittenAlongStays() async throws {
    let account = Account.healthy { state in
      state.roles[Self.name]?.tags = ["onramp:setup": "fraud", "onramp:used-by:churn": "octo-org/sagemaker-churn"]
      state.roles[Self.name]?.trust = (["Version": "2012-10-17", "Statement": [Self.theirs]] as JSON).compact
    }
    let before = JSON.string(account.now.roles[Self.name]?.trust ?? "")
    let own = try #require(Account.trust()["Statement"]?.array?[0])
    try add(own, Self.website, to: account)
    let ledger = Situations.ledger(
      GitHubRoleStep.trustKey, "arn:aws:iam::111122223333:role/\(Self.name)", .update, previous: before,
      wanted: .string(account.now.roles[Self.name]?.trust ?? ""))
    take(await inventory(account, ledger), from: account)
    #expect(try trust(account) == [Self.theirs, Self.website])
  }

  private func policy(_ account: Account, _ name: String = execution) throws -> [String] {
    try JSON(parsing: account.now.roles[name]?.inline[Self.passing] ?? "{}")["Statement"]?.array?
      .compactMap { $0["Sid"]?.string } ?? []
  }

  /// The domain's own role has no mark; the Sids tell whose the statements are.
  @Test func eachSetupHasItsOwnStatementsInThePoliciesOfTheExecutionRole() async throws {
    let account = Account.healthy { $0.roles[Self.execution]?.inline = [:] }
    let (_, ledger) = await Account.onramps(account)
    let alone = account.now
    let changes = await account.seen("execution-role", Account.context(Self.fraud)).changes
    #expect(
      changes.count == 3 && changes.allSatisfy { $0.repairs.isEmpty }, "nothing is broken, and all of it is churn's")
    var entries: [JournalEntry] = []
    for change in changes {
      entries.append(
        JournalEntry(
          change.key, change.resource, .intent(kind: change.kind, previous: change.previous, wanted: change.wanted),
          time: 0))
      for call in change.calls { try account.write(call) }
    }
    #expect(try policy(account) == ["OnrampchurnPassLaunchRole", "OnrampfraudPassLaunchRole"])
    #expect(await account.seen("execution-role", Account.context(Self.fraud)).changes == [])
    #expect(await account.seen("execution-role", Account.context(ledger: ledger)).changes == [])
    let both = account.now
    take(await inventory(account, Ledger(entries), Self.fraud), from: account)
    #expect(account.now.roles[Self.execution] == alone.roles[Self.execution])
    account.change { $0 = both }
    take(await inventory(account, ledger), from: account)
    #expect(try policy(account) == ["OnrampfraudPassLaunchRole"])
    #expect(await account.seen("execution-role", Account.context(Self.fraud)).wrong == [:])
  }

  @Test func anExecutionRoleOfOursIsHandedOverWithoutOurStatements() async throws {
    let named: [String: JSON] = ["access.execution_role": "SageMakerExecutionRole"]
    let account = Account.healthy()
    for answers in [named, named.merging(Self.fraud) { $1 }] {
      for change in Plan(await account.seen("execution-role", Account.context(answers)).changes).changes {
        for call in change.calls { try account.write(call) }
      }
    }
    let role = "SageMakerExecutionRole"
    #expect(try policy(account, role) == ["OnrampchurnPassLaunchRole", "OnrampfraudPassLaunchRole"])
    #expect(
      account.now.roles[role]?.tags == ["onramp:setup": "churn", "onramp:used-by:fraud": "octo-org/sagemaker-fraud"])
    take(await inventory(account, Ledger(), named), from: account)
    #expect(try policy(account, role) == ["OnrampfraudPassLaunchRole"])
    #expect(account.now.roles[role]?.tags == ["onramp:setup": "fraud"])
    take(await inventory(account, Ledger(), named.merging(Self.fraud) { $1 }), from: account)
    #expect(account.now == Account.healthy().now)
  }
}
