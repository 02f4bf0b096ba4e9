import Transport

/// A request in the words of a protocol, before an endpoint and a signature are known.
struct WireRequest: Hashable, Sendable {
  var method = "POST"
  /// Percent-encoded, beginning with a slash.
  var path = "/"
  /// Percent-encoded pairs; a nil value is a name alone, without `=`.
  var query: [Pair] = []
  var headers: [HTTPHeader] = []
  var body: [UInt8]?

  struct Pair: Hashable, Sendable {
    let name: String
    let value: String?
  }

  var queryText: String {
    query.map { pair in pair.value.map { "\(pair.name)=\($0)" } ?? pair.name }.joined(separator: "&")
  }
}

/// A value that its shape does not allow, or an answer that does not fit the model. `reason` is one of
/// our own sentences and quotes nothing from the answer.
struct WireError: Error, Hashable {
  let reason: String
}
