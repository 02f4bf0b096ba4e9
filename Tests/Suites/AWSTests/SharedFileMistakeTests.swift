import Files
import Testing
import Transport

@testable import AWS

/// Mistakes people make in AWS's shared files and variables: said to whom they concern, and to nobody else.
@Suite("Mistakes in shared files")
struct SharedFileMistakeTests {
  private static func configuration(
    _ config: String = "", credentials: String = "", _ variables: [String: String] = [:],
    _ options: AWSConfiguration.Options = .init()
  ) throws -> AWSConfiguration {
    try AWSConfiguration(
      options, environment: Environment(variables.merging(["HOME": "/h", "AWS_EC2_METADATA_DISABLED": "true"]) { $1 }),
      files: FileDoor { path in
        path.hasSuffix("config") ? .text(Array(config.utf8)) : .text(Array(credentials.utf8))
      })
  }

  /// What the chain says of having no credentials, or nil where it has some.
  private static func complaint(_ configuration: AWSConfiguration) async -> String? {
    do throws(CredentialChain.Nothing) {
      _ = try await configuration.credentialChain(CredentialDoors(transport: Scripted([]))).credentials()
      return nil
    } catch { return "\(error)" }
  }

  private static func refusal(_ make: () throws -> AWSConfiguration) -> String? {
    do {
      _ = try make()
      return nil
    } catch { return "\(error)" }
  }

  private static let keys = "aws_access_key_id = AKIAFILE\naws_secret_access_key = b\n"

  /// Each is a mistake of the profile `other`, in the sixth line of the file at the latest.
  private static let mistakes = [
    "[profile other]\nregion eu-west-1\n", "[profile other]\n= eu-west-1\n", "[profile other\nregion = eu-west-1\n",
    "[profile other]\n-continued\n", "[profile other]\n -continued\n", "[profile other]\ns3 =\n  = v\n",
    "[profile other]\ns3 =\n  path\n",
  ]

  @Test("a mistake stops whoever uses its section, and nobody else", arguments: mistakes)
  func mistake(_ text: String) async throws {
    for config in ["[default]\nregion = us-east-1\n" + text, text + "[default]\nregion = us-east-1\n"] {
      let plain = try Self.configuration(config, credentials: "[default]\n" + Self.keys)
      #expect(plain.region?.value == "us-east-1")
      #expect(await Self.complaint(plain) == nil)
      let used = Self.refusal { try Self.configuration(config, ["AWS_PROFILE": "other"]) }
      #expect(used?.hasPrefix("~/.aws/config:") == true)
      let asked = Self.refusal { try Self.configuration(config, [:], .init(profile: "other")) }
      #expect(asked == used)
      let source = try Self.configuration(
        config + "[profile role]\nrole_arn = arn:aws:iam::111122223333:role/x\nsource_profile = other\n",
        ["AWS_PROFILE": "role"])
      let complaint = await Self.complaint(source)
      #expect(complaint?.contains("~/.aws/config:") == true, "\(complaint ?? "")")
    }
  }

  @Test("what stands before the first section concerns everybody")
  func beforeTheFirst() {
    #expect(Self.refusal { try Self.configuration("region = us-east-1\n[default]\n") } != nil)
  }

  @Test(
    "a blank before a setting and a remark after the bracket are read, in the profile that is used too",
    arguments: ["[profile p]\n region = eu-west-1\n", "[profile p] /* old */\nregion = eu-west-1\n"])
  func lenient(_ config: String) throws {
    #expect(try Self.configuration(config, ["AWS_PROFILE": "p"]).region?.value == "eu-west-1")
  }

