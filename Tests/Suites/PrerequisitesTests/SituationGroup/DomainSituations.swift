import Checklist
import JSONDocument
import TestAccount

@testable import Prerequisites

enum DomainSituations: SituationGroup {
  static let situations = [
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
  @Sendable static func full(_ state: inout Account.State) {
    state.domains[Account.domain]?.tags = Dictionary(uniqueKeysWithValues: (0..<50).map { ("filler-\($0)", "x") })
  }
}
