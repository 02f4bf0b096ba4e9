import Basics
import JSONDocument
import Transport

/// Whether an answer that could be read is the service's: whoever stands between may answer in its place, and where
/// nothing is said nothing is proved.
struct AnswerCheck {
  let operation: Operation
  let model: ServiceModel

  /// Throws where a reading answer lacks what the service always says. What a write did, another look tells.
  func verify(_ response: HTTPResponse, _ result: JSONObject) throws {
    guard operation.isRead, let part = operation.output else { return }
    let shape = try model.shape(part.shape)
    if model.wire == .restXML, operation.root == nil, !response.isSigned {
      throw WireError(reason: "the answer has none of the service's headers")
    }
    // Other services that speak S3's protocol call the root by the operation.
    if let root = operation.root {
      let found = try XMLReader.read(response.body).name
      guard found == root || found == operation.name + "Response" else {
        throw WireError(reason: "the answer is none to \(operation.name)")
      }
    }
    // The root of an answer in XML says whose it is; other answers say it by what is in them.
    if model.wire != .restXML, !shape.members.isEmpty, result.members.isEmpty {
      throw WireError(reason: "the answer says nothing")
    }
    if let missing = shape.required.first(where: { result[$0] == nil }) {
      throw WireError(reason: "the answer has no \(missing)")
    }
    try verify(.object(result), shape, operation.name)
  }

  /// Whether lists are lists, structures are structures, and values hold nothing else, at any depth.
  private func verify(_ value: JSON, _ shape: Shape, _ path: String) throws {
    switch (shape.kind, value) {
    case (.structure, .object(let object)):
      for member in shape.members {
        guard let value = object[member.name] else { continue }
        try verify(value, model.shape(member.shape), "\(path)/\(member.name)")
      }
    case (.list, .array(let items)):
      guard let item = try shape.item.map({ try model.shape($0.shape) }) else { return }
      for value in items { try verify(value, item, path) }
    case (.map, .object(let object)):
      guard let item = try shape.value.map({ try model.shape($0.shape) }) else { return }
      for (_, value) in object.members { try verify(value, item, path) }
    case (.structure, _), (.list, _), (.map, _):
      guard shape.isDocument else { throw WireError(reason: "\(path) has another shape") }
    case (.blob, _): return
    case (_, .object), (_, .array):
      guard shape.isDocument else { throw WireError(reason: "\(path) has another shape") }
    default: return
    }
  }
}

extension HTTPResponse {
  /// Whether AWS's own headers are there: every answer of it has an id.
  var isSigned: Bool { headers.contains { $0.name.lowercased().hasPrefix("x-amz") } }
}
