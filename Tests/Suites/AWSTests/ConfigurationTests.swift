import Files
import JSONDocument
import Testing
import Transport

@testable import AWS

@Suite("Configuration")
struct ConfigurationTests {
  private static func files(_ config: String, _ credentials: String = "") -> FileDoor {
    FileDoor { path in
      if path.hasSuffix("config") { return .text(Array(config.utf8)) }
      return path.hasSuffix("credentials") ? .text(Array(credentials.utf8)) : .absent
    }
  }

  private static func configuration(
    _ variables: [String: String] = [:], config: String = "", credentials: String = "",
    _ options: AWSConfiguration.Options = .init()
  ) throws -> AWSConfiguration {
    try AWSConfiguration(
      options, environment: Environment(variables.merging(["HOME": "/h"]) { $1 }),
      files: files(config, credentials))
  }

  private static func chain(_ configuration: AWSConfiguration) -> CredentialChain {
    configuration.credentialChain(CredentialDoors(transport: Scripted([])))
  }

  @Test("shared files are parsed as published", .enabled(if: Conformance.isThere, Conformance.absence))
  func parser() async throws {
    try await Conformance.run("shared-config/profile-parser", in: "shared-config/profile-parser-tests.json") { each in
      let name = Conformance.title(each)
      let (input, output) = (each["input"], each["output"])
      do throws(ConfigurationError) {
        let config = try SharedFile(
          Array((input?["configFile"]?.string ?? "").utf8), kind: .config, path: "config")
        let credentials = try SharedFile(
          Array((input?["credentialsFile"]?.string ?? "").utf8), kind: .credentials, path: "credentials")
        #expect(output?["errorContaining"] == nil, "\(name)")
        let profiles = config.profiles.merging(credentials.profiles) { $0.merging($1) { $1 } }
        let wanted = output?["config"]?["profiles"]?.object
        #expect(Set(profiles.keys) == Set(wanted?.names ?? []), "\(name)")
        for (profile, settings) in wanted?.members ?? [] {
          #expect(profiles[profile].map { Set($0.keys) } == Set(settings.object?.names ?? []), "\(name)")
          for (key, value) in settings.object?.members ?? [] {
            Self.compare(profiles[profile]?[key], value.string ?? "", name)
          }
        }
        if let sessions = output?["config"]?["sso_sessions"]?.object {
          #expect(Set(config.sessions.keys) == Set(sessions.names), "\(name)")
        }
      } catch {
        #expect(output?["errorContaining"] != nil, "\(name): \(error)")
      }
    }
  }

  /// A value with settings below it is written as lines in the published form.
  private static func compare(_ found: SharedFile.Value?, _ wanted: String, _ name: String) {
    guard wanted.hasPrefix("\n"), let found else {
      #expect(found?.text == wanted, "\(name)")
      return
    }
    let lines = wanted.split(separator: "\n").filter { !$0.split(separator: "=")[0].dropLast().contains(" ") }
    let nested = found.nested.map { "\($0.key)=\($0.value)" }.map { $0.filter { $0 != " " } }
    #expect(nested.sorted() == lines.map { $0.filter { $0 != " " } }.sorted(), "\(name)")
  }

  /// What the publisher's own tests say of their files: which are refused, and a setting of some.
  private static let refused: Set = ["aws_config_bad", "aws_config_badbytes", "aws_config_nested_bad"]
  private static let said = [
    "aws_config": ("personal", "aws_access_key_id", "fie"),
    "aws_config_other": ("default", "aws_access_key_id", "other_foo"),
    "aws_third_config": ("third", "aws_access_key_id", "third_fie"),
    "aws_config_nested": ("default", "aws_access_key_id", "foo"),
  ]

  @Test(
    "files of other tools' tests are read, or refused with their line",
    .enabled(if: Conformance.isThere, Conformance.absence))
  func otherTools() async {
    let paths = Conformance.files(below: "shared-config/botocore-cfg", ending: "")
    await Conformance.run("shared-config/botocore-cfg", paths, named: \.stem) { path in
      let name = path.stem
      let bytes = try Conformance.bytes(path)
      do throws(ConfigurationError) {
        let file = try SharedFile(bytes, kind: .config, path: path)
        #expect(!Self.refused.contains(name), "\(name)")
        if let (profile, key, value) = Self.said[name] {
          #expect(file.profiles[profile]?[key]?.text == value, "\(name)")
        }
      } catch {
        // A file of keys is none of settings: its profiles are not called so.
        let isOfKeys = name.contains("credentials")
        #expect((Self.refused.contains(name) || isOfKeys) && "\(error)".contains(name), "\(name): \(error)")
      }
    }
  }

