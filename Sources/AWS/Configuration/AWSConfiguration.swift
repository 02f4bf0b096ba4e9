import Transport

/// What a run takes for granted about AWS: profile, region, endpoints, limits, each with its origin.
///
/// Options come before environment variables, those before the profile. Nothing is asked over the network.
public struct AWSConfiguration: Sendable {
  /// What was given on the command line.
  public struct Options: Hashable, Sendable {
    public var profile: String?
    public var region: String?
    public var endpointURL: String?

    public init(profile: String? = nil, region: String? = nil, endpointURL: String? = nil) {
      self.profile = profile
      self.region = region
      self.endpointURL = endpointURL
    }
  }

  public let profile: Setting<String>
  public let region: Setting<String>?
  public let caBundle: Setting<String>?
  /// How often a call is tried in all.
  public let maximumAttempts: Setting<Int>
  /// `standard` or `legacy`; both are carried out as standard.
  public let retryMode: Setting<String>
  /// Where credentials are looked for, in order.
  public let credentials: CredentialChain

  let options: Options
  let environment: Environment
  let files: SharedFiles

  public init(
    _ options: Options = Options(), environment: Environment = .current(), files door: FileDoor = .system
  ) throws(ConfigurationError) {
    let files = try SharedFiles(environment: environment, door: door)
    self.options = options
    self.environment = environment
    self.files = files
    if let name = options.profile {
      profile = Setting(name, from: "--profile")
    } else if let name = environment["AWS_PROFILE"] ?? environment["AWS_DEFAULT_PROFILE"] {
      profile = Setting(name, from: environment["AWS_PROFILE"] == nil ? "AWS_DEFAULT_PROFILE" : "AWS_PROFILE")
    } else {
      profile = Setting("default", from: "default")
    }
    let settings = files.settings(of: profile.value)
    // Only what was named has to exist; keys in the environment make up for an absent AWS_PROFILE.
    if settings == nil, options.profile != nil || profile.value != "default" && environment["AWS_ACCESS_KEY_ID"] == nil
    {
      throw .noProfile(profile.value, places: files.places)
    }
    let name = profile.value
    func find(_ variables: [String], _ key: String?) -> Setting<String>? {
      for variable in variables { if let value = environment[variable] { return Setting(value, from: variable) } }
      return key.flatMap { settings?[$0] }.map { Setting($0.value, from: "profile \(name) in \($0.origin)") }
    }
    region = try Self.checked(
      options.region.map { Setting($0, from: "--region") } ?? find(["AWS_REGION", "AWS_DEFAULT_REGION"], "region"))
    caBundle = find(["AWS_CA_BUNDLE"], "ca_bundle")
    let attempts = find(["AWS_MAX_ATTEMPTS"], "max_attempts") ?? Setting("3", from: "default")
    guard let count = Int(attempts.value), (1...100).contains(count) else {
      throw .badValue(name: "max_attempts", setting: attempts, reason: "not a number from 1 to 100")
    }
    maximumAttempts = Setting(count, from: attempts.origin)
    retryMode = find(["AWS_RETRY_MODE"], "retry_mode") ?? Setting("standard", from: "default")
    guard ["legacy", "standard", "adaptive"].contains(retryMode.value) else {
      throw .badValue(name: "retry_mode", setting: retryMode, reason: "not legacy, standard or adaptive")
    }
    let profileSource = ProfileSource(profile: name, files: files)
    let environmentSource = EnvironmentSource(environment: environment)
    // A profile named on the command line is meant; AWS_PROFILE yields to keys in the environment.
    credentials = CredentialChain(options.profile == nil ? [environmentSource, profileSource] : [profileSource])
  }

  private static func checked(_ region: Setting<String>?) throws(ConfigurationError) -> Setting<String>? {
    guard let region else { return nil }
    guard Endpoint.isLabel(region.value), !region.value.contains("_") else { throw .badRegion(region) }
    return region
  }

  var retryEdition: RetryRules.Edition {
    environment["AWS_NEW_RETRIES_2026"]?.lowercased() == "true" ? .standard21 : .standard20
  }

  /// Whether a switch is on, by its variable or else by the profile.
  func switchedOn(_ variable: String, _ key: String) -> Bool {
    let text = environment[variable] ?? files.settings(of: profile.value)?[key]?.value
    return text?.lowercased() == "true"
  }
}
