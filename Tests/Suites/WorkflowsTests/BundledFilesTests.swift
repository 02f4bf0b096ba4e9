import Policy
import Testing
import Workflows

/// The files that `BlueprintsTests` records: what onramp writes has to pass what onramp judges.
@Suite("The workflow files that onramp brings") struct BundledFilesTests {
  static let folder = WorkflowFiles.suite + "/../../Fixtures/BundledWorkflows/"

  private func set(_ setup: String, _ files: [String]) throws -> WorkflowSet {
    let workflows = try files.map {
      let path = ".github/workflows/" + $0
      return try Workflow.read(WorkflowFiles.text(Self.folder + setup + "/" + path), path: path)
    }
    return WorkflowSet(repository: "octo-org/app", defaultBranch: "main", workflows: workflows)
  }

  private static let project = ["build.yml", "deploy.yml", "sign-in.yml"]

  @Test("they are read without a problem, and nothing is remarked but that one role serves both stages")
  func remarks() throws {
    for (setup, files, intent) in [
      ("usual", Self.project, WorkflowIntent(region: "us-east-1", projectName: "churn", environment: "production")),
      (
        "quoted", ["build.yml", "Deploy_2.v1.yml", "sign-in.yml"],
        WorkflowIntent(
          region: "us-east-1", projectName: "on", environment: "'prod': [eu] #1, \"é\" & %x | >- !y *z")
      ),
      (
        "numbers", ["build.yml", "null.yml", "sign-in.yml"],
        WorkflowIntent(region: "us-east-1", projectName: "e1", environment: "1.10")
      ),
      ("access", ["sign-in.yml"], WorkflowIntent(region: "us-east-1")),
    ] {
      let set = try set(setup, files)
      #expect(set.workflows.allSatisfy { $0.problems == [] }, "\(setup)")
      let remarks = set.remarks(intent)
      #expect(Set(remarks.map(\.check)).isSubset(of: ["TRUST-53"]), "\(setup): \(remarks)")
      #expect(set.signIns.count == (files.count == 3 ? 4 : 1))
    }
  }

  @Test("what another setup's files say is remarked")
  func others() throws {
    let intent = WorkflowIntent(region: "eu-central-1", projectName: "fraud", environment: "Production")
    let checks = Set(try set("usual", Self.project).remarks(intent).map(\.check))
    #expect(checks == ["WF-02", "WF-06", "WF-17", "TRUST-53"])
  }

  @Test("the jobs carry a token, and only production's has the environment in its subject")
  func tokens() throws {
    let set = try set("usual", ["build.yml", "deploy.yml"])
    let subjects = try Dictionary(grouping: set.tokens, by: \.job).mapValues { tokens in
      #expect(tokens.allSatisfy { $0.carriesToken == true })
      return Set(try tokens.flatMap { try $0.tokens(JobTokenTests.format).map(\.subject) })
    }
    let refs = ["heads/main", "heads/*", "tags/*"].map { JobTokenTests.prefix + ":ref:refs/" + $0 }
    #expect(subjects["Build"] == Set(refs) && subjects["StagingDeploy"] == Set(refs))
    #expect(subjects["ProductionDeploy"] == [JobTokenTests.prefix + ":environment:production"])
  }

  @Test("a push starts what listens to its branch, whatever signs are in the name")
  func branches() throws {
    for (setup, branch) in [("usual", "main"), ("quoted", "!it's+#1=\"v1.10\"{b}"), ("numbers", "007")] {
      let push = try #require(try set(setup, ["build.yml"]).workflows.first?.trigger("push"))
      #expect(push.admits(branch: branch) && !push.admits(branch: "other") && push.paths?.count == 2, "\(setup)")
    }
  }
}
