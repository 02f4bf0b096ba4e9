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
  func parser() throws {
    let cases = try #require(try Conformance.json("shared-config/profile-parser-tests.json")["tests"]?.array)
    for each in cases {
      let name = each["name"]?.string ?? ""
      let input = each["input"]
      do {
        let config = try SharedFile(
          Array((input?["configFile"]?.string ?? "").utf8), kind: .config, path: "config")
        let credentials = try SharedFile(
          Array((input?["credentialsFile"]?.string ?? "").utf8), kind: .credentials, path: "credentials")
        #expect(each["output"]?["errorContaining"] == nil, "\(name)")
        let profiles = config.profiles.merging(credentials.profiles) { $0.merging($1) { $1 } }
        let wanted = each["output"]?["config"]?["profiles"]?.object
        #expect(Set(profiles.keys) == Set(wanted?.names ?? []), "\(name)")
        for (profile, settings) in wanted?.members ?? [] {
          for (key, value) in settings.object?.members ?? [] {
            let found = profiles[profile]?[key]
            // A value with settings below it is written as lines in the published form.
            let lines = (value.string ?? "").split(separator: "\n").map(String.init)
            guard value.string?.hasPrefix("\n") == true, let found else {
              #expect(found?.text == value.string, "\(name)")
              continue
            }
            let nested = found.nested.map { "\($0.key) = \($0.value)" }.sorted()
            let valid = lines.filter { !($0.split(separator: "=")[0].dropLast().contains(" ")) }
            #expect(
              nested.map { $0.filter { $0 != " " } }.sorted() == valid.map { $0.filter { $0 != " " } }.sorted(),
              "\(name)")
          }
        }
        if let sessions = each["output"]?["config"]?["sso_sessions"]?.object {
          #expect(Set(config.sessions.keys) == Set(sessions.names), "\(name)")
        }
      } catch {
        #expect(each["output"]?["errorContaining"] != nil, "\(name): \(error)")
      }
    }
    Conformance.count("shared-config/profile-parser", cases.count)
  }

  @Test(
    "files of other tools' tests are read, or refused with their line",
    .enabled(if: Conformance.isThere, Conformance.absence))
  func otherTools() throws {
    let bad: Set = ["aws_config_bad", "aws_config_badbytes", "aws_config_nested_bad", "aws_credentials"]
    let paths = Conformance.files(below: "shared-config/botocore-cfg", ending: "")
    for path in paths {
      let name = String(path.split(separator: "/").last ?? "")
      do throws(ConfigurationError) {
        let file = try SharedFile((try? Conformance.bytes(path)) ?? [], kind: .config, path: path)
        #expect(!bad.contains(name), "\(name)")
        if name == "aws_config" { #expect(file.profiles["personal"]?["aws_access_key_id"]?.text == "fie") }
        if name == "aws_bad_profile" {
          #expect(file.profiles["my profile"] != nil && file.profiles["personal1"] != nil)
        }
        if name == "aws_config_nested" {
          #expect(file.profiles["default"]?["s3"]?.nested["addressing_style"] == "path")
        }
      } catch { #expect(bad.contains(name), "\(name): \(error)") }
    }
    #expect(paths.count > 10)
    Conformance.count("shared-config/botocore-cfg", paths.count)
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

  @Test("which endpoint wins is as published", .enabled(if: Conformance.isThere, Conformance.absence))
  func endpointURLs() throws {
    var count = 0
    for suite in try Conformance.json("endpoint-url-config/profile-tests.json")["testSuites"]?.array ?? [] {
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
      for each in suite["endpointUrlTests"]?.array ?? [] {
        var variables: [String: String] = [:]
        let environment = suite["environments"]?[each["environment"]?.string ?? ""]
        for (key, value) in environment?.object?.members ?? [] { variables[key] = value.string }
        let client = suite["client_configs"]?[each["client_config"]?.string ?? ""]
        if client?["ignore_configured_endpoint_urls"] == true {
          variables["AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"] = "true"
        }
        let configuration = try Self.configuration(
          variables, config: config,
          .init(profile: each["profile"]?.string, endpointURL: client?["endpoint_url"]?.string))
        let endpoint = try configuration.endpoint(of: each["service"]?.string ?? "")
        let wanted = each["output"]?["endpointUrl"]?.string
        if let wanted {
          #expect(endpoint.value.url == wanted, "\(each["name"]?.string ?? "")")
        } else {
          #expect(endpoint.value.host.hasSuffix("amazonaws.com"), "\(each["name"]?.string ?? "")")
        }
        count += 1
      }
    }
    #expect(count > 10)
    Conformance.count("endpoint-url-config", count)
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
