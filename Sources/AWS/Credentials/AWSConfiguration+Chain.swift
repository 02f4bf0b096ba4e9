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
}
