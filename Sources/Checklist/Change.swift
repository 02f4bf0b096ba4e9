import JSONDocument

/// One change that onramp would make, with everything an operator wants to know before agreeing to it.
public struct Change: Hashable, Sendable {
  public enum Kind: String, Hashable, Sendable { case create, update, delete }

  public let key: ItemKey
  public let step: StepID
  public let kind: Kind
  /// The ARN, or where there is none the name, of the thing that is changed.
  public let resource: String
  /// The thing in a few words: `Role GitHubActionsRole, trust policy`.
  public let title: String
  /// What happens to it: `one statement trusts octo-org/sagemaker-churn`.
  public let summary: String
  /// False when the thing stood there before onramp; its previous form is journaled.
  public let madeByOnramp: Bool
  /// The one call that makes it; nil where there is only something to wait for.
  public let call: Call?
  /// The members of the call's answer that tell what was made from another thing of the same name: `ConnectionArn`,
  /// `Role/RoleId`. What they hold is journaled as `Ledger.Item.identity`, in one text with a blank between them.
  public let identity: [String]
  /// What stands there now, null when nothing does: shown as the left side of the difference, journaled
  /// before the call, and put back by teardown.
  public let previous: JSON
  /// What will stand there.
  public let wanted: JSON
  public let undo: Undo
  /// What the caller must be allowed besides the call itself: a stack is made with the caller's rights.
  public let rights: [PlannedAction]
  /// The checks that this change turns green.
  public let repairs: [CheckID]
  /// The changes that must have been made before.
  public let after: [ItemKey]
  public let cost: String?
  public let confidence: Confidence
  /// What is left for a person once it is made, a sentence each: `revoke the old token of ana: https://…`.
  public let afterwards: [String]

  public init(
    key: ItemKey, step: StepID, kind: Kind, resource: String, title: String, summary: String,
    madeByOnramp: Bool = true, call: Call?, identity: [String] = [], previous: JSON = .null, wanted: JSON, undo: Undo,
    rights: [PlannedAction] = [], repairs: [CheckID], after: [ItemKey] = [], cost: String? = nil,
    confidence: Confidence = .safe, afterwards: [String] = []
  ) {
    self.key = key
    self.step = step
    self.kind = kind
    self.resource = resource
    self.title = title
    self.summary = summary
    self.madeByOnramp = madeByOnramp
    self.call = call
    self.identity = identity
    self.previous = previous
    self.wanted = wanted
    self.undo = undo
    self.rights = rights
    self.repairs = repairs
    self.after = after
    self.cost = cost
    self.confidence = confidence
    self.afterwards = afterwards
  }
}

/// How a change is taken back.
public enum Undo: Hashable, Sendable {
  case call(Call)
  /// It cannot be: why, as it is told before the change is made.
  case never(because: String)

  public var call: Call? { if case .call(let call) = self { call } else { nil } }
}

/// The changes of a setup, in an order in which each finds what it needs.
public struct Plan: Hashable, Sendable {
  public let changes: [Change]

  /// Puts the changes in order: the steps' own order, and nothing before what it comes after.
  public init(_ changes: [Change]) {
    var waiting = changes
    var ordered: [Change] = []
    while !waiting.isEmpty {
      let open = Set(waiting.map(\.key))
      let next = waiting.firstIndex { $0.after.allSatisfy { !open.contains($0) } } ?? 0
      ordered.append(waiting.remove(at: next))
    }
    self.changes = ordered
  }

  public var isEmpty: Bool { changes.isEmpty }

  /// The number under which an operator sees a change, from 1.
  public func number(of key: ItemKey) -> Int? { changes.firstIndex { $0.key == key }.map { $0 + 1 } }

  /// The plan without the changes an operator left out, and without those that cannot be made then.
  public func without(_ left: Set<ItemKey>) -> Plan {
    var out = left
    for change in changes where change.after.contains(where: out.contains) { out.insert(change.key) }
    return Plan(changes.filter { !out.contains($0.key) })
  }
}
