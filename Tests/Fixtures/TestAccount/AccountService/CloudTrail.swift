import Basics
import Checklist
import JSONDocument

/// The sign-ins that were tried.
public struct CloudTrail: AccountService {
  public static let doors: Set<Door> = [.aws("cloudtrail")]

  /// The newest first.
  public var signIns: [Account.SignIn] = []
  /// Whether there are more than an answer holds.
  public var goesOn = false
  /// Texts that stand where an event should.
  public var odd: [JSON] = []

  public init() {}

  /// The day's one sign-in.
  public mutating func furnish() {
    signIns = [Account.SignIn("repo:octo-org@583231/sagemaker-churn@1296269:ref:refs/heads/main", refusal: nil)]
  }

  public mutating func answer(_ call: Call, in account: Account.State) -> Answer? {
    guard call.operation == "LookupEvents" else { return nil }
    let events = signIns.map { ["CloudTrailEvent": .string($0.record(account.id).compact)] as JSON } + odd
    var answer: JSON = ["Events": .array(events)]
    if goesOn { answer["NextToken"] = "more" }
    return .success(answer)
  }
}

extension Account {
  /// A sign-in with a token of GitHub's as a trail shows it.
  public struct SignIn: Hashable, Sendable {
    public var subject: String
    public var refusal: String?
    public var role = "GitHubActionsRole"
    /// Host and path of the issuer; nil for one that the account has no provider for.
    public var issuer: String? = "token.actions.githubusercontent.com"
    /// Seconds before the look.
    public var ago = 3600.0

    public init(_ subject: String, refusal: String? = "AccessDenied") {
      (self.subject, self.refusal) = (subject, refusal)
    }

    /// The same with some of it otherwise.
    public func with(_ change: (inout SignIn) -> Void) -> SignIn {
      var copy = self
      change(&copy)
      return copy
    }

    fileprivate func record(_ account: String) -> JSON {
      let provider = issuer.map { "arn:aws:iam::\(account):oidc-provider/\($0)" }
      var identity: JSON = ["type": "Unknown"]
      if let provider {
        identity = [
          "type": "WebIdentityUser", "userName": .string(subject), "identityProvider": .string(provider),
          "principalId": .string("\(provider):sts.amazonaws.com:\(subject)"),
        ]
      }
      var record: JSON = [
        "eventName": "AssumeRoleWithWebIdentity", "eventTime": .string(Moment(seconds: Account.now - ago).rfc3339),
        "userIdentity": identity, "requestParameters": ["roleArn": .string("arn:aws:iam::\(account):role/\(role)")],
      ]
      if let refusal { record["errorCode"] = .string(refusal) }
      return record
    }
  }
}

extension Account.State {
  public var signIns: [Account.SignIn] {
    get { self[CloudTrail.self].signIns }
    set { self[CloudTrail.self].signIns = newValue }
  }
}