  @Test(
    "keys in quotation marks are named as such, wherever they stand",
    arguments: ["\"AKIA\"", "'AKIA'", "\u{201C}AKIA\u{201D}", "AKIA\"", "`AKIA`"])
  func quotes(_ value: String) async throws {
    for name in ["aws_access_key_id", "aws_secret_access_key", "aws_session_token"] {
      var settings = ["aws_access_key_id": "AKIAFILE", "aws_secret_access_key": "b", "aws_session_token": "t"]
      settings[name] = value
      let lines = settings.map { "\($0.key) = \($0.value)\n" }.joined()
      for configuration in [
        try Self.configuration(credentials: "[default]\n" + lines),
        try Self.configuration("[default]\n" + lines),
        try Self.configuration(
          "[profile r]\nrole_arn = arn:aws:iam::111122223333:role/x\nsource_profile = s\n[profile s]\n" + lines,
          ["AWS_PROFILE": "r"]),
      ] {
        let complaint = await Self.complaint(configuration)
        #expect(complaint?.contains("\(name) stands in quotation marks") == true, "\(complaint ?? "")")
      }
      let variables = Dictionary(uniqueKeysWithValues: settings.map { ($0.key.uppercased(), $0.value) })
      let complaint = await Self.complaint(try Self.configuration("", variables))
      #expect(complaint?.contains("\(name.uppercased()) stands in quotation marks") == true, "\(complaint ?? "")")
    }
  }

  @Test("a Region, a role and a profile's name in quotation marks are named as such")
  func quotedSettings() async throws {
    let region = Self.refusal { try Self.configuration("[default]\nregion = \"us-east-1\"\n") }
    #expect(region?.contains("quotation marks") == true)
    let variable = Self.refusal { try Self.configuration("", ["AWS_REGION": "'us-east-1'"]) }
    #expect(variable?.contains("AWS_REGION") == true && variable?.contains("quotation marks") == true)
    let name = Self.refusal { try Self.configuration("[profile p]\n", ["AWS_PROFILE": "\"p\""]) }
    #expect(name?.contains("AWS_PROFILE stands in quotation marks") == true)
    let role = "[default]\nrole_arn = \"arn:aws:iam::111122223333:role/x\"\nsource_profile = default\n"
    let complaint = await Self.complaint(try Self.configuration(role + Self.keys))
    #expect(complaint?.contains("role_arn of profile default") == true, "\(complaint ?? "")")
  }

