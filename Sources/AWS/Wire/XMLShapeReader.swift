import Basics
import JSONDocument

/// Reads XML by the shapes of a model: answers of the query and rest-xml protocols.
struct XMLShapeReader {
  let model: ServiceModel

  func value(_ node: XMLNode, _ member: Member) throws(ModelError) -> JSON {
    let shape = try model.shape(member.shape)
    switch shape.kind {
    case .structure: return .object(try structure(node, shape))
    case .list:
      // Lenient: some answers name the items otherwise than the model does.
      var items: [JSON] = []
      if let item = shape.item { for child in node.children { items.append(try value(child, item)) } }
      return .array(items)
    case .map: return .object(try map(node.children, shape))
    default:
      // A value with elements in it is none of the service's: it stays what it is, so that nobody believes its text.
      guard node.children.isEmpty else {
        return .object(JSONObject(node.children.map { ($0.name, .string($0.text)) }))
      }
      return Scalar(model: model).value(trimmed(node.text, shape), shape)
    }
  }

  func structure(_ node: XMLNode, _ shape: Shape) throws(ModelError) -> JSONObject {
    var result = JSONObject()
    for member in shape.members where member.standsInBody {
      let target = try model.shape(member.shape)
      let name = member.locationName ?? member.name
      if member.attribute {
        if let text = node.attributes[name] { result[member.name] = Scalar(model: model).value(text, target) }
      } else if member.flattened || target.flattened, target.kind == .list, let item = target.item {
        let name = member.locationName ?? item.locationName ?? member.name
        var items: [JSON] = []
        for child in node.children where child.name == name { items.append(try value(child, item)) }
        if !items.isEmpty { result[member.name] = .array(items) }
      } else if member.flattened || target.flattened, target.kind == .map {
        let entries = node.children.filter { $0.name == name }
        if !entries.isEmpty { result[member.name] = .object(try map(entries, target)) }
      } else if let child = node.child(name) {
        result[member.name] = try value(child, member)
      }
    }
    return result
  }

  private func map(_ entries: [XMLNode], _ shape: Shape) throws(ModelError) -> JSONObject {
    var result = JSONObject()
    guard let key = shape.key, let item = shape.value else { return result }
    for entry in entries {
      guard let name = entry.child(key.locationName ?? "key"), let child = entry.child(item.locationName ?? "value")
      else { continue }
      result[name.text] = try value(child, item)
    }
    return result
  }

  /// Layout around a number or a time is no part of it; in a string every blank counts.
  private func trimmed(_ text: String, _ shape: Shape) -> String {
    switch shape.kind {
    case .string, .character: text
    default: text.trimmed
    }
  }
}
