import Blueprints
import Checklist
import JSONDocument
import TestAccount

@testable import Prerequisites

extension Situations {
  private static func rule(_ change: (inout JSON) -> Void) -> JSON {
    var rule = CORS.rule
    change(&rule)
    return rule
  }

  private static let rest: [CheckID] = ["S3-05", "S3-06", "S3-07", "S3-08", "S3-11", "S3-17", "S3-20"]
  private static func waiting(for check: CheckID) -> [CheckID: String] {
    Dictionary(uniqueKeysWithValues: rest.map { ($0, "blocked \(check)") })
  }

  static let bucket = [
    Situation(
      "no bucket", "template-bucket",
      judged: waiting(for: "S3-01").merging(["S3-01": "broken", "S3-02": "blocked S3-01"]) { $1 },
      plan: [
        TemplateBucketStep.bucketKey, TemplateBucketStep.tagsKey, TemplateBucketStep.corsKey,
        TemplateBucketStep.policyKey,
      ]
    ) { $0.buckets = [:] },
    Situation(
      "a stranger's bucket", "template-bucket",
      judged: waiting(for: "S3-02").merging(["S3-01": "blocked S3-02", "S3-02": "broken"]) { $1 },
      left: waiting(for: "S3-02").merging(["S3-01": "blocked S3-02", "S3-02": "broken"]) { $1 }, strangersBucket),
    Situation(
      "no CORS rules", "template-bucket",
      judged: ["S3-05": "broken", "S3-06": "blocked S3-05", "S3-07": "blocked S3-05", "S3-08": "blocked S3-05"],
      plan: [TemplateBucketStep.corsKey]
    ) { $0.buckets[Account.bucket]?.cors = nil },
    Situation(
      "only foreign CORS rules", "template-bucket",
      judged: ["S3-06": "broken", "S3-07": "blocked S3-06", "S3-08": "blocked S3-06"],
      plan: [TemplateBucketStep.corsKey]
    ) { $0.buckets[Account.bucket]?.cors = [Account.foreignRule] },
    Situation(
      "the origin with http", "template-bucket",
      judged: ["S3-06": "broken", "S3-07": "blocked S3-06", "S3-08": "blocked S3-06"],
      plan: [TemplateBucketStep.corsKey]
    ) {
      $0.buckets[Account.bucket]?.cors = [
        rule { $0["AllowedOrigins"] = ["http://*.sagemaker.aws"] }, Account.foreignRule,
      ]
    },
    Situation(
      "a method is lacking", "template-bucket", judged: ["S3-07": "broken", "S3-08": "blocked S3-07"],
      plan: [TemplateBucketStep.corsKey]
    ) { $0.buckets[Account.bucket]?.cors = [rule { $0["AllowedMethods"] = ["GET"] }] },
    Situation(
      "no header is exposed", "template-bucket", judged: ["S3-08": "broken"], plan: [TemplateBucketStep.corsKey]
    ) {
      $0.buckets[Account.bucket]?.cors = [rule { $0["ExposeHeaders"] = nil }]
    },
    Situation(
      "public access is open", "template-bucket", judged: ["S3-11": "broken"],
      plan: [TemplateBucketStep.publicAccessKey]
    ) {
      $0.buckets[Account.bucket]?.publicAccess = nil
    },
    Situation(
      "one switch is off", "template-bucket", judged: ["S3-11": "broken"], plan: [TemplateBucketStep.publicAccessKey]
    ) {
      $0.buckets[Account.bucket]?.publicAccess?["BlockPublicPolicy"] = false
    },
    Situation("no bucket policy", "template-bucket", judged: ["S3-17": "broken"], plan: [TemplateBucketStep.policyKey])
    {
      $0.buckets[Account.bucket]?.policy = nil
    },
    Situation(
      "a policy that allows plain HTTP", "template-bucket", judged: ["S3-17": "broken"],
      plan: [TemplateBucketStep.policyKey]
    ) {
      $0.buckets[Account.bucket]?.policy = foreignPolicy
    },
    Situation("a policy that cannot be read", "template-bucket", judged: ["S3-17": "broken"], left: ["S3-17": "broken"])
    {
      $0.buckets[Account.bucket]?.policy = "no policy"
    },
    Situation(
      "our tag is gone", "template-bucket", context: made, judged: ["S3-20": "broken"],
      plan: [TemplateBucketStep.tagsKey]
    ) { _ in },
    Situation("ours by its tag", "template-bucket") { $0.buckets[Account.bucket]?.tags = ["onramp:setup": "churn"] },
  ]

  static let foreignPolicy =
    #"{"Version":"2012-10-17","Statement":[{"Sid":"Portal","Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:role/portal"},"Action":"s3:GetObject","Resource":"arn:aws:s3:::\#(Account.bucket)/portal/*"}]}"#

  private static let made = Account.context(
    ledger: ledger(TemplateBucketStep.bucketKey, "arn:aws:s3:::\(Account.bucket)"))
}
