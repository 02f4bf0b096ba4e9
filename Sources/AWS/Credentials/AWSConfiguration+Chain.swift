import Transport

extension AWSConfiguration {
  /// Where credentials are looked for, in order: the environment, the profile in all its forms, a web identity
  /// named in the environment, a container's endpoint, the instance's metadata.
  public func credentialChain(_ doors: CredentialDoors) -> CredentialChain {
    let errand = Errand(configuration: self, doors: doors)
    let variables = EnvironmentSource(environment: environment)
    let profile = ProfileSource(errand: errand)
    let machine: [any CredentialSource] = [
      WebIdentitySource(errand: errand), ContainerSource(errand: errand), InstanceSource(errand: errand),
    ]
    // A profile named on the command line is meant; AWS_PROFILE yields to keys in the environment.
    return CredentialChain((options.profile == nil ? [variables, profile] : [profile]) + machine)
  }

  /// Whether a person may be asked something on the way to credentials: the code of a device, or whatever a
  /// program of the operator's own asks.
  public var mayAsk: Bool {
    let variables = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"]
    if options.profile == nil, variables.contains(where: { environment[$0] != nil }) { return false }
    do throws(Errand.Failure) {
      guard let route = try ProfileRoute.of(profile.value, files) else { return false }
      if case .command = route.start { return true }
      return route.hops.contains { $0.device != nil }
    } catch {
      // What is wrong with the profile is said by whoever looks for credentials; nobody is asked for it.
      return false
    }
  }
}
