import Basics
import JSONDocument

@testable import AWS
@testable import Policy

/// Parse, print, parse: the same moment in each of the three forms, and the text itself where it is in a form of ours.
enum MomentTarget {
  static func broken(_ bytes: [UInt8]) -> String? {
    let text = String(decoding: bytes, as: UTF8.self)
    // Dates in policies have a reader of their own; so have the numbers in answers.
    _ = Comparison.seconds(text)
    if let number = try? JSON(parsing: text), number.double != nil, let model = try? ServiceModel.named("sagemaker"),
      let moment = try? Scalar(model: model).moment(number), let reason = broken(moment)
    {
      return "as a number: \(reason)"
    }
    guard let moment = Moment(text) else { return nil }
    if let reason = broken(moment) { return reason }
    if isWritten(text, "0000-00-00T00:00:00Z"), !text.hasSuffix("60Z"), moment.rfc3339 != text {
      return "\(text) is read as \(moment.rfc3339)"
    }
    return nil
  }

  private static func broken(_ moment: Moment) -> String? {
    let rfc3339 = moment.rfc3339
    guard let again = Moment(rfc3339) else { return "\(rfc3339) is not read" }
    // The nearest thousandth, and in the last second of the year 9999 the one before.
    if abs(again.seconds - moment.seconds) > 0.001 { return "\(rfc3339) is another moment" }
    if again.rfc3339 != rfc3339 { return "\(rfc3339) becomes \(again.rfc3339)" }
    if Moment(moment.httpDate)?.seconds != moment.seconds.rounded(.down) {
      return "\(moment.httpDate) is another moment"
    }
    if Moment(moment.epoch) != moment { return "\(moment.epoch) is another moment" }
    return isWritten(moment.basic, "00000000T000000Z") ? nil : "\(moment.basic) is no time of a signature"
  }

  /// Whether a text has digits where the form has noughts and is the form elsewhere.
  private static func isWritten(_ text: String, _ form: String) -> Bool {
    text.utf8.count == form.utf8.count
      && zip(text.utf8, form.utf8).allSatisfy { $1 == 0x30 ? (0x30...0x39).contains($0) : $0 == $1 }
  }
}
