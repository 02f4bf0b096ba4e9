import Checklist
import JSONDocument
import Prerequisites
import ScreenForm
import Screens
import TestAccount
import TextUI
import Wizard

/// An account in memory, looked at by the steps themselves: enough of each kind of finding, change and holding to fill
/// every page.
public enum Samples {
  public static let account = "111122223333"

  public static let facts: Facts = {
    var facts = Facts()
    facts.isAsked = true
    (facts.account, facts.caller, facts.region) = (account, "assumed-role/MLOpsAdmin/ana", "us-east-1")
    (facts.profile, facts.github) = ("mlops-admin", "octocat, token from gh")
    facts.setupFile = "onramp.yaml"
    facts.unfinished = UnfinishedRun(
      isRemoval: false, keys: ["oidc-provider/provider", "github-role/trust"],
      summary: "stopped after 1 of 2 changes, 14:02 UTC")
    facts.lastReport = LastReport(
      summary: "22 ok, 3 failed, 18 Nov 09:41", text: ["Report of 18 Nov", "", "22 ok, 3 failed"])
    (facts.logFile, facts.version) = ("~/.local/state/onramp/onramp.log", "0.1.0")
    return facts
  }()

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

  /// A few steps of each kind: enough for every page.
  static let wanted: [StepID] = [
    "identity", "github-repository", "oidc-provider", "github-role", "template-bucket", "project-template",
  ]

  public static let steps: [StepOutline] = Prerequisites().all.filter { wanted.contains($0.id) }.map { step in
    StepOutline(
      id: step.id, title: step.title, track: step.track,
      about: Account.context().filled(Screens.screen(step.id.rawValue)?.about ?? ""))
  }

  public static func model(glyphs: Glyphs = .unicode, size: Size = Size(columns: 80, rows: 24)) -> Model {
    var model = Model(form: form, values: values, steps: steps, facts: facts, glyphs: glyphs)
    _ = model.update(.resize(size))
    _ = model.update(.tick(milliseconds: 1_000))
    return model
  }
}
