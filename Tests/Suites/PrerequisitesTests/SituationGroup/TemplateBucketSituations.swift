import Blueprints
import Checklist
import JSONDocument
import Policy
import TestAccount

@testable import Prerequisites

enum TemplateBucketSituations: SituationGroup {
  static func furnish(_ state: inout Account.State) {
    var bucket = state.buckets[Account.bucket] ?? Account.Bucket()
    bucket.tags = ["team": "ml"]
    bucket.cors = [Account.foreignRule, CORS.rule]
    bucket.publicAccess = Account.switches(true)
    bucket.encryption = Account.ownKeys
    (bucket.versioning, bucket.objectOwnership) = ("Enabled", "BucketOwnerEnforced")
    bucket.policy = Account.tlsPolicy.compact
    bucket.objects["other/readme.txt"] = Account.Object()
    state.buckets[Account.bucket] = bucket
  }

  private static func rule(_ change: (inout JSON) -> Void) -> JSON {
    var rule = CORS.rule
    change(&rule)
    return rule
  }

  private static let rest: [CheckID] = [
    "S3-05", "S3-06", "S3-07", "S3-08", "S3-09", "S3-11", "S3-12", "S3-14", "S3-15", "S3-16", "S3-17", "S3-19", "S3-20",
  ]
  private static func waiting(for check: CheckID) -> [CheckID: String] {
    Dictionary(uniqueKeysWithValues: rest.map { ($0, "blocked \(check)") })
  }

