import Basics
import JSONDocument
import Transport

/// The query protocol's requests: a form whose keys spell the path to each value.
struct QueryWriter {
  let model: ServiceModel
  private var pairs: [WireRequest.Pair] = []

  init(model: ServiceModel) { self.model = model }

  static func write(_ input: JSONObject, _ operation: Operation, _ model: ServiceModel) throws -> WireRequest {
    var writer = QueryWriter(model: model)
    writer.add("Action", operation.name)
    writer.add("Version", model.version)
    if let part = operation.input {
      try writer.structure(input, try model.shape(part.shape), prefix: "")
    }
    var request = WireRequest(method: operation.method, path: operation.uri)
    request.headers = [HTTPHeader("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")]
    let form = writer.pairs.map { "\($0.name)=\($0.value ?? "")" }.joined(separator: "&")
    request.body = Array(form.utf8)
    return request
  }

  private mutating func add(_ name: String, _ value: String) {
    pairs.append(.init(name: Percent.encode(name), value: Percent.encode(value)))
  }

  private mutating func structure(_ input: JSONObject, _ shape: Shape, prefix: String) throws {
    for member in shape.members {
      guard let value = input[member.name], !value.isNull else { continue }
      let name = member.locationName ?? member.name
      try add(value, member, prefix: prefix.isEmpty ? name : "\(prefix).\(name)")
    }
  }

  private mutating func add(_ value: JSON, _ member: Member, prefix: String) throws {
    let shape = try model.shape(member.shape)
    switch shape.kind {
    case .structure:
      guard let object = value.object else { throw WireError(reason: "\(member.name) is no object") }
      try structure(object, shape, prefix: prefix)
    case .list: try list(value, shape, member, prefix: prefix)
    case .map: try map(value, shape, member, prefix: prefix)
    default:
      add(prefix, try Scalar(model: model).text(value, shape, member, timestamp: "iso8601"))
    }
  }

  private mutating func list(_ value: JSON, _ shape: Shape, _ member: Member, prefix: String) throws {
    guard let items = value.array, let item = shape.item else { throw WireError(reason: "\(member.name) is no list") }
    guard !items.isEmpty else { return add(prefix, "") }
    var prefix = prefix
    if member.flattened || shape.flattened {
      if let name = item.locationName {
        prefix = (prefix.split(separator: ".").dropLast().map(String.init) + [name]).joined(separator: ".")
      }
    } else {
      prefix += "." + (item.locationName ?? "member")
    }
    for (index, each) in items.enumerated() { try add(each, item, prefix: "\(prefix).\(index + 1)") }
  }

  private mutating func map(_ value: JSON, _ shape: Shape, _ member: Member, prefix: String) throws {
    guard let entries = value.object?.members, let key = shape.key, let item = shape.value else {
      throw WireError(reason: "\(member.name) is no map")
    }
    let prefix = member.flattened || shape.flattened ? prefix : prefix + ".entry"
    for (index, entry) in entries.enumerated() {
      try add(.string(entry.name), key, prefix: "\(prefix).\(index + 1).\(key.locationName ?? "key")")
      try add(entry.value, item, prefix: "\(prefix).\(index + 1).\(item.locationName ?? "value")")
    }
  }
}
