import JSONDocument

/// A call with everything in it, on its way out.
///
/// It is made in one place and used up by sending. It can be neither copied nor printed, hashed, compared or written
/// down: all that takes a value that can be copied.
public struct Filled: ~Copyable, Sendable {
  /// The call as it was shown, for whatever has to be said of it.
  public let call: Call
  private let complete: JSONObject

  /// - Parameter fillings: a value for each blank by its path; values for members beside a blank may come with them.
  /// - Throws: `.unexpected` where a blank has none.
  public init(_ call: Call, _ fillings: [String: JSON] = [:]) throws(Obstacle) {
    for path in call.blanks.keys.sorted() where fillings[path] == nil {
      throw .unexpected("nothing is there to fill \(path) with")
    }
    let document = fillings.reduce(into: JSON.object(call.input)) { $0.set($1.value, at: $1.key) }
    self.call = call
    complete = document.object ?? call.input
  }

  /// The whole input, for the one request that it is written into.
  public consuming func input() -> JSONObject { complete }
}
