import Checklist
import JSONDocument
import TestAccount

@testable import Prerequisites

/// What rests on values that only a request has, and what the account or GitHub does not tell: unknown, and neither a
/// denial nor a pass. Beside each stands a neighbour of which the answer is known.
enum PartlyKnownSituations: SituationGroup {
  private static let told = "hidden cannot be told from here: "
  private static let reader = Account.executionRole
  private static let claim = "token.actions.githubusercontent.com:"

  private static func lasting(
    _ name: String, _ step: StepID, _ wrong: [CheckID: String],
    _ change: @escaping @Sendable (inout Account.State) -> Void
  ) -> Situation {
    Situation(name, step, judged: wrong, left: wrong, change)
  }

  private static func deny(_ condition: JSON, _ actions: JSON, _ resource: JSON = "*", bucket: Bool = false) -> JSON {
    var statement: JSON = ["Sid": "Guard", "Effect": "Deny", "Action": actions, "Resource": resource]
    statement["Condition"] = condition
    if bucket { statement["Principal"] = "*" }
    return statement
  }

  /// The bucket's policy with a Deny for everybody.
  private static func bucket(_ condition: JSON) -> @Sendable (inout Account.State) -> Void {
    { state in
      var policy = Account.tlsPolicy
      let guarding = deny(
        condition, "s3:*", ["arn:aws:s3:::\(Account.bucket)", "arn:aws:s3:::\(Account.bucket)/*"], bucket: true)
      policy["Statement"] = .array((policy["Statement"]?.array ?? []) + [guarding])
      state.buckets[Account.bucket]?.policy = policy.compact
    }
  }

  /// A role with one more policy, a Deny.
  private static func role(_ name: String, _ condition: JSON) -> @Sendable (inout Account.State) -> Void {
    { state in
      let guarding = deny(condition, ["sagemaker:*", "s3:*", "cloudformation:*"])
      state.roles[name]?.inline["Guard"] = (["Version": "2012-10-17", "Statement": [guarding]] as JSON).compact
    }
  }

  private static func trusting(_ operation: String, _ key: String, _ value: JSON)
    -> @Sendable (inout Account.State) -> Void
  {
    { state in
      var trust = Account.trust()
      trust["Statement"] = JSON.array(
        (trust["Statement"]?.array ?? []).map { statement in
          var statement = statement
          var tests = statement["Condition"]?[operation] ?? [:]
          tests[key] = value
          statement["Condition"]?[operation] = tests
          return statement
        })
      state.roles["GitHubActionsRole"]?.trust = trust.compact
    }
  }

  private static let organisation: JSON = ["StringNotEquals": ["aws:PrincipalOrgID": "o-1"]]
  private static let perimeter: JSON = [
    "StringNotEqualsIfExists": ["aws:PrincipalOrgID": "o-1"], "BoolIfExists": ["aws:PrincipalIsAWSService": "false"],
  ]
  private static let itself: JSON = ["StringNotLike": ["aws:userId": "AROAAMAZONSAGEMAKEREXECUTIONROLE:*"]]
  private static let another: JSON = ["StringNotLike": ["aws:userId": ["AROAOTHER:*", "AIDAANA"]]]
  private static let tagged: JSON = ["StringNotEquals": ["aws:PrincipalTag/team": "ml"]]

  static let situations = buckets + roles + trust + github + secrets

