import Basics
import Checklist
import Files
import GitHub
import Glibc
import JSONDocument
import Testing
import Transport

/// Reads from the GitHub the environment names, such as the project's sandbox.
@Suite(
  "GitHub live",
  .enabled(if: Environment.current()["ONRAMP_LIVE_TESTS"] != nil, "they need a GitHub: ONRAMP_LIVE_TESTS is not set"))
struct LiveTests {
  private static func client() throws -> GitHubClient {
    let place = GitHubPlace.chosen(option: nil, setup: nil, environment: .current())
    return GitHubClient(
      base: place.base, token: try GitHubToken.find(for: place).secret, transport: try HTTPTransport())
  }

  @Test("the user and a repository are read; one that is not there is refused as absent")
  func reading() async throws {
    let reader = GitHubReader(try Self.client())
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

  @Test(
    "a repository's variable and its sealed secret are written, and only while the repository is the one that was seen")
  func writing() async throws {
    let path: JSONObject = ["owner": "octo-org", "repo": "sagemaker-churn"]
    let client = try Self.client()
    let writer = GitHubWriter(client)
    let found = RepositoryIdentity(try await client.send(Call(.github, "GET /repos/{owner}/{repo}", path)))
    let identity = try #require(found)
    let name = "ONRAMP_LIVE"
    let variable = Call(
      .github, "POST /repos/{owner}/{repo}/actions/variables", path.with("name", .string(name)).with("value", "1"),
      of: identity)
    let other = RepositoryIdentity(id: identity.id + 1, ownerID: identity.ownerID)
    let refused = await #expect(throws: Obstacle.self) {
      try await writer.send(Filled(Call(variable.door, variable.operation, variable.input, of: other)))
    }
    #expect(refused?.kind == .refused)
    let named = path.with("name", .string(name))
    await #expect(throws: Obstacle.self, "nothing was written") {
      try await client.send(Call(.github, "GET /repos/{owner}/{repo}/actions/variables/{name}", named))
    }
    _ = try await writer.send(Filled(variable))
    let read = try await client.send(Call(.github, "GET /repos/{owner}/{repo}/actions/variables/{name}", named))
    #expect(read["value"] == "1")
    _ = try await writer.send(
      Filled(Call(.github, "DELETE /repos/{owner}/{repo}/actions/variables/{name}", named, of: identity)))

    // A box that is not sealed for GitHub's key is refused, so that a taken one was.
    let secret = path.with("secret_name", "ONRAMP_LIVE_SECRET")
    let call = Call(
      .github, "PUT /repos/{owner}/{repo}/actions/secrets/{secret_name}", secret,
      blanks: ["encrypted_value": .sealed(.token)], of: identity)
    let key = try await client.send(try GitHubSecret.keyCall(for: call))
    let box = try #require(key["key"]?.string.flatMap { SealedBox.seal("s3cret", for: $0) })
    let id = try #require(key["key_id"])
    _ = try await writer.send(Filled(call, ["encrypted_value": .string(box), "key_id": id]))
    await #expect(throws: Obstacle.self) {
      try await writer.send(Filled(call, ["encrypted_value": "bm8gYm94", "key_id": id]))
    }
    _ = try await writer.send(
      Filled(Call(.github, "DELETE /repos/{owner}/{repo}/actions/secrets/{secret_name}", secret, of: identity)))
  }

  @Test("gh hands over what it keeps for a host, and no variable's token for another")
  func command() throws {
    var folder = Array("/tmp/onramp-gh.\(String(repeating: "X", count: 6))".utf8CString)
    try #require(mkdtemp(&folder) != nil)
    let path = String(decoding: folder.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    try "mine.example:\n    oauth_token: gho_kept\n    user: ana\n".write(toFile: path + "/hosts.yml", mode: 0o600)
    // A variable of the process itself is every other test's too.
    let environment = Environment([
      "PATH": Environment.current()["PATH"] ?? "", "GH_CONFIG_DIR": path, "GH_ENTERPRISE_TOKEN": "of-another-host",
    ])
    let kept = { GitHubCommand.token(host: $0, environment: environment).flatMap(GitHubToken.checked)?.exposed }
    #expect(kept("mine.example") == "gho_kept")
    #expect(kept("stranger.example") == nil)
  }
}
