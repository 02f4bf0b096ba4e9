import JSONDocument
import Transport

/// The four protocols of AWS behind two functions.
///
/// Everything about a service comes from its model; nothing here knows an operation. Requests and answers
/// are JSON by the model's member names: a blob is its UTF-8 text, or its
/// Base64 where it is no text (`JSON.blob`), a time an RFC 3339 string.
enum Wire {
  /// Throws `WireError` for a value its shape does not allow and `ModelError` for a defect of the table.
  static func request(_ input: JSONObject, _ operation: Operation, _ model: ServiceModel) throws -> WireRequest {
    switch model.wire {
    case .query: try QueryWriter.write(input, operation, model)
    case .json: try JSONWire.request(input, operation, model)
    case .restJSON, .restXML: try RESTWriter(operation: operation, model: model).write(input)
    }
  }

  /// Reads an answer by the operation's protocol, whatever its Content-Type. Throws when it does not fit.
  static func answer(_ response: HTTPResponse, _ operation: Operation, _ model: ServiceModel) throws -> JSONObject {
    switch model.wire {
    case .query: try QueryReader.read(response.body, operation, model)
    case .json: try JSONWire.answer(response, operation, model)
    case .restJSON, .restXML: try RESTReader(operation: operation, model: model).read(response)
    }
  }
}
