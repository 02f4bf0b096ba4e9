import JSONDocument
import YAML

extension YAMLNode {
  /// What the document says, without places, comments, styles and anchors. Numbers stay as they are spelled.
  var json: JSON {
    switch value {
    case .sequence(let items): return .array(items.map(\.json))
    case .mapping(let entries): return .object(JSONObject(entries.map { ($0.name, $0.value.json) }))
    case .scalar(let scalar):
      switch typed {
      case .null?: return .null
      case .bool(let flag)?: return .bool(flag)
      case .int?, .float?: return .number(scalar.text)
      case .text?, nil: return .string(scalar.text)
      }
    }
  }
}
