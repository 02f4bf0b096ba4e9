import Checklist
import JSONDocument
import TestAccount

@testable import Prerequisites

enum OIDCProviderSituations: SituationGroup {
  static func furnish(_ state: inout Account.State) {
    state.providers[Account.providerARN] = Account.Provider(
      audiences: ["sts.amazonaws.com", "other"], tags: ["team": "ml"])
  }

  /// What nobody can judge while the provider is not there.
  private static let withoutProvider = Dictionary(
    uniqueKeysWithValues: ["OIDC-04", "OIDC-05", "OIDC-06", "OIDC-07", "OIDC-10", "OIDC-15"].map {
      (CheckID(rawValue: $0), "blocked OIDC-01")
    })
  private static let twin = withoutProvider.merging(["OIDC-01": "blocked OIDC-09", "OIDC-09": "broken"]) { $1 }
  private static let wrongAddress = Dictionary(
    uniqueKeysWithValues: ["01", "04", "05", "06", "07", "09", "10", "12", "15"].map {
      (CheckID(rawValue: "OIDC-\($0)"), "blocked OIDC-11")
    }
  ).merging(["OIDC-11": "broken"]) { $1 }

  private static func arn(_ address: String) -> String { "arn:aws:iam::111122223333:oidc-provider/\(address)" }
  private static let enterprise = arn("token.actions.githubusercontent.com/octo")
  private static let former = arn("vstoken.actions.githubusercontent.com")

  private static func stays(
    _ name: String, context: Context = Account.context(), _ judged: [CheckID: String],
    _ change: @escaping @Sendable (inout Account.State) -> Void
  ) -> Situation {
    Situation(name, "oidc-provider", context: context, judged: judged, left: judged, change)
  }

  private static func with(_ arn: String, trustedBy role: String? = nil) -> @Sendable (inout Account.State) -> Void {
    { state in
      state.providers[arn] = Account.Provider()
      if let role {
        state.roles[role] = Account.Role(trust: Account.trust().compact.replacing(Account.providerARN, with: arn))
      }
    }
  }

  private static let branch = "repo:octo-org@583231/sagemaker-churn@1296269:ref:refs/heads/main"
  /// A job with a token of the enterprise's issuer, for which the account has a provider that no role trusts.
  private static func refused(_ subject: String) -> @Sendable (inout Account.State) -> Void {
    { state in
      state.providers[enterprise] = Account.Provider()
      state.signIns = [Account.SignIn(subject).with { $0.issuer = "token.actions.githubusercontent.com/octo" }]
    }
  }

