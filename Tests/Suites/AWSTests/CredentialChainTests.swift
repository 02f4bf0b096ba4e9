import Glibc
import JSONDocument
import Synchronization
import Testing
import Transport

@testable import AWS

/// A recorded exchange: answers in the order of the recording to the requests that were recorded, by method and URL.
final class Recorded: HTTPSending {
  private struct Exchange {
    let method: String
    let url: String
    let response: HTTPResponse
  }

  private let left: Mutex<[Exchange]>
  private let surprises = Mutex<[String]>([])

  init(_ json: JSON) {
    var exchanges: [Exchange] = []
    var open: [Int: (method: String, url: String, response: HTTPResponse?)] = [:]
    var order: [Int] = []
    for event in json["events"]?.array ?? [] {
      let id = event["connection_id"]?.integer ?? 0
      let action = event["action"]
      if let request = action?["Request"]?["request"] {
        order.append(id)
        open[id] = (request["method"]?.string ?? "", request["uri"]?.string ?? "", nil)
      } else if let answer = action?["Response"]?["response"]?["Ok"] {
        let headers = (answer["headers"]?.object?.members ?? []).flatMap { header in
          header.value.strings.map { HTTPHeader(header.name, $0) }
        }
        open[id]?.response = HTTPResponse(status: answer["status"]?.integer ?? 0, headers: headers)
      } else if let data = action?["Data"], data["direction"] == "Response" {
        open[id]?.response?.body += Array((data["data"]?["Utf8"]?.string ?? "").utf8)
      }
    }
    for id in order {
      if let found = open[id], let response = found.response {
        exchanges.append(Exchange(method: found.method, url: found.url, response: response))
      }
    }
    left = Mutex(exchanges)
  }

  /// Requests nobody recorded, and recorded ones nobody sent.
  var differences: [String] { surprises.withLock { $0 } + left.withLock { $0.map { "not sent: \($0.url)" } } }

  /// Queries are compared as sets.
  private static func canonical(_ url: String) -> [String] {
    let parts = url.split(separator: "?", maxSplits: 1)
    return [String(parts.first ?? "")]
      + (parts.count > 1 ? parts[1].split(separator: "&").map(String.init).sorted() : [])
  }

  func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse {
    let found = left.withLock { left -> HTTPResponse? in
      guard let first = left.first, first.method == request.method,
        Self.canonical(first.url) == Self.canonical(request.url)
      else { return nil }
      return left.removeFirst().response
    }
    if let found { return found }
    surprises.withLock { $0.append("sent: \(request.method) \(request.url)") }
    throw .refused("not recorded")
  }
}

@Suite("Credentials")
struct CredentialChainTests {
  /// A scenario's file tree.
  private static func files(_ folder: String) -> FileDoor {
    FileDoor { path in
      guard let bytes = try? Conformance.bytes("\(Conformance.folder)/\(folder)/fs\(path)") else { return .absent }
      return .text(bytes)
    }
  }

  private static func variables(_ folder: String) throws -> [String: String] {
    try Conformance.json("\(folder)/env.json").object?.members.reduce(into: [:]) { $0[$1.name] = $1.value.string }
      ?? [:]
  }

  @Test("every published scenario of the chain", .enabled(if: Conformance.isThere, Conformance.absence))
  func scenarios() async throws {
    var passed = 0
    let folders = Conformance.files(below: "credential-chain", ending: "test-case.json")
      .map { String($0.dropLast("/test-case.json".count)) }
      .filter { !$0.contains("/fs") && !$0.contains("token-provider") }
    for folder in folders {
      let result = try Conformance.json("\(folder)/test-case.json")["result"]
      let traffic = Recorded(try Conformance.json("\(folder)/http-traffic.json"))
      let doors = CredentialDoors(
        // The scenarios are of a day before what their credentials end.
        transport: traffic, surroundings: Stage().surroundings(now: Moment(seconds: 1_234_567_890)),
        files: Self.files(folder),
        store: { _, _ in nil })
      let found: Credentials?
      do {
        let configuration = try AWSConfiguration(
          environment: Environment(try Self.variables(folder)), files: Self.files(folder))
        found = try await configuration.credentialChain(doors).credentials()
      } catch { found = nil }
      let wanted = result?["Ok"]
      #expect((found != nil) == (wanted != nil), "\(folder)")
      if let found, let wanted {
        #expect(found.accessKeyID == wanted["access_key_id"]?.string, "\(folder)")
        #expect(found.secretAccessKey.exposed == wanted["secret_access_key"]?.string, "\(folder)")
        #expect(found.sessionToken?.exposed == wanted["session_token"]?.string, "\(folder)")
        #expect(found.account == wanted["account_id"]?.string, "\(folder)")
        #expect(found.expiration?.seconds == wanted["expiry"]?.double, "\(folder)")
        #expect(traffic.differences == [], "\(folder)")
      }
      passed += 1
    }
    #expect(passed > 20)
    let tokens = Conformance.files(below: "credential-chain/default-token-provider-chain", ending: "test-case.json")
      .count
    Conformance.count(
      "credential-chain", passed, skipped: tokens, because: "bearer tokens, which no service of the table takes")
  }

