import Checklist
import JSONDocument
import Policy
import TestAccount
import Testing

@testable import Prerequisites

/// What teardown puts back of a trust policy of others, when GitHub writes other subjects by now.
@Suite struct FormerTrustTests {
  private static let classic = "repo:octo-org/sagemaker-churn"
  private static let role = "arn:aws:iam::111122223333:role/GitHubActionsRole"
  private static let names = Account.trust([classic + ":ref:refs/heads/main", classic + ":environment:production"])
  private static let ids = Account.trust(Account.subjects)

  private static func ledger(switched: Bool) -> Ledger {
    func made(_ key: ItemKey, _ resource: String, _ previous: JSON, _ wanted: JSON) -> [JournalEntry] {
      [
        JournalEntry(key, resource, .intent(kind: .update, previous: previous, wanted: wanted), time: 1),
        JournalEntry(key, resource, .done, time: 2),
      ]
    }
    let flag = { (hasIDs: Bool) in SubjectMigration.setting(hasIDs: hasIDs) }
    return Ledger(
      made(GitHubRoleStep.trustKey, role, .string(names.compact), .string(ids.compact))
        + (switched
          ? made(SubjectMigration.switchKey, "octo-org/sagemaker-churn", flag(false), flag(true)) : []))
  }

  /// A role of others in which onramp put ids in place of names.
  private func holdings(
    switched: Bool, created: String?, writesIDs: Bool = true, trust: JSON = ids,
    _ change: @escaping (inout Account.State) -> Void = { _ in }
  ) async -> [Holding] {
    let account = Account.healthy()
    account.change { state in
      state.roles["GitHubActionsRole"]?.trust = trust.compact
      state.repository?["created_at"] = created.map { .string($0) }
      if !writesIDs { state.subject = ["use_default": true, "use_immutable_subject": false] }
      change(&state)
    }
    let context = Account.context(purpose: .teardown, ledger: Self.ledger(switched: switched))
    return await account.seen("github-role", context).holdings
  }

  private func trust(_ holdings: [Holding]) throws -> Holding {
    try #require(holdings.first { $0.key == GitHubRoleStep.trustKey })
  }

  private func accepted(_ holding: Holding, _ subject: String) throws -> Bool {
    let document = try #require(holding.afterwards.policy?.document)
    return TrustPolicy.evaluate(
      document, token: Token(subject: subject, audience: "sts.amazonaws.com"),
      provider: "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com"
    ).isAllowed
  }

  @Test(arguments: [(true, nil), (true, "2026-09-02T08:30:00Z"), (false, "2020-01-01T00:00:00Z")] as [(Bool, String?)])
  func whatAdmittedTheJobsAdmitsThemStill(_ switched: Bool, _ created: String?) async throws {
    let held = try trust(await holdings(switched: switched, created: created))
    #expect(held.action == .restore && held.reason.contains("with ids"))
    for subject in Account.subjects { #expect(try accepted(held, subject), "\(subject)") }
    #expect(try accepted(held, Self.classic + ":environment:production"))
  }

  /// A repository that always wrote ids was never admitted by names: nothing is lost.
  @Test(arguments: ["2026-09-02T08:30:00Z", nil, "no time"])
  func whatNeverAdmittedAnybodyGoesBackAsItWas(_ created: String?) async throws {
    let held = try trust(await holdings(switched: false, created: created))
    #expect(held.action == .restore && held.afterwards == .string(Self.names.compact))
  }

  @Test func whereGitHubWritesNamesItGoesBackAsItWas() async throws {
    let held = try trust(await holdings(switched: true, created: "2020-01-01T00:00:00Z", writesIDs: false))
    #expect(held.afterwards == .string(Self.names.compact))
  }

  @Test func whatStandsThereSoAlreadyStays() async throws {
    let both = Account.trust(Self.classic.contexts + Account.subjects)
    let held = try trust(await holdings(switched: true, created: nil, trust: both))
    #expect(held.action == .keep && held.reason.hasPrefix("stays: it is what stood there before"))
  }

  @Test func whereGitHubCannotBeAskedItStaysAndSaysWhy() async throws {
    let held = try trust(
      await holdings(switched: true, created: nil) {
        $0.obstacles["GET /repos/{owner}/{repo}"] = Obstacle(.denied, "no")
      })
    #expect(held.action == .keep && held.reason.contains("not to be seen"))
  }

  @Test func theSwitchStaysAndSaysHowItGoesBack() async throws {
    let all = await holdings(switched: true, created: nil)
    let held = try #require(all.first { $0.key == SubjectMigration.switchKey })
    #expect(held.action == .keep && held.calls.isEmpty && held.reason.contains("migrate immutable-subjects --undo"))
    #expect(await holdings(switched: false, created: nil).allSatisfy { $0.key != SubjectMigration.switchKey })
  }
}

extension String {
  /// The subjects of this repository that the setup wants.
  fileprivate var contexts: [String] { [self + ":ref:refs/heads/main", self + ":environment:production"] }
}
