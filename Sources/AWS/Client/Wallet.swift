import Transport

/// The credentials of one client. They are looked up once and kept until
/// they are within ten minutes of their end or a service calls them expired.
actor Wallet {
  private let chain: CredentialChain
  private var credentials: Credentials?

  init(_ chain: CredentialChain) { self.chain = chain }

  func current(at now: Moment? = nil) async throws(CredentialChain.Nothing) -> Credentials {
    if let credentials {
      guard let end = credentials.expiration, let now, end.seconds - now.seconds < 600 else { return credentials }
    }
    let found = try await chain.credentials()
    credentials = found
    return found
  }

  /// Looks again after a service refused `old`; whether there are others now.
  func renew(after old: Credentials) async throws(CredentialChain.Nothing) -> Bool {
    if let credentials, credentials != old { return true }
    let found = try await chain.credentials()
    credentials = found
    return found != old
  }
}
