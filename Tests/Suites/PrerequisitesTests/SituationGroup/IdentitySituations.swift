import Checklist
import JSONDocument
import TestAccount

@testable import Prerequisites

enum IdentitySituations: SituationGroup {
  static let situations = [
    Situation(
      "nobody is signed in", "identity",
      judged: nobody, left: nobody
    ) { $0.obstacles["sts:GetCallerIdentity"] = .notSignedIn("expired") },
    Situation("another account", "identity", judged: elsewhere, left: elsewhere) {
      $0.id = "999900001111"
    },
    Situation("the root user", "identity", judged: ["ENV-03": "broken"], left: ["ENV-03": "broken"]) {
      $0.caller = "arn:aws:iam::111122223333:root"
    },
    Situation(
      "two Regions", "identity",
      context: Account.context(regions: [
        RegionSource(place: "setup file", region: "us-east-1"), RegionSource(place: "AWS_REGION", region: "eu-west-1"),
      ]), judged: ["ENV-04": "broken"], left: ["ENV-04": "broken"]
    ) { _ in },
    refused("the caller's policies refuse", "policy", "ENV-06"),
    refused("a service control policy refuses", "organization", "ENV-07"),
    refused("a boundary refuses", "boundary", "ENV-07"),
    refused("a condition refuses", "iam:PermissionsBoundary", "ENV-06"),
    Situation("the caller may do it all", "identity", context: planning) { $0.roles["MLOpsAdmin"] = admin },
    Situation("a user may do it all", "identity", context: planning) {
      $0.caller = "arn:aws:iam::111122223333:user/team/ana"
    },
    Situation(
      "the clock is behind", "identity", context: signedIn(SignIn(clockSkew: 601)), judged: ["ENV-08": "broken"],
      left: ["ENV-08": "broken"]
    ) { _ in },
    Situation("the clock is nearly right", "identity", context: signedIn(SignIn(clockSkew: -299))) { _ in },
    Situation(
      "the session ends soon", "identity", context: signedIn(SignIn(origin: "environment", secondsLeft: 899)),
      judged: ["ENV-09": "broken"], left: ["ENV-09": "broken"]
    ) { _ in },
    Situation("the session lasts", "identity", context: signedIn(SignIn(origin: "environment", secondsLeft: 900))) {
      _ in
    },
    Situation("the token may do what is planned at GitHub", "identity", context: writing) {
      $0.roles["MLOpsAdmin"] = admin
    },
    Situation("nobody tells what a fine-grained token may do", "identity", context: writing) {
      $0.roles["MLOpsAdmin"] = admin
      $0.ownToken = ["status": 200, "push": true]
    },
    short("the person may only read the repository", ["status": 200, "push": false, "scopes": ["repo"]]),
    short("the token's scopes are too narrow", ["status": 200, "push": true, "scopes": ["read:org"]]),
    short("GitHub hides the repository from the token", ["status": 404]),
  ]

  private static let rest: [CheckID] = ["ENV-03", "ENV-06", "ENV-07", "ENV-08", "ENV-09"]
  private static let nobody: [CheckID: String] = Dictionary(
    uniqueKeysWithValues: rest.map { ($0, "blocked ENV-01") }
  ).merging(["ENV-01": "broken", "ENV-02": "blocked ENV-01"]) { $1 }
  private static let elsewhere: [CheckID: String] = [
    "ENV-02": "broken", "ENV-06": "blocked ENV-02", "ENV-07": "blocked ENV-02",
  ]
  private static let admin = Account.Role(trust: "{}", path: "/admins/")

  private static func signedIn(_ signIn: SignIn) -> Context {
    var context = Account.context()
    context.signIn = signIn
    return context
  }

  private static let planning: Context = {
    var context = Account.context()
    context.planned = [
      PlannedAction("iam:CreateRole", on: context.roleARN), PlannedAction("iam:PutRolePolicy", on: context.roleARN),
      PlannedAction("s3:CreateBucket", on: context.bucketARN),
    ]
    return context
  }()

  private static let writing: Context = {
    var context = planning
    context.planned.append(PlannedAction("Variables: write", on: context.setup.fullName, isGitHubs: true))
    return context
  }()

  /// What GitHub says to a token with which the plan could not be carried out.
  private static func short(_ name: String, _ answer: JSON) -> Situation {
    Situation(name, "identity", context: writing, judged: ["ENV-06": "broken"], left: ["ENV-06": "broken"]) {
      $0.roles["MLOpsAdmin"] = admin
      $0.ownToken = answer
    }
  }

  private static func refused(_ name: String, _ by: String, _ check: CheckID) -> Situation {
    Situation(name, "identity", context: planning, judged: [check: "broken"], left: [check: "broken"]) { state in
      state.roles["MLOpsAdmin"] = admin
      state.refusals["iam:PutRolePolicy"] = by
    }
  }
}
