import Checklist
import JSONDocument

/// A call beside the model of its service, which allows it.
struct ModelledCall {
  let call: Call
  let model: ServiceModel
  let operation: Operation

  /// - Throws: `.unexpected` for a call that the table does not know or whose input the model does not allow; what is
  ///   filled in later may still be missing.
  init(_ call: Call) throws(Obstacle) {
    do throws(ModelError) {
      guard case .aws(let service) = call.door, let model = try ServiceModel.named(service.rawValue),
        let operation = model.operations[call.operation]
      else { throw ModelError(reason: "it is not in the table of operations") }
      (self.call, self.model, self.operation) = (call, model, operation)
      if let fault = try fault(in: call.input, later: call.blanks.keys.sorted()) {
        throw ModelError(reason: "input: \(fault)")
      }
    } catch { throw .unexpected(error.reason) }
  }

  /// What is wrong with an input, in a sentence with the path to it; nil when it may be sent.
  func fault(in input: JSONObject, later blanks: [String] = []) throws(ModelError) -> String? {
    try InputCheck(model: model, later: blanks, of: operation.name).fault(input, operation)
  }
}