  static let situations = [
    Situation(
      "no bucket", "template-bucket",
      judged: waiting(for: "S3-01").merging([
        "S3-01": "broken", "S3-02": "blocked S3-01", "S3-04": "blocked S3-01",
      ]) { $1 },
      plan: [
        TemplateBucketStep.bucketKey, TemplateBucketStep.tagsKey, TemplateBucketStep.corsKey,
        TemplateBucketStep.policyKey, TemplateBucketStep.versioningKey,
      ]
    ) { $0.buckets = [:] },
    Situation(
      "a stranger's bucket", "template-bucket",
      judged: foreign, left: foreign, Situations.strangersBucket),
    Situation("a bucket of another Region", "template-bucket", judged: distant, left: distant) {
      $0.buckets[Account.bucket]?.region = "eu-west-1"
    },
    Situation(
      "another beginning of the name", "template-bucket",
      context: Account.context(["project.bucket": "churn-templates"]), judged: ["S3-03": "broken"],
      left: ["S3-03": "broken"]
    ) { state in
      let text = state.buckets[Account.bucket]?.policy
      state.buckets["churn-templates"] = state.buckets[Account.bucket]
      state.buckets["churn-templates"]?.policy = text?.replacing(Account.bucket, with: "churn-templates")
    },
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
      "a rule lets any origin write", "template-bucket", judged: ["S3-09": "broken"],
      plan: [TemplateBucketStep.corsKey]
    ) {
      $0.buckets[Account.bucket]?.cors = [
        CORS.rule, Account.foreignRule, ["AllowedOrigins": ["*"], "AllowedMethods": ["GET", "PUT"]],
      ]
    },
    Situation("a denial by VPC endpoint", "template-bucket", judged: ["S3-12": "broken"], left: ["S3-12": "broken"]) {
      $0.buckets[Account.bucket]?.policy = policy(
        #"{"Sid":"Inside","Effect":"Deny","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::\#(Account.bucket)/*","Condition":{"StringNotEquals":{"aws:SourceVpce":"vpce-1a2b3c4d"}}}"#
      )
    },
    Situation(
      "a denial of uploads without encryption", "template-bucket", judged: ["S3-12": "broken"],
      left: ["S3-12": "broken"]
    ) {
      $0.buckets[Account.bucket]?.policy = policy(
        #"{"Effect":"Deny","Principal":"*","Action":"s3:PutObject","Resource":"arn:aws:s3:::\#(Account.bucket)/*","Condition":{"Null":{"s3:x-amz-server-side-encryption":"true"}}}"#
      )
    },
    Situation(
      "a denial that depends on an address", "template-bucket", judged: ["S3-12": address], left: ["S3-12": address]
    ) {
      $0.buckets[Account.bucket]?.policy = policy(
        #"{"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"arn:aws:s3:::\#(Account.bucket)/*","Condition":{"NotIpAddress":{"aws:SourceIp":"192.0.2.0/24"}}}"#
      )
    },
    Situation(
      "a key that is disabled", "template-bucket", judged: ["S3-14": "broken"],
      plan: [TemplateBucketStep.encryptionKey]
    ) { state in
      state.keys[Account.customerKey] = "Disabled"
      state.buckets[Account.bucket]?.encryption = Account.encrypted
    },
    Situation(
      "a key that is gone", "template-bucket", judged: ["S3-14": "broken"], plan: [TemplateBucketStep.encryptionKey]
    ) { $0.buckets[Account.bucket]?.encryption = Account.encrypted },
    Situation("a key of the customer's", "template-bucket") { state in
      state.keys[Account.customerKey] = "Enabled"
      state.buckets[Account.bucket]?.encryption = Account.encrypted
    },
    Situation(
      "never versioned", "template-bucket", judged: ["S3-15": "broken"], plan: [TemplateBucketStep.versioningKey]
    ) { $0.buckets[Account.bucket]?.versioning = nil },
    Situation(
      "versioning suspended", "template-bucket", judged: ["S3-15": "broken"], plan: [TemplateBucketStep.versioningKey]
    ) { $0.buckets[Account.bucket]?.versioning = "Suspended" },
    Situation(
      "access lists count", "template-bucket", judged: ["S3-16": "broken"],
      plan: [TemplateBucketStep.objectOwnershipKey]
    ) { $0.buckets[Account.bucket]?.objectOwnership = "ObjectWriter" },
    Situation(
      "no ownership controls", "template-bucket", judged: ["S3-16": "broken"],
      plan: [TemplateBucketStep.objectOwnershipKey]
    ) { $0.buckets[Account.bucket]?.objectOwnership = nil },
    Situation(
      "the workflows may write", "template-bucket", judged: ["S3-19": "broken"], plan: [TemplateBucketStep.policyKey]
    ) { $0.roles["GitHubActionsRole"]?.inline["SageMakerPolicy"] = writing },
    Situation(
      "the workflows may write, and plain HTTP too", "template-bucket",
      judged: ["S3-17": "broken", "S3-19": "broken"], plan: [TemplateBucketStep.policyKey]
    ) { state in
      state.roles["GitHubActionsRole"]?.inline["SageMakerPolicy"] = writing
      state.buckets[Account.bucket]?.policy = foreignPolicy
    },
    Situation("no role for the workflows", "template-bucket") { $0.roles["GitHubActionsRole"] = nil },
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
    Situation("a policy that cannot be read", "template-bucket", judged: unreadable, left: unreadable) {
      $0.buckets[Account.bucket]?.policy = "no policy"
    },
    Situation(
      "our tag is gone", "template-bucket", context: made, judged: ["S3-20": "broken"],
      plan: [TemplateBucketStep.tagsKey]
    ) { _ in },
    Situation(
      "another setup of onramp made it", "template-bucket", judged: ["S3-20": "broken"],
      plan: [TemplateBucketStep.markKey]
    ) { $0.buckets[Account.bucket]?.tags["onramp:setup"] = "fraud" },
    Situation("ours by its tag", "template-bucket") { $0.buckets[Account.bucket]?.tags = ["onramp:setup": "churn"] },
  ]

  private static let foreign = waiting(for: "S3-02").merging([
    "S3-01": "blocked S3-02", "S3-02": "broken", "S3-04": "blocked S3-02",
  ]) { $1 }
  private static let distant = waiting(for: "S3-04").merging(["S3-04": "broken"]) { $1 }
  private static let unreadable: [CheckID: String] = [
    "S3-12": "blocked S3-17", "S3-17": "broken", "S3-19": "blocked S3-17",
  ]
  private static let writing =
    #"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:PutObject","Resource":"arn:aws:s3:::sagemaker-*"}]}"#

  /// The healthy policy with one more statement.
  private static let address =
    "hidden cannot be told from here: statement 2 denies s3:GetObject if NotIpAddress aws:SourceIp 192.0.2.0/24, to "
    + Account.executionRole

  private static func policy(_ statement: String) -> String {
    guard let more = try? JSON(parsing: statement), var document = try? PolicyDocument(Account.tlsPolicy),
      let members = more.object
    else { return "" }
    document.statements.append(PolicyStatement(members))
    return document.text
  }

  static let foreignPolicy =
    #"{"Version":"2012-10-17","Statement":[{"Sid":"Portal","Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:role/portal"},"Action":"s3:GetObject","Resource":"arn:aws:s3:::\#(Account.bucket)/portal/*"}]}"#

  private static let made = Account.context(
    ledger: Situations.ledger(TemplateBucketStep.bucketKey, "arn:aws:s3:::\(Account.bucket)"))
}

extension Account {
  static let customerKey = "arn:aws:kms:us-east-1:111122223333:key/2f1c"
  static let encrypted: JSON = [
    "Rules": [
      [
        "ApplyServerSideEncryptionByDefault": ["SSEAlgorithm": "aws:kms", "KMSMasterKeyID": .string(customerKey)]
      ]
    ]
  ]
}
