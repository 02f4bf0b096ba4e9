import Checklist
import JSONDocument

/// A call made ready: checked against the model, idempotency tokens filled in, the request written.
struct Exchange {
  /// The call as it was shown, without what was filled in.
  let call: Call
  let model: ServiceModel
  let operation: Operation
  let request: WireRequest
  /// Nothing bad comes of carrying it out twice: it reads, or AWS knows it again by its token.
  let isRepeatable: Bool

  init(_ filled: consuming Filled, uuid: () -> String) throws(Obstacle) {
    let modelled = try ModelledCall(filled.call)
    (call, model, operation) = (modelled.call, modelled.model, modelled.operation)
    var input = filled.input()
    do {
      if !call.blanks.isEmpty, let fault = try modelled.fault(in: input) {
        throw Obstacle.unexpected("input: \(fault)")
      }
      let shape = try operation.input.map { try modelled.model.shape($0.shape) }
      let tokens = shape?.members.filter(\.isToken).map(\.name) ?? []
      for token in tokens where input[token] == nil { input[token] = .string(uuid()) }
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
