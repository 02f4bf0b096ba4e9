import Transport

extension AWSConfiguration {
  /// Where a service's requests go and why, or what is wrong with that.
  ///
  /// An endpoint of one's own: the option, then `AWS_ENDPOINT_URL_<SERVICE>`, `AWS_ENDPOINT_URL`, the
  /// profile's `services` section, its `endpoint_url`; the last four only when
  /// `AWS_IGNORE_CONFIGURED_ENDPOINT_URLS` is not true.
  public func endpoint(of service: String, region: String? = nil) throws(ConfigurationError) -> Setting<Endpoint> {
    let fips = switchedOn("AWS_USE_FIPS_ENDPOINT", "use_fips_endpoint")
    if let own = try ownEndpoint(of: service) {
      if fips {
        throw .badValue(
          name: "endpoint", setting: Setting(own.value.url, from: own.origin), reason: "FIPS allows no own endpoint")
      }
      return own
    }
    guard let region = region ?? self.region?.value else { throw .noRegion }
    let dual = switchedOn("AWS_USE_DUALSTACK_ENDPOINT", "use_dualstack_endpoint")
    let prefix: String
    do {
      prefix = try ServiceModel.named(service)?.endpointPrefix ?? service
    } catch {
      prefix = service
    }
    let host = ServiceHost.name(service: service, prefix: prefix, region: region, fips: fips, dual: dual)
    return Setting(Endpoint(host: host), from: "AWS's own for \(region)")
  }

  private func ownEndpoint(of service: String) throws(ConfigurationError) -> Setting<Endpoint>? {
    func read(_ text: String, _ origin: String) throws(ConfigurationError) -> Setting<Endpoint> {
      guard let endpoint = Endpoint(url: text) else {
        throw .badValue(name: "endpoint", setting: Setting(text, from: origin), reason: "not a URL of a service")
      }
      return Setting(endpoint, from: origin)
    }
    if let url = options.endpointURL { return try read(url, "--endpoint-url") }
    if switchedOn("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "ignore_configured_endpoint_urls") { return nil }
    let identity = Self.identity(of: service)
    let variable = "AWS_ENDPOINT_URL_" + identity.uppercased()
    if let url = environment[variable] { return try read(url, variable) }
    if let url = environment["AWS_ENDPOINT_URL"] { return try read(url, "AWS_ENDPOINT_URL") }
    guard let settings = files.settings(of: profile.value) else { return nil }
    let origin = "profile \(profile.value) in \(files.configPath)"
    if let section = settings["services"]?.value,
      let url = files.endpointURL(section: section, service: identity)
    {
      return try read(url, "services \(section) in \(files.configPath)")
    }
    return try settings["endpoint_url"].map { url throws(ConfigurationError) in try read(url.value, origin) }
  }

  /// The service's id as variables and `services` sections spell it: `Secrets Manager` is `secrets_manager`.
  static func identity(of service: String) -> String {
    let name: String
    do {
      name = try ServiceModel.named(service)?.serviceID ?? service
    } catch {
      name = service
    }
    return name.lowercased().replacing(" ", with: "_").replacing("-", with: "_")
  }
}
