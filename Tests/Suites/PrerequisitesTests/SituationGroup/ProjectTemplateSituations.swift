import Blueprints
import Checklist
import JSONDocument
import TestAccount

@testable import Prerequisites

enum ProjectTemplateSituations: SituationGroup {
  static func furnish(_ state: inout Account.State) {
    state.buckets[Account.bucket, default: Account.Bucket()].objects[Account.templateKey] = Account.Object(
      body: "x", tags: ["sagemaker:studio-visibility": "true", "team": "ml"])
  }

  private static let rest: [CheckID] = [
    "TPL-01", "TPL-02", "TPL-03", "TPL-04", "TPL-05", "TPL-06", "TPL-07", "TPL-08", "TPL-09", "TPL-10", "TPL-12",
    "TPL-13",
  ]
  private static func waiting(for check: CheckID) -> [CheckID: String] {
    Dictionary(uniqueKeysWithValues: rest.map { ($0, "blocked \(check)") })
  }
  private static let absent = waiting(for: "TPL-01").merging(["TPL-01": "broken"]) { $1 }
  private static let visible = [VisibleTemplates.tag: "true"]
  private static let ours: JSON = ["tags": ["sagemaker:studio-visibility": "true", "team": "ml"]]
  private static func uploaded(_ wanted: JSON = ours) -> Context {
    let arn = "arn:aws:s3:::\(Account.bucket)/\(Account.templateKey)"
    return Account.context(ledger: Situations.ledger(ProjectTemplateStep.objectKey, arn, wanted: wanted))
  }

  private static func object(_ change: @escaping @Sendable (inout Account.Object) -> Void)
    -> @Sendable (inout Account.State) -> Void
  {
    { state in
      guard var object = state.buckets[Account.bucket]?.objects[Account.templateKey] else { return }
      change(&object)
      state.buckets[Account.bucket]?.objects[Account.templateKey] = object
    }
  }

  private static func object(_ body: String, _ summary: @escaping @Sendable (inout Account.Summary) -> Void)
    -> @Sendable (inout Account.State) -> Void
  {
    { state in
      state.summaries[body] = Account.Summary(summary)
      state.buckets[Account.bucket]?.objects[Account.templateKey]?.body = body
    }
  }

  static let situations = tagged + read

  private static let tagged = [
    Situation(
      "no object", "project-template", judged: absent, plan: [ProjectTemplateStep.objectKey]
    ) { $0.buckets[Account.bucket]?.objects = [:] },
    Situation(
      "no tag", "project-template", judged: ["TPL-03": "broken"], plan: [ProjectTemplateStep.tagKey],
      object { $0.tags = [:] }),
    Situation(
      "another value of the tag", "project-template", judged: ["TPL-03": "broken"], plan: [ProjectTemplateStep.tagKey],
      object { $0.tags = ["sagemaker:studio-visibility": "TRUE", "team": "ml"] }),
    Situation(
      "the tag on another object", "project-template", judged: ["TPL-02": "broken", "TPL-03": "blocked TPL-02"],
      plan: [ProjectTemplateStep.tagKey]
    ) { state in
      state.buckets[Account.bucket]?.objects[Account.templateKey]?.tags = ["team": "ml"]
      state.buckets[Account.bucket]?.objects["mlops.yaml"] = Account.Object(tags: visible)
    },
    Situation(
      "uploaded anew without tags", "project-template", context: uploaded(),
      judged: [
        "TPL-02": "blocked TPL-04", "TPL-03": "blocked TPL-04", "TPL-04": "broken", "TPL-05": "blocked TPL-04",
        "TPL-09": "blocked TPL-04",
      ], plan: [ProjectTemplateStep.tagKey]
    ) { state in
      object { object in
        (object.tags, object.versions, object.olderTags) = ([:], ["v2", "v1"], ["v1": visible])
      }(&state)
      state.buckets[Account.bucket]?.objects["mlops.yaml"] = Account.Object(tags: visible)
    },
    Situation(
      "a tag was lost", "project-template", context: uploaded(), judged: ["TPL-05": "broken"],
      plan: [ProjectTemplateStep.tagKey], object { $0.tags = visible }),
    Situation(
      "the tag on an older version", "project-template",
      judged: ["TPL-03": "blocked TPL-09", "TPL-09": "broken high"], plan: [ProjectTemplateStep.tagKey],
      object { object in
        (object.tags, object.versions) = ([:], ["v3", "v2", "v1"])
        object.olderTags = ["v1": ["sagemaker:studio-visibility": "true", "team": "ml"]]
      }),
    Situation(
      "no bucket", "project-template", judged: waiting(for: "S3-01"), plan: [ProjectTemplateStep.objectKey],
      // Its step alone cannot be done: the bucket has to be made first.
      left: waiting(for: "S3-01")
    ) { $0.buckets = [:] },
    Situation(
      "a stranger's bucket", "project-template", judged: waiting(for: "S3-02"), left: waiting(for: "S3-02"),
      Situations.strangersBucket),
    Situation(
      "a bucket of another Region", "project-template", judged: waiting(for: "S3-04"), left: waiting(for: "S3-04")
    ) { $0.buckets[Account.bucket]?.region = "eu-west-1" },
    Situation(
      "a bucket named as in a guide", "project-template",
      context: Account.context(["project.bucket": "sagemaker-your-bucket"]),
      judged: waiting(for: "S3-01").merging(["TPL-11": "broken"]) { $1 },
      left: waiting(for: "S3-01").merging(["TPL-11": "broken"]) { $1 }
    ) { _ in },
  ]