  @Test(
    "every published route from a profile to its credentials", .enabled(if: Conformance.isThere, Conformance.absence))
  func routes() throws {
    let cases = try #require(try Conformance.json("shared-config/assume-role-tests.json").array)
    for each in cases {
      var config = ""
      for (kind, section) in [("profile", "profiles"), ("sso-session", "sso_sessions")] {
        for (name, settings) in each["input"]?[section]?.object?.members ?? [] {
          config += "[\(kind) \(name)]\n"
          for (key, value) in settings.object?.members ?? [] { config += "\(key) = \(value.string ?? "")\n" }
        }
      }
      let text = config
      let files = try SharedFiles(
        environment: Environment(["HOME": "/h"]),
        door: FileDoor { $0.hasSuffix("config") ? .text(Array(text.utf8)) : .absent })
      let name = each["docs"]?.string ?? ""
      do throws(Errand.Failure) {
        let route = try ProfileRoute.of(each["input"]?["selected_profile"]?.string ?? "", files)
        let wanted = each["output"]?["ProfileChain"]?.array
        #expect(route.map(Self.shown) == wanted, "\(name)")
      } catch {
        #expect(each["output"]?["Error"] != nil, "\(name): \(error.reason)")
      }
    }
    Conformance.count("shared-config/assume-role", cases.count)
  }

  /// A route in the published form.
  private static func shown(_ route: ProfileRoute) -> [JSON] {
    var start: JSON = [:]
    switch route.start {
    case .keys(let keys):
      var json: JSON = [
        "access_key_id": .string(keys.accessKeyID), "secret_access_key": .string(keys.secretAccessKey.exposed),
      ]
      if let token = keys.sessionToken { json["session_token"] = .string(token.exposed) }
      if let account = keys.account { json["account_id"] = .string(account) }
      start["AccessKey"] = json
    case .named(let name): start["NamedSource"] = .string(name)
    case .webIdentity(let identity):
      start["WebIdentityToken"] = [
        "role_arn": .string(identity.role), "web_identity_token_file": .string(identity.file),
      ]
      if let name = identity.sessionName { start["WebIdentityToken"]?["role_session_name"] = .string(name) }
    case .signIn(let signIn):
      start["Sso"] = [
        "sso_account_id": .string(signIn.account), "sso_region": .string(signIn.region),
        "sso_role_name": .string(signIn.role), "sso_start_url": .string(signIn.startURL),
      ]
      if let session = signIn.session { start["Sso"]?["sso_session"] = .string(session) }
    case .consoleSignIn(let signIn): start["LoginSession"] = .string(signIn.session)
    case .command(let command, _): start["CredentialProcess"] = ["command": .string(command)]
    }
    let hops = route.hops.map { hop -> JSON in
      var json: JSON = ["role_arn": .string(hop.role)]
      if let id = hop.externalID { json["external_id"] = .string(id) }
      if let name = hop.sessionName { json["session_name"] = .string(name) }
      return ["AssumeRole": json]
    }
    return [start] + hops
  }

  @Test("the address of a container's endpoint is as published", .enabled(if: Conformance.isThere, Conformance.absence))
  func containers() throws {
    let cases = try #require(try Conformance.json("shared-config/ecs-tests.json")["tests"]?.array)
    for each in cases {
      let variables = each["env"]?.object?.members.reduce(into: [String: String]()) { $0[$1.name] = $1.value.string }
      do throws(Errand.Failure) {
        let url = try ContainerSource.url(Environment(variables ?? [:]))
        #expect(url == each["result"]?["Ok"]?.string, "\(each["docs"]?.string ?? "")")
      } catch {
        #expect(each["result"]?["ErrorContains"] != nil, "\(each["docs"]?.string ?? ""): \(error.reason)")
      }
    }
    Conformance.count("shared-config/ecs", cases.count)
  }

  @Test("the address of the metadata service is as published", .enabled(if: Conformance.isThere, Conformance.absence))
  func metadataAddress() throws {
    var (passed, skipped) = (0, 0)
    for each in try Conformance.json("shared-config/imds-endpoint-tests.json")["tests"]?.array ?? [] {
      if each["endpoint_override"] != nil || each["mode_override"] != nil {
        skipped += 1
        continue
      }
      let variables = each["env"]?.object?.members.reduce(into: [String: String]()) { $0[$1.name] = $1.value.string }
      let files = each["fs"] ?? [:]
      let name = each["docs"]?.string ?? ""
      do throws(ConfigurationError) {
        let configuration = try AWSConfiguration(
          environment: Environment(variables ?? [:]),
          files: FileDoor { files[$0]?.string.map { .text(Array($0.utf8)) } ?? .absent })
        let url = configuration.instanceMetadata.endpoint.value + "/latest/api/token"
        #expect(url == each["result"]?["Ok"]?.string, "\(name)")
      } catch {
        #expect(each["result"]?["Ok"] == nil, "\(name): \(error)")
      }
      passed += 1
    }
    Conformance.count(
      "shared-config/imds-endpoint", passed, skipped: skipped, because: "overrides in code, which onramp has none of")
  }

  @Test("the files are where the published cases say", .enabled(if: Conformance.isThere, Conformance.absence))
  func locations() throws {
    var (passed, skipped) = (0, 0)
    for each in try Conformance.json("shared-config/file-location-tests.json")["tests"]?.array ?? [] {
      guard each["platform"]?.string != "windows" else {
        skipped += 1
        continue
      }
      let seen = Mutex<[String]>([])
      let variables = each["environment"]?.object?.members.reduce(into: [String: String]()) {
        $0[$1.name] = $1.value.string
      }
      _ = try SharedFiles(
        environment: Environment(variables ?? [:]),
        door: FileDoor { path in
          seen.withLock { $0.append(path) }
          return .absent
        })
      let wanted = ["configLocation", "credentialsLocation"].compactMap { each[$0]?.string }
      #expect(seen.withLock { $0 } == wanted, "\(each["name"]?.string ?? "")")
      passed += 1
    }
    Conformance.count("shared-config/file-location", passed, skipped: skipped, because: "Windows")
  }
}
