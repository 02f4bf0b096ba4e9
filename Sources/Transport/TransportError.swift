/// Why there is no answer.
///
/// `afterSend` is true when bytes of the request had left: the server may have acted on it.
/// Texts are libcurl's or ours; they hold host names but neither headers nor bodies.
public enum TransportError: Error, Hashable, Sendable {
  /// The host's name has no address.
  case unresolved(String)
  /// Nothing listens there, or no route leads there.
  case refused(String)
  /// The proxy, not the service, said no.
  case proxy(String)
  /// The certificate is not trusted, expired or for another host.
  case untrusted(String)
  /// TLS failed otherwise, or the CA bundle cannot be read.
  case tls(String)
  case timedOut(afterSend: Bool)
  /// The connection broke.
  case interrupted(String, afterSend: Bool)
  /// The answer is larger than the request allows.
  case tooLarge(String)
  /// What came is no HTTP.
  case malformed(String)
  /// The request itself cannot be sent: a bad URL or header. Nothing was sent.
  case unusable(String)
  case cancelled
}
