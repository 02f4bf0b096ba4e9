import Checklist
import JSONDocument
import YAML

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
    let root: YAMLNode?
    do {
      root = try YAMLNode.read(text)
    } catch {
      let words = error.kind == .syntax ? "this is no YAML: \(error.words)" : error.words
      throw Problems(all: [Problem(path: path, line: error.line, column: error.column, message: words)])
    }
    var reader = SetupReader(path: path)
    if let root { reader.read(root) }
    guard reader.problems.isEmpty else {
      throw Problems(all: reader.problems.sorted { ($0.line, $0.column) < ($1.line, $1.column) })
    }
    return Setup(reader.answers)
  }
}
