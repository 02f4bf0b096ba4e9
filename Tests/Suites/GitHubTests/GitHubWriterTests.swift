import Basics
import CSodium
import Checklist
import JSONDocument
import Synchronization
import Testing
import Transport

@testable import GitHub

/// Writing to GitHub: to the repository that was looked at, slowly, and sealed where it is secret.
@Suite struct GitHubWriterTests {
  private static let judged = RepositoryIdentity(id: 7, ownerID: 3)
  private static let path: JSONObject = ["owner": "octo", "repo": "churn"]

  private static func write(of repository: RepositoryIdentity? = judged) -> Call {
    Call(
      .github, "PUT /repos/{owner}/{repo}/actions/permissions", path.with("enabled", true), of: repository)
  }

  private static func answer(_ status: Int, _ body: String = "{}", _ headers: [HTTPHeader] = []) -> HTTPResponse {
    HTTPResponse(status: status, headers: headers, body: Array(body.utf8))
  }

  private static func identity(_ id: Int, _ owner: Int) -> HTTPResponse {
    answer(200, #"{"id":\#(id),"owner":{"id":\#(owner)}}"#)
  }

  /// Time that passes by sleeping only.
  private final class Stage: Sendable {
    let now = Mutex(100.0)
    let slept = Mutex<[Double]>([])
    var surroundings: Surroundings {
      Surroundings(
        now: { Moment(seconds: 0) }, monotonic: { self.now.withLock { $0 } },
        sleep: { seconds in
          self.now.withLock { $0 += seconds }
          self.slept.withLock { $0.append(seconds) }
        }, random: { 0 }, uuid: { "u" })
    }
    func writer(_ hub: ScriptedHub) -> GitHubWriter {
      GitHubWriter(
        GitHubClient(base: "https://hub.example", token: Secret("t"), transport: hub, surroundings: surroundings))
    }
  }

  @Test func theRepositoryThatWasLookedAtIsWrittenTo() async throws {
    let hub = ScriptedHub(Self.identity(7, 3), Self.answer(204, ""))
    _ = try await Stage().writer(hub).send(Filled(Self.write()))
    #expect(hub.requests.map(\.method) == ["GET", "PUT"])
    #expect(hub.requests.last?.url == "https://hub.example/repos/octo/churn/actions/permissions")
    #expect(hub.requests.last?.body == Array(#"{"enabled":true}"#.utf8))
  }

  @Test(arguments: [(8, 3), (7, 4)])
  func anotherRepositoryUnderTheSameNameIsNotWrittenTo(_ id: Int, _ owner: Int) async {
    let hub = ScriptedHub(Self.identity(id, owner))
    let refused = await #expect(throws: Obstacle.self) { try await Stage().writer(hub).send(Filled(Self.write())) }
    #expect(refused?.kind == .refused)
    #expect(
      refused?.message
        == "octo/churn is another repository than the one that was looked at: id \(id) of owner \(owner),"
        + " then id 7 of owner 3")
    #expect(hub.requests.count == 1)
  }

  private static let organizations = Call(
    .github, "PUT /orgs/{org}/actions/oidc/customization/sub", ["org": "octo", "use_immutable_subject": true],
    of: judged)

