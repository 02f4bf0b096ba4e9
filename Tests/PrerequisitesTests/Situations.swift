import Blueprints
import Checklist
import JSONDocument
import TestAccount

@testable import Prerequisites

/// The states of the account that the steps tell apart.
enum Situations {
  static let steps: [StepID] = Prerequisites().all.map(\.id)

  static let healthy = steps.map { Situation("healthy", $0) { _ in } }
  static let all =
    healthy + identity + repository + provider + trust + roleItself + permissions + executionRole + bucket + template
    + domain + domainTag + token

  static func ledger(
    _ key: ItemKey, _ resource: String, _ kind: Change.Kind = .create, previous: JSON = .null, wanted: JSON = .null
  )
    -> Ledger
  {
    Ledger([
      JournalEntry(key, resource, .intent(kind: kind, previous: previous, wanted: wanted), time: 0),
      JournalEntry(key, resource, .done, time: 0),
    ])
  }

  @Sendable static func strangersBucket(_ state: inout Account.State) {
    state.buckets = [:]
    state.strangersBuckets = [Account.bucket]
  }

  static let domain = [
    Situation(
      "no domain", "domain", judged: ["DOM-01": "broken", "DOM-02": "blocked DOM-01", "DOM-03": "blocked DOM-01"],
      left: ["DOM-01": "broken", "DOM-02": "blocked DOM-01", "DOM-03": "blocked DOM-01"]
    ) { $0.domains = [:] },
    Situation(
      "several, and none is named", "domain", judged: ["DOM-02": "broken", "DOM-03": "blocked DOM-02"],
      left: ["DOM-02": "broken", "DOM-03": "blocked DOM-02"]
    ) { $0.domains["d-other"] = Account.Domain() },
    Situation(
      "several, and one is named", "domain", context: Account.context(["project.domain": .string(Account.domain)])
    ) {
      $0.domains["d-other"] = Account.Domain()
    },
    Situation(
      "another one is named", "domain", context: Account.context(["project.domain": "d-gone"]),
      judged: ["DOM-01": "broken", "DOM-03": "blocked DOM-01"], left: ["DOM-01": "broken", "DOM-03": "blocked DOM-01"]
    ) { _ in },
    Situation("failed", "domain", judged: ["DOM-03": "broken"], left: ["DOM-03": "broken"]) {
      $0.domains[Account.domain]?.status = "Failed"
    },
  ]

  static let domainTag = [
    Situation(
      "no tag", "domain-tag", judged: ["DOM-04": "broken", "DOM-05": "blocked DOM-04", "DOM-06": "blocked DOM-04"],
      plan: [DomainTagStep.key]
    ) { $0.domains[Account.domain]?.tags = ["team": "ml"] },
    Situation(
      "a misspelt key", "domain-tag",
      judged: ["DOM-04": "blocked DOM-07", "DOM-05": "blocked DOM-07", "DOM-06": "blocked DOM-07", "DOM-07": "broken"],
      plan: [DomainTagStep.key]
    ) {
      $0.domains[Account.domain]?.tags = ["sagemaker:ProjectS3TemplatesLocation": "s3://\(Account.bucket)/templates/"]
    },
    Situation("no slash at the end", "domain-tag", judged: ["DOM-05": "broken medium"], plan: [DomainTagStep.key]) {
      $0.domains[Account.domain]?.tags[DomainTagStep.tag] = "s3://\(Account.bucket)/templates"
    },
    Situation(
      "another bucket", "domain-tag", judged: ["DOM-05": "broken", "DOM-06": "blocked DOM-05"],
      plan: [DomainTagStep.key]
    ) {
      $0.domains[Account.domain]?.tags[DomainTagStep.tag] = "s3://somewhere/templates/"
    },
    Situation(
      "an address that is none", "domain-tag", judged: ["DOM-05": "broken", "DOM-06": "blocked DOM-05"],
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
    Situation("no bucket", "domain-tag", judged: ["DOM-06": "blocked S3-01"], left: ["DOM-06": "blocked S3-01"]) {
      $0.buckets = [:]
    },
    Situation(
      "a stranger's bucket", "domain-tag", judged: ["DOM-06": "blocked S3-02"], left: ["DOM-06": "blocked S3-02"],
      strangersBucket),
    Situation(
      "a stranger's bucket and no tag", "domain-tag",
      judged: ["DOM-04": "broken", "DOM-05": "blocked DOM-04", "DOM-06": "blocked DOM-04"],
      // Studio must never be led to templates of a stranger.
      left: ["DOM-04": "broken", "DOM-05": "blocked DOM-04", "DOM-06": "blocked DOM-04"]
    ) { state in
      strangersBucket(&state)
      state.domains[Account.domain]?.tags = [:]
    },
    Situation(
      "no domain", "domain-tag",
      judged: [
        "DOM-04": "blocked DOM-01", "DOM-05": "blocked DOM-01", "DOM-06": "blocked DOM-01", "DOM-07": "blocked DOM-01",
      ],
      left: [
        "DOM-04": "blocked DOM-01", "DOM-05": "blocked DOM-01", "DOM-06": "blocked DOM-01", "DOM-07": "blocked DOM-01",
      ]
    ) { $0.domains = [:] },
    Situation(
      "several domains", "domain-tag",
      judged: [
        "DOM-04": "blocked DOM-02", "DOM-05": "blocked DOM-02", "DOM-06": "blocked DOM-02", "DOM-07": "blocked DOM-02",
      ],
      left: [
        "DOM-04": "blocked DOM-02", "DOM-05": "blocked DOM-02", "DOM-06": "blocked DOM-02", "DOM-07": "blocked DOM-02",
      ]
    ) { $0.domains["d-other"] = Account.Domain() },
  ]
}
