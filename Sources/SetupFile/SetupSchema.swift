import Checklist
import JSONDocument

extension SetupFile {
  /// The JSON Schema of the setup file, so that editors complete and check it.
  public static var schema: JSON {
    var schema = block(SetupKey.all.map { ($0.path.split(separator: ".").map(String.init), $0) })
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    schema["title"] = "onramp setup file, version 1"
    return schema
  }

  private static func block(_ keys: [(path: [String], key: SetupKey)]) -> JSON {
    var properties = JSONObject()
    var names: [String] = []
    for key in keys where !names.contains(key.path[0]) { names.append(key.path[0]) }
    for name in names {
      let inside = keys.filter { $0.path[0] == name }
      if let leaf = inside.first(where: { $0.path.count == 1 }) {
        properties[name] = leaf.key.schema
      } else {
        properties[name] = block(inside.map { (Array($0.path.dropFirst()), $0.key) })
      }
    }
    return ["type": "object", "additionalProperties": false, "properties": .object(properties)]
  }
}

extension SetupKey {
  fileprivate var schema: JSON {
    var schema: JSON =
      switch kind {
      case .text(let rule): ["type": "string", "pattern": .string(rule.pattern), "description": .string(rule.words)]
      case .choice(let words): ["enum": JSON(words)]
      case .flag: ["type": "boolean"]
      case .integer(let range):
        [
          "type": "integer", "minimum": .number(String(range.lowerBound)),
          "maximum": .number(String(range.upperBound)),
        ]
      case .list(let rule): ["type": "array", "items": ["type": "string", "pattern": .string(rule.pattern)]]
      case .map(let rule): rule.schema
      case .blocks(let keys):
        [
          "type": "array",
          "items": [
            "type": "object", "additionalProperties": false,
            "properties": .object(JSONObject(keys.map { ($0.path, $0.schema) })),
          ],
        ]
      }
    if let standing { schema["default"] = value(of: standing) }
    return narrowed(schema)
  }

  /// The schema of what this build acts on, so that an editor marks what onramp refuses.
  private func narrowed(_ schema: JSON) -> JSON {
    var schema = schema
    switch (reach, kind) {
    case (.whole, _): return schema
    case (.none, .list): schema["maxItems"] = 0
    case (.none, .map): schema["maxProperties"] = 0
    case (.none, _): schema["not"] = [:]
    case (.only(let known), .list): schema["items"] = ["enum": JSON(known)]
    case (.only(let known), _): schema["enum"] = .array(known.map(value(of:)))
    }
    schema["description"] = .string(remark)
    return schema
  }
}

extension MapRule {
  fileprivate var schema: JSON {
    func text(_ rule: TextRule) -> JSON {
      ["type": "string", "pattern": .string(rule.pattern), "description": .string(rule.words)]
    }
    return [
      "type": "object", "propertyNames": text(name), "additionalProperties": text(value),
      "maxProperties": .number(String(most)), "description": .string(words),
    ]
  }
}
