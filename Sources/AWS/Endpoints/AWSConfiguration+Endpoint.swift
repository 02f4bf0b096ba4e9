import JSONDocument
import Transport

extension AWSConfiguration {
  /// Where a service's requests go and why, or what is wrong with that.
  public func endpoint(of service: String, region: String? = nil) throws(ConfigurationError) -> Setting<Endpoint> {
    let found = try destination(of: service, region: region)
    return Setting(found.endpoint, from: found.origin)
  }

  /// The endpoint of a service by AWS's own rules, from the Region, FIPS, dual stack and an endpoint of one's own.
  /// - Parameter input: members of a call that rules look at, such as `Bucket`.
  public func destination(
    of service: String, region: String? = nil, input: JSONObject = [:]
  ) throws(ConfigurationError) -> Destination {
    let (model, rules) = try Self.table(of: service)
    let own = try ownEndpoint(of: service)
    // Global services are asked before a Region is chosen, and STS has an address for that.
    let chosen = region ?? self.region?.value ?? (["iam", "sts"].contains(service) ? "aws-global" : nil)
    guard let chosen else { throw .noRegion }
    var values = JSONObject(
      rules.parameters.compactMap { name in
        input[name].flatMap { value in value.string.map { (name, .string($0)) } }
      })
    let namesBucket = values["Bucket"] != nil
    values["Region"] = .string(chosen)
    values["UseFIPS"] = .bool(usesFIPS.value)
    values["UseDualStack"] = .bool(usesDualStack.value)
    if service == "s3", nested("s3", "addressing_style") == "path" { values["ForcePathStyle"] = true }
    if service == "sts", stsEndpoints.value == "legacy" { values["UseGlobalEndpoint"] = true }
    var plain: EndpointRules.Resolved?
    if let own {
      // AWS may have no endpoint of its own here, which is no fault of one's own: then the Region itself signs.
      do throws(EndpointRules.Refusal) { plain = try rules.resolve(values) } catch { plain = nil }
      values["Endpoint"] = .string(own.value.url)
    }
    let resolved: EndpointRules.Resolved
    do throws(EndpointRules.Refusal) { resolved = try rules.resolve(values) } catch {
      throw .noEndpoint(service: service, region: chosen, reason: error.reason)
    }
    guard let endpoint = Endpoint(url: resolved.url) else {
      throw .noEndpoint(service: service, region: chosen, reason: "its URL cannot be used")
    }
    return Destination(
      endpoint: endpoint, signingName: resolved.signingName ?? model?.signingName ?? service,
      signingRegion: resolved.signingRegion ?? plain?.signingRegion ?? Self.signable(chosen),
      signsPathAsSent: service == "s3", namesBucket: namesBucket, origin: own?.origin ?? "AWS's own for \(chosen)")
  }

  /// A pseudo Region signs for its partition's first.
  private static func signable(_ region: String) -> String {
    region.hasSuffix("-global") ? Partition.of(region)?.globalRegion ?? region : region
  }

  /// The rules of a service; one the table does not have follows the form that most services share.
  private static func table(of service: String) throws(ConfigurationError) -> (ServiceModel?, EndpointRules) {
    do throws(ModelError) {
      if let model = try ServiceModel.named(service) { return (model, model.endpointRules) }
    } catch { throw .noEndpoint(service: service, region: "", reason: error.reason) }
    return (nil, EndpointRules.common(service))
  }

  /// An endpoint of one's own: the option, then `AWS_ENDPOINT_URL_<SERVICE>`, `AWS_ENDPOINT_URL`, the profile's
  /// `services` section, its `endpoint_url`; the last four only when `AWS_IGNORE_CONFIGURED_ENDPOINT_URLS` is not true.
  private func ownEndpoint(of service: String) throws(ConfigurationError) -> Setting<Endpoint>? {
    func read(_ text: String, _ origin: String) throws(ConfigurationError) -> Setting<Endpoint> {
      guard let endpoint = Endpoint(url: text) else {
        throw .badValue(name: "endpoint", setting: Setting(text, from: origin), reason: "not a URL of a service")
      }
      return Setting(endpoint, from: origin)
    }
    if let url = options.endpointURL { return try read(url, "--endpoint-url") }
    if ignoresEndpoints.value { return nil }
    let identity = Self.identity(of: service)
    let variable = "AWS_ENDPOINT_URL_" + identity.uppercased()
    if let url = environment[variable] { return try read(url, variable) }
    if let url = environment["AWS_ENDPOINT_URL"] { return try read(url, "AWS_ENDPOINT_URL") }
    guard let settings = files.settings(of: profile.value) else { return nil }
    if let section = settings["services"]?.value,
      let url = files.endpointURL(section: section, service: identity)
    {
      return try read(url, "services \(section) in \(files.configPath)")
    }
    return try settings["endpoint_url"].map { url throws(ConfigurationError) in
      try read(url.value, "profile \(profile.value) in \(url.origin)")
    }
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

extension EndpointRules {
  /// What nearly all services' rules come to, for one that is not in the table.
  fileprivate static func common(_ service: String) -> EndpointRules {
    EndpointRules([
      "parameters": ["Region": [:], "Endpoint": [:]],
      "rules": [
        ["conditions": [["fn": "isSet", "argv": [["ref": "Endpoint"]]]], "endpoint": ["url": ["ref": "Endpoint"]]],
        [
          "conditions": [["fn": "aws.partition", "argv": [["ref": "Region"]], "assign": "p"]],
          "endpoint": ["url": .string("https://\(service).{Region}.{p#dnsSuffix}")],
        ],
      ],
    ])
  }
}
