import Checklist
import JSONDocument

/// A call beside the model of its service, which allows it.
struct ModelledCall {
  let call: Call
  let model: ServiceModel
  let operation: Operation

  /// - Throws: `.unexpected` for a call that the table does not know or whose input the model does not allow; what is
  ///   filled in later may still be missing. `.unreadable` for a look at what cannot be by its name: an answer named it.
  init(_ call: Call) throws(Obstacle) {
    let fault: InputFault?
    do throws(ModelError) {
      guard case .aws(let service) = call.door, let model = try ServiceModel.named(service.rawValue),
        let operation = model.operations[call.operation]
      else { throw ModelError(reason: "it is not in the table of operations") }
      (self.call, self.model, self.operation) = (call, model, operation)
      fault = try InputCheck(model: model, later: call.blanks.keys.sorted(), of: operation.name).fault(
        call.input, operation)
    } catch { throw .unexpected(error.reason) }
    guard let fault else { return }
    throw operation.isRead && fault.isOfValue
      ? .unreadable("there can be no such thing: \(fault)") : .unexpected("input: \(fault)")
  }

  /// What is wrong with an input, in a sentence with the path to it; nil when it may be sent.
  func fault(in input: JSONObject) throws(ModelError) -> InputFault? {
    try InputCheck(model: model, of: operation.name).fault(input, operation)
  }
}
