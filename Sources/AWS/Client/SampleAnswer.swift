import Checklist
import JSONDocument

/// An answer made up from a service's model: every member of its shape, with values that the model allows.
///
/// It stands for an account where there is none, so that what a step would do can be found out without
/// asking anybody.
public struct SampleAnswer: Sendable {
  private let call: Call
  private let words: [String]
  private let tags: [(key: String, value: String)]
  /// A number for each place of the answer, by which its value is chosen.
  private let choice: @Sendable (String) -> UInt64

  /// - Parameters:
  ///   - words: the names that occur in the imagined account; ARNs and other names are told apart.
  ///   - tags: the tags that occur there.
  public init(
    _ call: Call, words: [String], tags: [(key: String, value: String)],
    choice: @escaping @Sendable (_ place: String) -> UInt64
  ) {
    self.call = call
    self.words = words
    self.tags = tags
    self.choice = choice
  }

  /// The answer; an empty object for an operation that the table does not know or that answers nothing.
  public var json: JSON {
    do {
      guard let model = try ServiceModel.named(call.service.rawValue), let operation = model.operations[call.operation],
        let output = operation.output
      else { return [:] }
      return try value(try model.shape(output.shape), operation.name, model, depth: 0)
    } catch { return [:] }
  }

  private func value(_ shape: Shape, _ place: String, _ model: ServiceModel, depth: Int) throws(ModelError) -> JSON {
    guard depth < 6 else { return .null }
    let number = choice(place)
    switch shape.kind {
    case .structure:
      if shape.name.hasSuffix("Tag"), shape.members.count == 2, !tags.isEmpty {
        let tag = tags[Int(number % UInt64(tags.count))]
        return .object(JSONObject(zip(shape.members.map(\.name), [tag.key, tag.value]).map { ($0, .string($1)) }))
      }
      var object = JSONObject()
      for member in shape.members {
        object[member.name] = try value(
          try model.shape(member.shape), place + "." + member.name, model, depth: depth + 1)
      }
      return .object(object)
    case .list:
      var items: [JSON] = []
      guard let item = shape.item else { return .array([]) }
      for index in 0..<(number % 4 == 3 ? 2 : number % 4 == 2 ? 0 : 1) {
        items.append(try value(try model.shape(item.shape), "\(place).\(index)", model, depth: depth + 1))
      }
      return .array(items)
    case .map:
      guard let item = shape.value else { return [:] }
      return .object(
        JSONObject([("sample", try value(try model.shape(item.shape), place + ".sample", model, depth: depth + 1))]))
    case .boolean: return .bool(number % 2 == 0)
    case .integer, .long: return .number(String(number % 4000))
    case .float, .double: return .number("0.5")
    case .timestamp: return .number("1767225600")
    case .string, .character, .blob: return .string(text(shape, place, number))
    }
  }

  private func text(_ shape: Shape, _ place: String, _ number: UInt64) -> String {
    if !shape.rules.values.isEmpty { return shape.rules.values[Int(number % UInt64(shape.rules.values.count))] }
    let name = String(place.split(separator: ".").last { Int($0) == nil } ?? "")
    // What was asked for by name comes back under that name.
    if let asked = call.input[name]?.string { return asked }
    if name == "AssumeRolePolicyDocument", number % 3 == 0 { return Self.trusting }
    if name.hasSuffix("Document") || name == "Policy" {
      return number % 2 == 0 ? #"{"Version":"2012-10-17","Statement":[]}"# : Self.wide
    }
    let isARN = name.hasSuffix("Arn") || name.hasSuffix("ARN")
    let fitting = words.filter { $0.hasPrefix("arn:") == isARN }
    return fitting.isEmpty ? "sample" : fitting[Int(number % UInt64(fitting.count))]
  }

  private static let trusting = """
    {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Federated":"sample"},\
    "Action":"sts:AssumeRoleWithWebIdentity",\
    "Condition":{"StringEquals":{"issuer.example.com:sub":"repo:sample/sample:ref:refs/heads/main"}}}]}
    """

  private static let wide =
    #"{"Version":"2012-10-17","Statement":[{"Sid":"Wide","Effect":"Allow","Action":"*","Resource":"*"}]}"#
}
