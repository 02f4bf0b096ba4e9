import Checklist
import JSONDocument
import TestAccount

@testable import Prerequisites

enum DomainTagSituations: SituationGroup {
  static func furnish(_ state: inout Account.State) {
    state.domains[Account.domain]?.tags = ["team": "ml", DomainTagStep.tag: "s3://\(Account.bucket)/templates/"]
  }

  private static func waiting(for check: CheckID, spelling: Bool = true) -> [CheckID: String] {
    let rest: [CheckID] = ["DOM-04", "DOM-05", "DOM-06", "DOM-13"] + (spelling ? ["DOM-07"] : [])
    return Dictionary(uniqueKeysWithValues: rest.map { ($0, "blocked \(check)") })
  }

  static let situations = [
    Situation(
      "no room for the tag", "domain-tag", judged: waiting(for: "DOM-08", spelling: false),
      left: waiting(for: "DOM-08", spelling: false), DomainSituations.full),
    Situation(
      "a domain of Unified Studio", "domain-tag", context: Account.context(["project.domain": "dzd_4a1b2c3d5e6f7g"]),
      judged: waiting(for: "DOM-09"), left: waiting(for: "DOM-09")
    ) { _ in },
    Situation(
      "no tag", "domain-tag",
      judged: ["DOM-04": "broken", "DOM-05": "blocked DOM-04", "DOM-06": "blocked DOM-04", "DOM-13": "blocked DOM-04"],
      plan: [DomainTagStep.key]
    ) { $0.domains[Account.domain]?.tags = ["team": "ml"] },
    Situation(
      "a misspelt key", "domain-tag",
      judged: [
        "DOM-04": "blocked DOM-07", "DOM-05": "blocked DOM-07", "DOM-06": "blocked DOM-07", "DOM-13": "blocked DOM-07",
        "DOM-07": "broken",
      ],
      plan: [DomainTagStep.key]
    ) {
      $0.domains[Account.domain]?.tags = ["sagemaker:ProjectS3TemplatesLocation": "s3://\(Account.bucket)/templates/"]
    },
    Situation("no slash at the end", "domain-tag", judged: ["DOM-05": "broken medium"], plan: [DomainTagStep.key]) {
      $0.domains[Account.domain]?.tags[DomainTagStep.tag] = "s3://\(Account.bucket)/templates"
    },
    Situation(
      "another bucket", "domain-tag",
      judged: ["DOM-05": "broken", "DOM-06": "blocked DOM-05", "DOM-13": "blocked DOM-05"],
      plan: [DomainTagStep.key]
    ) {
      $0.domains[Account.domain]?.tags[DomainTagStep.tag] = "s3://somewhere/templates/"
    },
    Situation(
      "an address that is none", "domain-tag",
      judged: ["DOM-05": "broken", "DOM-06": "blocked DOM-05", "DOM-13": "blocked DOM-05"],
      plan: [DomainTagStep.key]
    ) {
      $0.domains[Account.domain]?.tags[DomainTagStep.tag] = "https://\(Account.bucket)/templates/"
    },
    Situation("a prefix with nothing in it", "domain-tag", judged: ["DOM-06": "broken"], plan: [DomainTagStep.key]) {
      $0.domains[Account.domain]?.tags[DomainTagStep.tag] = "s3://\(Account.bucket)/elsewhere/"
    },
    Situation("another team's prefix", "domain-tag") { state in
      state.domains[Account.domain]?.tags[DomainTagStep.tag] = "s3://\(Account.bucket)/team/"
      state.buckets[Account.bucket]?.objects["team/t.yaml"] = Account.Object(tags: [
        "sagemaker:studio-visibility": "true"
      ])
    },
    Situation(
      "an untagged template", "domain-tag", judged: ["DOM-06": "blocked TPL-03"], left: ["DOM-06": "blocked TPL-03"]
    ) {
      $0.buckets[Account.bucket]?.objects[Account.templateKey]?.tags = [:]
    },
    Situation("no template", "domain-tag", judged: ["DOM-06": "blocked TPL-01"], left: ["DOM-06": "blocked TPL-01"]) {
      $0.buckets[Account.bucket]?.objects = [:]
    },
    Situation(
      "no bucket", "domain-tag", judged: ["DOM-06": "blocked S3-01", "DOM-13": "blocked S3-01"],
      left: ["DOM-06": "blocked S3-01", "DOM-13": "blocked S3-01"]
    ) {
      $0.buckets = [:]
    },
    Situation(
      "a stranger's bucket", "domain-tag", judged: ["DOM-06": "blocked S3-02", "DOM-13": "blocked S3-02"],
      left: ["DOM-06": "blocked S3-02", "DOM-13": "blocked S3-02"],
      Situations.strangersBucket),
    Situation(
      "a stranger's bucket and no tag", "domain-tag",
      judged: ["DOM-04": "broken", "DOM-05": "blocked DOM-04", "DOM-06": "blocked DOM-04", "DOM-13": "blocked DOM-04"],
      // Studio must never be led to templates of a stranger.
      left: ["DOM-04": "broken", "DOM-05": "blocked DOM-04", "DOM-06": "blocked DOM-04", "DOM-13": "blocked DOM-04"]
    ) { state in
      Situations.strangersBucket(&state)
      state.domains[Account.domain]?.tags = [:]
    },
    Situation(
      "no domain", "domain-tag",
      judged: waiting(for: "DOM-01"), left: waiting(for: "DOM-01")
    ) { $0.domains = [:] },
    Situation(
      "several domains", "domain-tag",
      judged: waiting(for: "DOM-02"), left: waiting(for: "DOM-02")
    ) { $0.domains["d-other"] = Account.Domain() },
  ]
}