  @Test("a temporary key without its session token is said to lack it, before it is sent")
  func noToken() async throws {
    let lines = "aws_access_key_id = ASIAFILE\naws_secret_access_key = b\n"
    let file = await Self.complaint(try Self.configuration(credentials: "[default]\n" + lines))
    #expect(file?.contains("aws_session_token is missing") == true)
    let keys = ["AWS_ACCESS_KEY_ID": "ASIAENV", "AWS_SECRET_ACCESS_KEY": "b"]
    let variables = await Self.complaint(try Self.configuration("", keys))
    #expect(variables?.contains("AWS_SESSION_TOKEN is missing") == true)
    for name in ["AWS_SESSION_TOKEN", "AWS_SECURITY_TOKEN"] {
      #expect(await Self.complaint(try Self.configuration("", keys.merging([name: "t"]) { $1 })) == nil)
    }
    #expect(
      await Self.complaint(try Self.configuration(credentials: "[default]\n" + lines + "aws_session_token=t\n")) == nil)
  }

  @Test("a profile whose section is not read for how it is written is told how to write it")
  func spelling() async throws {
    func refusal(_ name: String, _ config: String, _ credentials: String = "") -> String {
      Self.refusal { try Self.configuration(config, credentials: credentials, ["AWS_PROFILE": name]) } ?? ""
    }
    #expect(refusal("Foo Bar", "[profile Foo Bar]\n").contains("[profile \"Foo Bar\"], in quotation marks"))
    #expect(refusal("prod", "[prod]\n").contains("~/.aws/config has to be written [profile prod]"))
    #expect(refusal("prod", "", "[profile prod]\n").contains("~/.aws/credentials has to be written [prod]"))
    #expect(!refusal("gone", "[prod]\n").contains("written"))
    // As `aws configure` writes them: with quotation marks in one file, without in the other.
    for config in ["[profile 'Foo Bar']\nregion = eu-west-1\n", "[profile \"Foo Bar\"]\nregion = eu-west-1\n"] {
      let both = try Self.configuration(config, credentials: "[Foo Bar]\n" + Self.keys, ["AWS_PROFILE": "Foo Bar"])
      #expect(both.region?.value == "eu-west-1")
      #expect(await Self.complaint(both) == nil)
    }
  }

  @Test("of a sign-in only what it lacks is named")
  func signIn() async throws {
    let session = "[sso-session s]\nsso_start_url = https://acme.example/start\nsso_region = us-west-2\n"
    func complaint(_ profile: String) async throws -> String {
      await Self.complaint(try Self.configuration("[default]\n" + profile + session)) ?? ""
    }
    let role = try await complaint("sso_session = s\nsso_account_id = 111122223333\n")
    #expect(role.contains("lacks sso_role_name") && !role.contains("sso_start_url") && !role.contains("sso_region"))
    let account = try await complaint("sso_session = s\nsso_role_name = r\n")
    #expect(account.contains("lacks sso_account_id") && !account.contains("sso_role_name"))
    let old = try await complaint("sso_start_url = https://acme.example/start\nsso_role_name = r\n")
    #expect(old.contains("lacks sso_region, sso_account_id"))
  }

  @Test("a services section that is named has to be there, where endpoints come from it")
  func services() throws {
    let config = "[default]\nservices = near\n"
    func refusal(_ more: String = "", _ variables: [String: String] = [:]) -> String? {
      Self.refusal { try Self.configuration(config + more, variables) }
    }
    #expect(refusal()?.contains("no section [services near]") == true)
    #expect(refusal("[services far]\n")?.contains("no section [services near]") == true)
    #expect(refusal("[services near]\ns3 =\n  endpoint_url\n")?.contains("sub-property") == true)
    #expect(refusal("[services near]\ns3 =\n  endpoint_url = https://s3.example\n") == nil)
    #expect(refusal("", ["AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "true"]) == nil)
    #expect(refusal("", ["AWS_ENDPOINT_URL": "https://aws.example"]) == nil)
    let unused = "[profile other]\nservices = near\n[profile p]\n"
    #expect(Self.refusal { try Self.configuration(unused, ["AWS_PROFILE": "p"]) } == nil)
  }

  @Test("keys in the environment are known to stand before a profile that a variable names")
  func passedOver() throws {
    let keys = ["AWS_ACCESS_KEY_ID": "AKIAENV", "AWS_SECRET_ACCESS_KEY": "b"]
    func profile(_ more: [String: String], _ options: AWSConfiguration.Options = .init()) throws -> Setting<String>? {
      try Self.configuration("[profile p]\n", more, options).passedOver
    }
    #expect(try profile(keys.merging(["AWS_PROFILE": "p"]) { $1 }) == Setting("p", from: "AWS_PROFILE"))
    #expect(try profile(keys.merging(["AWS_DEFAULT_PROFILE": "p"]) { $1 })?.origin == "AWS_DEFAULT_PROFILE")
    #expect(try profile(keys) == nil)
    #expect(try profile(["AWS_PROFILE": "p"]) == nil)
    #expect(try profile(keys, .init(profile: "p")) == nil)
  }

  @Test("whether files say the same is told by what this profile needs of them")
  func sameness() throws {
    func means(_ one: String, _ other: String) throws -> Bool {
      try Self.configuration(credentials: one).means(Self.configuration(credentials: other))
    }
    let own = "[default]\n" + Self.keys
    #expect(try means(own, own + "[other]\n" + Self.keys))
    #expect(try !means(own, own.replacing("AKIAFILE", with: "AKIANEWER")))
    #expect(try !means("", own))
  }
}
