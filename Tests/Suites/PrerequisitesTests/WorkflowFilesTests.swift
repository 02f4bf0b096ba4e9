import Checklist
import JSONDocument
import TestAccount
import Testing

@testable import Prerequisites

/// How the workflow files are read, and which of them count.
@Suite struct WorkflowFilesTests {
  private static let good = WorkflowFileTexts.good["deploy.yml"] ?? ""

  private func sight(
    _ answers: [String: JSON] = [:], _ change: @escaping @Sendable (inout Account.State) -> Void
  ) async -> Sight {
    await Account.healthy(change).seen("workflows", Account.context(answers))
  }

  private func found(_ sight: Sight, _ check: CheckID) -> (found: String, needed: String) {
    switch sight.verdict(check) {
    case .broken(let found, let needed, _), .waiting(let found, let needed): (found, needed)
    case .holds(let found), .skipped(let found): (found, "")
    default: ("", "")
    }
  }

  @Test func aDefectIsNamedByFileLineAndJob() async {
    let sight = await sight { $0.workflowFiles?["deploy.yml"] = Self.good.replacing("id-token: write, ", with: "") }
    #expect(found(sight, "WF-03") == ("deploy.yml:3 job deploy: no id-token: write", "id-token: write"))
  }

  @Test func anOldActionIsNamedWithTheVersionThatIsNeeded() async {
    let sight = await sight {
      $0.workflowFiles?["deploy.yml"] = Self.good.replacing("checkout@\(WorkflowFileTexts.commit)", with: "checkout@v4")
    }
    #expect(found(sight, "WF-07").needed == "actions/checkout@v5 or newer")
  }

  /// The files keep to it now; whoever writes the next one has to know.
  @Test func thatActionsAreNamedByTheirSHAIsToldWhereTheFilesDo() async {
    let account = Account.healthy {
      $0.actions = ["enabled": true, "allowed_actions": "all", "sha_pinning_required": true]
    }
    let sight = await account.seen("github-repository", Account.context())
    #expect(
      found(sight, "GH-04").found == "enabled, all actions, each by its full SHA, for build.yml, deploy.yml")
  }

  @Test func manyDefectsAreCounted() async {
    let steps = String(repeating: "\n      - uses: actions/setup-python@v6", count: 9)
    let sight = await sight { $0.workflowFiles?["deploy.yml"] = Self.good + steps }
    #expect(found(sight, "WF-08").found.hasSuffix(", and 3 more"))
  }

  @Test func theLogOfTheFailedJobIsReadAndItsLineShown() async {
    let account = Account.healthy {
      $0.runs["deploy.yml"] = (
        "failure",
        """
        2026-11-20T09:00:00.0000000Z Run aws-actions/configure-aws-credentials
        2026-11-20T09:00:01.0000000Z ##[error]Could not assume role with OIDC: Not authorized to perform sts:AssumeRoleWithWebIdentity
        """
      )
    }
    let sight = await account.seen("workflows", Account.context())
    #expect(
      found(sight, "WF-16").found
        == "deploy.yml ended with failure on 2026-11-20, job deploy: Could not assume role with OIDC: "
        + "Not authorized to perform sts:AssumeRoleWithWebIdentity")
    #expect(found(sight, "WF-16").needed.hasPrefix("see TRUST-13, TRUST-17, "))
    #expect(account.unscripted == [])
  }

  @Test func aLineThatNobodyKnowsIsShownAsItIs() async {
    let sight = await sight {
      $0.runs["deploy.yml"] = ("failure", "x\n2026-11-20T09:00:01.1Z ##[error]Odd \u{1B}[31m\n")
    }
    #expect(found(sight, "WF-16").found.contains(": Odd ") && !found(sight, "WF-16").found.contains("\u{1B}"))
    #expect(found(sight, "WF-16").needed == "deploy.yml ends with success")
  }

  @Test func aRunThatFailedIsSeenWithoutItsLog() async {
    let sight = await sight {
      $0.runs["deploy.yml"] = ("failure", "x")
      $0.obstacles["GET /repos/{owner}/{repo}/actions/jobs/{job_id}/logs"] = .throttled("slow down")
    }
    #expect(found(sight, "WF-16").found.hasSuffix("job deploy; its log was not to be read: throttled: slow down"))
  }

  /// A look that was denied is no missing file.
  @Test func whoMayNotReadTheContentsKnowsNothingOfTheFiles() async {
    let sight = await sight { $0.branches = [] }
    #expect(sight.wrong["WF-01"]?.hasPrefix("hidden denied: Contents: read") == true)
    #expect(sight.wrong.values.allSatisfy { $0.hasPrefix("hidden denied") })
  }

  @Test func noAnswerIsTrustedInItsSize() async {
    let many = await sight { state in
      for number in 0...100 { state.workflowFiles?["\(number).yml"] = "on: push" }
    }
    #expect(many.wrong["WF-01"]?.contains("holds 103 files") == true)
    let long = await sight { $0.workflowFiles?["long.yml"] = String(repeating: "#", count: 500_001) }
    #expect(long.wrong["WF-01"]?.contains("long.yml has 500001 bytes") == true)
  }

  @Test func theDeployWorkflowIsTheOneThatTheSetupNames() async {
    let sight = await sight(["project.workflow": "ship.yml"]) { _ in }
    #expect(found(sight, "WF-01") == ("no ship.yml on main", ".github/workflows/ship.yml"))
  }

  /// Other workflows of the repository are nobody's business: neither their text nor their runs.
  @Test func otherWorkflowsAreLeftAlone() async {
    let account = Account.healthy {
      $0.workflowFiles?["site.yml"] =
        "on: push\njobs: {site: {runs-on: self-hosted, steps: [{run: 'echo <REGION>'}, {uses: actions/checkout@v1}]}}"
      $0.runs["site.yml"] = ("failure", "x")
    }
    let sight = await account.seen("workflows", Account.context())
    #expect(sight.wrong == [:])
    #expect(!account.calls.contains { $0.input["workflow_id"] == "site.yml" })
  }

  /// One that cannot be read counts where it speaks of a sign-in, and not else.
  @Test func anUnreadableFileCountsWhereItSpeaksOfASignIn() async {
    let theirs = await sight { $0.workflowFiles?["site.yml"] = "on: [push" }
    #expect(theirs.wrong == [:])
    let ours = await sight { $0.workflowFiles?["site.yml"] = "on: [push\n# aws-actions/configure-aws-credentials" }
    #expect(ours.wrong["WF-01"] == "broken" && ours.wrong["WF-03"] == "blocked WF-01")
  }

  /// A project has a name of its own, which is not the setup's.
  @Test func aProjectMayHaveAnotherNameThanTheSetup() async {
    let sight = await sight {
      $0.workflowFiles?["deploy.yml"] = Self.good.replacing("NAME: churn", with: "NAME: churn-2")
    }
    #expect(sight.wrong == [:])
  }
}
