import Blueprints
import Checklist
import JSONDocument
import Policy
import TestAccount
import Testing

@testable import Prerequisites

/// One state of the account, and what the steps say about it.
struct Situation: Sendable {
  let name: String
  let step: StepID
  let change: @Sendable (inout Account.State) -> Void
  var context = Account.context()
  /// The verdicts that are not "holds", by check.
  var judged: [CheckID: String] = [:]
  /// The changes that are offered.
  var plan: [ItemKey] = []
  /// The verdicts that are not "holds" once these are made.
  var left: [CheckID: String] = [:]

  init(
    _ name: String, _ step: StepID, context: Context = Account.context(), judged: [CheckID: String] = [:],
    plan: [ItemKey] = [], left: [CheckID: String] = [:], _ change: @escaping @Sendable (inout Account.State) -> Void
  ) {
    (self.name, self.step, self.change, self.context) = (name, step, change, context)
    (self.judged, self.plan, self.left) = (judged, plan, left)
  }

  func account() -> Account { Account.healthy(change) }
}

extension Situation: CustomTestStringConvertible {
  var testDescription: String { "\(step): \(name)" }
}

extension Account {
  static let subjects = [
    "repo:octo-org@583231/sagemaker-churn@1296269:ref:refs/heads/main",
    "repo:octo-org@583231/sagemaker-churn@1296269:environment:production",
  ]

  static func trust(
    _ subjects: [String] = subjects, operatorName: String = "StringEquals", audience: String? = "sts.amazonaws.com",
    sid: String? = nil
  ) -> JSON {
    var tests: JSON = [:]
    if !subjects.isEmpty {
      tests[operatorName] = ["token.actions.githubusercontent.com:sub": JSON(subjects)]
    }
    if let audience {
      tests["StringEquals"] = .object(
        JSONObject(
          (tests["StringEquals"]?.object?.members ?? []).map { ($0.name, $0.value) }
            + [("token.actions.githubusercontent.com:aud", .string(audience))]))
    }
    var statement: JSON = [
      "Effect": "Allow", "Principal": ["Federated": .string(providerARN)], "Action": "sts:AssumeRoleWithWebIdentity",
      "Condition": tests,
    ]
    if let sid { statement["Sid"] = .string(sid) }
    return ["Version": "2012-10-17", "Statement": [statement]]
  }

  static func permissions(executionRole: String? = executionRole) -> String {
    GitHubRolePermissions(
      place: Place(partition: "aws", account: "111122223333", region: "us-east-1"), executionRole: executionRole,
      templateBucket: bucket
    ).document.text
  }

  static let tlsPolicy: JSON = [
    "Version": "2012-10-17",
    "Statement": [
      [
        "Sid": "OnlyTLS", "Effect": "Deny", "Principal": "*", "Action": "s3:*",
        "Resource": [.string("arn:aws:s3:::\(bucket)"), .string("arn:aws:s3:::\(bucket)/*")],
        "Condition": ["Bool": ["aws:SecureTransport": "false"]],
      ]
    ],
  ]

  static let foreignRule: JSON = [
    "ID": "portal", "AllowedMethods": ["GET"], "AllowedOrigins": ["https://portal.example.com"], "MaxAgeSeconds": 60,
  ]

  /// A complete setup, made by hand and not by onramp, with foreign things beside it.
  static func healthy(adding more: [any AccountService] = [], _ change: (inout State) -> Void = { _ in }) -> Account {
    bare(adding: more) { state in
      for group in SituationGroups.all { group.furnish(&state) }
      change(&state)
    }
  }

  static func switches(_ value: Bool) -> JSON {
    .object(JSONObject(TemplateBucketStep.switches.map { ($0, .bool(value)) }))
  }

  /// Looks through this account only.
  func world() -> World { World(offer: { self.offer }, door: { call throws(Obstacle) in try self.read(call) }) }

  func seen(_ step: StepID, _ context: Context) async -> Sight {
    guard let entry = Prerequisites().entry(step) else { return Sight(judgements: [], changes: [], holdings: []) }
    return await Sight(entry.step, world(), context)
  }
}

/// What one step says about what it saw once.
struct Sight: Sendable {
  let judgements: [Judgement]
  let changes: [Change]
  let holdings: [Holding]

  init(judgements: [Judgement], changes: [Change], holdings: [Holding]) {
    (self.judgements, self.changes, self.holdings) = (judgements, changes, holdings)
  }

  init(_ step: some Step, _ world: World, _ context: Context) async {
    let seen = await step.observe(world, context)
    self.init(
      judgements: step.judge(seen, context), changes: step.plan(seen, context), holdings: step.holdings(seen, context))
  }

  /// The verdicts that are not "holds", by check.
  var wrong: [CheckID: String] {
    judgements.reduce(into: [:]) { wrong, judgement in
      switch judgement.verdict {
      case .holds: break
      case .broken(_, _, let severity): wrong[judgement.check] = severity.map { "broken \($0)" } ?? "broken"
      case .waiting: wrong[judgement.check] = "waiting"
      case .blocked(let by): wrong[judgement.check] = "blocked \(by)"
      case .hidden(let obstacle): wrong[judgement.check] = "hidden \(obstacle.inWords)"
      case .skipped: wrong[judgement.check] = "skipped"
      }
    }
  }

  func verdict(_ check: CheckID) -> Verdict? { judgements.first { $0.check == check }?.verdict }
}
