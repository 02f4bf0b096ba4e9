import JSONDocument
import Transport

@testable import AWS

/// Parse, print, parse: the same value in every spelling; and the answers of a service read from it are JSON again.
enum JSONTarget {
  static func broken(_ bytes: [UInt8]) -> String? {
    let value: JSON
    do throws(JSONError) { value = try JSON(parsing: bytes) } catch {
      return (0...bytes.count).contains(error.offset) ? nil : "an error stands outside the text"
    }
    for (spelling, text) in [
      ("compact", value.compact), ("pretty", value.pretty), ("canonical", value.canonical),
    ] {
      do throws(JSONError) {
        if try JSON(parsing: text) != value { return "the \(spelling) text means another value" }
      } catch {
        return "the \(spelling) text is not read: \(error)"
      }
      // A terminal or a log line is never given a control character by a document.
      if text.unicodeScalars.contains(where: { $0.properties.generalCategory == .control && $0 != "\n" }) {
        return "the \(spelling) text holds a control character"
      }
    }
    if value.compact.contains("\n") { return "the compact text has several lines" }
    return answers(bytes)
  }

  private static func answers(_ bytes: [UInt8]) -> String? {
    AnswerTarget.broken(
      bytes,
      [
        ("sagemaker", "DescribeDomain"), ("secretsmanager", "DescribeSecret"), ("lambda", "GetFunction"),
        ("sagemaker", "ListTags"),
      ])
  }
}
