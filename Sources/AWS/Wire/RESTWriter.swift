import Basics
import Checklist
import JSONDocument
import Transport

/// The REST protocols' requests: members in path, query, headers and body as the model binds them.
struct RESTWriter {
  let operation: Operation
  let model: ServiceModel
  private var scalar: Scalar { Scalar(model: model) }

  init(operation: Operation, model: ServiceModel) {
    self.operation = operation
    self.model = model
  }

  func write(_ input: JSONObject) throws -> WireRequest {
    var request = WireRequest(method: operation.method)
    let template = operation.uri.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    request.path = String(template[0])
    for pair in template.count > 1 ? template[1].split(separator: "&") : [] {
      let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      request.query.append(.init(name: parts[0], value: parts.count > 1 ? parts[1] : nil))
    }
    guard let part = operation.input else { return request }
    let shape = try model.shape(part.shape)
    for member in shape.members {
      guard let value = input[member.name], !value.isNull else { continue }
      try bind(value, member, &request)
    }
    try body(input, shape, part, &request)
    return request
  }

  private func bind(_ value: JSON, _ member: Member, _ request: inout WireRequest) throws {
    let shape = try model.shape(member.shape)
    let name = member.locationName ?? member.name
    switch member.location {
    case .uri:
      let text = try scalar.text(value, shape, member, timestamp: "iso8601")
      guard !text.isEmpty else { throw WireError(reason: "\(member.name) is empty and stands in the path") }
      request.path = request.path.replacing("{\(name)}", with: Percent.encode(text))
        .replacing("{\(name)+}", with: Percent.encode(text, keeping: "/"))
    case .querystring: try query(value, member, shape, name, &request)
    case .header:
      let text = try header(value, member, shape)
      request.headers.append(HTTPHeader(name, text))
    case .headers:
      for entry in value.object?.members ?? [] {
        request.headers.append(HTTPHeader(name + entry.name, entry.value.string ?? ""))
      }
    case .statusCode, nil: break
    }
  }

  private func query(
    _ value: JSON, _ member: Member, _ shape: Shape, _ name: String, _ request: inout WireRequest
  ) throws {
    func add(_ name: String, _ value: JSON, _ member: Member, _ shape: Shape) throws {
      let text = try scalar.text(value, shape, member, timestamp: "iso8601")
      request.query.append(.init(name: Percent.encode(name), value: Percent.encode(text)))
    }
    if let items = value.array, let item = shape.item {
      for each in items { try add(name, each, item, try model.shape(item.shape)) }
    } else if let entries = value.object?.members, let inner = shape.value {
      let taken = Set(request.query.map(\.name))
      for entry in entries where !taken.contains(Percent.encode(entry.name)) {
        let target = try model.shape(inner.shape)
        if let items = entry.value.array, let item = target.item {
          for each in items { try add(entry.name, each, item, try model.shape(item.shape)) }
        } else {
          try add(entry.name, entry.value, inner, target)
        }
      }
    } else {
      try add(name, value, member, shape)
    }
  }

  private func header(_ value: JSON, _ member: Member, _ shape: Shape) throws -> String {
    if member.isJSONText { return Base64.encode(value.compact.utf8) }
    guard let items = value.array, let item = shape.item else {
      return try scalar.text(value, shape, member, timestamp: "rfc822")
    }
    let target = try model.shape(item.shape)
    return try items.map { each in
      let text = try scalar.text(each, target, item, timestamp: "rfc822")
      let needsQuotes = target.kind == .string && (text.contains(",") || text.contains("\""))
      guard needsQuotes else { return text }
      return "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
    }.joined(separator: ", ")
  }

  private func body(
    _ input: JSONObject, _ shape: Shape, _ part: Operation.Part, _ request: inout WireRequest
  ) throws {
    if let name = shape.payload, let member = shape.member(name) {
      let target = try model.shape(member.shape)
      let value = input[name].flatMap { $0.isNull ? nil : $0 }
      switch target.kind {
      case .blob, .string:
        guard let bytes = target.kind == .blob ? value?.blob : value?.string.map({ Array($0.utf8) }) else { return }
        request.body = bytes
        add("Content-Type", target.kind == .blob ? "application/octet-stream" : "text/plain", &request)
      default:
        if model.wire == .restJSON {
          let json = try value.map { try JSONShapes(model: model).written($0, member) }
          request.body = Array((json ?? .object([:])).compact.utf8)
          add("Content-Type", "application/json", &request)
        } else if let value {
          request.body = Array(try XMLShapeWriter(model: model).document(value, member).utf8)
          add("Content-Type", "application/xml", &request)
        }
      }
      return
    }
    guard shape.members.contains(where: { $0.location == nil }) else { return }
    if model.wire == .restJSON {
      let whole = Member(whole: part.shape)
      request.body = Array(try JSONShapes(model: model).written(.object(input), whole).compact.utf8)
      add("Content-Type", "application/json", &request)
    } else if shape.members.contains(where: { $0.location == nil && input[$0.name]?.isNull == false }) {
      let whole = Member(whole: part.shape, locationName: part.locationName, namespace: part.namespace)
      request.body = Array(try XMLShapeWriter(model: model).document(.object(input), whole).utf8)
      add("Content-Type", "application/xml", &request)
    }
  }

  private func add(_ name: String, _ value: String, _ request: inout WireRequest) {
    if request.headers[name] == nil { request.headers.append(HTTPHeader(name, value)) }
  }
}
