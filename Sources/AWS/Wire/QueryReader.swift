import JSONDocument
import Transport

/// The query protocol's answers: `<OperationResponse><OperationResult>…`.
enum QueryReader {
  static func read(_ body: [UInt8], _ operation: Operation, _ model: ServiceModel) throws -> JSONObject {
    guard let part = operation.output else { return [:] }
    let shape = try model.shape(part.shape)
    if shape.members.isEmpty { return [:] }
    let root = try XMLReader.read(body)
    let result = root.child(part.resultWrapper ?? "\(operation.name)Result")
    guard root.name == "\(operation.name)Response" || result != nil else {
      throw WireError(reason: "the answer is not one to \(operation.name)")
    }
    return try XMLShapeReader(model: model).structure(result ?? root, shape)
  }
}
