import YAML

/// A text of a workflow file, which may be an expression that GitHub computes when the workflow runs.
public struct WorkflowText: Hashable, Sendable {
  /// As it is written: `${{ inputs.environment }}`.
  public let text: String
  public let place: YAMLPlace

  /// The text, where it says itself what it is; nil where it has an expression in it (GitHub Docs, "Evaluate expressions
  /// in workflows and actions").
  public var value: String? { text.contains("${{") ? nil : text }

  init(_ text: String, _ place: YAMLPlace) { (self.text, self.place) = (text, place) }

  /// A scalar's text; numbers and flags count as what is written.
  init?(_ node: YAMLNode?) {
    guard let node, let text = node.text else { return nil }
    self.init(text, node.place)
  }

  /// A text with the expressions that are one of these names put in; nil where another is left.
  static func filled(_ text: String, _ values: [String: String]) -> String? {
    var result = ""
    var rest = Substring(text)
    while let start = rest.firstRange(of: "${{") {
      guard let end = rest[start.upperBound...].firstRange(of: "}}") else { return nil }
      let name = rest[start.upperBound..<end.lowerBound].filter { !$0.isWhitespace }
      // Names are compared without letter case (GitHub Docs, "Contexts reference").
      guard let value = values[name.lowercased()] else { return nil }
      result += rest[..<start.lowerBound] + value
      rest = rest[end.upperBound...]
    }
    return result + rest
  }
}

/// A name and its text, such as an input of a step or a variable of the environment.
public struct WorkflowEntry: Hashable, Sendable {
  public let name: String
  public let value: WorkflowText
  public let place: YAMLPlace
}

extension [WorkflowEntry] {
  public subscript(name: String) -> WorkflowText? { first { $0.name == name }?.value }
  /// Inputs are known without letter case (GitHub Docs, "Metadata syntax reference").
  public func input(_ name: String) -> WorkflowText? { first { $0.name.lowercased() == name }?.value }
}

/// What GitHub would refuse in a file, or what is not read here.
public struct WorkflowProblem: Hashable, Sendable {
  public let place: YAMLPlace
  public let words: String
  /// From 1.
  public var line: Int { place.line }
}
