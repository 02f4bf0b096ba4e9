/// Whatever can carry a request and bring an answer: the transport, or a double in tests.
public protocol HTTPSending: Sendable {
  func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse
}
