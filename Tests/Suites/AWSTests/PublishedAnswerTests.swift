import Checklist
import JSONDocument
import Testing
import Transport

@testable import AWS

/// Answers and errors that AWS really gave, published by others.
@Suite("Published answers", .enabled(if: Conformance.isThere, Conformance.absence))
struct PublishedAnswerTests {
  /// `s3-list-multipart-uploads#2` is another answer to `s3-list-multipart-uploads`.
  private static func target(_ path: String) throws -> (model: ServiceModel, operation: Operation)? {
    let name = (path.split(separator: "/").last?.dropLast(".xml".count) ?? "").split(separator: "#")[0]
    let words = name.split(separator: "-", maxSplits: 1).map(String.init)
    let here = "/" + #filePath.split(separator: "/").dropLast().joined(separator: "/")
    let json = try Conformance.json("\(here)/answer-models.json")[words[0]]
    let model = try ServiceModel(
      name: words[0], metadata: json?["metadata"] ?? .null, operations: json?["operations"] ?? .null,
      shapes: json?["shapes"] ?? .null)
    let wanted = words[1].filter { $0 != "-" }
    return model.operations.values.first { $0.name.lowercased() == wanted }.map { (model, $0) }
  }

  @Test("recorded answers are read as published")
  func responses() throws {
    let paths = Conformance.files(below: "response-parsing/responses", ending: ".xml")
    for path in paths {
      let (model, operation) = try #require(try Self.target(path), "\(path)")
      let body = try Conformance.bytes(path)
      let answer = try Wire.answer(HTTPResponse(status: 200, body: body), operation, model)
      let text = try Conformance.text(String(path.dropLast(4)) + ".json")
      var wanted = try JSON(parsing: text, depth: 64).object ?? [:]
      wanted["ResponseMetadata"] = nil
      #expect(Self.timed(.object(answer)) == Self.timed(.object(wanted)), "\(path)")
    }
    #expect(paths.count > 8)
    Conformance.count("response-parsing/responses", paths.count)
  }

  /// Times in one spelling.
  private static func timed(_ value: JSON) -> JSON {
    switch value {
    case .string(let text) where text.hasPrefix("20") && text.hasSuffix("Z"):
      Moment(text).map { .string($0.rfc3339) } ?? value
    case .array(let items): .array(items.map(timed))
    case .object(let object): .object(JSONObject(object.members.map { ($0.name, timed($0.value)) }))
    default: value
    }
  }

  @Test("recorded errors are read as published")
  func errors() throws {
    let paths = Conformance.files(below: "response-parsing/errors", ending: ".xml")
    for path in paths {
      let (model, _) = try #require(try Self.target(path), "\(path)")
      let error = ErrorReader.read(HTTPResponse(status: 400, body: try Conformance.bytes(path)), model)
      let wanted = try Conformance.json(String(path.dropLast(4)) + ".json")
      #expect(error.code == wanted["Error"]?["Code"]?.string, "\(path)")
      #expect(error.message == wanted["Error"]?["Message"]?.string, "\(path)")
      #expect(error.requestID == wanted["ResponseMetadata"]?["RequestId"]?.string, "\(path)")
    }
    #expect(!paths.isEmpty)
    Conformance.count("response-parsing/errors", paths.count)
  }

  @Test("recorded exchanges with S3 run as recorded: retries, a late clock, a HEAD with a length but no body")
  func exchanges() async throws {
    let paths = Conformance.files(below: "http-recorded", ending: ".json")
    for path in paths {
      let json = try Conformance.json(path)
      let (transport, stage) = (Recorded(json), Stage())
      let client = try stage.client(Scripted([]), through: transport, ["AWS_REGION": "us-east-1"])
      let request = json["events"]?[0]?["action"]?["Request"]?["request"]
      let isHead = request?["method"]?.string == "HEAD" || path.contains("head-object")
      let url = request?["uri"]?.string ?? ""
      let bucket = String(url.dropFirst("https://".count).prefix { $0 != "." })
      let call =
        isHead
        ? Call(
          .s3, "HeadObject", ["Bucket": .string(bucket), "Key": .string(String(url.split(separator: "/").last ?? ""))])
        : Call(.s3, "ListObjectsV2", ["Bucket": .string(bucket), "Prefix": "prefix~"])
      let answer = try await client.send(call)
      #expect(transport.differences == [], "\(path)")
      #expect(answer.object?.isEmpty == false, "\(path)")
      if !isHead { #expect(answer["Contents"]?[0]?["Key"] == "some-file.file", "\(path)") }
    }
    #expect(paths.count == 3)
    Conformance.count("http-recorded", paths.count)
  }

  @Test("every error recorded from real AWS keeps its code and becomes what it is")
  func realErrors() async throws {
    var count = 0
    var skipped = 0
    for path in Conformance.files(below: "aws-recorded", ending: ".json") {
      let service = String(path.split(separator: "/").last?.split(separator: "-").first ?? "")
        .replacing("_", with: "")
      var found: [JSON] = []
      Self.collect(try Conformance.json(path), &found)
      guard let model = try ServiceModel.named(service), let operation = model.operations.keys.sorted().first else {
        skipped += found.count
        continue
      }
      for each in found {
        let code = each["Error"]?["Code"]?.string ?? ""
        let status = each["ResponseMetadata"]?["HTTPStatusCode"]?.integer ?? 400
        let response = Self.response(each["Error"] ?? [:], status, model)
        let error = ErrorReader.read(response, model)
        // What a HEAD tells is its status alone.
        guard Int(code) == nil else { continue }
        #expect(error.code == code && error.status == status, "\(path) \(code)")
        let call = Call(Service(rawValue: service), operation, [:])
        if let exchange = try? Exchange(call, uuid: { "u" }) {
          let obstacle = Mapping(exchange, endpoint: "https://h.example/").obstacle(error, skew: nil)
          if case .unexpected = obstacle { Issue.record("\(code) is taken for a defect of ours") }
        }
        if status < 500, !RetryRules.throttlingCodes.contains(code) {
          #expect(RetryRules.kind(of: error, service: service) == nil, "\(code) is tried again")
        }
        count += 1
      }
    }
    #expect(count > 100)
    Conformance.count("aws-recorded/errors", count, skipped: skipped, because: "services onramp does not call")
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
