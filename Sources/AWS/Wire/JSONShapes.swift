import Basics
import Checklist
import JSONDocument

/// JSON on the wire from and to JSON by member names, by the shapes of a model.
struct JSONShapes {
  let model: ServiceModel

  func written(_ value: JSON, _ member: Member) throws -> JSON {
    let shape = try model.shape(member.shape)
    if shape.isDocument || value.isNull { return value }
    switch (shape.kind, value) {
    case (.structure, .object(let object)):
      var result = JSONObject()
      for member in shape.members where member.location == nil {
        guard let value = object[member.name], !value.isNull else { continue }
        result[member.locationName ?? member.name] = try written(value, member)
      }
      return .object(result)
    case (.list, .array(let items)):
      guard let item = shape.item else { return value }
      return .array(try items.map { try written($0, item) })
    case (.map, .object(let object)):
      guard let inner = shape.value else { return value }
      return .object(JSONObject(try object.members.map { ($0.name, try written($0.value, inner)) }))
    case (.structure, _), (.list, _), (.map, _):
      throw WireError(reason: "\(member.name) is not of the form its model asks for")
    case (.blob, _): return .string(Base64.encode(value.blob ?? []))
    case (.timestamp, _):
      let moment = try Scalar(model: model).moment(value)
      let format = member.timestampFormat ?? shape.timestampFormat ?? "unixTimestamp"
      return format == "unixTimestamp" ? .number(moment.epoch) : .string(Scalar.write(moment, as: format))
    default: return value
    }
  }

  /// Members the model does not know are left out, and so are nulls; a value of another kind than the
  /// model's stays as it came.
  func read(_ value: JSON, _ member: Member) throws -> JSON {
    let shape = try model.shape(member.shape)
    if shape.isDocument { return value }
    switch (shape.kind, value) {
    case (.structure, .object(let object)): return .object(try structure(object, shape))
    case (.list, .array(let items)):
      guard let item = shape.item else { return value }
      return .array(try items.map { try read($0, item) })
    case (.map, .object(let object)):
      guard let inner = shape.value else { return value }
      let entries = try object.members.filter { !$0.value.isNull }.map { ($0.name, try read($0.value, inner)) }
      return .object(JSONObject(entries))
    case (.timestamp, .number(let digits)), (.timestamp, .string(let digits)):
      return .string(Moment(digits)?.rfc3339 ?? digits)
    case (.blob, .string(let text)): return Scalar(model: model).value(text, shape)
    default: return value
    }
  }

  func structure(_ object: JSONObject, _ shape: Shape) throws -> JSONObject {
    var result = JSONObject()
    for member in shape.members where member.standsInBody {
      guard let value = object[member.locationName ?? member.name], !value.isNull else { continue }
      result[member.name] = try read(value, member)
    }
    return result
  }
}
