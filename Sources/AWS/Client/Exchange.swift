import Checklist
import JSONDocument

/// A call made ready: checked against the model, idempotency tokens filled in, the request written.
struct Exchange {
  let call: Call
  let model: ServiceModel
  let operation: Operation
  let request: WireRequest
  /// Nothing bad comes of carrying it out twice: it reads, or AWS knows it again by its token.
  let isRepeatable: Bool

  init(_ call: Call, uuid: () -> String) throws(Obstacle) {
    self.call = call
    do {
      guard let model = try ServiceModel.named(call.service.rawValue), let operation = model.operations[call.operation]
      else { throw Obstacle.unexpected("it is not in the table of operations") }
      if let fault = try InputCheck(model: model).fault(call.input, operation) {
        throw Obstacle.unexpected("input: \(fault)")
      }
      var input = call.input
      let shape = try operation.input.map { try model.shape($0.shape) }
      let tokens = shape?.members.filter(\.isToken).map(\.name) ?? []
      for token in tokens where input[token] == nil { input[token] = .string(uuid()) }
      self.model = model
      self.operation = operation
      request = try Wire.request(input, operation, model)
      isRepeatable = operation.isRead || !tokens.isEmpty
    } catch let obstacle as Obstacle {
      throw obstacle
    } catch let error as WireError {
      throw .unexpected(error.reason)
    } catch let error as ModelError {
      throw .unexpected(error.reason)
    } catch {
      throw .unexpected("the request cannot be written")
    }
  }
}
