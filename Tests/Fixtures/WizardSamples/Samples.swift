import Checklist
import JSONDocument
import TextUI
import Wizard

/// An account made of samples: enough of each kind of finding, change and holding to fill every page.
public enum Samples {
  public static let account = "111122223333"

  public static let facts = Facts(
    account: account, caller: "assumed-role/MLOpsAdmin/ana", region: "us-east-1", profile: "mlops-admin",
    github: "octocat, token from gh", setupFile: "onramp.yaml",
    unfinished: UnfinishedRun(
      isRemoval: false, keys: ["oidc-provider/provider", "github-role/trust"],
      summary: "stopped after 1 of 2 changes, 14:02 UTC"),
    lastReport: LastReport(
      summary: "22 ok, 3 failed, 18 Nov 09:41", text: ["Report of 18 Nov", "", "22 ok, 3 failed"]),
    logFile: "~/.local/state/onramp/onramp.log", version: "0.1.0")

  public static let values: [String: String] = [
    "account": account, "region": "us-east-1", "github.owner": "octo-org", "github.repository": "sagemaker-churn",
    "access.role": "GitHubActionsRole",
  ]

  public static let form: [FormField] = [
    field(
      "account", "Identity", "Account", "The only account this setup may touch: any other is refused.", required: true),
    field("region", "Identity", "Region", "Where SageMaker runs.", required: true),
    field("github.owner", "GitHub", "Owner", "The user or organisation that owns the repository.", required: true),
    field("github.repository", "GitHub", "Repository", "The repository whose workflows sign in.", required: true),
    field("github.branch", "GitHub", "Branch", "Workflows of this branch may sign in. Default: the repository's own."),
    field("github.environment", "GitHub", "Environment", "The protected environment of the deploy job."),
    field("github.reviewers", "GitHub", "Reviewers", "Who must agree before a deployment: logins and owner/team."),
    field("access.method", "Sign-in", "Method", "oidc stores no key anywhere; keys is the older guide."),
    field("access.role", "Sign-in", "Role", "The role that workflows assume."),
    field("access.max_session", "Sign-in", "Session seconds", "How long a workflow stays signed in."),
    field("project.domain", "Project", "Domain", "The SageMaker domain. Default: the only one of the Region."),
    field("project.bucket", "Project", "Template bucket", "The bucket that holds the project template."),
    field("project.read_secret", "Project", "Read the secret", "Whether the token secret's shape is looked at."),
  ].compactMap { $0 }

  private static func field(
    _ path: String, _ section: String, _ label: String, _ help: String, required: Bool = false
  ) -> FormField? {
    SetupKey.at(path).map { FormField($0, section: section, label: label, help: help, required: required) }
  }

  public static let steps: [StepOutline] = [
    StepOutline(
      id: "identity", title: "Who is calling", track: .all, about: "Which account, which Region, whose rights."),
    StepOutline(
      id: "github-repository", title: "GitHub repository", track: .access,
      about: "The repository and how its workflows name themselves."),
    StepOutline(
      id: "oidc-provider", title: "GitHub as identity provider", track: .access,
      about: "IAM must know GitHub before it can trust it."),
    StepOutline(
      id: "github-role", title: "Role for GitHub Actions", track: .access,
      about: "The role workflows assume: whom it trusts and what it may do."),
    StepOutline(
      id: "template-bucket", title: "Bucket for templates", track: .project,
      about: "Where SageMaker Studio finds the project template."),
    StepOutline(
      id: "github-settings", title: "Repository settings", track: .access,
      about: "Secrets, variables and the protected environment."),
  ]

  public static func model(glyphs: Glyphs = .unicode, size: Size = Size(columns: 80, rows: 24)) -> Model {
    var model = Model(form: form, values: values, steps: steps, facts: facts, glyphs: glyphs)
    _ = model.update(.resize(size))
    _ = model.update(.tick(milliseconds: 1_000))
    return model
  }

  /// What a look at the steps says; `made` holds the changes that were made since.
  public static func reports(made: Set<ItemKey> = []) -> [StepReport] {
    steps.map { step in
      let changes = changes.filter { $0.step == step.id && !made.contains($0.key) }
      return StepReport(
        step: step.id, title: step.title, track: step.track,
        findings: findings.filter { $0.step == step.id }.map { healed($0, made) }, changes: changes)
    }
  }

  private static func healed(_ finding: Finding, _ made: Set<ItemKey>) -> Finding {
    let isMade = finding.fixes.contains { fix in
      if case .wizard(_, let keys, _) = fix { Set(keys).isSubset(of: made) } else { false }
    }
    let isFreed = finding.status == .blocked && made.contains("template-bucket/bucket")
    guard isMade || isFreed else { return finding }
    return Finding(
      check: finding.check, step: finding.step, title: finding.title, status: .pass, severity: finding.severity,
      resource: finding.resource, lookedAt: finding.lookedAt, found: finding.needed, why: finding.why)
  }
}
