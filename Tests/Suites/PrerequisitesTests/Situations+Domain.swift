import Checklist
import JSONDocument
import TestAccount

@testable import Prerequisites

extension Situations {
  static let domain = [
    Situation(
      "no domain", "domain", judged: none.merging(["DOM-02": "blocked DOM-01", "DOM-09": "blocked DOM-01"]) { $1 },
      left: none.merging(["DOM-02": "blocked DOM-01", "DOM-09": "blocked DOM-01"]) { $1 }
    ) { $0.domains = [:] },
    Situation(
      "several, and none is named", "domain", judged: several, left: several
    ) { $0.domains["d-other"] = Account.Domain() },
    Situation(
      "several, and one is named", "domain", context: Account.context(["project.domain": .string(Account.domain)])
    ) {
      $0.domains["d-other"] = Account.Domain()
    },
    Situation(
      "another one is named", "domain", context: Account.context(["project.domain": "d-gone"]),
      judged: none, left: none
    ) { _ in },
    Situation("failed", "domain", judged: ["DOM-03": "broken"], left: ["DOM-03": "broken"]) {
      $0.domains[Account.domain]?.status = "Failed"
    },
    Situation("fifty other tags", "domain", judged: ["DOM-08": "broken"], left: ["DOM-08": "broken"], full),
    Situation(
      "a domain of Unified Studio", "domain", context: Account.context(["project.domain": "dzd_4a1b2c3d5e6f7g"]),
      judged: unified, left: unified
    ) { _ in },
    Situation("Studio Classic", "domain", judged: ["DOM-11": "broken"], left: ["DOM-11": "broken"]) {
      $0.domains[Account.domain]?.studioPortal = "DISABLED"
    },
    Situation("projects are hidden", "domain", judged: ["DOM-12": "broken"], left: ["DOM-12": "broken"]) {
      $0.domains[Account.domain]?.hiddenTools = ["Models", "Projects"]
    },
    Situation("projects are hidden from a user beyond those looked at", "domain") { state in
      for place in 0...DomainStep.UserProfiles.limit { state.domains[Account.domain]?.profiles["user-\(place)"] = [] }
      state.domains[Account.domain]?.profiles["zoe"] = ["Projects"]
    },
    Situation("projects are hidden from one user", "domain", judged: ["DOM-12": "broken"], left: ["DOM-12": "broken"]) {
      $0.domains[Account.domain]?.profiles = ["ana": ["Projects"], "ben": []]
    },
  ]

  private static let none = waiting(for: "DOM-01").merging(["DOM-01": "broken"]) { $1 }
  private static let several = waiting(for: "DOM-02").merging(["DOM-02": "broken"]) { $1 }
  private static let unified = waiting(for: "DOM-09").merging(["DOM-01": "blocked DOM-09", "DOM-09": "broken"]) { $1 }
  private static func waiting(for check: CheckID) -> [CheckID: String] {
    let rest: [CheckID] = ["DOM-03", "DOM-08", "DOM-11", "DOM-12"]
    return Dictionary(uniqueKeysWithValues: rest.map { ($0, "blocked \(check)") })
  }
  @Sendable private static func full(_ state: inout Account.State) {
    state.domains[Account.domain]?.tags = Dictionary(uniqueKeysWithValues: (0..<50).map { ("filler-\($0)", "x") })
  }

  private static func tagWaiting(for check: CheckID, spelling: Bool = true) -> [CheckID: String] {
    let rest: [CheckID] = ["DOM-04", "DOM-05", "DOM-06", "DOM-13"] + (spelling ? ["DOM-07"] : [])
    return Dictionary(uniqueKeysWithValues: rest.map { ($0, "blocked \(check)") })
  }

  static let domainTag = [
    Situation(
      "no room for the tag", "domain-tag", judged: tagWaiting(for: "DOM-08", spelling: false),
      left: tagWaiting(for: "DOM-08", spelling: false), full),
    Situation(
      "a domain of Unified Studio", "domain-tag", context: Account.context(["project.domain": "dzd_4a1b2c3d5e6f7g"]),
      judged: tagWaiting(for: "DOM-09"), left: tagWaiting(for: "DOM-09")
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
      strangersBucket),
    Situation(
      "a stranger's bucket and no tag", "domain-tag",
      judged: ["DOM-04": "broken", "DOM-05": "blocked DOM-04", "DOM-06": "blocked DOM-04", "DOM-13": "blocked DOM-04"],
      // Studio must never be led to templates of a stranger.
      left: ["DOM-04": "broken", "DOM-05": "blocked DOM-04", "DOM-06": "blocked DOM-04", "DOM-13": "blocked DOM-04"]
    ) { state in
      strangersBucket(&state)
      state.domains[Account.domain]?.tags = [:]
    },
    Situation(
      "no domain", "domain-tag",
      judged: tagWaiting(for: "DOM-01"), left: tagWaiting(for: "DOM-01")
    ) { $0.domains = [:] },
    Situation(
      "several domains", "domain-tag",
      judged: tagWaiting(for: "DOM-02"), left: tagWaiting(for: "DOM-02")
    ) { $0.domains["d-other"] = Account.Domain() },
  ]
}
