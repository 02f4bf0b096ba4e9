import Checklist
import TextUI
import WizardSamples

@testable import Wizard

/// The checklist as it is once every step of the way is built: twenty of them with some 350 checks, seen in an account in
/// which a good part does not hold.
enum TwentySteps {
  private static let titles: [(StepID, Track, String)] = [
    ("identity", .all, "Who is calling"), ("github-repository", .access, "GitHub repository"),
    ("oidc-provider", .access, "GitHub as identity provider"), ("github-role", .access, "Role for GitHub Actions"),
    ("github-user", .access, "IAM user with access keys"), ("execution-role", .access, "SageMaker execution role"),
    ("github-settings", .access, "Secrets and environment"), ("workflows", .access, "Workflow files"),
    ("domain", .project, "SageMaker domain"), ("connection", .project, "Connection to GitHub"),
    ("github-token", .project, "Token for the Lambda"), ("project-roles", .project, "Roles of projects"),
    ("template-bucket", .project, "Bucket for templates"), ("trigger-package", .project, "Package of the trigger"),
    ("project-template", .project, "Project template"), ("domain-tag", .project, "Domain tag"),
    ("project", .project, "SageMaker project"), ("approval-trigger", .project, "Trigger of the approval"),
    ("image-repository", .images, "ECR repository"), ("image-role", .images, "Role that pushes images"),
  ]

  static let steps = titles.map { StepOutline(id: $0.0, title: $0.2, track: $0.1, about: "What it is for.") }

  /// Every third step has problems, every fifth waits for a person, and one is no part of the setup.
  static let reports = titles.enumerated().map { index, step in
    StepReport(
      step: step.0, title: step.2, track: step.1, shows: ["CHK-01"],
      findings: (1...18).map { finding(index, step.0, $0) }, changes: [])
  }

  private static func finding(_ index: Int, _ step: StepID, _ number: Int) -> Finding {
    let check = CheckID(rawValue: number < 10 ? "CHK-0\(number)" : "CHK-\(number)")
    let status: Status =
      step == "github-user"
      ? .skipped : index % 3 == 2 && number % 7 == 0 ? .fail : index % 5 == 4 && number == 3 ? .notYet : .pass
    return Finding(
      check: check, step: step, title: "Setting \(number) is as wanted", status: status, severity: .high,
      resource: "arn:aws:iam::111122223333:thing/\(index)", lookedAt: ["iam:GetThing"],
      found: status == .skipped
        ? "this setup signs in by OIDC"
        : status == .pass ? "octo-org/thing-\(index)" : "the value \(number) of thing \(index)",
      needed: "another value", why: "Workflows are refused.",
      fixes: status.isQuiet ? [] : [.console(url: "https://console.example/\(index)", steps: ["accept the handshake"])])
  }

  static func player(_ columns: Int, _ rows: Int) -> Player {
    var player = Player(columns, rows)
    player.model = Model(form: Samples.form, values: Samples.values, steps: steps, facts: Samples.facts)
    player.send(.resize(Size(columns: columns, rows: rows)))
    player.press(.enter)
    for report in reports { player.send(.report(report)) }
    player.send(.checked(seconds: 0.9, requests: 120, next: Todo.left(of: reports)))
    return player
  }
}
