import JSONDocument

/// Something that exists because of a step, or that a step touched: whose it is, and what teardown does.
public struct Holding: Hashable, Sendable {
  /// Whose a thing is, and so whether it may go.
  public enum Ownership: String, Hashable, Sendable {
    /// Made by onramp, for this setup.
    case ours
    /// Stood there before; onramp changed a part of it, and puts that part back.
    case adopted
    /// Nobody's business here.
    case foreign
    /// Made by onramp, and used by others by now.
    case shared
  }

  public enum Action: String, Hashable, Sendable { case remove, restore, keep }

  public let key: ItemKey
  public let step: StepID
  public let resource: String
  /// The thing in a few words: `Bucket sagemaker-projects-templates-…`.
  public let title: String
  public let ownership: Ownership
  /// How we know, or why it stays: `tag onramp:setup=churn`, `trusted by role deploy-web`.
  public let reason: String
  public let action: Action
  /// What teardown sends, in order; empty when it stays.
  public let calls: [Call]
  /// What stands there now, and what will stand there then (null: nothing).
  public let present: JSON
  public let afterwards: JSON
  /// The holdings that must be gone before.
  public let after: [ItemKey]
  /// The checks that call the previous value unsafe, when it is put back.
  public let unsafe: [CheckID]

  public init(
    key: ItemKey, step: StepID, resource: String, title: String, ownership: Ownership, reason: String,
    action: Action, calls: [Call] = [], present: JSON = .null, afterwards: JSON = .null, after: [ItemKey] = [],
    unsafe: [CheckID] = []
  ) {
    self.key = key
    self.step = step
    self.resource = resource
    self.title = title
    self.ownership = ownership
    self.reason = reason
    self.action = action
    self.calls = calls
    self.present = present
    self.afterwards = afterwards
    self.after = after
    self.unsafe = unsafe
  }
}

/// What a teardown would do, in an order in which nothing goes before what still uses it.
public struct Inventory: Hashable, Sendable {
  public let holdings: [Holding]

  public init(_ holdings: [Holding]) {
    var waiting = holdings
    var ordered: [Holding] = []
    while !waiting.isEmpty {
      let open = Set(waiting.map(\.key))
      let next = waiting.firstIndex { $0.after.allSatisfy { !open.contains($0) } } ?? 0
      ordered.append(waiting.remove(at: next))
    }
    self.holdings = ordered
  }

  /// The holdings that teardown would change.
  public var going: [Holding] { holdings.filter { $0.action != .keep } }
}
