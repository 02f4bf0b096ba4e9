import Basics
import Checklist
import JSONDocument

/// Simple values as text: in a query, a header, a path or an XML element.
struct Scalar {
  let model: ServiceModel

  func text(_ value: JSON, _ shape: Shape, _ member: Member, timestamp: String) throws(WireError) -> String {
    switch (shape.kind, value) {
    case (.timestamp, _):
      return Self.write(try moment(value), as: member.timestampFormat ?? shape.timestampFormat ?? timestamp)
    case (.blob, _):
      guard let bytes = value.blob else { throw WireError(reason: "\(member.name) is no simple value") }
      return Base64.encode(bytes)
    case (_, .string(let text)): return text
    case (_, .number(let digits)): return digits
    case (_, .bool(let flag)): return flag ? "true" : "false"
    default: throw WireError(reason: "\(member.name) is no simple value")
    }
  }

  func moment(_ value: JSON) throws(WireError) -> Moment {
    let text = if case .number(let digits) = value { digits } else { value.string ?? "" }
    guard let moment = Moment(text) else { throw WireError(reason: "no readable time") }
    return moment
  }

  static func write(_ moment: Moment, as format: String) -> String {
    switch format {
    case "unixTimestamp": moment.epoch
    case "rfc822": moment.httpDate
    default: moment.rfc3339
    }
  }

  /// The value that a text from outside stands for. What does not fit its shape stays text: the caller
  /// asked for a number or a time and will see that it got none.
  func value(_ text: String, _ shape: Shape) -> JSON {
    switch shape.kind {
    case .boolean:
      return text == "true" ? true : text == "false" ? false : .string(text)
    case .integer, .long:
      // Spelled anew: "+5" and "007" are no JSON numbers.
      return Int(text).map { .number(String($0)) } ?? .string(text)
    case .float, .double:
      // Nor are "NaN", "Infinity" and "0x10".
      guard let number = Double(text), number.isFinite else { return .string(text) }
      do throws(JSONError) {
        if case .number = try JSON(parsing: text) { return .number(text) }
      } catch {
        // A number all the same, such as ".5": it is spelled anew like one that JSON reads as something else.
      }
      return .number("\(number)")
    case .timestamp:
      return .string(Moment(text)?.rfc3339 ?? text)
    case .blob:
      return Base64.decode(text).map { JSON(blob: $0) } ?? .string(text)
    default:
      return .string(text)
    }
  }
}