  @Test("a setting of very many lines is read in one go", .timeLimit(.minutes(10)))
  func manyLines() throws {
    let lines = 50_000
    let nested = (0..<lines).map { "\n n\($0) = v" }.joined()
    let text = "[default]\ns3 =\(nested)\nx = a" + String(repeating: "\n b", count: lines) + "\ny = z\n"
    let file = try SharedFile(Array(text.utf8), kind: .config, path: "f")
    #expect(file.profiles["default"]?["s3"]?.nested.count == lines)
    #expect(file.profiles["default"]?["x"]?.text.utf8.count == 1 + 2 * lines)
    #expect(file.profiles["default"]?["y"]?.text == "z")
  }

  /// The settings of a suite as a configuration file.
  private static func config(of suite: JSON) -> String {
    var config = ""
    for (name, settings) in suite["profiles"]?.object?.members ?? [] {
      config += "[profile \(name)]\n"
      for (key, value) in settings.object?.members ?? [] {
        config += "\(key) = \(value.string ?? (value.bool.map { "\($0)" } ?? ""))\n"
      }
    }
    for (name, services) in suite["services"]?.object?.members ?? [] {
      config += "[services \(name)]\n"
      for (service, settings) in services.object?.members ?? [] {
        config += "\(service) =\n  endpoint_url = \(settings["endpoint_url"]?.string ?? "")\n"
      }
    }
    return config
  }

  @Test("which endpoint wins is as published", .enabled(if: Conformance.isThere, Conformance.absence))
  func endpointURLs() async throws {
    let suites = try Conformance.json("endpoint-url-config/profile-tests.json")["testSuites"]?.array ?? []
    let cases = suites.flatMap { suite in (suite["endpointUrlTests"]?.array ?? []).map { (suite: suite, json: $0) } }
    await Conformance.run(
      "endpoint-url-config", cases, named: { Conformance.title($0.json) },
      check: { suite, each in
        let environment = suite["environments"]?[each["environment"]?.string ?? ""]?.object?.members ?? []
        var variables: [String: String] = environment.reduce(into: [:]) { $0[$1.name] = $1.value.string }
        let client = suite["client_configs"]?[each["client_config"]?.string ?? ""]
        if client?["ignore_configured_endpoint_urls"] == true {
          variables["AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"] = "true"
        }
        let configuration = try Self.configuration(
          variables, config: Self.config(of: suite),
          .init(profile: each["profile"]?.string, endpointURL: client?["endpoint_url"]?.string))
        let endpoint = try configuration.endpoint(of: each["service"]?.string ?? "")
        let name = Conformance.title(each)
        if let wanted = each["output"]?["endpointUrl"]?.string {
          #expect(endpoint.value.url == wanted, "\(name)")
        } else {
          #expect(endpoint.value.host.hasSuffix("amazonaws.com"), "\(name)")
        }
      })
  }

  @Test("option before variable before profile, and each value says where it came from")
  func order() throws {
    let config = "[default]\nregion = eu-central-1\nmax_attempts = 5\n"
    #expect(try Self.configuration(config: config).region?.origin == "profile default in ~/.aws/config")
    let variables = ["AWS_REGION": "eu-west-1", "AWS_DEFAULT_REGION": "eu-west-2"]
    #expect(try Self.configuration(variables, config: config).region == Setting("eu-west-1", from: "AWS_REGION"))
    let option = try Self.configuration(variables, config: config, .init(region: "eu-west-3"))
    #expect(option.region == Setting("eu-west-3", from: "--region"))
    #expect(option.maximumAttempts.value == 5)
  }

  @Test("a region that is no host label is refused", arguments: ["a/../b", "x@evil", "eu-west-1 ", "", "a.b", "-a"])
  func region(_ text: String) {
    #expect(throws: ConfigurationError.self) { try Self.configuration([:], .init(region: text)) }
  }

