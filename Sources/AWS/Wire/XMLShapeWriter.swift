import JSONDocument

/// Writes XML by the shapes of a model: bodies of the rest-xml protocol.
struct XMLShapeWriter {
  let model: ServiceModel

  /// The whole body: one element named by the member or its shape.
  func document(_ value: JSON, _ member: Member) throws -> String {
    let shape = try model.shape(member.shape)
    return try element(member.locationName ?? shape.locationName ?? shape.name, value, member)
  }

  private func element(_ name: String, _ value: JSON, _ member: Member) throws -> String {
    let shape = try model.shape(member.shape)
    var attributes = Self.declaration(member.namespace ?? shape.namespace)
    var content = ""
    switch shape.kind {
    case .structure:
      guard let object = value.object else { throw WireError(reason: "\(member.name) is no object") }
      for inner in shape.members where inner.location == nil {
        guard let value = object[inner.name], !value.isNull else { continue }
        let target = try model.shape(inner.shape)
        if inner.attribute {
          let text = try Scalar(model: model).text(value, target, inner, timestamp: "iso8601")
          attributes += " \(inner.locationName ?? inner.name)=\"\(Self.escape(text))\""
        } else {
          content += try contents(value, inner, target)
        }
      }
    case .list: content = try items(value, shape, nil)
    case .map: content = try entries(value, shape, nil)
    default: content = Self.escape(try Scalar(model: model).text(value, shape, member, timestamp: "iso8601"))
    }
    return "<\(name)\(attributes)>\(content)</\(name)>"
  }

  /// A member within its structure: one element, or several where a list or map is flattened.
  private func contents(_ value: JSON, _ member: Member, _ shape: Shape) throws -> String {
    let name = member.locationName ?? member.name
    guard member.flattened || shape.flattened else { return try element(name, value, member) }
    switch shape.kind {
    case .list: return try items(value, shape, name)
    case .map: return try entries(value, shape, name)
    default: return try element(name, value, member)
    }
  }

  private func items(_ value: JSON, _ shape: Shape, _ name: String?) throws -> String {
    guard let items = value.array, let item = shape.item else { throw WireError(reason: "a list is no list") }
    return try items.map { try element(name ?? item.locationName ?? "member", $0, item) }.joined()
  }

  private func entries(_ value: JSON, _ shape: Shape, _ name: String?) throws -> String {
    guard let object = value.object, let key = shape.key, let item = shape.value else {
      throw WireError(reason: "a map is no map")
    }
    return try object.members.map { entry in
      let inner =
        try element(key.locationName ?? "key", .string(entry.name), key)
        + element(item.locationName ?? "value", entry.value, item)
      return "<\(name ?? "entry")>\(inner)</\(name ?? "entry")>"
    }.joined()
  }

  private static func declaration(_ namespace: XMLNamespace?) -> String {
    guard let namespace else { return "" }
    return " xmlns\(namespace.prefix.map { ":" + $0 } ?? "")=\"\(escape(namespace.uri))\""
  }

  /// A carriage return would be read back as a line feed, so it goes out as a reference, as do other
  /// characters that XML readers change.
  private static func escape(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "\r": result += "&#xD;"
      case "\n": result += "&#xA;"
      case "\u{85}": result += "&#x85;"
      case "\u{2028}": result += "&#x2028;"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
