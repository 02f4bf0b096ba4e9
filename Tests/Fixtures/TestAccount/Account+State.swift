import Checklist
import JSONDocument

extension Account {
  /// What stands in the account, and what stands in the way.
  public struct State: Hashable, Sendable {
    public var id = "111122223333"
    public var caller = "arn:aws:sts::111122223333:assumed-role/MLOpsAdmin/ana"
    public var region = "us-east-1"
    /// What stands in the way of a call, by `service:Operation` or, for GitHub, the operation.
    public var obstacles: [String: Obstacle] = [:]
    private var held: [Held]

    public init(adding more: [any AccountService] = []) {
      held = AccountServices.all.map { Held(service: $0.init()) } + more.map { Held(service: $0) }
    }

    /// One service, by its type; as new where nobody brought it.
    public subscript<S: AccountService>(_ type: S.Type) -> S {
      get { held.lazy.compactMap { $0.service as? S }.first ?? S() }
      set {
        if let place = held.firstIndex(where: { $0.service is S }) {
          held[place].service = newValue
        } else {
          held.append(Held(service: newValue))
        }
      }
    }

    mutating func furnish() {
      for place in held.indices { held[place].service.furnish() }
    }

    mutating func answer(_ call: Call) -> Answer? {
      guard let place = place(of: call) else { return nil }
      var service = held[place].service
      defer { held[place].service = service }
      return service.answer(call, in: self)
    }

    /// Changes the account as the service would; nil for a call that nobody wrote here.
    mutating func carryOut(_ call: Call) -> Answer? {
      guard let place = place(of: call) else { return nil }
      var service = held[place].service
      defer { held[place].service = service }
      return service.carryOut(call, in: self)
    }

    /// The state without what is no difference, so that two spellings of one account are equal.
    public var meaning: State {
      var state = self
      for place in held.indices { state.held[place].service = held[place].service.meaning }
      return state
    }

    private func place(of call: Call) -> Int? {
      held.lastIndex { type(of: $0.service).doors.contains(call.door) }
    }
  }

  /// A service that can be compared with another of its type.
  private struct Held: Hashable, Sendable {
    var service: any AccountService

    static func == (one: Held, other: Held) -> Bool { one.service.equals(other.service) }
    func hash(into hasher: inout Hasher) { service.hash(into: &hasher) }
  }
}

extension AccountService {
  fileprivate func equals(_ other: any AccountService) -> Bool { (other as? Self) == self }
}
