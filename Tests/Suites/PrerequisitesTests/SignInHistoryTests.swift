import Basics
import Checklist
import JSONDocument
import Policy
import TestAccount
import Testing

@testable import Prerequisites

/// What is said of the sign-ins of the last day, in words.
@Suite struct SignInHistoryTests {
  private static let own = "repo:octo-org@583231/sagemaker-churn@1296269"
  private static let sub = "token.actions.githubusercontent.com:sub"

  private func said(_ check: CheckID = "TRUST-51", _ change: (inout Account.State) -> Void) async -> Verdict? {
    await Account.healthy(change).seen(
      check.rawValue.hasPrefix("OIDC") ? "oidc-provider" : "github-role", Account.context()
    )
    .verdict(check)
  }

  @Test func theSubjectThatWasSentStandsBesideWhatThePolicyAsksFor() async {
    let dev = Account.SignIn(Self.own + ":ref:refs/heads/dev")
    let verdict = await said {
      $0.signIns = [dev.with { $0.ago = 60 }, dev.with { $0.ago = 7200 }, Account.SignIn(Self.own + ":pull_request")]
    }
    #expect(
      verdict
        == .broken(
          found: "refused 2 times since 05:00 UTC: \(dev.subject); refused at 06:00 UTC: \(Self.own):pull_request",
          needed: "\(dev.subject) in access.subjects, or no such job; statement 1 asks for StringEquals \(Self.sub) "
            + Account.subjects.joined(separator: ", "), severity: .medium))
  }

  @Test func whatTheSetupWantsComesFirst() async {
    let verdict = await said { state in
      state.roles["GitHubActionsRole"]?.trust = Account.trust([Account.subjects[0]]).compact
      state.signIns = [Account.SignIn(Self.own + ":ref:refs/heads/dev"), Account.SignIn(Account.subjects[1])]
    }
    guard case .broken(let found, let needed, nil)? = verdict else {
      Issue.record("\(String(describing: verdict))")
      return
    }
    #expect(found.hasPrefix("refused at 06:00 UTC: \(Account.subjects[1]); "))
    #expect(needed.hasPrefix("\(Account.subjects[1]) admitted; statement 1 asks for StringEquals"))
  }

  @Test func othersAndWhatIsOverAreToldAndDoNotCount() async {
    let verdict = await said { state in
      state.signIns = [
        Account.SignIn(Account.subjects[0], refusal: nil), Account.SignIn("repo:evil/app:pull_request"),
        Account.SignIn("repo:octo-org/sagemaker-churn:ref:refs/heads/main"),
        Account.SignIn(Account.subjects[0], refusal: "ExpiredTokenException"),
        Account.SignIn("").with { $0.issuer = nil },
      ]
    }
    #expect(
      verdict
        == .holds(
          found: "1 sign-in admitted in the last day, none of this repository refused; "
            + "1 refused by what no longer stands; 1 refused to others: repo:evil/app:pull_request; "
            + "1 refused with ExpiredTokenException; 1 refused whose subject AWS does not tell"))
  }

  @Test func aDayWithMoreThanIsReadSaysSinceWhenItWasRead() async {
    let verdict = await said { $0[CloudTrail.self].goesOn = true }
    #expect(verdict == .holds(found: "1 sign-in admitted since 06:00 UTC, none of this repository refused"))
  }

  @Test func theIssuerOfTheTokensIsSaid() async {
    #expect(
      await said("OIDC-12") { _ in }
        == .holds(found: "tokens of https://token.actions.githubusercontent.com in the last day"))
    let verdict = await said("OIDC-12") { state in
      state.providers["arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com/octo"] =
        Account.Provider()
      state.signIns = [
        Account.SignIn(Account.subjects[0]).with { $0.issuer = "token.actions.githubusercontent.com/octo" }
      ]
    }
    #expect(
      verdict
        == .broken(
          found: "https://token.actions.githubusercontent.com/octo, refused at 06:00 UTC",
          needed: "https://token.actions.githubusercontent.com"))
  }

  /// An event is somebody else's text: what is none never counts as a quiet day.
  @Test(arguments: [
    #"{"eventTime":"yesterday","requestParameters":{"roleArn":"r"}}"#, #"{"requestParameters":{"roleArn":"r"}}"#,
    #"{"eventTime":"2026-11-21T06:00:00Z","errorCode":"a\u001b[31m","requestParameters":{"roleArn":"r"}}"#,
    #"{"eventTime":"2026-11-21T06:00:00Z","userIdentity":{"userName":"a\u202eb\n"},"requestParameters":{"roleArn":"r"}}"#,
    #"{"eventTime":"2026-11-21T06:00:00Z","requestParameters":{"roleArn":"\#(String(repeating: "r", count: 2049))"}}"#,
    "[", "", String(repeating: "[", count: 10_000),
  ]) func anEventOfAnotherFormIsUnknown(_ text: String) async {
    let verdict = await said { $0[CloudTrail.self].odd = [["CloudTrailEvent": .string(text)]] }
    #expect(
      verdict == .hidden(.unreadable("1 of CloudTrail's events of sign-ins have another form")), "\(text.prefix(60))")
  }

  @Test(arguments: [
    #"{"eventName":"AssumeRole","eventTime":"2026-11-21T06:00:00Z","requestParameters":{"roleArn":"r"}}"#,
    #"{"eventTime":"2026-11-21T06:00:00Z","errorCode":"ValidationError","requestParameters":null}"#, "{}", "null",
  ]) func whatAskedForNoRoleIsNoSignIn(_ text: String) async {
    let verdict = await said { $0[CloudTrail.self].odd = [["CloudTrailEvent": .string(text)]] }
    #expect(verdict == .holds(found: "1 sign-in admitted in the last day, none of this repository refused"))
  }

  @Test func anAnswerWithoutEventsIsNoQuietDay() async {
    let world = World { _ throws(Obstacle) in [:] }
    let look = await SignInTrail.look(world, Account.context())
    #expect(look.obstacle?.kind == .unreadable)
  }

  /// Ten changes are no ten questions to a service that answers two in a second.
  @Test func aChangeAsksForNoTrail() async {
    let account = Account.healthy()
    let world = account.world()
    for step in ["github-role", "oidc-provider"] as [StepID] {
      _ = await Prerequisites().standing(of: step, world, Account.context())
    }
    #expect(!account.calls.isEmpty && account.calls.allSatisfy { $0.door != .aws("cloudtrail") })
  }

  @Test func bothStepsShareOneQuestion() async {
    let account = Account.healthy()
    let world = account.world()
    async let role = GitHubRoleStep().observe(world, Account.context())
    async let provider = OIDCProviderStep().observe(world, Account.context())
    _ = await (role, provider)
    #expect(account.calls.count { $0.door == .aws("cloudtrail") } == 1)
  }
}
