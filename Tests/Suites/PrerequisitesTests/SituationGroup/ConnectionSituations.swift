import Checklist
import JSONDocument
import TestAccount

@testable import Prerequisites

enum ConnectionSituations: SituationGroup {
  static func furnish(_ state: inout Account.State) {
    state.connections[Account.connectionARN]?.tags = ["sagemaker": "true", "team": "ml"]
  }

  private static let arn = Account.connectionARN
  private static let old = arn.replacing("codeconnections", with: "codestar-connections")
  private static let other = "arn:aws:codeconnections:us-east-1:111122223333:connection/other"
  private static let id = "8c1e4a2b-0d3f-4a55-9b6c-7d8e9f001122"

  private static func waiting(_ checks: [CheckID], for check: CheckID) -> [CheckID: String] {
    Dictionary(uniqueKeysWithValues: checks.map { ($0, "blocked \(check)") })
  }
  private static let facts: [CheckID] = ["CON-02", "CON-03", "CON-04", "CON-06", "CON-08"]
  /// None is there, or nothing tells which is meant.
  private static let none = waiting(facts + ["CON-05", "CON-10"], for: "CON-01").merging(["CON-01": "broken"]) { $1 }
  private static let several = waiting(facts + ["CON-05"], for: "CON-01").merging(["CON-01": "broken"]) { $1 }

  private static func named(_ text: String) -> Context { Account.context(["project.connection": .string(text)]) }
  private static func changed(
    _ change: @escaping @Sendable (inout Account.Connection) -> Void
  ) -> @Sendable (inout Account.State) -> Void {
    { state in
      guard var connection = state.connections[arn] else { return }
      change(&connection)
      state.connections[arn] = connection
    }
  }
  private static func beside(_ connection: Account.Connection) -> @Sendable (inout Account.State) -> Void {
    { $0.connections[other] = connection }
  }
  private static func moved(_ connection: Account.Connection) -> @Sendable (inout Account.State) -> Void {
    { $0.connections = [old: connection] }
  }

  static let situations: [Situation] = [
    Situation(
      "none", "connection", judged: none, plan: [ConnectionStep.connectionKey], left: ["CON-02": "waiting"]
    ) { $0.connections = [:] },
    Situation(
      "a name for one, and none has it", "connection", context: named("churn-read"), judged: none,
      plan: [ConnectionStep.connectionKey], left: ["CON-02": "waiting"]
    ) { _ in },
    Situation("a name that one has", "connection", context: named("churn-github")) { _ in },
    Situation("its ARN", "connection", context: named(arn)) { _ in },
    Situation(
      "an ARN of none", "connection", context: named(other), judged: none.filter { $0.key != "CON-05" },
      left: none.filter { $0.key != "CON-05" }
    ) { _ in },
    Situation(
      "an ARN of another Region", "connection", context: named(arn.replacing("us-east-1", with: "eu-west-1")),
      judged: elsewhere, left: elsewhere
    ) { _ in },
    Situation(
      "the id alone", "connection", context: named(id), judged: ["CON-04": "blocked CON-07", "CON-07": "broken"],
      left: ["CON-04": "blocked CON-07", "CON-07": "broken"]
    ) { _ in },
    Situation(
      "a person has not confirmed it", "connection", judged: ["CON-02": "waiting"], left: ["CON-02": "waiting"],
      changed { $0.status = "PENDING" }),
    Situation(
      "it has an error", "connection", judged: ["CON-02": "blocked CON-03", "CON-03": "broken"],
      left: ["CON-02": "blocked CON-03", "CON-03": "broken"], changed { $0.status = "ERROR" }),
    Situation(
      "a status nobody knows", "connection", judged: ["CON-02": "broken"], left: ["CON-02": "broken"],
      changed { $0.status = "PAUSED" }),
    Situation(
      "not tagged", "connection", judged: ["CON-04": "broken"], plan: [ConnectionStep.tagKey],
      changed { $0.tags = ["team": "ml"] }),
    Situation(
      "tagged otherwise", "connection", judged: ["CON-04": "broken"], plan: [ConnectionStep.tagKey],
      changed { $0.tags["sagemaker"] = "True" }),
    Situation(
      "another provider", "connection", context: named(arn), judged: ["CON-06": "broken"], left: ["CON-06": "broken"],
      changed { $0.provider = "Bitbucket" }),
    Situation(
      "the name is taken by another provider's", "connection", judged: ["CON-06": "broken"],
      left: ["CON-06": "broken"]
    ) {
      $0.connections[arn]?.name = "sagemaker-churn-github"
      $0.connections[arn]?.provider = "GitLab"
      $0.connections[other] = Account.Connection("churn-github", provider: "Bitbucket", tags: ["sagemaker": "true"])
    },
    Situation(
      "a server of one's own, and a connection to github.com", "connection",
      context: Account.context(["github.api": "https://git.example/api/v3", "project.connection": .string(arn)]),
      judged: ["CON-06": "broken medium"], left: ["CON-06": "broken medium"]
    ) { _ in },
    Situation(
      "a server of one's own, and no connection", "connection",
      context: Account.context(["github.api": "https://git.example/api/v3"]), judged: none, left: none
    ) { $0.connections = [:] },
    Situation(
      "several of a kind", "connection", judged: several, left: several
    ) { state in
      state.connections[other] = Account.Connection("web-github", tags: ["sagemaker": "true"])
    },
    Situation("several, and one is tagged", "connection", beside(Account.Connection("web-github"))),
    Situation("several, and one is this setup's") { state in
      state.connections[arn]?.tags["onramp:setup"] = "churn"
      state.connections[other] = Account.Connection("web-github", tags: ["sagemaker": "true"])
    },
    Situation(
      "two of one name", "connection", context: named(arn), judged: ["CON-10": "broken"], left: ["CON-10": "broken"],
      beside(Account.Connection("churn-github"))),
    Situation(
      "two of one name, and the name is all that is written", "connection", context: named("churn-github"),
      judged: several.merging(["CON-10": "broken"]) { $1 }, left: several.merging(["CON-10": "broken"]) { $1 },
      beside(Account.Connection("churn-github", tags: ["sagemaker": "true"]))),
    Situation(
      "another setup of onramp made it", "connection", plan: [ConnectionStep.markKey],
      changed { $0.tags["onramp:setup"] = "fraud" }),
    Situation(
      "of the older family", "connection", context: named(old),
      judged: ["CON-04": "broken"], plan: [ConnectionStep.tagKey], moved(Account.Connection())),
    Situation(
      "made by this setup, at a teardown", "connection", context: Account.context(purpose: .teardown),
      changed { $0.tags["onramp:setup"] = "churn" }),
    Situation(
      "of the older family, made by this setup, at a teardown", "connection",
      context: Account.context(purpose: .teardown),
      moved(Account.Connection(tags: ["sagemaker": "true", "onramp:setup": "churn"]))),
    Situation(
      "of the older family, made by this setup", "connection",
      moved(Account.Connection(tags: ["sagemaker": "true", "onramp:setup": "churn"]))),
  ]

  private static let elsewhere = waiting(facts + ["CON-01", "CON-10"], for: "CON-05").merging(["CON-05": "broken"]) {
    $1
  }
}

extension Situation {
  fileprivate init(_ name: String, _ change: @escaping @Sendable (inout Account.State) -> Void) {
    self.init(name, "connection", change)
  }
}