  @Test("a half-set pair is an error, blank is unset, and nothing at all leaves a trail")
  func environment() async throws {
    let half = try Self.configuration(
      ["AWS_ACCESS_KEY_ID": "AKIA"], credentials: "[default]\naws_access_key_id=a\naws_secret_access_key=b\n")
    await #expect(throws: CredentialChain.Nothing.self) { try await Self.chain(half).credentials() }
    let blank = try Self.configuration(
      ["AWS_ACCESS_KEY_ID": " ", "AWS_SECRET_ACCESS_KEY": ""],
      credentials: "[default]\naws_access_key_id = AKIAFILE\naws_secret_access_key = b\n")
    let found = try await Self.chain(blank).credentials()
    #expect(found.accessKeyID == "AKIAFILE" && found.origin == "profile default in ~/.aws/credentials")
    do {
      _ = try await Self.chain(Self.configuration(["AWS_EC2_METADATA_DISABLED": "true"])).credentials()
      Issue.record("credentials out of nothing")
    } catch let nothing as CredentialChain.Nothing {
      #expect(
        nothing.trail.map(\.source) == [
          "environment", "profile default", "web identity", "container", "instance metadata",
        ])
    }
  }

  @Test("a sign-in that gives a token alone is passed over, but for a role there is nothing to pass on to")
  func tokenAlone() async throws {
    let session = "[sso-session s]\nsso_region = us-east-1\nsso_start_url = https://x.example\n"
    func found(_ config: String) async throws -> CredentialChain.Found {
      try await Self.chain(Self.configuration(["AWS_EC2_METADATA_DISABLED": "true"], config: config + session)).search()
    }
    let alone = await #expect(throws: CredentialChain.Nothing.self) {
      try await found("[default]\nsso_session = s\n")
    }
    #expect(
      alone?.trail.map(\.source) == [
        "environment", "profile default", "web identity", "container", "instance metadata",
      ])
    #expect(alone?.trail[1].said.contains("a token, not credentials") == true)
    let keys = "sso_session = s\naws_access_key_id = AKIAFILE\naws_secret_access_key = b\n"
    #expect(try await found("[default]\n" + keys).credentials.accessKeyID == "AKIAFILE")
    let role = await #expect(throws: CredentialChain.Nothing.self) {
      try await found("[default]\nrole_arn = r\nsource_profile = p\n[profile p]\nsso_session = s\n")
    }
    #expect(role?.trail.last?.source == "profile default")
    let half = await #expect(throws: CredentialChain.Nothing.self) {
      try await found("[default]\nsso_session = s\nsso_role_name = r\n")
    }
    #expect(half?.trail.last?.source == "profile default")
  }

  @Test("keys in the environment beat AWS_PROFILE, and --profile beats them")
  func profile() async throws {
    let keys = ["AWS_ACCESS_KEY_ID": "AKIAENV", "AWS_SECRET_ACCESS_KEY": "x", "AWS_PROFILE": "p"]
    let file = "[p]\naws_access_key_id = AKIAFILE\naws_secret_access_key = b\n"
    #expect(try await Self.chain(Self.configuration(keys, credentials: file)).credentials().accessKeyID == "AKIAENV")
    let named = try Self.configuration(keys, credentials: file, .init(profile: "p"))
    #expect(try await Self.chain(named).credentials().accessKeyID == "AKIAFILE")
    #expect(throws: ConfigurationError.self) { try Self.configuration([:], .init(profile: "absent")) }
  }

  @Test("no secret is seen in a configuration that is printed or dumped")
  func printing() async throws {
    let configuration = try Self.configuration(
      ["AWS_SESSION_TOKEN": "canary-token", "AWS_ACCESS_KEY_ID": "AKIA", "AWS_SECRET_ACCESS_KEY": "canary-key"],
      credentials: "[default]\naws_access_key_id = AKIAFILE\naws_secret_access_key = canary-file\n")
    var text = "\(configuration)"
    dump(configuration, to: &text)
    dump(try await Self.chain(configuration).credentials(), to: &text)
    #expect(text.contains("AKIA") && !text.contains("canary"))
  }
}
