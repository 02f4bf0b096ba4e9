import Checklist
import JSONDocument
import Prerequisites
import TestAccount
import TestBench
import Testing

@testable import Runs

/// A change is made only as it was shown. Somebody changes the account between the plan and the agreement to it, in
/// each setting whose call does not hold what stood there before.
@Suite struct ShownTests {
  /// One setting, what it stands at when the plan is shown, and what a colleague makes of it then.
  struct Setting: Sendable, CustomTestStringConvertible {
    let key: ItemKey
    let before: @Sendable (inout Account.State) -> Void
    let colleague: @Sendable (inout Account.State) -> Void
    /// The value shown and the one that stands there by now, as they are named to the operator.
    let shown: String
    let now: String
    var answers: [String: JSON] = [:]

    var testDescription: String { key.rawValue }
  }

  private static func bucket(_ state: inout Account.State, _ body: (inout Account.Bucket) -> Void) {
    body(&state.buckets[Account.bucket, default: Account.Bucket()])
  }

  private static func key(_ name: String) -> JSON {
    ["Rules": [["ApplyServerSideEncryptionByDefault": ["SSEAlgorithm": "aws:kms", "KMSMasterKeyID": .string(name)]]]]
  }

  static let settings: [Setting] = [
    Setting(
      key: "domain-tag/location", before: { _ in },
      colleague: { $0.domains[Account.domain]?.tags["sagemaker:projectS3TemplatesLocation"] = "s3://colleague/" },
      shown: "nothing", now: #""s3://colleague/""#),
    Setting(
      key: "template-bucket/public-access", before: { bucket(&$0) { _ in } },
      colleague: { bucket(&$0) { $0.publicAccess = ["BlockPublicAcls": true] } }, shown: "nothing",
      now: #""BlockPublicAcls":true"#),
    Setting(
      key: "template-bucket/encryption",
      before: { bucket(&$0) { $0.encryption = key("k-1") } },
      colleague: { bucket(&$0) { $0.encryption = key("k-2") } }, shown: "k-1", now: "k-2"),
    Setting(
      key: "template-bucket/versioning", before: { bucket(&$0) { _ in } },
      colleague: { bucket(&$0) { $0.versioning = "Suspended" } }, shown: "nothing", now: #""Suspended""#),
    Setting(
      key: "template-bucket/object-ownership", before: { bucket(&$0) { $0.objectOwnership = "ObjectWriter" } },
      colleague: { bucket(&$0) { $0.objectOwnership = "BucketOwnerPreferred" } }, shown: #""ObjectWriter""#,
      now: #""BucketOwnerPreferred""#),
    Setting(
      key: "template-bucket/tags", before: { bucket(&$0) { $0.tags = ["onramp:setup": "churn"] } },
      colleague: { bucket(&$0) { $0.tags = ["onramp:setup": "other"] } }, shown: "nothing", now: ""),
    Setting(
      key: "github-role/session",
      before: { state in state.roles["GitHubActionsRole"] = Account.Role(trust: Account.sagemakerTrust) },
      colleague: { state in state.roles["GitHubActionsRole"]?.maxSession = 5400 }, shown: "3600", now: "5400",
      answers: ["access.max_session": 7200]),
    Setting(
      key: "project-template/tag",
      before: { state in
        bucket(&state) {
          $0.objects[Account.templateKey] = Account.Object(
            body: Account.context().template, tags: ["sagemaker:studio-visibility": "false"])
        }
      },
      colleague: { state in
        bucket(&state) { $0.objects[Account.templateKey]?.tags = ["sagemaker:studio-visibility": "no"] }
      }, shown: #""false""#, now: #""no""#),
  ]

  @Test(arguments: settings.filter { $0.key != "template-bucket/tags" })
  func aSettingThatChangedSinceItWasShownIsNotOverwritten(_ setting: Setting) async throws {
    let bench = try Bench()
    bench.account.change { state in setting.before(&state) }
    let plan = try await bench.plan(setting.answers)
    let shown = try #require(plan.changes.first { $0.key == setting.key }, "the plan does not change it")
    bench.account.change { state in setting.colleague(&state) }
    let told = Told()
    let ending = try await bench.apply(plan, setting.answers, told: told)
    let sent = bench.account.calls.filter { shown.call == $0 }
    #expect(sent.isEmpty, "it was overwritten")
    let word = told.all.compactMap { if case .left(setting.key, let because) = $0 { because } else { nil } }.first
    #expect(word?.contains(setting.shown) == true && word?.contains(setting.now) == true, "\(word ?? "no word")")
    guard case .stopped = ending else {
      Issue.record("the run says that it is complete")
      return
    }
    #expect(try !bench.entries.contains { $0.key == setting.key }, "nothing was begun")
  }

  /// The tag that says whose a bucket is stands on what onramp made a moment ago, so the run itself comes first.
  @Test func aTagOfTheBucketThatChangedSinceItWasShownIsNotOverwritten() async throws {
    let bench = try Bench()
    let made = try await bench.plan()
    _ = try await bench.apply(Plan(made.changes.filter { $0.key == "template-bucket/bucket" }))
    let plan = try await bench.plan()
    #expect(plan.changes.contains { $0.key == "template-bucket/tags" })
    bench.account.change { $0.buckets[Account.bucket]?.tags = ["team": "other"] }
    let told = Told()
    _ = try await bench.apply(plan, told: told)
    #expect(bench.account.now.buckets[Account.bucket]?.tags == ["team": "other"])
    let word = told.all.compactMap { if case .left("template-bucket/tags", let because) = $0 { because } else { nil } }
    #expect(word.first?.contains("other") == true, "\(word)")
  }

  /// What a colleague makes of a thing between the inventory and the agreement to it.
  struct Held: Sendable, CustomTestStringConvertible {
    let key: ItemKey
    let colleague: @Sendable (inout Account.State) -> Void
    /// Whether the value is still there.
    let stands: @Sendable (Account.State) -> Bool
    var start: @Sendable () -> Account = { .bare() }

    var testDescription: String { key.rawValue }
  }

  private static func adopted() -> Account {
    .bare { state in
      bucket(&state) {
        $0.objects["others.txt"] = Account.Object()
        $0.versioning = "Suspended"
      }
    }
  }

  static let held: [Held] = [
    Held(
      key: "domain-tag/location",
      colleague: { $0.domains[Account.domain]?.tags["sagemaker:projectS3TemplatesLocation"] = "s3://colleague/" },
      stands: { $0.domains[Account.domain]?.tags["sagemaker:projectS3TemplatesLocation"] == "s3://colleague/" }),
    Held(
      key: "project-template/object",
      colleague: { state in bucket(&state) { $0.objects[Account.templateKey]?.tags["team"] = "fraud" } },
      stands: { $0.buckets[Account.bucket]?.objects[Account.templateKey]?.tags["team"] == "fraud" }),
    Held(
      key: "template-bucket/bucket",
      colleague: { state in bucket(&state) { $0.tags["team"] = "fraud" } },
      stands: { $0.buckets[Account.bucket]?.tags["team"] == "fraud" }),
    Held(
      key: "template-bucket/encryption",
      colleague: { state in
        bucket(&state) {
          $0.encryption?["Rules"] = [
            ["ApplyServerSideEncryptionByDefault": ["SSEAlgorithm": "AES256"], "BucketKeyEnabled": true]
          ]
        }
      },
      stands: { $0.buckets[Account.bucket]?.encryption?["Rules"]?[0]?["BucketKeyEnabled"] == true }, start: adopted),
    Held(
      key: "github-role/role",
      colleague: { $0.roles["GitHubActionsRole"]?.trust = Account.sagemakerTrust },
      stands: { $0.roles["GitHubActionsRole"]?.trust == Account.sagemakerTrust }),
    Held(
      key: "oidc-provider/provider",
      colleague: { $0.providers[Account.providerARN]?.audiences.append("https://other.example") },
      stands: { $0.providers[Account.providerARN]?.audiences.contains("https://other.example") == true }),
    Held(
      key: "github-token/secret",
      colleague: { state in
        state.secrets["sagemaker-github-token"]?.values["v-2"] = Account.otherToken
        state.secrets["sagemaker-github-token"]?.current = "v-2"
      }, stands: { $0.secrets["sagemaker-github-token"]?.deletion == nil }),
  ]

  @Test(arguments: held) func aThingThatChangedSinceItWasShownIsNotTakenAway(_ thing: Held) async throws {
    let bench = try Bench(thing.start())
    for _ in 0..<2 { _ = try await bench.apply(bench.plan()) }
    let inventory = try await bench.inventory()
    try #require(inventory.going.contains { $0.key == thing.key }, "it is not about to go")
    bench.account.change { state in thing.colleague(&state) }
    let told = Told()
    _ = try await bench.remove(inventory, told: told)
    #expect(thing.stands(bench.account.now), "it was taken away")
    #expect(!told.all.contains(.done(thing.key)))
  }
}
