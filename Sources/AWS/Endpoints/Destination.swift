import JSONDocument

/// Where the requests of one call go and how they are signed.
public struct Destination: Hashable, Sendable {
  public let endpoint: Endpoint
  public let signingName: String
  public let signingRegion: String
  /// S3 signs the path as it is sent; every other service normalises it and encodes it once more.
  let signsPathAsSent: Bool
  /// Whether the endpoint names the bucket already, in its host or its path.
  let namesBucket: Bool
  /// Who said so: an option, a variable, a profile or AWS's own rules.
  public let origin: String

  /// Bearer credentials and bodies can be read on the way to it: plain http to a host that is not this machine.
  public var isInTheClear: Bool { endpoint.scheme == "http" && !endpoint.isLoopback }
}
