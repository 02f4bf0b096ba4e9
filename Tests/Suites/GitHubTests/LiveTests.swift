import Checklist
import GitHub
import JSONDocument
import Testing
import Transport

/// Reads from the GitHub the environment names, such as the project's sandbox.
@Suite(
  "GitHub live",
  .enabled(if: Environment.current()["ONRAMP_LIVE_TESTS"] != nil, "they need a GitHub: ONRAMP_LIVE_TESTS is not set"))
struct LiveTests {
  @Test("the user and a repository are read; one that is not there is refused as absent")
  func reading() async throws {
    let environment = Environment.current()
    let reader = GitHubReader(
      GitHubClient(
        base: environment["GITHUB_API_URL"] ?? GitHubClient.defaultBase, token: try GitHubToken.find().secret,
        transport: try HTTPTransport()))
    let user = try await reader.send(Call(.github, "GET /user"))
    #expect(user["login"]?.string != nil)
    let absent = Call(.github, "GET /repos/{owner}/{repo}", ["owner": "octo-org", "repo": "no-such-repository"])
    await #expect {
      try await reader.send(absent)
    } throws: {
      guard let refusal = $0 as? Obstacle, refusal.code == "NotFound" else { return false }
      return true
    }
  }

  @Test("gh hands over its token")
  func command() throws {
    #expect(GitHubCommand.token().flatMap(GitHubToken.checked) != nil)
  }
}
