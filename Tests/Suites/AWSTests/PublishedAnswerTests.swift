import Basics
import Checklist
import JSONDocument
import Testing
import Transport

@testable import AWS

/// Answers and errors that AWS really gave, published by others.
@Suite("Published answers", .enabled(if: Conformance.isThere, Conformance.absence))
struct PublishedAnswerTests {
  /// The model of every operation that the publisher has answers of.
  private static let models: JSON? = {
    let here = "/" + #filePath.split(separator: "/").dropLast().joined(separator: "/")
    return try? Conformance.json("\(here)/answer-models.json")
  }()

  /// A file is called by service and operation; `s3-list-multipart-uploads#2` is another answer to the same.
  private static func target(_ path: String) throws -> (model: ServiceModel, operation: Operation) {
    let words = path.stem.split(separator: "#")[0].split(separator: "-", maxSplits: 1).map(String.init)
    let json = models?[words[0]]
    let model = try ServiceModel(
      name: words[0], metadata: json?["metadata"] ?? .null, operations: json?["operations"] ?? .null,
      shapes: json?["shapes"] ?? .null)
    let wanted = words.count > 1 ? words[1].filter { $0 != "-" } : ""
    let operation = model.operations.values.first { $0.name.lowercased() == wanted }
    return (model, try Conformance.need(operation, "answer-models.json has no model of it"))
  }

  private static func published(_ path: String) throws -> JSON { try Conformance.json("\(path.dropLast(4)).json") }

  @Test("recorded answers are read as published")
  func responses() async {
    let paths = Conformance.files(below: "response-parsing/responses", ending: ".xml")
    await Conformance.run("response-parsing/responses", paths, named: \.stem) { path in
      let (model, operation) = try Self.target(path)
      let answer = try Wire.answer(HTTPResponse(status: 200, body: try Conformance.bytes(path)), operation, model)
      var wanted = try Self.published(path).object ?? [:]
      wanted["ResponseMetadata"] = nil
      #expect(Self.plain(.object(answer), like: .object(wanted)) == Self.plain(.object(wanted)), "\(path)")
    }
  }

  /// Times in one spelling. Where the publisher shows what a text says, as of policies and templates, it is read too.
  private static func plain(_ value: JSON, like wanted: JSON? = nil) -> JSON {
    switch (value, wanted) {
    case (.string(let text), .object):
      let document = try? JSON(parsing: text.hasPrefix("%") ? Percent.decode(text) : Array(text.utf8))
      return document ?? value
    case (.string(let text), _) where text.hasPrefix("20") && text.hasSuffix("Z"):
      return Moment(text).map { .string($0.rfc3339) } ?? value
    case (.array(let items), _):
      return .array(items.enumerated().map { plain($1, like: wanted?[$0]) })
    case (.object(let object), _):
      return .object(JSONObject(object.members.map { ($0.name, plain($0.value, like: wanted?[$0.name])) }))
    default: return value
    }
  }

