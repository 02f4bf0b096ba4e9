import Transport

/// What AWS knows a caller by.
public struct Credentials: Hashable, Sendable {
  public let accessKeyID: String
  public let secretAccessKey: Secret
  public let sessionToken: Secret?
  /// When they end, where the source says so.
  public let expiration: Moment?
  /// The source in an operator's words: `environment`, `profile dev in ~/.aws/credentials`.
  public let origin: String

  public init(
    accessKeyID: String, secretAccessKey: Secret, sessionToken: Secret? = nil, expiration: Moment? = nil, origin: String
  ) {
    self.accessKeyID = accessKeyID
    self.secretAccessKey = secretAccessKey
    self.sessionToken = sessionToken
    self.expiration = expiration
    self.origin = origin
  }

  /// The key id as far as it may be shown: `AKIA…WXYZ`.
  public var shownKeyID: String { accessKeyID.prefix(4) + "…" + accessKeyID.suffix(4) }
}
