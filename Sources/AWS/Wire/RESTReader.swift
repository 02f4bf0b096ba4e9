import Basics
import Checklist
import JSONDocument
import Transport

/// The REST protocols' answers: members from status, headers and body as the model binds them.
struct RESTReader {
  let operation: Operation
  let model: ServiceModel

  func read(_ response: HTTPResponse) throws -> JSONObject {
    guard let part = operation.output else { return [:] }
    let shape = try model.shape(part.shape)
    var result = try body(response, shape)
    for member in shape.members {
      if let value = try bound(response, member) { result[member.name] = value }
    }
    return result
  }

  private func bound(_ response: HTTPResponse, _ member: Member) throws -> JSON? {
    let shape = try model.shape(member.shape)
    let name = member.locationName ?? member.name
    switch member.location {
    case .statusCode: return .number(String(response.status))
    case .header:
      guard let text = response.headers[name] else { return nil }
      if member.isJSONText {
        return try Base64.decode(text).map { try JSON(parsing: $0) }
      }
      guard shape.kind == .list, let item = shape.item else { return Scalar(model: model).value(text, shape) }
      let target = try model.shape(item.shape)
      return .array(Self.items(text, dates: target.kind == .timestamp).map { Scalar(model: model).value($0, target) })
    case .headers:
      var entries = JSONObject()
      let prefix = name.lowercased()
      for header in response.headers where header.name.lowercased().hasPrefix(prefix) {
        entries[String(header.name.dropFirst(prefix.count))] = .string(header.value)
      }
      return .object(entries)
    case .uri, .querystring, nil: return nil
    }
  }

  private func body(_ response: HTTPResponse, _ shape: Shape) throws -> JSONObject {
    if let name = shape.payload, let member = shape.member(name) {
      let target = try model.shape(member.shape)
      if target.kind == .blob || target.kind == .string {
        if response.body.isEmpty, !(target.isStreaming || member.isStreaming) { return [:] }
        let text = JSON.string(String(decoding: response.body, as: UTF8.self))
        return JSONObject([(name, target.kind == .blob ? JSON(blob: response.body) : text)])
      }
      if response.body.isEmpty { return [:] }
      if model.wire == .restJSON {
        return JSONObject([(name, try JSONShapes(model: model).read(JSON(parsing: response.body), member))])
      }
      return JSONObject([(name, try XMLShapeReader(model: model).value(XMLReader.read(response.body), member))])
    }
    guard shape.members.contains(where: \.standsInBody), operation.method != "HEAD" else { return [:] }
    if model.wire == .restJSON {
      guard let object = response.body.isEmpty ? [:] : try JSON(parsing: response.body).object else {
        throw WireError(reason: "the answer is no JSON object")
      }
      return try JSONShapes(model: model).structure(object, shape)
    }
    if response.body.isEmpty { return [:] }
    let root = try XMLReader.read(response.body)
    guard root.name.lowercased() != "html" else { throw WireError(reason: "the answer is a page in HTML") }
    // An output that is one list or one word stands at the root itself, as S3's location does.
    if let member = shape.members.first(where: { $0.standsInBody && ($0.locationName ?? $0.name) == root.name }),
      shape.members.count == 1, root.child(root.name) == nil
    {
      return JSONObject([(member.name, try XMLShapeReader(model: model).value(root, member))])
    }
    return try XMLShapeReader(model: model).structure(root, shape)
  }

  /// The items of a list in a header: commas part them, quotes hold one together, and a date has a comma
  /// of its own.
  static func items(_ text: String, dates: Bool) -> [String] {
    var items: [String] = []
    var item = ""
    var (quoted, escaped, commas) = (false, false, 0)
    for character in text {
      if escaped {
        item.append(character)
        escaped = false
      } else if quoted, character == "\\" {
        escaped = true
      } else if character == "\"" {
        quoted.toggle()
      } else if character == ",", !quoted {
        commas += 1
        if dates, commas % 2 == 1 {
          item.append(character)
        } else {
          items.append(item)
          item = ""
        }
      } else if !(character == " " && item.isEmpty && !quoted) {
        item.append(character)
      }
    }
    return items + [item]
  }
}
