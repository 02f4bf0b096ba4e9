import Basics
import Checklist
import JSONDocument

/// What is wrong with an input, in a sentence with the path to it.
struct InputFault: CustomStringConvertible {
  let description: String
  /// Whether the call is right and a value in it is none that there can be: it came from an answer, or a person typed it.
  var isOfValue = false
}

/// Checks an input against its shape before anything is sent: unknown and missing members, kinds, lengths,
/// listed values. AWS's patterns are left to AWS: some of them are wrong.
struct InputCheck {
  let model: ServiceModel
  /// The members that are filled in later, as paths in a fault are written.
  private let later: [String]

  init(model: ServiceModel, later blanks: [String] = [], of operation: String = "") {
    self.model = model
    later = blanks.map { operation + "." + $0.replacing("/", with: ".") }
  }

  /// What is wrong, in a sentence with the path to it, or nil.
  func fault(_ input: JSONObject, _ operation: Operation) throws(ModelError) -> InputFault? {
    guard let part = operation.input else {
      return input.names.first.map { InputFault(description: "\(operation.name) takes no input, least of all \($0)") }
    }
    return try fault(.object(input), model.shape(part.shape), path: operation.name)
  }

  private func fault(_ value: JSON, _ shape: Shape, path: String) throws(ModelError) -> InputFault? {
    if shape.isDocument { return nil }
    switch (shape.kind, value) {
    case (.structure, .object(let object)):
      for name in shape.required where object[name] == nil || object[name]?.isNull == true {
        let place = "\(path).\(name)"
        guard shape.member(name)?.isToken == true || later.contains(where: { ($0 + ".").hasPrefix(place + ".") })
        else { return InputFault(description: "\(place) is missing") }
      }
      for (name, inner) in object.members where !inner.isNull {
        guard let member = shape.member(name) else {
          return InputFault(description: "\(path).\(name) is unknown to the model")
        }
        if let fault = try fault(inner, model.shape(member.shape), path: "\(path).\(name)") { return fault }
      }
      return nil
    case (.list, .array(let items)):
      guard let item = shape.item else { return nil }
      let target = try model.shape(item.shape)
      for (index, each) in items.enumerated() {
        if let fault = try fault(each, target, path: "\(path)[\(index)]") { return fault }
      }
      return length(items.count, shape, path, "items")
    case (.map, .object(let object)):
      guard let member = shape.value else { return nil }
      let target = try model.shape(member.shape)
      for entry in object.members {
        if let fault = try fault(entry.value, target, path: "\(path).\(entry.name)") { return fault }
      }
      return length(object.count, shape, path, "entries")
    case (.string, .string(let text)), (.character, .string(let text)):
      if !shape.rules.values.isEmpty, !shape.rules.values.contains(text) {
        return InputFault(
          description: "\(path) is none of \(shape.rules.values.joined(separator: ", "))", isOfValue: true)
      }
      return length(text.unicodeScalars.count, shape, path, "characters")
    case (.boolean, .bool), (.float, .number), (.double, .number): return nil
    case (.blob, _) where value.blob != nil: return nil
    case (.integer, .number(let digits)), (.long, .number(let digits)):
      guard let number = Int(digits) else {
        return InputFault(description: "\(path) is no whole number", isOfValue: true)
      }
      if let least = shape.rules.minimum, Double(number) < least {
        return InputFault(description: "\(path) is less than \(Int(bounding: least))", isOfValue: true)
      }
      if let most = shape.rules.maximum, Double(number) > most {
        return InputFault(description: "\(path) is more than \(Int(bounding: most))", isOfValue: true)
      }
      return nil
    case (.timestamp, .number): return nil
    case (.timestamp, .string(let text)):
      return Moment(text) == nil ? InputFault(description: "\(path) is no time", isOfValue: true) : nil
    default: return InputFault(description: "\(path) is no \(shape.kind.rawValue)")
    }
  }

  private func length(_ count: Int, _ shape: Shape, _ path: String, _ unit: String) -> InputFault? {
    if let least = shape.rules.minimum, Double(count) < least {
      return InputFault(description: "\(path) has fewer than \(Int(bounding: least)) \(unit)", isOfValue: true)
    }
    if let most = shape.rules.maximum, Double(count) > most {
      return InputFault(description: "\(path) has more than \(Int(bounding: most)) \(unit)", isOfValue: true)
    }
    return nil
  }
}
