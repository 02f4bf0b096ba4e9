import JSONDocument
import Testing
import Transport

@testable import AWS

/// The published protocol suites, each case with shapes of its own.
@Suite("Wire protocols", .enabled(if: Conformance.isThere, Conformance.absence))
struct ProtocolTests {
  static let names = ["query", "json", "json_1_0", "rest-json", "rest-xml"]

  /// What botocore's own list of cases not to run names, by protocol.
  private static func ignored(_ name: String, _ side: String) throws -> Set<String> {
    let list = try Conformance.json("protocols/protocol-tests-ignore-list.json")
    let both = [list["general"], list["protocols"]?[name == "json_1_0" ? "json_1_0" : name]]
    return Set(both.flatMap { ($0?[side]?["suites"]?.strings ?? []) + ($0?[side]?["cases"]?.strings ?? []) })
  }

  private struct Case {
    let json: JSON
    let model: ServiceModel
    let operation: Operation
    var id: String { json["id"]?.string ?? "" }
  }

  private static func cases(_ name: String, _ side: String) throws -> [Case] {
    let ignored = try ignored(name, side)
    var cases: [Case] = []
    for suite in try Conformance.json("protocols/\(side)/\(name).json").array ?? [] {
      if ignored.contains(suite["description"]?.string ?? "") { continue }
      for each in suite["cases"]?.array ?? [] where !ignored.contains(each["id"]?.string ?? "") {
        let given = each["given"] ?? .null
        let operation = given["name"]?.string ?? ""
        let model = try ServiceModel(
          name: "test", metadata: suite["metadata"] ?? .null, operations: [:], shapes: suite["shapes"] ?? [:])
        cases.append(
          Case(json: each, model: model, operation: Operation(name: operation, service: "test", given)))
      }
    }
    return cases
  }

  @Test("requests are written as published", arguments: names)
  func input(_ name: String) throws {
    let cases = try Self.cases(name, "input")
    for each in cases {
      let wanted = each.json["serialized"] ?? .null
      let request = try Wire.request(each.json["params"]?.object ?? [:], each.operation, each.model)
      #expect(request.method == wanted["method"]?.string ?? "POST", "\(each.id)")
      let target = request.query.isEmpty ? request.path : "\(request.path)?\(request.queryText)"
      #expect(target == wanted["uri"]?.string, "\(each.id)")
      for (header, value) in wanted["headers"]?.object?.members ?? [] {
        let found = request.headers[header]
        #expect(found == value.string || found?.hasPrefix((value.string ?? "") + ";") == true, "\(each.id) \(header)")
      }
      for header in wanted["forbidHeaders"]?.strings ?? [] { #expect(request.headers[header] == nil, "\(each.id)") }
      if let body = wanted["body"]?.string {
        let written = String(decoding: request.body ?? [], as: UTF8.self)
        let wire = each.model.wire
        #expect(try Self.normal(written, wire) == Self.normal(body, wire), "\(each.id)")
      }
    }
    #expect(cases.count > 10)
    Conformance.count("protocols/input/\(name)", cases.count)
  }

  /// Bodies are compared by meaning: order of members, layout and order of attributes do not count.
  private static func normal(_ text: String, _ wire: ServiceModel.Wire) throws -> String {
    switch wire {
    case .query: return text.split(separator: "&").sorted().joined(separator: "&")
    case .json, .restJSON: return text.first == "{" ? try JSON(parsing: text).canonical : text
    case .restXML:
      guard text.first(where: { !$0.isWhitespace }) == "<" else { return text }
      return canonical(try XMLReader.read(text.utf8))
    }
  }

  private static func canonical(_ node: XMLNode) -> String {
    let attributes = node.attributes.sorted { $0.key < $1.key }.map { " \($0.key)=\"\($0.value)\"" }.joined()
    let text = node.children.isEmpty ? node.text : ""
    return "<\(node.name)\(attributes)>\(text)\(node.children.map(canonical).sorted().joined())</\(node.name)>"
  }

  @Test("answers and errors are read as published", arguments: names)
  func output(_ name: String) throws {
    let cases = try Self.cases(name, "output")
    for each in cases {
      let given = each.json["response"] ?? .null
      let response = HTTPResponse(
        status: given["status_code"]?.integer ?? 200,
        headers: (given["headers"]?.object?.members ?? []).map { HTTPHeader($0.name, $0.value.string ?? "") },
        body: Array((given["body"]?.string ?? "").utf8))
      if let code = each.json["errorCode"]?.string {
        let error = ErrorReader.read(response, each.model)
        #expect(error.code == code, "\(each.id)")
        if let message = each.json["errorMessage"]?.string { #expect(error.message == message, "\(each.id)") }
      } else {
        let answer = JSON.object(try Wire.answer(response, each.operation, each.model))
        let wanted = try Self.shown(each.json["result"] ?? [:], each)
        #expect(answer.canonical == wanted.canonical, "\(each.id)")
      }
    }
    #expect(cases.count > 10)
    Conformance.count("protocols/output/\(name)", cases.count)
  }

  /// The published result in this project's form: times as RFC 3339.
  private static func shown(_ result: JSON, _ each: Case) throws -> JSON {
    guard let part = each.operation.output else { return result }
    return try shown(result, Member(whole: part.shape), each.model)
  }

  private static func shown(_ value: JSON, _ member: Member, _ model: ServiceModel) throws -> JSON {
    let shape = try model.shape(member.shape)
    if shape.isDocument { return value }
    switch (shape.kind, value) {
    case (.timestamp, .number(let digits)): return .string(try #require(Moment(digits)).rfc3339)
    case (.structure, .object(let object)):
      return .object(
        JSONObject(
          try object.members.filter { !$0.value.isNull }.map {
            ($0.name, try shape.member($0.name).map { [value = $0.value] in try shown(value, $0, model) } ?? $0.value)
          }))
    case (.list, .array(let items)):
      return .array(try items.map { try shown($0, shape.item ?? member, model) })
    case (.map, .object(let object)):
      return .object(
        JSONObject(
          try object.members.filter { !$0.value.isNull }.map {
            ($0.name, try shown($0.value, shape.value ?? member, model))
          }))
    default: return value
    }
  }
}
