import JSONDocument
import Transport

/// The json protocols, 1.0 and 1.1: the operation in a header, input and output as they are.
enum JSONWire {
  static func request(_ input: JSONObject, _ operation: Operation, _ model: ServiceModel) throws -> WireRequest {
    var body = JSON.object([:])
    if let part = operation.input {
      body = try JSONShapes(model: model).written(.object(input), Member(whole: part.shape))
    }
    var request = WireRequest(method: operation.method, path: operation.uri)
    request.headers = [
      HTTPHeader("Content-Type", "application/x-amz-json-\(model.jsonVersion)"),
      HTTPHeader("X-Amz-Target", "\(model.targetPrefix).\(operation.name)"),
    ]
    request.body = Array(body.compact.utf8)
    return request
  }

  static func answer(_ response: HTTPResponse, _ operation: Operation, _ model: ServiceModel) throws -> JSONObject {
    guard let part = operation.output else { return [:] }
    if response.body.isEmpty, try model.shape(part.shape).members.isEmpty { return [:] }
    let json = try JSON(parsing: response.body)
    guard json.object != nil else { throw WireError(reason: "the answer is no JSON object") }
    return try JSONShapes(model: model).read(json, Member(whole: part.shape)).object ?? [:]
  }
}
