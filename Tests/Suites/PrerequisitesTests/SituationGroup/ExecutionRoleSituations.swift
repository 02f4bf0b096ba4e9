import Checklist
import JSONDocument
import TestAccount

@testable import Prerequisites

enum ExecutionRoleSituations: SituationGroup {
  private static let name = "AmazonSageMaker-ExecutionRole"
  private static let rest: [CheckID] = ExecutionRoleStep.projectChecks + ["EXE-09"]

  private static func waiting(for check: CheckID, _ more: [CheckID: String] = [:]) -> [CheckID: String] {
    Dictionary(uniqueKeysWithValues: rest.map { ($0, "blocked \(check)") }).merging(more) { $1 }
  }

  private static func policy(_ statements: JSON...) -> String {
    (["Version": "2012-10-17", "Statement": .array(statements)] as JSON).compact
  }

  private static func statement(_ effect: JSON, _ actions: JSON, _ resource: JSON, _ more: JSON = [:]) -> JSON {
    var statement: JSON = ["Effect": effect, "Action": actions, "Resource": resource]
    for member in more.object?.members ?? [] { statement[member.name] = member.value }
    return statement
  }

  private static let passKey = ExecutionRoleStep.inlineKey("SageMakerProjectsPassRolePolicy")
  private static let stacksKey = ExecutionRoleStep.inlineKey("SageMakerProjectsCreateCFNTemplates")
  private static let taggingKey = ExecutionRoleStep.inlineKey("SageMakerS3GetObjectTaggingPolicy")
  private static let readingKey = ExecutionRoleStep.inlineKey("OnrampReadTemplates")
  private static let launchRole = "arn:aws:iam::111122223333:role/AmazonSageMakerProjectsLaunchRole"

  /// Something stands in the way that no policy of ours would mend.
  private static func lasting(
    _ name: String, _ wrong: [CheckID: String], context: Context = Account.context(),
    _ change: @escaping @Sendable (inout Account.State) -> Void
  ) -> Situation {
    Situation(name, "execution-role", context: context, judged: wrong, left: wrong, change)
  }

  /// The bucket has a key of the customer's, whose policy lets somebody in.
  private static func withKey(
    letting: JSON = "arn:aws:iam::111122223333:root", denying: JSON? = nil, state: String = "Enabled",
    itself: Bool = false
  ) -> @Sendable (inout Account.State) -> Void {
    { account in
      account.keys[Account.customerKey] = state
      account.buckets[Account.bucket]?.encryption = Account.encrypted
      var statements = [statement("Allow", "kms:*", "*", ["Principal": ["AWS": letting]])]
      if let denying { statements.append(statement("Deny", "kms:Decrypt", "*", ["Principal": ["AWS": denying]])) }
      account.keyPolicy = (["Version": "2012-10-17", "Statement": .array(statements)] as JSON).compact
      guard itself else { return }
      account.roles[name]?.inline["Key"] = policy(statement("Allow", "kms:Decrypt", .string(Account.customerKey)))
    }
  }

