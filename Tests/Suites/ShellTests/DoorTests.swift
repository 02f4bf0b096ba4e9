import Checklist
import JSONDocument
import TestAccount
import TestBench
import Testing

@testable import Prerequisites
@testable import Shell

/// What goes to GitHub goes the way of what goes to AWS: plan, difference, undo, rights.
@Suite struct DoorTests {
  private static let path: JSONObject = ["owner": "octo-org", "repo": "sagemaker-churn", "name": "AWS_REGION"]
  private static let variable = "/repos/{owner}/{repo}/actions/variables/{name}"

  private static func change(of id: Int = 7) -> Change {
    let repository = RepositoryIdentity(id: id, ownerID: 3)
    return Change(
      key: "github/variable", step: "github-repository", kind: .update, resource: "octo-org/sagemaker-churn",
      title: "Variable AWS_REGION", summary: "becomes eu-west-1",
      call: Call(.github, "PATCH " + variable, path.with("value", "eu-west-1"), of: repository),
      previous: ["value": "us-east-1"], wanted: ["value": "eu-west-1"],
      undo: .call(Call(.github, "PATCH " + variable, path.with("value", "us-east-1"), of: repository)),
      repairs: ["GH-01"])
  }

  @Test func aPlanShowsTheCallTheRepositoryAndTheUndo() throws {
    let json = try #require(PlanReport.json(Plan([Self.change()]))["changes"]?[0])
    let repository: JSON = ["id": 7, "owner_id": 3]
    #expect(
      json["calls"]?[0] == [
        "service": "github", "operation": .string("PATCH " + Self.variable),
        "input": .object(Self.path.with("value", "eu-west-1")), "repository": repository,
      ])
    #expect(json["undo"]?[0]?["input"]?["value"] == "us-east-1" && json["undo"]?[0]?["repository"] == repository)
  }

  @Test func anotherRepositoryUnderTheNameIsAnotherChange() throws {
    let divergence = try #require(Divergence(from: Self.change(), to: Self.change(of: 8)))
    #expect(divergence.member == "the call")
    #expect(Divergence(from: Self.change(), to: Self.change()) == nil)
  }

  @Test func theRightsAreNamedAsTheServiceNamesThem() {
    #expect(Doors.rights(Call(.iam, "CreateRole", ["RoleName": "r"])) == ["iam:CreateRole"])
    #expect(Self.change().calls.flatMap(Doors.rights) == ["Variables: write"])
    #expect(
      Doors.rights(Call(.github, "PUT /repos/{owner}/{repo}/actions/secrets/{secret_name}")) == ["Secrets: write"])
  }

  @Test func theRightsOfAPlanHoldGitHubs() async throws {
    let bench = try Bench(.bare())
    var context = try bench.context()
    context.planned = []
    let checkup = Checkup(
      bench.prerequisites, wanted: ["identity"], world: bench.world(), context: context, barrier: nil,
      rights: Doors.rights, render: { _ in nil })
    let planned = checkup.planned([Self.change()]).planned
    #expect(planned == [PlannedAction("Variables: write", on: "octo-org/sagemaker-churn", isGitHubs: true)])
  }
}