  private static let read = [
    Situation(
      "no template", "project-template",
      judged: ["TPL-06": "broken", "TPL-07": "blocked TPL-06", "TPL-12": "blocked TPL-06"],
      plan: [ProjectTemplateStep.objectKey],
      object("{") { $0.mistake = "Template format error: YAML not well-formed." }),
    Situation(
      "another ending", "project-template", context: Account.context(["project.template": "mlops.txt"]),
      judged: ["TPL-06": "broken"], left: ["TPL-06": "broken"]
    ) { state in
      let bucket = state.buckets[Account.bucket]
      state.buckets[Account.bucket]?.objects["templates/mlops.txt"] = bucket?.objects[Account.templateKey]
    },
    Situation(
      "a parameter is lacking", "project-template", judged: ["TPL-07": "broken"],
      plan: [ProjectTemplateStep.objectKey],
      object("Parameters: one") { $0.parameters = ["SageMakerProjectName"] }),
    Situation(
      "the repository without its owner", "project-template", judged: ["TPL-08": "broken"],
      plan: [ProjectTemplateStep.objectKey], object { $0.body = "  DeployRepoName: !Ref CodeRepositoryName\n" }),
    Situation(
      "the repository without its owner, and no tag", "project-template",
      judged: ["TPL-03": "broken", "TPL-08": "broken"],
      plan: [ProjectTemplateStep.tagKey, ProjectTemplateStep.objectKey],
      object { object in
        (object.tags, object.body) = (["team": "ml"], "\"DeployRepoName\": {\n  \"Ref\": \"CodeRepositoryName\"\n}\n")
      }),
    Situation(
      "two of one description", "project-template", judged: ["TPL-10": "broken"], left: ["TPL-10": "broken"]
    ) { state in
      object("Description: MLOps") { $0.description = "MLOps" }(&state)
      state.buckets[Account.bucket]?.objects["templates/old.yaml"] = Account.Object(
        body: "Description: MLOps", tags: visible)
    },
    Situation(
      "roles of its own", "project-template", judged: ["TPL-12": "broken"], left: ["TPL-12": "broken"],
      object("Resources: roles") { $0.capabilities = ["CAPABILITY_NAMED_IAM"] }),
    Situation(
      "too large", "project-template", judged: ["TPL-12": "broken"], left: ["TPL-12": "broken"],
      object { $0.body = String(repeating: "#", count: 1_000_001) }),
    Situation(
      "changed since it was uploaded", "project-template",
      context: uploaded([
        "tags": ["sagemaker:studio-visibility": "true", "team": "ml"],
        "sha256": "0000000000000000000000000000000000000000000000000000000000000000",
      ]), judged: ["TPL-13": "broken"], plan: [ProjectTemplateStep.objectKey]
    ) { _ in },
    Situation("another setup of onramp uploaded it", "project-template", plan: [ProjectTemplateStep.markKey]) {
      $0.buckets[Account.bucket]?.objects[Account.templateKey]?.tags["onramp:setup"] = "fraud"
    },
  ]
}
