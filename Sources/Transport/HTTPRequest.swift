/// One HTTP request as a value.
public struct HTTPRequest: Hashable, Sendable {
  /// `GET`, `HEAD`, `POST` …, in capitals.
  public var method: String
  /// Absolute, `http` or `https`, already percent-encoded; it is sent exactly so.
  public var url: String
  /// In order; a name may come twice. CR, LF and NUL in a value are refused.
  public var headers: [HTTPHeader]
  /// `nil` sends none, empty sends `Content-Length: 0`.
  public var body: [UInt8]?
  /// Seconds from the start to the last byte of the answer, on a clock that no one can set.
  public var deadline: Double
  /// Seconds for name, connection and TLS together.
  public var connectDeadline: Double
  /// Bytes of answer body beyond which the transfer is broken off.
  public var bodyLimit: Int
  /// Never reuse a kept connection. On a reused one that has died libcurl silently sends the request
  /// again, so a write that must not happen twice asks for a fresh one.
  public var freshConnection: Bool
  /// Past any proxy: what only this machine can reach.
  public var isDirect: Bool

  public init(
    method: String = "GET", url: String, headers: [HTTPHeader] = [], body: [UInt8]? = nil, deadline: Double = 60,
    connectDeadline: Double = 10, bodyLimit: Int = 16 << 20, freshConnection: Bool = false,
    isDirect: Bool = false
  ) {
    self.method = method
    self.url = url
    self.headers = headers
    self.body = body
    self.deadline = deadline
    self.connectDeadline = connectDeadline
    self.bodyLimit = bodyLimit
    self.freshConnection = freshConnection
    self.isDirect = isDirect
  }
}
