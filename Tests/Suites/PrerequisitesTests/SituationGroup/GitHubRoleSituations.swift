import Checklist
import JSONDocument
import TestAccount

@testable import Prerequisites

enum GitHubRoleSituations: SituationGroup {
  static let situations = trust + roleItself + permissions + history

  static func furnish(_ state: inout Account.State) {
    state.roles["GitHubActionsRole"] = Account.Role(
      trust: Account.trust().compact, tags: ["team": "ml"], inline: ["SageMakerPolicy": Account.permissions()])
    state.roles["Unrelated"] = Account.Role(
      trust: Account.trust(["repo:octo-org/website:ref:refs/heads/main"], audience: "other").compact,
      inline: ["X": #"{"Version":"2012-10-17","Statement":[]}"#])
  }

  private static let trustChecks = TrustCheck.all.map(\.id)
  /// What GitHub's not knowing the repository leaves open.
  private static let waiting = Dictionary(
    uniqueKeysWithValues: (TrustCheck.all.filter { $0.has(.asksGitHub) }.map(\.id) + [
      "TRUST-02", "TRUST-18", "TRUST-21", "TRUST-26", "TRUST-51", "TRUST-54", "TRUST-55",
    ]).map { ($0, "blocked GH-01") })
  private static let permissionChecks: [CheckID] = [
    "PERM-01", "PERM-02", "PERM-03", "PERM-04", "PERM-05", "PERM-06", "PERM-07", "PERM-08", "PERM-09", "PERM-10",
    "PERM-12", "PERM-13", "PERM-14",
  ]
  /// What rests on a role that is there, besides its trust policy's own checks.
  private static let roleChecks: [CheckID] = [
    "TRUST-02", "TRUST-18", "TRUST-21", "TRUST-26", "TRUST-41", "TRUST-49", "TRUST-50", "TRUST-51", "TRUST-54",
    "TRUST-55",
  ]
  /// What rests on the names in a policy that can be read.
  private static let nameChecks: [CheckID] = [
    "TRUST-18", "TRUST-21", "TRUST-26", "TRUST-41", "TRUST-54", "TRUST-55",
  ]

  private static func trusting(_ name: String, _ judged: [CheckID: String], _ trust: JSON) -> Situation {
    Situation(name, "github-role", judged: judged, plan: [GitHubRoleStep.trustKey]) {
      $0.roles["GitHubActionsRole"]?.trust = trust.compact
    }
  }

  private static let own = "repo:octo-org@583231/sagemaker-churn@1296269"

  private static let trust = [
    Situation(
      "no role", "github-role",
      judged: Dictionary(
        uniqueKeysWithValues: [("TRUST-01", "broken")]
          + (trustChecks + roleChecks + permissionChecks).map { ($0, "blocked TRUST-01") }),
      plan: [GitHubRoleStep.roleKey, GitHubRoleStep.permissionsKey]
    ) { $0.roles["GitHubActionsRole"] = nil },
    trusting(
      "no subject at all",
      Dictionary(
        uniqueKeysWithValues: TrustCheck.all.filter { $0.has(.needsSubject) }.map { ($0.id, "blocked TRUST-03") }
          + [("TRUST-03", "broken"), ("TRUST-04", "blocked TRUST-03")]), Account.trust([])),
    trusting("any repository", ["TRUST-05": "broken"], Account.trust(["*"], operatorName: "StringLike")),
    trusting(
      "an owner's pattern", ["TRUST-06": "broken", "TRUST-13": "broken"],
      Account.trust(["repo:octo*/sagemaker-churn:*"], operatorName: "StringLike")),
    trusting(
      "names only", ["TRUST-13": "broken"], Account.trust(["repo:octo-org/sagemaker-churn:ref:refs/heads/main"])),
    trusting("a star that is a letter", ["TRUST-11": "broken"], Account.trust(["\(own):*"])),
    trusting("no audience", ["TRUST-27": "broken"], Account.trust(audience: nil)),
    trusting("only the branch", ["TRUST-17": "broken"], Account.trust([own + ":ref:refs/heads/main"])),
    trusting("any branch", ["TRUST-09": "broken"], Account.trust(["\(own):*"], operatorName: "StringLike")),
    Situation("a policy that cannot be read", "github-role", judged: unreadable, left: unreadable) {
      $0.roles["GitHubActionsRole"]?.trust = "no policy"
    },
    Situation(
      "GitHub does not know the repository", "github-role",
      judged: waiting, left: waiting
    ) { state in
      state.repository = nil
      state.subject = nil
    },
  ]

  /// The job hands its token to a workflow that it calls.
  @Sendable private static func calling(_ state: inout Account.State) {
    state.workflowFiles?["ship.yml"] = """
      on: workflow_dispatch
      jobs: {ship: {permissions: {id-token: write, contents: read}, uses: ./.github/workflows/deploy.yml}}
      """
  }

  private static func stays(
    _ name: String, context: Context = Account.context(), _ judged: [CheckID: String],
    _ change: @escaping @Sendable (inout Account.State) -> Void
  ) -> Situation {
    Situation(name, "github-role", context: context, judged: judged, left: judged, change)
  }

  private static func adding(_ subject: String) -> @Sendable (inout Account.State) -> Void {
    { $0.roles["GitHubActionsRole"]?.trust = Account.trust(Account.subjects + [subject]).compact }
  }

  private static let roleItself = [
    stays("a variable with a blank after the role", ["TRUST-02": "broken"]) {
      $0.variables["AWS_ROLE_ARN"] = "arn:aws:iam::111122223333:role/GitHubActionsRole "
    },
    stays(
      "the variable of the setup names another role",
      context: Account.context(["access.variables": ["ROLE": "role"]]), ["TRUST-02": "broken"]
    ) { $0.variables["ROLE"] = "arn:aws:iam::999900001111:role/GitHubActionsRole" },
    Situation("variables that name other roles, and this one", "github-role") { state in
      state.variables = [
        "STAGING": "arn:aws:iam::999900001111:role/GitHubActionsRole", "OTHER": "arn:aws:iam::111122223333:role/Other",
        "OURS": "arn:aws:iam::111122223333:role/GitHubActionsRole", "AWS_REGION": "us-east-1",
      ]
    },
    stays("an environment that is not there", ["TRUST-18": "broken"], adding("\(own):environment:qa")),
    stays("the setup's environment is not there yet", ["TRUST-18": "waiting"]) { $0.environments = [:] },
    stays("an environment without a rule", ["TRUST-55": "broken"]) { $0.environments["production"] = false },
    stays("a branch that is gone", ["TRUST-21": "broken medium"], adding("\(own):ref:refs/heads/feature/x")),
    stays("a branch that comes with the first push", ["TRUST-21": "waiting"]) { $0.workflowFiles = nil },
    stays("a workflow that is called with the token", ["TRUST-26": "broken"], calling),
    stays(
      "a workflow that is called, and named by its claim",
      [
        "TRUST-13":
          "hidden cannot be told from here: statement 1 allows it if StringEquals "
          + "token.actions.githubusercontent.com:job_workflow_ref "
          + "octo-org/sagemaker-churn/.github/workflows/deploy.yml@refs/heads/main"
      ]
    ) { state in
      calling(&state)
      state.roles["GitHubActionsRole"]?.trust =
        Account.trust().with(
          "token.actions.githubusercontent.com:job_workflow_ref",
          "octo-org/sagemaker-churn/.github/workflows/deploy.yml@refs/heads/main"
        ).compact
    },
    stays("a runner of one's own", ["TRUST-54": "broken"]) {
      $0.workflowFiles?["deploy.yml"] = WorkflowFileTexts.good["deploy.yml"]?
        .replacing("ubuntu-24.04", with: "self-hosted")
    },
    stays("a job for a subject that nobody wanted", ["TRUST-17": "broken"]) {
      $0.workflowFiles?["build.yml"] = WorkflowFileTexts.good["build.yml"]?.replacing("[main]", with: "[main, release]")
    },
    stays("a job of another role", [:]) {
      $0.workflowFiles?["site.yml"] = WorkflowFileTexts.good["build.yml"]?
        .replacing("[main]", with: "[site]").replacing("secrets.AWS_ROLE_ARN", with: "secrets.SITE_ROLE")
    },
    stays("a job for whatever is pushed", [:]) {
      $0.workflowFiles?["build.yml"] = WorkflowFileTexts.good["build.yml"]?.replacing("[main]", with: "['**']")
    },
    stays(
      "an owner that is gone", ["TRUST-40": "broken", "TRUST-41": "broken"],
      adding("repo:vendor/app:ref:refs/heads/main")),
    stays("an owner that is there", ["TRUST-40": "broken"]) { state in
      state.users = ["vendor"]
      adding("repo:vendor/app:ref:refs/heads/main")(&state)
    },
    stays(
      "an actor by name",
      ["TRUST-42": "broken"]
    ) { state in
      var trust = Account.trust()
      trust["Statement"] = JSON.array(
        (trust["Statement"]?.array ?? []).map { statement in
          var statement = statement
          statement["Condition"]?["StringEquals"]?["token.actions.githubusercontent.com:actor"] = "ana"
          return statement
        })
      state.roles["GitHubActionsRole"]?.trust = trust.compact
    },
    Situation(
      "a test of the environment refuses the branch's job", "github-role", judged: ["TRUST-13": "broken"],
      plan: [GitHubRoleStep.trustKey]
    ) { state in
      let trust = Account.trust().with("token.actions.githubusercontent.com:environment", "production")
      state.roles["GitHubActionsRole"]?.trust = trust.compact
    },
    stays(
      "a source address, and a claim that a sign-in may bring",
      [
        "TRUST-13":
          "hidden cannot be told from here: statement 1 allows it if StringEquals aws:SourceIp 203.0.113.0 and StringEquals token.actions.githubusercontent.com:runner_environment self-hosted"
      ]
    ) { state in
      let trust = Account.trust().with("aws:SourceIp", "203.0.113.0")
        .with("token.actions.githubusercontent.com:runner_environment", "self-hosted")
      state.roles["GitHubActionsRole"]?.trust = trust.compact
    },
    stays("a Deny for the branch's job", ["TRUST-13": "broken"]) { state in
      let deny = Account.trust([Account.subjects[0]], audience: nil, sid: "Freeze").compact
        .replacing("Allow", with: "Deny")
      state.roles["GitHubActionsRole"]?.trust = Account.joined(Account.trust(), deny)
    },
    stays("every environment", ["TRUST-55": "broken"]) {
      $0.roles["GitHubActionsRole"]?.trust =
        Account.trust([Account.subjects[0], "\(own):environment:*"], operatorName: "StringLike").compact
    },
    trusting(
      "a repository's id and no subject", ["TRUST-04": "broken"].merging(withoutSubject("TRUST-04")) { $1 },
      Account.trust([]).with("token.actions.githubusercontent.com:repository_id", "1296269")),
    stays("a foreign statement that IAM would not take", ["TRUST-04": "broken"]) { state in
      let foreign = Account.trust([]).with("token.actions.githubusercontent.com:repository_id", "42")
      var trust = Account.trust()
      trust["Statement"] = .array((trust["Statement"]?.array ?? []) + (foreign["Statement"]?.array ?? []))
      state.roles["GitHubActionsRole"]?.trust = trust.compact
    },
    Situation(
      "the organisation's template", "github-role", judged: ["TRUST-25": "broken high"],
      plan: [GitHubRoleStep.trustKey], left: ["TRUST-21": "skipped"]
    ) { state in
      state.subject = ["use_default": false, "use_immutable_subject": false]
      state.organisationTemplate = ["repository_id", "context"]
    },
    stays(
      "the name that does not work", context: Account.context(["access.role": "GitHubActions"]),
      ["TRUST-48": "broken", "TRUST-51": "skipped"]
    ) { $0.roles["GitHubActions"] = $0.roles["GitHubActionsRole"] },
    Situation(
      "sessions too short", "github-role", context: Account.context(["access.max_session": 7200]),
      judged: ["TRUST-49": "broken"], plan: [GitHubRoleStep.sessionKey]
    ) { $0.roles["GitHubActionsRole"]?.description = "deploys" },
    Situation(
      "a role passed to any service", "github-role", judged: ["PERM-02": "broken"],
      plan: [GitHubRoleStep.inlineKey("Pass")]
    ) { $0.roles["GitHubActionsRole"]?.inline["Pass"] = permitting("iam:PassRole", .string(Account.executionRole)) },
    stays("somebody's role passed to any service", ["PERM-02": "broken"]) {
      $0.roles["GitHubActionsRole"]?.inline["Pass"] = permitting("iam:PassRole", "arn:aws:iam::111122223333:role/Glue")
    },
    stays(
      "a boundary without what is needed",
      Dictionary(
        uniqueKeysWithValues: ["04", "05", "06", "08", "09"].map {
          (CheckID(rawValue: "PERM-\($0)"), "blocked PERM-10")
        }
          + [("PERM-10", "broken")])
    ) { state in
      state.policies["arn:aws:iam::111122223333:policy/Fence"] = permitting("s3:*")
      state.roles["GitHubActionsRole"]?.boundary = "arn:aws:iam::111122223333:policy/Fence"
    },
    Situation(
      "our role has no boundary, and the setup wants one", "github-role",
      context: Account.context(["access.permissions_boundary": "arn:aws:iam::111122223333:policy/Fence"]),
      judged: ["PERM-10": "broken"], plan: ["github-role/boundary"]
    ) { state in
      state.policies["arn:aws:iam::111122223333:policy/Fence"] = permitting("*")
      state.roles["GitHubActionsRole"]?.tags["onramp:setup"] = "churn"
    },
    Situation(
      "a role of others has no boundary, and the setup wants one for its own", "github-role",
      context: Account.context(["access.permissions_boundary": "arn:aws:iam::111122223333:policy/Fence"])
    ) { $0.policies["arn:aws:iam::111122223333:policy/Fence"] = permitting("*") },
    Situation("a boundary with what is needed", "github-role") { state in
      state.policies["arn:aws:iam::111122223333:policy/Fence"] = permitting("*")
      state.roles["GitHubActionsRole"]?.boundary = "arn:aws:iam::111122223333:policy/Fence"
    },
    Situation(
      "our policy was edited", "github-role", judged: ["PERM-12": "broken"], plan: [GitHubRoleStep.permissionsKey]
    ) { $0.roles["GitHubActionsRole"]?.inline["OnrampGitHubActions"] = permitting("s3:ListAllMyBuckets") },
    stays("an attached policy with five versions", ["PERM-13": "broken"]) { state in
      let arn = "arn:aws:iam::111122223333:policy/Team"
      state.policies[arn] = permitting("s3:ListAllMyBuckets")
      state.versions[arn] = 5
      state.roles["GitHubActionsRole"]?.attached = [arn]
    },
    Situation(
      "endpoints of every Region", "github-role", judged: ["PERM-14": "broken"],
      plan: [GitHubRoleStep.inlineKey("Wide")]
    ) { state in
      state.roles["GitHubActionsRole"]?.inline["Wide"] = permitting(
        ["sagemaker:DeleteEndpoint", "sagemaker:ListEndpoints"], "arn:aws:sagemaker:*:*:*")
    },
  ]

  private static func withoutSubject(_ cause: CheckID) -> [CheckID: String] {
    Dictionary(
      uniqueKeysWithValues: TrustCheck.all.filter { $0.has(.needsSubject) }.map { ($0.id, "blocked \(cause)") })
  }

  private static let unreadable = Dictionary(
    uniqueKeysWithValues: (trustChecks + nameChecks + ["TRUST-51"]).map {
      ($0, $0 == "TRUST-03" ? "broken" : "blocked TRUST-03")
    })

  private static func permitting(_ actions: JSON, _ resource: JSON = "*") -> String {
    let statement: JSON = ["Effect": "Allow", "Action": actions, "Resource": resource]
    return (["Version": "2012-10-17", "Statement": [statement]] as JSON).compact
  }

  private static func tried(_ signIns: Account.SignIn...) -> @Sendable (inout Account.State) -> Void {
    { $0.signIns = signIns }
  }

  private static let history = [
    Situation(
      "the environment's job was refused, and would be again", "github-role",
      judged: ["TRUST-17": "broken", "TRUST-51": "broken"], plan: [GitHubRoleStep.trustKey]
    ) { state in
      state.roles["GitHubActionsRole"]?.trust = Account.trust([own + ":ref:refs/heads/main"]).compact
      state.signIns = [Account.SignIn(Account.subjects[1])]
    },
    stays(
      "a job that nobody wants admitted was refused", ["TRUST-51": "broken medium"],
      tried(Account.SignIn(own + ":ref:refs/heads/dev"), Account.SignIn(own + ":pull_request"))),
    stays("a Deny refused the branch's job", ["TRUST-13": "broken", "TRUST-51": "broken"]) { state in
      let deny = Account.trust([Account.subjects[0]], audience: nil, sid: "Freeze").compact
        .replacing("Allow", with: "Deny")
      state.roles["GitHubActionsRole"]?.trust = Account.joined(Account.trust(), deny)
      state.signIns = [Account.SignIn(Account.subjects[0])]
    },
    Situation(
      "what was refused is admitted by now", "github-role", tried(Account.SignIn(Account.subjects[0]))),
    Situation(
      "the subject that was refused is no longer written", "github-role",
      tried(Account.SignIn("repo:octo-org/sagemaker-churn:ref:refs/heads/main"))),
    Situation(
      "others were refused", "github-role",
      tried(
        Account.SignIn("repo:evil@1/app@2:ref:refs/heads/main"),
        Account.SignIn("repo:octo-org@583231/website@7:environment:production"),
        Account.SignIn("repo:octo-org@7/sagemaker-churn@8:environment:production"))),
    Situation(
      "refused by what no trust policy decides", "github-role",
      tried(
        Account.SignIn(Account.subjects[0], refusal: "ExpiredTokenException"),
        Account.SignIn("").with { $0.issuer = nil },
        Account.SignIn(Account.subjects[0]).with { $0.issuer = "token.actions.githubusercontent.com/octo" })),
    stays(
      "the last refusal is two days old", ["TRUST-51": "skipped"],
      tried(
        Account.SignIn(own + ":ref:refs/heads/dev").with { $0.ago = 2 * 86_400 })),
    stays("nobody signed in", ["TRUST-51": "skipped"]) { $0.signIns = [] },
    stays(
      "another role was asked for", ["TRUST-51": "skipped"],
      tried(
        Account.SignIn(own + ":ref:refs/heads/dev").with { $0.role = "Website" })),
    stays(
      "an event that is none",
      ["TRUST-51": "hidden cannot be read: 2 of CloudTrail's events of sign-ins have another form"]
    ) { $0[CloudTrail.self].odd = [["CloudTrailEvent": "{"], [:]] },
  ]

  private static let permissions = [
    Situation(
      "no permissions", "github-role",
      judged: [
        "PERM-04": "broken", "PERM-05": "broken", "PERM-06": "broken", "PERM-07": "broken", "PERM-08": "broken",
        "PERM-09": "broken",
      ], plan: [GitHubRoleStep.permissionsKey]
    ) { $0.roles["GitHubActionsRole"]?.inline = [:] },
    Situation(
      "an administrator by an inline policy", "github-role", judged: ["PERM-03": "broken"],
      plan: [GitHubRoleStep.inlineKey("Admin")]
    ) { $0.roles["GitHubActionsRole"]?.inline["Admin"] = permitting("*") },
    Situation(
      "an administrator by nothing else", "github-role", judged: ["PERM-03": "broken"],
      plan: [GitHubRoleStep.permissionsKey, GitHubRoleStep.inlineKey("Admin")]
    ) { $0.roles["GitHubActionsRole"]?.inline = ["Admin": permitting("*")] },
    Situation(
      "any role can be passed on", "github-role", judged: ["PERM-01": "broken"],
      plan: [GitHubRoleStep.inlineKey("Pass")]
    ) { $0.roles["GitHubActionsRole"]?.inline["Pass"] = permitting(["iam:PassRole", "s3:ListAllMyBuckets"]) },
    Situation(
      "an administrator by a managed policy", "github-role", judged: ["PERM-03": "broken"],
      plan: [GitHubRoleStep.attachedKey("arn:aws:iam::aws:policy/AdministratorAccess")]
    ) { state in
      state.policies["arn:aws:iam::aws:policy/AdministratorAccess"] = permitting("*")
      state.roles["GitHubActionsRole"]?.attached = ["arn:aws:iam::aws:policy/AdministratorAccess"]
    },
    Situation("a harmless managed policy", "github-role") { state in
      state.policies["arn:aws:iam::aws:policy/ReadOnly"] = permitting("s3:ListAllMyBuckets")
      state.roles["GitHubActionsRole"]?.attached = ["arn:aws:iam::aws:policy/ReadOnly"]
    },
    Situation(
      "no domain, so no execution role", "github-role", judged: ["PERM-05": "skipped"], left: ["PERM-05": "skipped"]
    ) { $0.domains = [:] },
    Situation(
      "a name in another spelling", "github-role", judged: ["TRUST-22": "broken"],
      plan: [GitHubRoleStep.trustKey]
    ) { state in
      state.roles["GitHubActionsRole"]?.trust =
        Account.trust(Account.subjects.map { $0.replacing("octo-org", with: "Octo-Org") }).compact
    },
    Situation("another setup of onramp made it", "github-role", plan: ["github-role/mark"]) {
      $0.roles["GitHubActionsRole"]?.tags["onramp:setup"] = "fraud"
    },
  ]
}

extension Account {
  /// A policy with the statements of another, given as text, behind its own.
  fileprivate static func joined(_ policy: JSON, _ other: String) -> String {
    var policy = policy
    let more = (try? JSON(parsing: other))?["Statement"]?.array ?? []
    policy["Statement"] = .array((policy["Statement"]?.array ?? []) + more)
    return policy.compact
  }
}

extension JSON {
  /// A trust policy with one more exact test in each statement.
  fileprivate func with(_ key: String, _ value: String) -> JSON {
    var copy = self
    copy["Statement"] = .array(
      (self["Statement"]?.array ?? []).map { statement in
        var statement = statement
        statement["Condition"]?["StringEquals"]?[key] = .string(value)
        return statement
      })
    return copy
  }
}
