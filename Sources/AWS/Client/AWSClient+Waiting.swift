import Checklist
import JSONDocument

extension AWSClient {
  /// How waiting by one of AWS's own rules ended.
  public enum WaitEnding: Hashable, Sendable {
    /// It is so; the answer that said it, or nothing where an error did.
    case reached(JSON?)
    /// It will not become so: the answer that said it.
    case failed(JSON?)
    /// It had not become so after as many looks as AWS's rule allows.
    case exhausted
  }

  /// Looks again and again until something is so, by AWS's own rule of that name (`FunctionActiveV2`).
  ///
  /// The operation is the rule's; `input` names what is looked at. What keeps a look from being taken ends the
  /// waiting, unless it is a matter of time.
  public func wait(until rule: String, of service: Service, _ input: JSONObject) async throws(Obstacle) -> WaitEnding {
    let found: Waiter?
    do throws(ModelError) { found = try ServiceModel.named(service.rawValue)?.waiters[rule] } catch {
      throw .unexpected(error.reason)
    }
    guard let waiter = found else { throw .unexpected("\(service) has no waiter \(rule)") }
    let call = Call(service, waiter.operation, input)
    for number in 1...max(waiter.maximumAttempts, 1) {
      if number > 1 { try await wait(waiter.delay) }
      let (outcome, answer) = try await look(call)
      guard let outcome else { continue }
      switch waiter.state(of: outcome) {
      case .success: return .reached(answer)
      case .failure: return .failed(answer)
      case .retry: continue
      case nil:
        // An answer that means nothing yet is waited out; an error that no rule expects is not.
        if case .error(let code, let status) = outcome {
          throw Obstacle.refused(code: code, message: "while waiting for \(rule)", status: status).met(by: call)
        }
      }
    }
    return .exhausted
  }

  /// One look; no outcome where the service was only too busy to say.
  private func look(_ call: Call) async throws(Obstacle) -> (Waiter.Outcome?, JSON?) {
    do throws(Obstacle) {
      let answer = try await send(call)
      return (.answer(answer), answer)
    } catch {
      switch error.kind {
      case .refused, .denied: return (.error(code: error.code ?? "", status: error.status ?? 0), nil)
      case .throttled, .timedOut, .unreachable: return (nil, nil)
      case .notSignedIn, .unreadable, .ambiguous, .unexpected, .cancelled: throw error
      }
    }
  }
}
