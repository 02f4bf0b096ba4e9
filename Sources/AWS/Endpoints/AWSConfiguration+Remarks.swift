import Transport

extension AWSConfiguration {
  /// What to know before credentials are used: where AWS is called at an address of a file that is not in the operator's
  /// home, such as one that came with a repository, and where all can be read on the way. A line for each address.
  public var remarks: [String] {
    let settings = files.settings(of: profile.value)
    // Whoever has no address of his own is spared the rules of all services.
    guard
      options.endpointURL != nil || environment.holds(prefix: "AWS_ENDPOINT_URL") || settings?["services"] != nil
        || settings?["endpoint_url"] != nil
    else { return [] }
    var lines: [String: String] = [:]
    for service in OperationTable.services {
      // What is wrong with an address is said by the call that needs it.
      guard let place = try? destination(of: service) else { continue }
      let (url, origin) = (place.endpoint.url, place.origin)
      if place.isInTheClear {
        lines[url] = "AWS is called at \(url) (\(origin)), which is plain http: all is readable on the way"
      } else if origin.hasSuffix(" in \(files.configPath)") || origin.hasSuffix(" in \(files.credentialsPath)"),
        !files.isAtHome
      {
        lines[url] = "AWS is called with your credentials at \(url), as \(origin) says"
      }
    }
    return lines.keys.sorted().compactMap { lines[$0] }
  }
}

extension SharedFiles {
  /// Whether both files lie in the operator's home folder, written there by nobody else.
  fileprivate var isAtHome: Bool {
    [configPath, credentialsPath].allSatisfy { path in
      path.hasPrefix("~/") || home.map { path.hasPrefix($0 + "/.aws/") } ?? false
    }
  }
}
