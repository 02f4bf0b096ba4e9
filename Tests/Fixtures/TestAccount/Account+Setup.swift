import Checklist
import JSONDocument

extension Account {
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
}
