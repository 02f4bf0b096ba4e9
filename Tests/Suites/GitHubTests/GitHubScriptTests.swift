import Checklist
import JSONDocument
import Testing

@testable import GitHub

@Suite struct GitHubScriptTests {
  private static let path: JSONObject = ["owner": "octo-org", "repo": "churn"]

  @Test func aCallIsACommandAndItsBodyAFile() throws {
    var input = Self.path
    input["enabled"] = true
    let call = Call(.github, "PUT /repos/{owner}/{repo}/actions/permissions", input)
    let script = try #require(GitHubScript.render([call]))
    #expect(
      script.commands == [
        ["gh", "api", "--method", "PUT", "repos/octo-org/churn/actions/permissions", "--input", "permissions.json"]
      ])
    #expect(try JSON(parsing: script.files["permissions.json"] ?? "") == ["enabled": true])
  }

  @Test func twoBodiesAreTwoFiles() throws {
    var input = Self.path
    input["archived"] = false
    let call = Call(.github, "PATCH /repos/{owner}/{repo}", input)
    let script = try #require(GitHubScript.render([call, call]))
    #expect(script.files.keys.sorted() == ["churn-2.json", "churn.json"])
  }

  @Test func withoutABodyThereIsNoFile() {
    let script = GitHubScript.render([Call(.github, "DELETE /repos/{owner}/{repo}", Self.path)])
    #expect(script?.commands == [["gh", "api", "--method", "DELETE", "repos/octo-org/churn"]])
    #expect(script?.files == [:])
  }

  @Test func whatIsNoneOfGitHubsHasNoCommand() {
    #expect(GitHubScript.render([Call(.iam, "GetRole")]) == nil)
    #expect(GitHubScript.render([Call(.github, "PUT /repos/{owner}/{repo}", ["owner": "a"])]) == nil)
    #expect(GitHubScript.render([Call(.github, "PUT /repos/{owner}", ["owner": "../x"])]) == nil)
    #expect(GitHubScript.render([]) == nil)
  }
}
