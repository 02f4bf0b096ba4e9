import Basics
import Checklist
import JSONDocument
import Testing
import Transport

@testable import GitHub

@Suite("A commit of several files at once")
struct CommitMutationTests {
  private static let call = Call(
    .github, "POST /graphql",
    [
      "owner": "octo", "repo": "app", "branch": "onramp/churn", "expected_head": "0123", "message": "Add the workflows",
      "files": [".github/workflows/build.yml": "on: push\n", "a.txt": "ä"],
    ])

  private func send(_ answer: String, base: String = "https://api.hub.example", _ call: Call = call) async throws -> (
    JSON, HTTPRequest?
  ) {
    let hub = ScriptedHub(HTTPResponse(status: 200, headers: [], body: Array(answer.utf8)))
    let client = GitHubClient(base: base, token: Secret("canary-token"), transport: hub)
    return (try await client.send(call), hub.requests.first)
  }

  private func obstacle(_ answer: String) async -> Obstacle? {
    do {
      _ = try await send(answer)
      return nil
    } catch { return error as? Obstacle }
  }

  private static let made = #"{"data":{"createCommitOnBranch":{"commit":{"oid":"4567"}}}}"#

  @Test("it names the head that was looked at, and every file whole")
  func request() async throws {
    let (answer, request) = try await send(Self.made)
    #expect(answer == ["oid": "4567"])
    #expect(request?.method == "POST" && request?.freshConnection == true)
    let body = try JSON(parsing: request?.body ?? [])
    let input = body["variables"]?["input"]
    #expect(input?["expectedHeadOid"] == "0123")
    #expect(input?["branch"] == ["repositoryNameWithOwner": "octo/app", "branchName": "onramp/churn"])
    #expect(input?["message"] == ["headline": "Add the workflows"])
    #expect(
      input?["fileChanges"]?["additions"] == [
        ["path": ".github/workflows/build.yml", "contents": "b246IHB1c2gK"], ["path": "a.txt", "contents": "w6Q="],
      ])
  }

  @Test(
    "each kind of server has it at its own place",
    arguments: [
      ("https://api.github.com", "https://api.github.com/graphql"),
      ("https://api.octo.ghe.com/", "https://api.octo.ghe.com/graphql"),
      ("https://git.example/api/v3", "https://git.example/api/graphql"),
    ])
  func place(_ base: String, _ url: String) async throws {
    #expect(try await send(Self.made, base: base).1?.url == url)
  }

  @Test("an error that comes with status 200 is a refusal, in GitHub's words")
  func errors() async throws {
    let stale = await obstacle(
      #"{"data":{"createCommitOnBranch":null},"errors":[{"type":"STALE_DATA","message":"Expected branch to point to \"0123\""}]}"#
    )
    #expect(stale?.kind == .refused && stale?.code == "STALE_DATA")
    #expect(stale?.message == #"Expected branch to point to "0123""#)
    let denied = await obstacle(#"{"errors":[{"type":"FORBIDDEN","message":"Resource not accessible"}]}"#)
    #expect(denied?.kind == .denied)
    #expect(await obstacle(#"{"data":{}}"#)?.kind == .ambiguous)
  }

  @Test("what is no such input is not sent", arguments: ["owner", "branch", "expected_head", "message", "files"])
  func incomplete(_ member: String) async {
    var input = Self.call.input
    input[member] = nil
    let hub = ScriptedHub()
    let client = GitHubClient(base: "https://api.hub.example", token: Secret("t"), transport: hub)
    await #expect(throws: Obstacle.self) { try await client.send(Call(.github, "POST /graphql", input)) }
    #expect(hub.requests.isEmpty)
  }

  @Test("as a command it is gh's, with the same body")
  func command() throws {
    let script = try #require(GitHubScript.render([Self.call]))
    #expect(script.commands == [["gh", "api", "graphql", "--input", "commit.json"]])
    #expect(try JSON(parsing: Array((script.files["commit.json"] ?? "").utf8)) == CommitMutation.body(Self.call.input))
    #expect(GitHubPermission.needed(for: Self.call) == "Contents: write")
    #expect(!GitHubReader.allows(Self.call))
  }
}
