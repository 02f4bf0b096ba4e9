import Basics
import Checklist
import JSONDocument
import Testing

@testable import AWS

/// Hostile texts as values of requests and of answers.
@Suite("Naughty texts", .enabled(if: Conformance.isThere, Conformance.absence))
struct NaughtyTextTests {
  private static var texts: [String] {
    get throws {
      try Conformance.text("naughty-strings/blns.txt").split(separator: "\n").map(String.init)
        .filter { !$0.hasPrefix("#") && !$0.isEmpty }
    }
  }

  @Test("what is written in a query, a path, JSON or XML is read back as it was")
  func roundTrip() async throws {
    let iam = try #require(try ServiceModel.named("iam"))
    let s3 = try #require(try ServiceModel.named("s3"))
    let sagemaker = try #require(try ServiceModel.named("sagemaker"))
    await Conformance.run(
      "naughty-strings/round-trip", try Self.texts, named: { $0 },
      check: { text in
        let role: JSONObject = ["RoleName": "r", "AssumeRolePolicyDocument": .string(text)]
        let query = try Wire.request(role, Conformance.need(iam.operations["CreateRole"], "CreateRole"), iam)
        let pairs = String(decoding: query.body ?? [], as: UTF8.self).split(separator: "&").map {
          $0.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        }
        let found = pairs.first { $0[0] == "AssumeRolePolicyDocument" }.map { Percent.decode($0[1]) }
        #expect(found == Array(text.utf8))

        let object = try Wire.request(
          ["Bucket": "b", "Key": .string(text)], Conformance.need(s3.operations["GetObject"], "GetObject"), s3)
        #expect(Percent.decode(object.path.dropFirst(3)) == Array(text.utf8))
        #expect(object.path.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F })

        let tags: JSONObject = ["ResourceArn": "a", "Tags": [["Key": "k", "Value": .string(text)]]]
        let json = try Wire.request(tags, Conformance.need(sagemaker.operations["AddTags"], "AddTags"), sagemaker)
        #expect(try JSON(parsing: json.body ?? [])["Tags"]?[0]?["Value"]?.string == text)

        guard text.unicodeScalars.allSatisfy({ Self.isAllowedInXML($0) }) else {
          throw Conformance.Skip(reason: "all but XML, which cannot say them")
        }
        let tagging: JSONObject = ["Bucket": "b", "Tagging": ["TagSet": [["Key": "k", "Value": .string(text)]]]]
        let xml = try Wire.request(tagging, Conformance.need(s3.operations["PutBucketTagging"], "PutBucketTagging"), s3)
        #expect(try XMLReader.read(xml.body ?? []).first("Value")?.text == text)
      })
  }

  private static func isAllowedInXML(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value >= 0x20 && scalar.value != 0xFFFE && scalar.value != 0xFFFF || scalar == "\t"
  }

  @Test("what a service says reaches an operator without what a terminal would obey")
  func shown() async throws {
    let texts = try Self.texts + ["\u{1B}]52;c;x\u{7}", "a\u{9B}2Jb", "\u{202E}evil", "a\r\nb", "\u{200B}x\u{FEFF}"]
    await Conformance.run(
      "naughty-strings/shown", texts, named: { $0 },
      check: { text in
        let escaped = text.replacing("&", with: "&amp;").replacing("<", with: "&lt;")
        let error = ServiceError(code: "ValidationError", message: text, status: 400)
        let exchange = try Exchange(Filled(Call(.iam, "GetRole", ["RoleName": "r"])), uuid: { "u" })
        let obstacle = Mapping(exchange, host: "h").obstacle(error, skew: nil)
        #expect(obstacle.kind == .refused, "\(escaped) is not refused")
        let message = obstacle.message
        #expect(
          message.unicodeScalars.allSatisfy { scalar in
            scalar.value >= 0x20 && !(0x7F..<0xA0).contains(scalar.value) && !(0x202A...0x202E).contains(scalar.value)
              && !(0x2066...0x2069).contains(scalar.value) && !(0x200B...0x200F).contains(scalar.value)
              && scalar.value != 0xFEFF
          })
        #expect(message.count <= Display.limit + 1)
      })
  }
}
