import Checklist
import JSONDocument

extension Waiter {
  /// What one look brought: an answer, or the code and status of an error.
  enum Outcome {
    case answer(JSON)
    case error(code: String, status: Int)
  }

  /// What an outcome means; nil when no acceptor speaks of it.
  func state(of outcome: Outcome) -> State? { acceptors.first { $0.accepts(outcome) }?.state }
}

extension Waiter.Acceptor {
  fileprivate func accepts(_ outcome: Waiter.Outcome) -> Bool {
    switch (matcher, outcome) {
    case (.status, .answer): expected.integer == 200
    case (.status, .error(_, let status)): expected.integer == status
    // False stands for no error at all, true for any.
    case (.error, .answer): expected == false
    case (.error, .error(let code, _)): expected == true || expected.string == code
    case (.path, .answer(let answer)): JSONPath(path).values(in: answer) == [expected]
    case (.pathAll, .answer(let answer)):
      JSONPath(path).values(in: answer) == .init(repeating: expected, count: JSONPath(path).values(in: answer).count)
        && !JSONPath(path).values(in: answer).isEmpty
    case (.pathAny, .answer(let answer)): JSONPath(path).values(in: answer).contains(expected)
    case (.path, .error), (.pathAll, .error), (.pathAny, .error): false
    }
  }
}

/// The paths that waiters use: names with dots between them, `[]` behind a name for all items of a list.
struct JSONPath {
  private let parts: [(name: String, isList: Bool)]

  init(_ text: String) {
    parts = text.split(separator: ".").map { part in
      part.hasSuffix("[]") ? (String(part.dropLast(2)), true) : (String(part), false)
    }
  }

  /// What stands there; nothing for a path that leads nowhere.
  func values(in json: JSON) -> [JSON] {
    var found = [json]
    for part in parts {
      found = found.compactMap { $0[part.name] }
      if part.isList { found = found.flatMap { $0.array ?? [] } }
    }
    return found
  }
}
