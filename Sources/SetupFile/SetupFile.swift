import Checklist
import JSONDocument
import Yams

/// The setup file: YAML in, a `Setup` out, every mistake named with its file, line, column and key.
///
/// What keys there are, and what each may hold, comes from `SetupKey`; this module only knows YAML.
public struct SetupFile: Sendable {
  /// What is wrong with a setup file, and where.
  public struct Problem: Error, Hashable, Sendable, CustomStringConvertible {
    public let path: String
    public let line: Int
    public let column: Int
    public let message: String

    public init(path: String, line: Int, column: Int, message: String) {
      self.path = path
      self.line = line
      self.column = column
      self.message = message
    }

    public var description: String { "\(path):\(line):\(column): \(message)" }
  }

  /// All that is wrong with a file, in the order of its lines.
  public struct Problems: Error, Hashable, Sendable {
    public let all: [Problem]

    public init(all: [Problem]) { self.all = all }
  }

  /// Reads a setup. `path` is only for the messages.
  public static func parse(_ text: String, path: String) throws(Problems) -> Setup {
    // A handful of aliases of aliases can mean more nodes than there is memory.
    guard text.matches(of: /(?:^|[\s,\[{])\*[^\s,\]}]/).count <= 32 else {
      throw Problems(all: [Problem(path: path, line: 1, column: 1, message: "more than 32 aliases")])
    }
    let root: Node?
    do {
      root = try Yams.compose(yaml: text)
    } catch {
      throw Problems(all: [problem(of: error, path: path)])
    }
    var reader = SetupReader(path: path)
    if let root { reader.read(root) }
    guard reader.problems.isEmpty else {
      throw Problems(all: reader.problems.sorted { ($0.line, $0.column) < ($1.line, $1.column) })
    }
    return Setup(reader.answers)
  }

  private static func problem(of error: any Error, path: String) -> Problem {
    switch error {
    case YamlError.scanner(_, let problem, let mark, _), YamlError.parser(_, let problem, let mark, _),
      YamlError.composer(_, let problem, let mark, _):
      Problem(path: path, line: mark.line, column: mark.column, message: "this is no YAML: \(problem)")
    case YamlError.duplicatedKeysInMapping(let duplicates, let context):
      Problem(
        path: path, line: context.mark.line, column: context.mark.column,
        message: "written twice: \(duplicates.map { "\($0)" }.joined(separator: ", "))")
    default: Problem(path: path, line: 1, column: 1, message: "this is no YAML")
    }
  }
}
