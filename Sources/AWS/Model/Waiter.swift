import JSONDocument

/// AWS's own rule for waiting until something is so: which operation to ask, how often, and what its answers mean.
struct Waiter: Sendable {
  enum State: String, Sendable { case success, failure, retry }

  /// One meaning of an answer.
  struct Acceptor: Sendable {
    enum Matcher: String, Sendable { case path, pathAll, pathAny, status, error }

    let state: State
    let matcher: Matcher
    /// A path into the answer, for the matchers of that name.
    let path: String
    let expected: JSON
  }

  let name: String
  let operation: String
  /// Seconds between two looks.
  let delay: Double
  let maximumAttempts: Int
  let acceptors: [Acceptor]

  init(name: String, _ json: JSON) {
    self.name = name
    operation = json["operation"]?.string ?? ""
    delay = json["delay"]?.double ?? 5
    maximumAttempts = json["maxAttempts"]?.integer ?? 20
    acceptors = (json["acceptors"]?.array ?? []).compactMap { json in
      guard let state = json["state"]?.string.flatMap(State.init),
        let matcher = json["matcher"]?.string.flatMap(Acceptor.Matcher.init)
      else { return nil }
      return Acceptor(
        state: state, matcher: matcher, path: json["argument"]?.string ?? "", expected: json["expected"] ?? .null)
    }
  }
}