  static let situations =
    naming + [
      Situation(
        "no policy lets it pass the launch role", "execution-role", judged: ["EXE-03": "broken"], plan: [passKey]
      ) { $0.roles[name]?.inline["SageMakerProjectsPassRolePolicy"] = nil },
      Situation(
        "it may pass the launch role to SageMaker only", "execution-role", judged: ["EXE-03": "broken"],
        plan: [passKey]
      ) {
        $0.roles[name]?.inline["SageMakerProjectsPassRolePolicy"] = policy(
          statement(
            "Allow", "iam:PassRole", .string(launchRole),
            ["Condition": ["StringEquals": ["iam:PassedToService": "sagemaker.amazonaws.com"]]]))
      },
      Situation(
        "a policy of that name allows something else", "execution-role", judged: ["EXE-04": "broken"],
        plan: [stacksKey]
      ) {
        $0.roles[name]?.inline["SageMakerProjectsCreateCFNTemplates"] = policy(
          statement("Allow", "cloudformation:CreateStack", "arn:aws:cloudformation:*:*:stack/SC-*"))
      },
      Situation("only some stacks may be made", "execution-role", judged: ["EXE-04": "broken"], plan: [stacksKey]) {
        $0.roles[name]?.inline["SageMakerProjectsCreateCFNTemplates"] = policy(
          statement("Allow", "cloudformation:*", "arn:aws:cloudformation:*:*:stack/SP-churn-*"))
      },
      Situation("everything but what is listed", "execution-role") {
        $0.roles[name]?.inline = [
          "Wide": policy([
            "Effect": "Allow", "NotAction": "organizations:*", "NotResource": "arn:aws:iam::aws:policy/*",
          ])
        ]
      },
      Situation("the list of exceptions holds it", "execution-role", judged: ["EXE-05": "broken"], plan: [taggingKey]) {
        $0.roles[name]?.inline["SageMakerS3GetObjectTaggingPolicy"] = policy(
          ["Effect": "Allow", "NotAction": ["s3:*", "iam:*", "cloudformation:*"], "Resource": "*"])
      },
      Situation(
        "nothing but the trust is left", "execution-role",
        judged: ["EXE-03": "broken", "EXE-04": "broken", "EXE-05": "broken", "EXE-06": "broken"],
        plan: [passKey, stacksKey, taggingKey, readingKey]
      ) { state in
        state.roles[name]?.inline = [:]
        state.roles[name]?.attached = []
      },
      lasting("a Deny keeps the stacks away", ["EXE-04": "broken"]) {
        $0.roles[name]?.inline["Guard"] = policy(statement("Deny", "cloudformation:Create*", "*"))
      },
      Situation(
        "the policy was copied from another account", "execution-role",
        judged: ["EXE-03": "broken", "EXE-07": "broken"], plan: [passKey]
      ) {
        $0.roles[name]?.inline["SageMakerProjectsPassRolePolicy"] = policy(
          statement("Allow", "iam:PassRole", .string(launchRole.replacing("111122223333", with: "999900001111"))))
      },
      Situation(
        "another policy was copied too", "execution-role", judged: ["EXE-07": "broken"],
        plan: [ExecutionRoleStep.inlineKey("Copied")]
      ) {
        $0.roles[name]?.inline["Copied"] = policy(
          statement("Allow", "s3:ListAllMyBuckets", "*"),
          statement(
            "Allow", "iam:PassRole",
            [.string(launchRole.replacing("111122223333", with: "999900001111")), .string(launchRole)]))
      },
      lasting("it passes another account's own role", ["EXE-07": "broken"]) {
        $0.roles[name]?.inline["Copied"] = policy(
          statement("Allow", "iam:PassRole", "arn:aws:iam::999900001111:role/Theirs"))
      },
      lasting("a boundary leaves the stacks out", ["EXE-04": "blocked EXE-08", "EXE-08": "broken"]) { state in
        state.roles[name]?.boundary = "arn:aws:iam::111122223333:policy/Fence"
        state.policies["arn:aws:iam::111122223333:policy/Fence"] = policy(
          ["Effect": "Allow", "NotAction": "cloudformation:*", "Resource": "*"])
      },
      Situation(
        "our role has no boundary, and the setup wants one", "execution-role",
        context: Account.context(["access.permissions_boundary": "arn:aws:iam::111122223333:policy/Fence"]),
        judged: ["EXE-08": "broken"], plan: ["execution-role/boundary"]
      ) { state in
        state.policies["arn:aws:iam::111122223333:policy/Fence"] = policy(statement("Allow", "*", "*"))
        state.roles[name]?.tags["onramp:setup"] = "churn"
      },
      Situation("a boundary that leaves everything needed", "execution-role") { state in
        state.roles[name]?.boundary = "arn:aws:iam::111122223333:policy/Fence"
        state.policies["arn:aws:iam::111122223333:policy/Fence"] = policy(statement("Allow", "*", "*"))
      },
      lasting("the bucket refuses it", ["EXE-06": "broken"]) {
        $0.buckets[Account.bucket]?.policy = policy(
          statement(
            "Deny", "s3:GetObject", .string("arn:aws:s3:::\(Account.bucket)/*"),
            ["Sid": "Closed", "Principal": ["AWS": .string(Account.executionRole)]]))
      },
      Situation("the bucket refuses somebody else", "execution-role") {
        $0.buckets[Account.bucket]?.policy = policy(
          statement(
            "Deny", "s3:GetObject", .string("arn:aws:s3:::\(Account.bucket)/*"),
            [
              "Principal": "*",
              "Condition": ["ArnEquals": ["aws:PrincipalArn": "arn:aws:iam::111122223333:role/Other"]],
            ]))
      },
      lasting("a key it may not use", ["EXE-12": "broken"], withKey()),
      lasting("a key whose policy names nobody of the account", ["EXE-12": "broken"], withKey(letting: "999999999999")),
      lasting(
        "a key whose policy denies it", ["EXE-12": "broken"],
        withKey(
          letting: "111122223333", denying: "arn:aws:iam::111122223333:role/service-role/\(name)", itself: true)),
      lasting("a key that is disabled", ["EXE-12": "blocked S3-14"], withKey(state: "Disabled")),
      lasting("a key that is gone", ["EXE-12": "blocked S3-14"]) {
        $0.buckets[Account.bucket]?.encryption = Account.encrypted
      },
      Situation("a key that its policies let it use", "execution-role", withKey(itself: true)),
      Situation(
        "a key that lets it in", "execution-role",
        withKey(letting: "arn:aws:iam::111122223333:role/service-role/\(name)")),
      Situation("no bucket yet", "execution-role") { $0.buckets = [:] },
      lasting(
        "a stranger's bucket", ["EXE-06": "blocked S3-02", "EXE-12": "blocked S3-02"], Situations.strangersBucket),
      Situation(
        "another service is trusted", "execution-role", judged: ["EXE-09": "broken"],
        plan: [ExecutionRoleStep.trustKey]
      ) {
        $0.roles[name]?.trust = Account.sagemakerTrust.replacing("sagemaker.amazonaws.com", with: "ec2.amazonaws.com")
      },
      Situation(
        "another account's SageMaker is trusted", "execution-role", judged: ["EXE-09": "broken"],
        plan: [ExecutionRoleStep.trustKey]
      ) { $0.roles[name]?.trust = trusting(["StringEquals": ["aws:SourceAccount": "999900001111"]]) },
      Situation("this account's SageMaker is trusted", "execution-role") {
        $0.roles[name]?.trust = trusting([
          "StringEquals": ["aws:SourceAccount": "111122223333"],
          "ArnLike": ["aws:SourceArn": "arn:aws:sagemaker:*:111122223333:*"],
        ])
      },
      lasting("a Deny keeps SageMaker out", ["EXE-09": "broken"]) {
        $0.roles[name]?.trust =
          (try? JSON(parsing: Account.sagemakerTrust)).map { trust in
            var trust = trust
            let deny: JSON = ["Effect": "Deny", "Principal": "*", "Action": "sts:*"]
            trust["Statement"] = .array((trust["Statement"]?.array ?? []) + [deny])
            return trust.compact
          } ?? ""
      },
      lasting("a trust policy that cannot be read", ["EXE-09": "broken"]) { $0.roles[name]?.trust = "no policy" },
    ]