  @Test("recorded errors are read as published")
  func errors() async {
    let paths = Conformance.files(below: "response-parsing/errors", ending: ".xml")
    await Conformance.run("response-parsing/errors", paths, named: \.stem) { path in
      let (model, _) = try Self.target(path)
      let error = ErrorReader.read(HTTPResponse(status: 400, body: try Conformance.bytes(path)), model)
      let wanted = try Self.published(path)
      #expect(error.code == wanted["Error"]?["Code"]?.string, "\(path)")
      #expect(error.message == wanted["Error"]?["Message"]?.string, "\(path)")
      // Some of the publisher's answers leave it out.
      if let id = wanted["ResponseMetadata"]?["RequestId"]?.string { #expect(error.requestID == id, "\(path)") }
    }
  }

  @Test("recorded exchanges with S3 run as recorded: retries, a late clock, lengths that do not fit the body")
  func exchanges() async {
    let paths = Conformance.files(below: "http-recorded", ending: ".json")
    await Conformance.run("http-recorded", paths, named: \.stem) { path in
      let traffic = Recorded(try Conformance.json(path))
      let first = try Conformance.need(traffic.next, "nothing is recorded")
      if let declared = first.wrongLength { return try await Self.play(first, saying: declared, path) }
      let client = try Stage().client(Scripted([]), through: traffic, ["AWS_REGION": "us-east-1"])
      // One call takes as many exchanges as it has attempts.
      while let next = traffic.next {
        let answer = try await client.send(try next.call())
        #expect(answer.object?.isEmpty == false, "\(path)")
        if next.response.body.starts(with: "<?xml".utf8), next.response.status == 200 {
          #expect(try answer["Contents"]?[0]?["Key"]?.string == XMLReader.read(next.response.body).first("Key")?.text)
        }
      }
      #expect(traffic.differences == [], "\(path)")
    }
  }

  /// A length is a matter of the wire, so these are played on a socket. An answer that ends early is none; of one that
  /// goes on after its length HTTP knows only what its length holds.
  private static func play(_ exchange: Recorded.Exchange, saying declared: Int, _ path: String) async throws {
    let variables = ["AWS_ENDPOINT_URL": "http://127.0.0.1:\(try exchange.served())", "AWS_MAX_ATTEMPTS": "1"]
    let client = try Stage().client(Scripted([]), through: try HTTPTransport(), variables)
    let call = try exchange.call()
    do throws(Obstacle) {
      let answer = try await client.send(call)
      #expect(answer["Body"]?.string?.utf8.count == declared && declared < exchange.response.body.count, "\(path)")
    } catch {
      #expect(declared > exchange.response.body.count, "\(path): \(error)")
    }
  }

  /// A call of each service, for errors that say nothing of what was asked.
  private static let calls = [
    Call(.iam, "ListRoles"), Call(.sts, "GetCallerIdentity"), Call(.s3, "ListBuckets"),
    Call("secretsmanager", "DescribeSecret", ["SecretId": "s"]), Call("cloudformation", "DescribeStacks"),
    Call("events", "ListRules"), Call("lambda", "ListFunctions"),
  ]

  @Test("every error recorded from real AWS keeps its code and becomes what it is")
  func realErrors() async throws {
    for path in Conformance.files(below: "aws-recorded", ending: ".json") {
      var found: [JSON] = []
      Self.collect(try Conformance.json(path), &found)
      // The files are called by service: `lambda_-test_lambda_api`.
      let service = String(path.stem.prefix { $0 != "-" }).replacing("_", with: "")
      let model = try ServiceModel.named(service)
      // Some files hold answers alone.
      if found.isEmpty { continue }
      await Conformance.run(
        "aws-recorded/\(path.stem)", found, named: { $0["Error"]?["Code"]?.string ?? "" },
        check: { each in
          guard let model, let call = Self.calls.first(where: { $0.door.name == service }) else {
            throw Conformance.Skip(reason: "a service onramp does not call")
          }
          let code = try Conformance.need(each["Error"]?["Code"]?.string, "no code")
          if Int(code) != nil { throw Conformance.Skip(reason: "a HEAD, which tells its status alone") }
          let status = each["ResponseMetadata"]?["HTTPStatusCode"]?.integer ?? 400
          let error = ErrorReader.read(Self.response(each["Error"] ?? [:], status, model), model)
          #expect(error.code == code && error.status == status, "\(path) \(code)")
          let exchange = try Exchange(Filled(call), uuid: { "u" })
          let obstacle = Mapping(exchange, host: "h.example").obstacle(error, skew: nil)
          if obstacle.kind == .unexpected { Issue.record("\(code) is taken for a defect of ours") }
          if status < 500, !RetryRules.throttlingCodes.contains(code) {
            #expect(RetryRules.kind(of: error, service: service) == nil, "\(code) is tried again")
          }
        })
    }
  }

  private static func collect(_ value: JSON, _ found: inout [JSON]) {
    switch value {
    case .object(let object):
      if object["Error"]?["Code"]?.string != nil, object["ResponseMetadata"] != nil { found.append(value) }
      for member in object.members { collect(member.value, &found) }
    case .array(let items): for item in items { collect(item, &found) }
    default: break
    }
  }

  /// The error in the words of its service's protocol.
  private static func response(_ error: JSON, _ status: Int, _ model: ServiceModel) -> HTTPResponse {
    let (code, message) = (error["Code"]?.string ?? "", error["Message"]?.string ?? "")
    func escaped(_ text: String) -> String {
      text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
    }
    let body: String
    switch model.wire {
    case .json: body = JSON.object(["__type": .string("com.amazonaws#\(code)"), "message": .string(message)]).compact
    case .restJSON:
      return HTTPResponse(
        status: status, headers: [HTTPHeader("x-amzn-ErrorType", "\(code):http://internal.amazon.com/coral/")],
        body: Array(JSON.object(["message": .string(message)]).compact.utf8))
    case .restXML: body = "<Error><Code>\(code)</Code><Message>\(escaped(message))</Message></Error>"
    case .query:
      body =
        "<ErrorResponse><Error><Type>Sender</Type><Code>\(code)</Code><Message>\(escaped(message))</Message></Error>"
        + "</ErrorResponse>"
    }
    return HTTPResponse(status: status, body: Array(body.utf8))
  }
}
