import Basics
import JSONDocument
import Testing
import Transport

@testable import AWS

/// The published protocol suites, each case with shapes of its own.
@Suite("Wire protocols", .enabled(if: Conformance.isThere, Conformance.absence))
struct ProtocolTests {
  private struct Case {
    let suite: JSON
    let json: JSON
    /// The publisher itself does not run it.
    let isListed: Bool

    /// The case's model and operation; a protocol that no service of the table speaks is skipped.
    func read() throws -> (model: ServiceModel, operation: Operation) {
      if isListed { throw Conformance.Skip(reason: "on the publisher's own list of cases not to run") }
      let metadata = suite["metadata"] ?? .null
      let spoken = metadata["protocol"]?.string ?? ""
      if ["ec2", "smithy-rpc-v2-cbor"].contains(spoken) || metadata["awsQueryCompatible"] != nil {
        throw Conformance.Skip(reason: "protocols that no service of the table speaks")
      }
      let model = try ServiceModel(
        name: "test", metadata: metadata, operations: [:], shapes: suite["shapes"] ?? [:])
      let given = try Conformance.need(json["given"], "no operation is given")
      return (model, Operation(name: given["name"]?.string ?? "", service: "test", given))
    }
  }

  /// The suites of a side (`input`, `output`): a document each, told apart by their own metadata.
  private static func run(_ side: String, check: (Case) throws -> Void) async throws {
    let list = try Conformance.json("protocols/protocol-tests-ignore-list.json")
    let paths = Conformance.files(below: "protocols/\(side)", ending: ".json")
    #expect(!paths.isEmpty)
    for path in paths {
      let rows = [list["general"], list["protocols"]?[path.stem]].map { $0?[side] }
      let listed = Set(rows.flatMap { ($0?["suites"]?.strings ?? []) + ($0?["cases"]?.strings ?? []) })
      let cases = try (Conformance.json(path).array ?? []).flatMap { suite in
        let all = listed.contains(suite["description"]?.string ?? "")
        return (suite["cases"]?.array ?? []).map {
          Case(suite: suite, json: $0, isListed: all || listed.contains($0["id"]?.string ?? ""))
        }
      }
      // Upstream one document is an empty list.
      if cases.isEmpty { continue }
      await Conformance.run(
        "protocols/\(side)/\(path.stem)", cases, named: { Conformance.title($0.json) }, check: check)
    }
  }

  @Test("requests are written as published")
  func input() async throws {
    try await Self.run("input") { each in
      let (model, operation) = try each.read()
      let id = Conformance.title(each.json)
      let wanted = try Conformance.need(each.json["serialized"], "no request")
      let request = try Wire.request(each.json["params"]?.object ?? [:], operation, model)
      #expect(request.method == wanted["method"]?.string ?? "POST", "\(id)")
      let target = request.query.isEmpty ? request.path : "\(request.path)?\(request.queryText)"
      #expect(target == wanted["uri"]?.string, "\(id)")
      for (header, value) in wanted["headers"]?.object?.members ?? [] {
        let found = request.headers[header]
        #expect(found == value.string || found?.hasPrefix((value.string ?? "") + ";") == true, "\(id) \(header)")
      }
      for header in wanted["forbidHeaders"]?.strings ?? [] { #expect(request.headers[header] == nil, "\(id)") }
      // The transport says how long a body is.
      for header in wanted["requireHeaders"]?.strings ?? [] {
        #expect(request.headers[header] != nil || header == "Content-Length" && request.body != nil, "\(id) \(header)")
      }
      if let body = wanted["body"]?.string {
        let written = String(decoding: request.body ?? [], as: UTF8.self)
        #expect(try Self.normal(written, model.wire) == Self.normal(body, model.wire), "\(id)")
      }
      if each.json["given"]?["endpoint"] != nil {
        throw Conformance.Skip(reason: "all but their host's prefix, which no operation of the table has")
      }
    }
  }

  /// Bodies are compared by meaning: order of members, layout and order of attributes do not count.
  private static func normal(_ text: String, _ wire: ServiceModel.Wire) throws -> String {
    switch wire {
    case .query: return text.split(separator: "&").sorted().joined(separator: "&")
    case .json, .restJSON: return text.first == "{" ? try byValue(JSON(parsing: text)).canonical : text
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

  /// A fraction in one spelling: `1.5E1` and `15.0` are the same number.
  private static func byValue(_ value: JSON) -> JSON {
    switch value {
    case .number(let digits): Int(digits) == nil ? .number(value.double.map { "\($0)" } ?? digits) : value
    case .array(let items): .array(items.map(byValue))
    case .object(let object): .object(JSONObject(object.members.map { ($0.name, byValue($0.value)) }))
    default: value
    }
  }

  @Test("answers and errors are read as published")
  func output() async throws {
    try await Self.run("output") { each in
      let (model, operation) = try each.read()
      let id = Conformance.title(each.json)
      let given = try Conformance.need(each.json["response"], "no answer")
      let response = HTTPResponse(
        status: given["status_code"]?.integer ?? 200,
        headers: (given["headers"]?.object?.members ?? []).map { HTTPHeader($0.name, $0.value.string ?? "") },
        body: Array((given["body"]?.string ?? "").utf8))
      if let code = each.json["errorCode"]?.string {
        let error = ErrorReader.read(response, model)
        #expect(error.code == code, "\(id)")
        if let message = each.json["errorMessage"]?.string { #expect(error.message == message, "\(id)") }
      } else {
        let answer = JSON.object(try Wire.answer(response, operation, model))
        let wanted = try Self.shown(each.json["result"] ?? [:], operation, model)
        #expect(Self.byValue(answer).canonical == Self.byValue(wanted).canonical, "\(id)")
      }
    }
  }

  /// The published result in this project's form: times as RFC 3339.
  private static func shown(_ result: JSON, _ operation: Operation, _ model: ServiceModel) throws -> JSON {
    guard let part = operation.output else { return result }
    return try shown(result, Member(whole: part.shape), model)
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