  private static func secret(_ statement: String) -> @Sendable (inout Account.State) -> Void {
    { $0.secrets["sagemaker-github-token"]?.policy = #"{"Version":"2012-10-17","Statement":[\#(statement)]}"# }
  }

  private static let reading = #""Principal":"*","Action":"secretsmanager:GetSecretValue","Resource":"*""#
  private static let secrets = [
    lasting(
      "the secret is for an organisation", "github-token",
      [
        "SEC-14": told
          + "statement 1 denies secretsmanager:GetSecretValue if StringNotEquals aws:PrincipalOrgID o-1, to AmazonSageMakerProjectsLambdaRole"
      ], secret(#"{"Effect":"Deny",\#(reading),"Condition":{"StringNotEquals":{"aws:PrincipalOrgID":"o-1"}}}"#)),
    lasting(
      "everybody over TLS", "github-token", ["SEC-14": "broken"],
      secret(#"{"Effect":"Allow",\#(reading),"Condition":{"Bool":{"aws:SecureTransport":"true"}}}"#)),
    lasting(
      "everybody of this account", "github-token", [:],
      secret(#"{"Effect":"Allow",\#(reading),"Condition":{"StringEquals":{"aws:PrincipalAccount":"111122223333"}}}"#)),
    lasting(
      "another Region's Lambda", "github-token", [:],
      secret(#"{"Effect":"Deny",\#(reading),"Condition":{"StringNotEquals":{"aws:RequestedRegion":"us-east-1"}}}"#)),
  ]

  /// Both checks that judge the bucket's policy say the same of it.
  private static let buckets =
    [
      (organisation, "StringNotEquals aws:PrincipalOrgID o-1"),
      (perimeter, "StringNotEqualsIfExists aws:PrincipalOrgID o-1"),
      (tagged, "StringNotEquals aws:PrincipalTag/team ml"),
    ].flatMap { condition, words in
      let rule = told + #"Guard denies s3:ListBucket if "# + words
      return [
        lasting("the bucket is for \(words)", "template-bucket", ["S3-12": rule + ", to \(reader)"], bucket(condition)),
        lasting(
          "the bucket is for \(words)", "execution-role", ["EXE-06": rule + " in the bucket policy"], bucket(condition)),
      ]
    } + [
      lasting("the bucket is for other sessions", "execution-role", ["EXE-06": "broken"], bucket(another)),
      lasting("the bucket is for other sessions", "template-bucket", ["S3-12": "broken"], bucket(another)),
      lasting("the bucket is for this role's sessions", "execution-role", [:], bucket(itself)),
      lasting("the bucket is for roles of a team", "execution-role", [:]) { state in
        state.roles["AmazonSageMaker-ExecutionRole"]?.tags["team"] = "ml"
        bucket(tagged)(&state)
      },
      lasting(
        "the bucket is for TLS 1.2", "execution-role", [:], bucket(["NumericLessThan": ["s3:TlsVersion": "1.2"]])),
      lasting(
        "the bucket is for this account", "execution-role", [:],
        bucket(["StringNotEquals": ["aws:PrincipalAccount": "111122223333"]])),
    ]

  private static let roles = [
    lasting(
      "only this Region", "github-role", [:],
      role("GitHubActionsRole", ["StringNotEquals": ["aws:RequestedRegion": "us-east-1"]])),
    lasting(
      "only another Region", "github-role",
      ["PERM-04": "broken", "PERM-07": "broken", "PERM-08": "broken", "PERM-09": "broken"],
      role("GitHubActionsRole", ["StringNotEquals": ["aws:RequestedRegion": ["eu-west-1"]]])),
    lasting(
      "only an organisation", "github-role",
      [
        "PERM-04": organisationally("sagemaker:CreatePipeline"), "PERM-07": organisationally("s3:ListBucket"),
        "PERM-08": organisationally("cloudformation:CreateStack"), "PERM-09": organisationally("sagemaker:CreateModel"),
      ], role("GitHubActionsRole", organisation)),
    lasting(
      "only until then", "github-role", [:],
      role("GitHubActionsRole", ["DateGreaterThan": ["aws:CurrentTime": "2099-01-01T00:00:00Z"]])),
  ]

  private static func organisationally(_ action: String) -> String {
    told + "Guard/Guard denies \(action) if StringNotEquals aws:PrincipalOrgID o-1"
  }

  private static let trust = [
    lasting(
      "the workflow's address", "github-role",
      ["TRUST-13": told + "statement 1 allows it if IpAddress aws:SourceIp 203.0.113.0/24"],
      trusting("IpAddress", "aws:SourceIp", "203.0.113.0/24")),
    lasting("STS of this Region", "github-role", [:], trusting("StringEquals", "aws:RequestedRegion", "us-east-1")),
    Situation(
      "sessions carry the user's name", "execution-role", judged: ["EXE-09": "broken"],
      plan: [ExecutionRoleStep.trustKey]
    ) { $0.domains[Account.domain]?.identity = "USER_PROFILE_NAME" },
  ]

  private static let uncertain =
    told
    + "the subject of branch is not known: GitHub's template asks for workflow; access.subjects takes it in full"
  private static let github = [
    Situation(
      "a template whose claims nobody knows", "github-role",
      judged: ["TRUST-24": "broken", "TRUST-13": uncertain, "TRUST-17": uncertain, "TRUST-25": uncertain],
      left: ["TRUST-24": "broken", "TRUST-13": uncertain, "TRUST-17": uncertain, "TRUST-25": uncertain]
    ) {
      $0.subject = [
        "use_default": false, "include_claim_keys": ["repo", "context", "workflow"], "use_immutable_subject": true,
      ]
    },
    lasting("an owner's template", "github-role", ["TRUST-07": "broken", "TRUST-21": "skipped"]) { state in
      state.subject = [
        "use_default": false, "include_claim_keys": ["repository_owner_id", "context"], "use_immutable_subject": false,
      ]
      let own = ["repository_owner_id:583231:ref:refs/heads/main", "repository_owner_id:583231:environment:production"]
      state.roles["GitHubActionsRole"]?.trust = Account.trust(own).compact
    },
  ]
}