  @Test func anOrganisationIsTheOwnerOfTheRepositoryThatWasLookedAt() async throws {
    let hub = ScriptedHub(Self.answer(200, #"{"id":3}"#), Self.answer(201))
    _ = try await Stage().writer(hub).send(Filled(Self.organizations))
    #expect(
      hub.requests.map(\.url) == [
        "https://hub.example/orgs/octo", "https://hub.example/orgs/octo/actions/oidc/customization/sub",
      ])
  }

  @Test(arguments: [#"{"id":4}"#, #"{"login":"octo"}"#])
  func anotherOrganisationUnderTheSameNameIsNotWrittenTo(_ answer: String) async {
    let hub = ScriptedHub(Self.answer(200, answer))
    let refused = await #expect(throws: Obstacle.self) {
      try await Stage().writer(hub).send(Filled(Self.organizations))
    }
    #expect([.refused, .unreadable].contains(refused?.kind) && hub.requests.count == 1)
  }

  @Test func aWriteThatSaysOfNoRepositoryIsNotSent() async {
    let hub = ScriptedHub()
    let refused = await #expect(throws: Obstacle.self) {
      try await Stage().writer(hub).send(Filled(Self.write(of: nil)))
    }
    #expect(refused?.kind == .unexpected && hub.requests.isEmpty)
  }

  @Test func anAnswerWithoutIdsProvesNothing() async {
    let hub = ScriptedHub(Self.answer(200, #"{"id":7}"#))
    let refused = await #expect(throws: Obstacle.self) { try await Stage().writer(hub).send(Filled(Self.write())) }
    #expect(refused?.kind == .unreadable && hub.requests.count == 1)
  }

  @Test func aFewWritesComeAtOnceAndFurtherOnesASecondApart() async throws {
    let (stage, hub) = (
      Stage(), ScriptedHub(all: (0..<11).flatMap { _ in [Self.identity(7, 3), Self.answer(204, "")] })
    )
    let writer = stage.writer(hub)
    for _ in 0..<11 { _ = try await writer.send(Filled(Self.write())) }
    #expect(stage.slept.withLock { $0 } == [1, 1, 1])
  }

  @Test func aWriteThatMetAShortLimitIsSentOnceMoreAndALongOneIsTold() async throws {
    let short = Self.answer(403, #"{"message":"secondary rate limit"}"#, [HTTPHeader("Retry-After", "7")])
    let (stage, hub) = (Stage(), ScriptedHub(Self.identity(7, 3), short, Self.answer(204, "")))
    _ = try await stage.writer(hub).send(Filled(Self.write()))
    #expect(stage.slept.withLock { $0 } == [7] && hub.requests.map(\.method) == ["GET", "PUT", "PUT"])

    let long = Self.answer(429, "{}", [HTTPHeader("Retry-After", "3600")])
    let refused = await #expect(throws: Obstacle.self) {
      try await Stage().writer(ScriptedHub(Self.identity(7, 3), long)).send(Filled(Self.write()))
    }
    #expect(refused?.kind == .throttled)
  }

  // MARK: Sealed boxes

  @Test func onlyTheOwnerOfTheKeyReadsASealedSecret() throws {
    let size = Int(sodium_key_size)
    var (key, secret) = ([UInt8](repeating: 0, count: size), [UInt8](repeating: 0, count: size))
    #expect(sodium_pair(&key, &secret))
    let box = try #require(SealedBox.seal("s3cret ü", for: Base64.encode(key)).flatMap { Base64.decode($0) })
    var opened = [UInt8](repeating: 0, count: box.count - Int(sodium_box_overhead))
    #expect(sodium_open(box, box.count, key, secret, &opened))
    #expect(String(decoding: opened, as: UTF8.self) == "s3cret ü")
    #expect(SealedBox.seal("s3cret ü", for: Base64.encode(key)) != Base64.encode(box), "each box is another one")
  }

  @Test(arguments: ["", "AAAA", "?", String(repeating: "A", count: 48)])
  func aKeyThatIsNoneSealsNothing(_ key: String) { #expect(SealedBox.seal("x", for: key) == nil) }

  @Test func theKeyStandsBesideTheSecrets() throws {
    let path = Self.path.with("environment_name", "prod")
    let call = Call(
      .github, "PUT /repos/{owner}/{repo}/environments/{environment_name}/secrets/{secret_name}",
      path.with("secret_name", "ROLE"), blanks: ["encrypted_value": .sealed(.token)], of: Self.judged)
    #expect(
      try GitHubSecret.keyCall(for: call)
        == Call(.github, "GET /repos/{owner}/{repo}/environments/{environment_name}/secrets/public-key", path))
    #expect(throws: Obstacle.self) { try GitHubSecret.keyCall(for: Self.write()) }
    #expect(GitHubScript.render([call]) == nil, "no command is given a secret in the open")
    let plain = Call(
      .github, "PUT /repos/{owner}/{repo}/actions/secrets/{secret_name}", Self.path.with("secret_name", "ROLE"),
      blanks: ["encrypted_value": .sealedText("arn")], of: Self.judged)
    #expect(GitHubScript.render([plain]) == nil, "nor what only a script may be given")
    #expect(
      GitHubScript.render([plain], sealing: true)?.commands == [
        ["gh", "secret", "set", "ROLE", "--repo", "octo/churn", "--body", "arn"]
      ])
  }
}
