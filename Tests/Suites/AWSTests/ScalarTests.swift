import Basics
import JSONDocument
import Testing
import Transport

@testable import AWS

@Suite("Simple values in answers")
struct ScalarTests {
  /// `KeyCount` is an integer; a time goes out in any form its shape asks for.
  private func answered(_ text: String) throws -> JSON {
    let model = try #require(try ServiceModel.named("s3"))
    let operation = try #require(model.operations["ListObjectsV2"])
    let body = "<ListBucketResult><KeyCount>\(text)</KeyCount></ListBucketResult>"
    return .object(try Wire.answer(.init(status: 200, body: Array(body.utf8)), operation, model))
  }

  @Test("a number is a number of JSON, however a service spells it", arguments: ["+5", "005", " 5 ", "5"])
  func numbers(_ text: String) throws { #expect(try answered(text) == ["KeyCount": 5]) }

  @Test("what is no number stays text", arguments: ["5.", "0x10", "five", "", "99999999999999999999"])
  func text(_ text: String) throws { #expect(try answered(text) == ["KeyCount": .string(text)]) }

  @Test(
    "an input with a time out of all years is refused", arguments: ["1e400", "-1e300", "253402300800", "null", "true"])
  func times(_ text: String) throws {
    let scalar = Scalar(model: try #require(try ServiceModel.named("s3")))
    let value = try JSON(parsing: text)
    #expect(throws: WireError.self) { try scalar.moment(value) }
    #expect(try scalar.moment(1_440_938_160).rfc3339 == "2015-08-30T12:36:00Z")
  }

  @Test(
    "documents of IAM are decoded, behind blanks too, and nothing else is",
    arguments: [
      ("%7B%22Sid%22%3A%22a+b%25%22%7D", #"{"Sid":"a+b%"}"#), ("%0A%20%7B%7D", "\n {}"), ("%7b%7d", "{}"),
      ("%5B%5D", "%5B%5D"), ("50%25", "50%25"), ("%FF%7B", "%FF%7B"), ("a%7B", "a%7B"), ("{%7B}", "{%7B}"),
    ])
  func policyText(_ text: String, _ plain: String) throws {
    let answer: JSONObject = ["Role": ["Documents": [.string(text)]]]
    #expect(try PolicyText.decoded(answer, service: "iam")["Role"]?["Documents"]?[0]?.string == plain)
    #expect(try PolicyText.decoded(answer, service: "sts") == answer)
  }
}
