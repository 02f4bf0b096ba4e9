import Checklist
import JSONDocument

extension Account {
  public static let bucket = "sagemaker-projects-templates-111122223333-us-east-1"
  public static let templateKey = "templates/mlops-github-actions.yaml"
  public static let providerARN = "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com"
  public static let executionRole = "arn:aws:iam::111122223333:role/service-role/AmazonSageMaker-ExecutionRole"
  public static let domain = "d-abc123def456"
  public static let domainARN = "arn:aws:sagemaker:us-east-1:111122223333:domain/d-abc123def456"

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
      regions: regions, template: "AWSTemplateFormatVersion: 2010-09-09\n")
  }

  /// A domain and a repository with immutable subjects; nothing of onramp's.
  public static func bare(_ change: (inout State) -> Void = { _ in }) -> Account {
    Account { state in
      state.domains[domain] = Domain(executionRole: executionRole)
      state.repository = [
        "id": 1_296_269, "name": "sagemaker-churn", "default_branch": "main",
        "owner": ["id": 583231, "login": "octo-org"],
      ]
      state.subject = [
        "use_default": true, "use_immutable_subject": true,
        "sub_claim_prefix": "repo:octo-org@583231/sagemaker-churn@1296269",
      ]
      change(&state)
    }
  }
}