  static let situations = [
    Situation(
      "no provider", "oidc-provider",
      judged: withoutProvider.merging(["OIDC-01": "broken"]) { $1 }, plan: [OIDCProviderStep.key]
    ) { $0.providers = [:] },
    Situation("another audience", "oidc-provider", judged: ["OIDC-04": "broken"], plan: [OIDCProviderStep.audienceKey])
    { $0.providers[Account.providerARN]?.audiences = ["other"] },
    Situation("no audience", "oidc-provider", judged: ["OIDC-04": "broken"], plan: [OIDCProviderStep.audienceKey]) {
      $0.providers[Account.providerARN]?.audiences = []
    },
    stays("an audience nobody asks for", ["OIDC-05": "broken"]) {
      $0.providers[Account.providerARN]?.audiences.append("https://github.com/octo-org")
    },
    Situation("an audience that another role asks for", "oidc-provider") { state in
      state.providers[Account.providerARN]?.audiences.append("web")
      state.roles["Web"] = Account.Role(trust: Account.trust(audience: "web").compact)
    },
    stays("an audience that a role without a test of it may use", ["OIDC-05": "broken"]) { state in
      state.providers[Account.providerARN]?.audiences.append("web")
      state.roles["Web"] = Account.Role(trust: Account.trust(audience: nil).compact)
    },
    stays(
      "the audience of another partition", context: Account.context(["access.audience": "sts.amazonaws.com.cn"]),
      ["OIDC-06": "broken"]
    ) { _ in },
    Situation("thumbprints", "oidc-provider") { state in
      state.providers[Account.providerARN]?.thumbprints = [String(repeating: "6", count: 40)]
    },
    Situation("a provider kept as code", "oidc-provider") {
      $0.providers[Account.providerARN]?.tags = ["ManagedBy": "terraform"]
    },
    stays("a provider kept as code that needs a change", ["OIDC-04": "broken", "OIDC-10": "broken"]) {
      $0.providers[Account.providerARN] = Account.Provider(audiences: [], tags: ["ManagedBy": "Terraform"])
    },
    stays("a look-alike", ["OIDC-02": "broken"], with(arn("token.actions.githubuserc0ntent.com"))),
    stays("the issuer of the trial period", ["OIDC-03": "broken"], with(former, trustedBy: "Old")),
    stays("an enterprise's issuer that nobody uses", ["OIDC-13": "broken"], with(enterprise)),
    stays("an enterprise's issuer that another role uses", ["OIDC-16": "broken"], with(enterprise, trustedBy: "Web")),
    stays(
      "the enterprise's issuer signs, and the role trusts the plain one", ["OIDC-12": "broken", "OIDC-13": "broken"],
      refused(branch)),
    stays("the enterprise's issuer was switched off again", ["OIDC-13": "broken"]) { state in
      refused(branch)(&state)
      state.signIns.insert(Account.SignIn(branch, refusal: nil).with { $0.ago = 60 }, at: 0)
    },
    stays(
      "another repository's jobs are refused by the enterprise's issuer", ["OIDC-12": "skipped", "OIDC-13": "broken"],
      refused("repo:octo-org@583231/website@7:ref:refs/heads/main")),
    stays("the role trusts the enterprise's issuer by now", ["OIDC-12": "skipped", "OIDC-16": "broken"]) { state in
      refused(branch)(&state)
      let theirs = Account.trust().compact.replacing(
        "token.actions.githubusercontent.com", with: "token.actions.githubusercontent.com/octo")
      state.roles["GitHubActionsRole"]?.trust = theirs
    },
    stays("nobody signed in", ["OIDC-12": "skipped"]) { $0.signIns = [] },
    stays(
      "an issuer with a slash too many",
      context: Account.context(["access.issuer": "https://token.actions.githubusercontent.com/"]), wrongAddress
    ) { _ in },
    stays(
      "GitHub's issuer for an Enterprise Server", context: Account.context(["github.api": "https://ghe.corp/api/v3"]),
      wrongAddress
    ) { _ in },
    Situation(
      "no provider, and no room for one", "oidc-provider",
      judged: withoutProvider.merging(["OIDC-01": "broken", "OIDC-14": "broken"]) { $1 }, plan: [OIDCProviderStep.key]
    ) { state in
      state.providers = [:]
      for number in 0..<100 { state.providers[arn("id\(number).example.com")] = Account.Provider() }
    },
    stays("another spelling only", twin) { state in
      state.providers = [
        Account.providerARN.replacing("token.actions", with: "Token.Actions") + "/": Account.Provider()
      ]
    },
    Situation(
      "our tag is gone", "oidc-provider",
      context: Account.context(
        ledger:
          Situations.ledger(OIDCProviderStep.key, Account.providerARN, identity: "1790000000")),
      judged: ["OIDC-15": "broken"],
      plan: [OIDCProviderStep.tagKey]
    ) { _ in },
    Situation(
      "another setup of onramp made it", "oidc-provider", judged: ["OIDC-15": "broken"],
      plan: [OIDCProviderStep.markKey]
    ) { $0.providers[Account.providerARN]?.tags["onramp:setup"] = "fraud" },
    Situation(
      "made anew by another setup of onramp", "oidc-provider",
      context: Account.context(ledger: Situations.ledger(OIDCProviderStep.key, Account.providerARN)),
      judged: ["OIDC-15": "broken"], plan: [OIDCProviderStep.markKey]
    ) { $0.providers[Account.providerARN]?.tags["onramp:setup"] = "fraud" },
  ]
}
