import Basics
import JSONDocument

/// The functions and templates that endpoint rules are written in (AWS's rules engine, standard library).
///
/// A function that has no answer gives nil, which a condition takes for false.
struct EndpointFunctions {
  let scope: JSONObject

  /// The value of an expression: a reference, a function, a text with references in braces, or itself.
  func value(_ expression: JSON) -> JSON? {
    switch expression {
    case .object(let object):
      if let name = object["ref"]?.string { return scope[name] }
      guard let name = object["fn"]?.string else { return expression }
      return call(name, object["argv"]?.array ?? [])
    case .string(let text): return .string(filled(text))
    default: return expression
    }
  }

  private func call(_ name: String, _ arguments: [JSON]) -> JSON? {
    let values = arguments.map { value($0) }
    func text(_ index: Int) -> String? { values.indices.contains(index) ? values[index]?.string : nil }
    switch name {
    case "isSet": return .bool(values.first.flatMap { $0 } != nil)
    case "not": return .bool(values.first.flatMap { $0 } ?? false == false)
    case "booleanEquals", "stringEquals":
      guard values.count == 2, let left = values[0], let right = values[1] else { return nil }
      return .bool(left == right)
    case "getAttr": return values.first.flatMap { $0 }.flatMap { value in text(1).flatMap { attribute($0, of: value) } }
    case "aws.partition": return text(0).flatMap(Partition.of).map { .object($0.outputs) }
    case "parseURL": return text(0).flatMap(Self.parsed)
    case "isValidHostLabel":
      return text(0).map { .bool(Self.isHostLabel($0, dots: values.last.flatMap { $0?.bool } ?? false)) }
    case "aws.isVirtualHostableS3Bucket":
      return text(0).map { .bool(Self.isBucketLabel($0, dots: values.last.flatMap { $0?.bool } ?? false)) }
    case "uriEncode": return text(0).map { .string(Percent.encode($0)) }
    case "substring": return substring(values)
    default: return nil
    }
  }

  private func substring(_ values: [JSON?]) -> JSON? {
    guard values.count == 4, let text = values[0]?.string, let start = values[1]?.integer,
      let end = values[2]?.integer, let reverse = values[3]?.bool
    else { return nil }
    let bytes = Array(text.utf8)
    guard start < end, bytes.count >= end, bytes.allSatisfy({ $0 < 0x80 }) else { return nil }
    let range = reverse ? bytes.count - end..<bytes.count - start : start..<end
    return .string(String(decoding: bytes[range], as: UTF8.self))
  }

  /// `name`, `name#inner` in templates, or `list[0]`.
  private func attribute(_ path: String, of value: JSON) -> JSON? {
    let parts = path.split(separator: "[", maxSplits: 1)
    guard let name = parts.first.map(String.init), let inner = value[name] else { return nil }
    guard parts.count == 2 else { return inner }
    return Int(parts[1].dropLast()).flatMap { inner[$0] }
  }

  private func filled(_ template: String) -> String {
    var result = ""
    var rest = template[...]
    while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
      result += rest[..<open]
      let parts = rest[rest.index(after: open)..<close].split(separator: "#", maxSplits: 1).map(String.init)
      let value = parts.first.flatMap { scope[$0] }
      result += (parts.count == 2 ? value.flatMap { attribute(parts[1], of: $0) } : value)?.string ?? ""
      rest = rest[rest.index(after: close)...]
    }
    return result + rest
  }

  private static func parsed(_ url: String) -> JSON? {
    guard let endpoint = Endpoint(url: url) else { return nil }
    return [
      "scheme": .string(endpoint.scheme), "authority": .string(endpoint.authority), "path": .string(endpoint.path),
      "normalizedPath": .string(endpoint.path + "/"), "isIp": .bool(endpoint.isAddress),
    ]
  }

  private static func isHostLabel(_ text: String, dots: Bool) -> Bool {
    let labels = dots ? text.split(separator: ".", omittingEmptySubsequences: false) : [text[...]]
    return labels.allSatisfy { label in
      (1...63).contains(label.utf8.count) && !label.hasPrefix("-") && !label.hasSuffix("-")
        && label.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") }
    }
  }

  private static func isBucketLabel(_ text: String, dots: Bool) -> Bool {
    (3...63).contains(text.utf8.count) && text == text.lowercased() && isHostLabel(text, dots: dots)
      && !(text.split(separator: ".").count == 4 && text.split(separator: ".").allSatisfy { UInt8($0) != nil })
  }
}