  private static func trusting(_ condition: JSON) -> String {
    let statement: JSON = [
      "Effect": "Allow", "Principal": ["Service": "sagemaker.amazonaws.com"], "Action": "sts:AssumeRole",
      "Condition": condition,
    ]
    return (["Version": "2012-10-17", "Statement": statement] as JSON).compact
  }

  private static let named = Account.context(["access.execution_role": "SageMakerExecutionRole"])

  private static let naming = [
    lasting("no domain", waiting(for: "DOM-01", ["EXE-01": "blocked DOM-01"])) { $0.domains = [:] },
    lasting("several domains", waiting(for: "DOM-02", ["EXE-01": "blocked DOM-02"])) {
      $0.domains["d-other"] = Account.Domain()
    },
    lasting("the domain names no role", waiting(for: "EXE-01", ["EXE-01": "broken"])) {
      $0.domains[Account.domain]?.executionRole = nil
    },
    lasting("the domain's role is gone", waiting(for: "EXE-01", ["EXE-01": "broken"])) { $0.roles[name] = nil },
    Situation(
      "the role the setup names is not there", "execution-role", context: named,
      judged: waiting(for: "EXE-01", ["EXE-01": "broken"]),
      plan: [ExecutionRoleStep.roleKey, passKey, stacksKey, taggingKey, readingKey]
    ) { _ in },
    Situation(
      "without projects it needs the trust only", "execution-role",
      context: Account.context(["access.execution_role": "SageMakerExecutionRole", "tracks": ["access"]]),
      judged: waiting(for: "EXE-01", ["EXE-01": "broken"]).merging(skipped) { $1 }, plan: [ExecutionRoleStep.roleKey],
      left: skipped
    ) { _ in },
    Situation("another setup of onramp made it", "execution-role", context: named, plan: ["execution-role/mark"]) {
      state in
      state.roles["SageMakerExecutionRole"] = state.roles[name]
      state.roles["SageMakerExecutionRole"]?.path = "/"
      state.roles["SageMakerExecutionRole"]?.tags = ["onramp:setup": "fraud"]
    },
    lasting(
      "nobody names one", skipped.merging(["EXE-01": "skipped", "EXE-09": "skipped"]) { $1 },
      context: Account.context(["tracks": ["access"]])
    ) { _ in },
  ]

  private static let skipped = Dictionary(uniqueKeysWithValues: ExecutionRoleStep.projectChecks.map { ($0, "skipped") })
}
