import Checklist
import JSONDocument

extension Account {
  public static let bucket = "sagemaker-projects-templates-111122223333-us-east-1"
  public static let templateKey = "templates/mlops-github-actions.yaml"
  public static let providerARN = "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com"
  public static let executionRole = "arn:aws:iam::111122223333:role/service-role/AmazonSageMaker-ExecutionRole"
  public static let domain = "d-abc123def456"
  public static let domainARN = "arn:aws:sagemaker:us-east-1:111122223333:domain/d-abc123def456"

  public static let fullAccess = "arn:aws:iam::aws:policy/AmazonSageMakerFullAccess"
  public static let sagemakerTrust =
    #"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"sagemaker.amazonaws.com"},"#
    + #""Action":"sts:AssumeRole"}]}"#
  /// What of AWS's policy touches the template bucket.
  static let sagemakerFullAccess =
    #"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["s3:GetObject","s3:PutObject"],"#
    + #""Resource":"arn:aws:s3:::*sagemaker*"},{"Effect":"Allow","Action":["s3:ListBucket"],"Resource":"*"}]}"#

  /// The guides' three policies of the execution role, by name.
  public static let projectPolicies: [String: String] = {
    func policy(_ actions: JSON, _ resource: JSON) -> String {
      let statement: JSON = ["Effect": "Allow", "Action": actions, "Resource": resource]
      return (["Version": "2012-10-17", "Statement": [statement]] as JSON).compact
    }
    return [
      "SageMakerProjectsPassRolePolicy": policy(
        "iam:PassRole", "arn:aws:iam::111122223333:role/AmazonSageMakerProjectsLaunchRole"),
      "SageMakerProjectsCreateCFNTemplates": policy(
        .array(
          ["CreateStack", "UpdateStack", "DeleteStack", "DescribeStacks", "TagResource", "UntagResource"].map {
            .string("cloudformation:\($0)")
          }), "arn:aws:cloudformation:*:*:stack/SP-*"),
      "SageMakerS3GetObjectTaggingPolicy": policy("s3:GetObjectTagging", "arn:aws:s3:::sagemaker*/*"),
    ]
  }()

  /// The encryption S3 gives every bucket.
  public static let ownKeys: JSON = ["Rules": [["ApplyServerSideEncryptionByDefault": ["SSEAlgorithm": "AES256"]]]]

  /// What is wanted in the tests' account.
  public static func setup(_ more: [String: JSON] = [:]) -> Setup {
    let answers: [String: JSON] = [
      "name": "churn", "account": "111122223333", "region": "us-east-1", "github.owner": "octo-org",
      "github.repository": "sagemaker-churn", "tracks": ["access", "project"],
    ]
    return Setup(answers.merging(more) { $1 })
  }

  /// The tests' account, Region and setup; the text of the template is short.
  public static func context(
    _ more: [String: JSON] = [:], purpose: Context.Purpose = .checkup, ledger: Ledger = Ledger(),
    regions: [RegionSource] = []
  ) -> Context {
    Context(
      setup: setup(more), account: "111122223333", region: "us-east-1", purpose: purpose, ledger: ledger,
      regions: regions, template: "AWSTemplateFormatVersion: 2010-09-09\n", now: now)
  }

  /// The time of every look in the tests, in seconds since 1970.
  public static let now = 1_795_244_400.0
  /// The id of a secret's first version.
  public static let version = "00000000-0000-0000-0000-000000000000"
  public static let token = "github_pat_0000000000000000000000_forTheLambda"
  public static let otherToken = "ghp_000000000000000000000000000000000000"

  /// What GitHub says to a fine-grained token that may do what the Lambda does.
  public static let answers: [String: JSON] = [
    "GET /user": ["status": 200, "login": "ana"],
    "GET /repos/{owner}/{repo}": ["status": 200, "push": true],
    "GET /repos/{owner}/{repo}/actions/workflows/{workflow_id}": ["status": 200],
    "GET /repos/{owner}/{repo}/branches/{branch}": ["status": 200],
  ]

  /// A domain and a repository with immutable subjects; nothing of onramp's.
  public static func bare(_ change: (inout State) -> Void = { _ in }) -> Account {
    Account { state in
      state.domains[domain] = Domain(executionRole: executionRole)
      // As SageMaker's console makes it, with what whoever made projects before added.
      state.roles["AmazonSageMaker-ExecutionRole"] = Role(
        trust: sagemakerTrust, inline: projectPolicies, attached: [fullAccess], path: "/service-role/")
      state.policies[fullAccess] = sagemakerFullAccess
      state.repository = [
        "id": 1_296_269, "name": "sagemaker-churn", "default_branch": "main",
        "owner": ["id": 583231, "login": "octo-org"],
      ]
      state.actions = ["enabled": true, "allowed_actions": "all"]
      state.subject = [
        "use_default": true, "use_immutable_subject": true,
        "sub_claim_prefix": "repo:octo-org@583231/sagemaker-churn@1296269",
      ]
      state.offered = token
      state.tokens = [token: answers, otherToken: answers]
      change(&state)
    }
  }
}
