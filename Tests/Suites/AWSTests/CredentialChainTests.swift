import Basics
import Files
import Glibc
import JSONDocument
import Synchronization
import Testing
import Transport

@testable import AWS

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
  func scenarios() async {
    let folders = Conformance.files(below: "credential-chain", ending: "test-case.json").map(\.parent)
    await Conformance.run(
      "credential-chain", folders, named: { $0 },
      check: { folder in
        if folder.contains("token-provider") {
          throw Conformance.Skip(reason: "bearer tokens, which no service of the table takes")
        }
        let result = try Conformance.need(Conformance.json("\(folder)/test-case.json")["result"], "no result")
        let traffic = Recorded(try Conformance.json("\(folder)/http-traffic.json"))
        let doors = CredentialDoors(
          // The scenarios are of a day before what their credentials end.
          transport: traffic, surroundings: Stage().surroundings(now: Moment(seconds: 1_234_567_890)),
          files: Self.files(folder),
          store: { _, _ in nil })
        let environment = Environment(try Self.variables(folder))
        let found: Credentials?
        do {
          let configuration = try AWSConfiguration(environment: environment, files: Self.files(folder))
          var chain = configuration.credentialChain(doors)
          // These are scenarios of the profile alone, whatever else the chain would ask before it.
          if folder.contains("/profile-provider/") {
            chain = CredentialChain(chain.sources.filter { $0 is ProfileSource })
          }
          found = try await chain.credentials()
        } catch { found = nil }
        let wanted = result["Ok"]
        #expect((found != nil) == (wanted != nil), "\(folder)")
        if let found, let wanted {
          #expect(found.accessKeyID == wanted["access_key_id"]?.string, "\(folder)")
          #expect(found.secretAccessKey.exposed == wanted["secret_access_key"]?.string, "\(folder)")
          #expect(found.sessionToken?.exposed == wanted["session_token"]?.string, "\(folder)")
          #expect(found.account == wanted["account_id"]?.string, "\(folder)")
          #expect(found.expiration?.seconds == wanted["expiry"]?.double, "\(folder)")
          #expect(traffic.differences == [], "\(folder)")
        }
      })
  }

  @Test(
    "every published route from a profile to its credentials", .enabled(if: Conformance.isThere, Conformance.absence))
  func routes() async throws {
    try await Conformance.run("shared-config/assume-role", in: "shared-config/assume-role-tests.json") { each in
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
      let name = Conformance.title(each)
      let wanted = each["output"]?["ProfileChain"]?.array
      do throws(Errand.Failure) {
        let route = try ProfileRoute.of(each["input"]?["selected_profile"]?.string ?? "", files)
        #expect(route.map { Set(Self.shown($0)) } == wanted.map(Set.init), "\(name)")
        #expect(route != nil || each["output"]?["Error"] != nil, "\(name)")
      } catch {
        #expect(each["output"]?["Error"] != nil, "\(name): \(error.reason)")
      }
    }
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
      start["Sso"] = ["sso_region": .string(signIn.region), "sso_start_url": .string(signIn.startURL)]
      if let grant = signIn.grant {
        start["Sso"]?["sso_account_id"] = .string(grant.account)
        start["Sso"]?["sso_role_name"] = .string(grant.role)
      }
      if let session = signIn.session { start["Sso"]?["sso_session"] = .string(session) }
    case .consoleSignIn(let signIn): start["LoginSession"] = .string(signIn.session)
    case .command(let command, _): start["CredentialProcess"] = ["command": .string(command)]
    }
    let hops = route.hops.map { hop -> JSON in
      var json: JSON = ["role_arn": .string(hop.role)]
      if let id = hop.externalID { json["external_id"] = .string(id) }
      if let name = hop.sessionName { json["role_session_name"] = .string(name) }
      return ["AssumeRole": json]
    }
    return [start] + hops
  }

  private static func variables(of each: JSON, _ member: String) -> Environment {
    Environment((each[member]?.object?.members ?? []).reduce(into: [:]) { $0[$1.name] = $1.value.string })
  }

  @Test("the address of a container's endpoint is as published", .enabled(if: Conformance.isThere, Conformance.absence))
  func containers() async throws {
    try await Conformance.run("shared-config/ecs", in: "shared-config/ecs-tests.json") { each in
      let name = Conformance.title(each)
      do throws(Errand.Failure) {
        let url = try ContainerSource.url(Self.variables(of: each, "env"))
        #expect(url == each["result"]?["Ok"]?.string, "\(name)")
      } catch {
        #expect(each["result"]?["ErrorContains"] != nil, "\(name): \(error.reason)")
      }
    }
  }

  @Test("the address of the metadata service is as published", .enabled(if: Conformance.isThere, Conformance.absence))
  func metadataAddress() async throws {
    try await Conformance.run("shared-config/imds-endpoint", in: "shared-config/imds-endpoint-tests.json") { each in
      if each["endpoint_override"] != nil || each["mode_override"] != nil {
        throw Conformance.Skip(reason: "overrides in code, which onramp has none of")
      }
      let files = each["fs"] ?? [:]
      let name = Conformance.title(each)
      do throws(ConfigurationError) {
        let configuration = try AWSConfiguration(
          environment: Self.variables(of: each, "env"),
          files: FileDoor { files[$0]?.string.map { .text(Array($0.utf8)) } ?? .absent })
        let url = configuration.instanceMetadata.endpoint.value + "/latest/api/token"
        #expect(url == each["result"]?["Ok"]?.string, "\(name)")
      } catch {
        #expect(each["result"]?["Ok"] == nil, "\(name): \(error)")
      }
    }
  }

  @Test("the files are where the published cases say", .enabled(if: Conformance.isThere, Conformance.absence))
  func locations() async throws {
    try await Conformance.run("shared-config/file-location", in: "shared-config/file-location-tests.json") { each in
      if each["platform"] == "windows" { throw Conformance.Skip(reason: "Windows") }
      let seen = Mutex<[String]>([])
      _ = try SharedFiles(
        environment: Self.variables(of: each, "environment"),
        door: FileDoor { path in
          seen.withLock { $0.append(path) }
          return .absent
        })
      let wanted = ["configLocation", "credentialsLocation"].compactMap { each[$0]?.string }
      #expect(seen.withLock { $0 } == wanted, "\(Conformance.title(each))")
    }
  }
}
