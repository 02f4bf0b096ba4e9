import Basics
import Files
import Transport

/// What a run takes for granted about AWS: profile, Region, endpoints, limits, each with its origin.
///
/// Options come before environment variables, those before the profile. Nothing is asked over the network.
public struct AWSConfiguration: Sendable {
  /// What was given on the command line or in the setup file.
  public struct Options: Hashable, Sendable {
    public var profile: String?
    public var region: String?
    /// Where `region` stands, in the operator's words.
    public var regionOrigin: String
    public var endpointURL: String?

    public init(
      profile: String? = nil, region: String? = nil, regionOrigin: String = "--region", endpointURL: String? = nil
    ) {
      self.profile = profile
      self.region = region
      self.regionOrigin = regionOrigin
      self.endpointURL = endpointURL
    }
  }

  public let profile: Setting<String>
  public internal(set) var region: Setting<String>?
  public let caBundle: Setting<String>?
  /// How often a call is tried in all.
  public let maximumAttempts: Setting<Int>
  /// `standard`, `legacy` or `adaptive`; the last is carried out as standard.
  public let retryMode: Setting<String>
  public let usesFIPS: Setting<Bool>
  public let usesDualStack: Setting<Bool>
  public let ignoresEndpoints: Setting<Bool>
  /// `regional`, or `legacy` for one address of STS for the oldest Regions.
  public let stsEndpoints: Setting<String>
  public let instanceMetadata: InstanceMetadata

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
    let profile = Self.profile(options, environment)
    self.profile = profile
    // Only what was named has to exist; keys in the environment make up for an absent AWS_PROFILE.
    if files.settings(of: profile.value) == nil,
      options.profile != nil || profile.origin != "default" && environment["AWS_ACCESS_KEY_ID"] == nil
    {
      let quoted = Quotation.touches(profile.value) ? "the name in \(profile.origin) \(Quotation.advice)" : nil
      throw .noProfile(profile.value, places: files.places, hint: files.spelling(of: profile.value) ?? quoted)
    }
    if let fault = files.fault(of: profile.value) { throw fault }
    let lookup = Lookup(profile: profile.value, environment: environment, files: files)
    region = try Self.checked(
      options.region.map { Setting($0, from: options.regionOrigin) }
        ?? lookup.find("AWS_REGION", "AWS_DEFAULT_REGION", key: "region"))
    caBundle = lookup.find("AWS_CA_BUNDLE", key: "ca_bundle")
    retryMode = try lookup.word(
      "AWS_RETRY_MODE", key: "retry_mode", among: ["standard", "legacy", "adaptive"], otherwise: "standard")
    maximumAttempts = try lookup.number(
      "AWS_MAX_ATTEMPTS", key: "max_attempts", in: 1...100, otherwise: retryMode.value == "legacy" ? 5 : 3)
    usesFIPS = lookup.flag("AWS_USE_FIPS_ENDPOINT", key: "use_fips_endpoint")
    usesDualStack = lookup.flag("AWS_USE_DUALSTACK_ENDPOINT", key: "use_dualstack_endpoint")
    ignoresEndpoints = lookup.flag("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", key: "ignore_configured_endpoint_urls")
    stsEndpoints = try lookup.word(
      "AWS_STS_REGIONAL_ENDPOINTS", key: "sts_regional_endpoints", among: ["regional", "legacy"], otherwise: "regional")
    instanceMetadata = try InstanceMetadata(lookup)
    try requireServices()
  }

  /// A `services` section that the profile names has to be there where endpoints are taken from it: without it the calls
  /// would go elsewhere than was meant.
  private func requireServices() throws(ConfigurationError) {
    guard options.endpointURL == nil, !ignoresEndpoints.value, environment["AWS_ENDPOINT_URL"] == nil,
      let name = files.settings(of: profile.value)?["services"]
    else { return }
    if let fault = files.fault(ofServices: name.value) { throw fault }
    guard files.hasServices(name.value) else {
      throw .badValue(
        name: "services", setting: Setting(name.value, from: "profile \(profile.value) in \(name.origin)"),
        reason: "there is no section [services \(Display.clean(name.value))] in \(files.configPath)")
    }
  }

  private static func profile(_ options: Options, _ environment: Environment) -> Setting<String> {
    if let name = options.profile { return Setting(name, from: "--profile") }
    for variable in ["AWS_PROFILE", "AWS_DEFAULT_PROFILE"] {
      if let name = environment[variable] { return Setting(name, from: variable) }
    }
    return Setting("default", from: "default")
  }

  /// A Region becomes part of host names, so what is no label of one is refused. AWS writes them in small letters.
  private static func checked(_ region: Setting<String>?) throws(ConfigurationError) -> Setting<String>? {
    guard let region else { return nil }
    guard Endpoint.isLabel(region.value), !region.value.contains("_") else { throw .badRegion(region) }
    return Setting(region.value.lowercased(), from: region.origin)
  }

  var retryEdition: RetryRules.Edition {
    if retryMode.value == "legacy" { return .legacy }
    return environment["AWS_NEW_RETRIES_2026"]?.lowercased() == "true" ? .standard21 : .standard20
  }

  /// The same configuration for another Region.
  func at(_ region: String, from origin: String) -> AWSConfiguration {
    var copy = self
    copy.region = Setting(region, from: origin)
    return copy
  }

  /// Whether the same profile says the same here and there, and leads to credentials on the same road: files may have
  /// been written since they were read.
  public func means(_ other: AWSConfiguration) -> Bool {
    func route(_ configuration: AWSConfiguration) -> Result<ProfileRoute?, Errand.Failure> {
      do throws(Errand.Failure) {
        return .success(try ProfileRoute.of(configuration.profile.value, configuration.files))
      } catch { return .failure(error) }
    }
    let name = profile.value
    return profile == other.profile && region == other.region
      && files.settings(of: name) == other.files.settings(of: name) && route(self) == route(other)
      && settings.map(\.setting) == other.settings.map(\.setting)
  }

  /// The profile that a variable names and whose credentials are not used, keys in the environment standing before it.
  public var passedOver: Setting<String>? {
    options.profile == nil && profile.origin != "default" && environment["AWS_ACCESS_KEY_ID"] != nil ? profile : nil
  }

  /// A setting below another in the profile: `s3 =` and, indented, `addressing_style = path`.
  func nested(_ name: String, _ inner: String) -> String? { files.nested(profile.value, name, inner) }

  var lookup: Lookup { Lookup(profile: profile.value, environment: environment, files: files) }
}
