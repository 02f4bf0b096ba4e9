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

    /// What an operator reads of it.
    public var words: String { inShort + (self == .shared ? " by others" : " by onramp") }

    /// The same where there is little room.
    public var inShort: String {
      switch self {
      case .ours: "created"
      case .adopted: "changed"
      case .foreign: "not created"
      case .shared: "also used"
      }
    }
  }

  public enum Action: String, Hashable, Sendable {
    case remove, restore, keep
    /// It stays for another setup of onramp that uses it, and is that setup's from then on.
    case handOver = "hand over"
  }

  /// Somebody besides this setup who was seen to use a thing.
  public struct User: Hashable, Sendable {
    /// Who, in words: `role deploy-web`, `onramp setup fraud`.
    public let name: String
    /// The ARN of the thing of the account that uses it: should that go in the same teardown, it is no user any more.
    /// Nil for a user that no teardown of this setup takes away.
    public let resource: String?

    public init(_ name: String, resource: String? = nil) {
      self.name = name
      self.resource = resource
    }
  }

  /// How a thing that stays for another setup becomes that setup's.
  public struct Handover: Hashable, Sendable {
    /// The other setup's name.
    public let heir: String
    public let calls: [Call]
    /// The tags that stand there now, and then.
    public let present: JSON
    public let afterwards: JSON

    public init(to heir: String, calls: [Call], present: JSON, afterwards: JSON) {
      self.heir = heir
      self.calls = calls
      self.present = present
      self.afterwards = afterwards
    }
  }

  public let key: ItemKey
  public let step: StepID
  public let resource: String
  /// The thing in a few words: `Bucket sagemaker-projects-templates-…`.
  public let title: String
  public private(set) var ownership: Ownership
  /// How we know, or why it stays: `tag onramp:setup=churn`, `stays: used by role deploy-web`.
  public private(set) var reason: String
  public private(set) var action: Action
  /// What teardown sends, in order; empty when it stays.
  public private(set) var calls: [Call]
  /// What stands there now, and what will stand there then (null: nothing).
  public private(set) var present: JSON
  public private(set) var afterwards: JSON
  /// The things it stands on, by the same keys as in `Change.after`: it goes before they do.
  public let uses: [ItemKey]
  /// Who was seen to use it, besides this setup. It goes only with all of them.
  public private(set) var users: [User]
  /// How it becomes another setup's, where one of its users is one.
  public private(set) var handover: Handover?
  /// The holdings that must be gone before: those that use it. An `Inventory` sets it.
  public private(set) var after: [ItemKey] = []
  /// What tells it from another thing of the same name, as a look saw it; nil for what is no whole thing, or has no
  /// such mark.
  public private(set) var identity: String?
  /// Whether others made it anew, under the name of what onramp had made.
  public private(set) var isAnother = false
  /// Whether a tag of this setup is on the thing.
  public private(set) var isTagged = false
  /// Whether nothing but its own words says that onramp wrote it.
  public private(set) var isUnproven = false
  /// What its deletion means besides: what it is emptied of, until when it can be restored. Nil where nothing.
  public private(set) var consequence: String?
  /// The checks that call the previous value unsafe, when it is put back.
  public private(set) var unsafe: [CheckID]

  public init(
    key: ItemKey, step: StepID, resource: String, title: String, ownership: Ownership, reason: String,
    action: Action, calls: [Call] = [], present: JSON = .null, afterwards: JSON = .null, uses: [ItemKey] = [],
    users: [User] = [], unsafe: [CheckID] = []
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
    self.uses = uses
    self.users = users
    self.unsafe = unsafe
  }
}

extension Holding {
  /// The same, with those who were seen to use it.
  public func used(by users: [User], handover: Handover? = nil) -> Holding {
    var copy = self
    (copy.users, copy.handover) = (users, handover)
    return copy
  }

  /// The same, with what its deletion means besides.
  public func meaning(_ consequence: String?) -> Holding {
    var copy = self
    copy.consequence = consequence
    return copy
  }

  /// The same, told from others of its name.
  public func identified(as identity: String?, isAnother: Bool) -> Holding {
    var copy = self
    (copy.identity, copy.isAnother) = (identity, isAnother)
    return copy
  }

  /// The same, with what tells that it is onramp's.
  public func known(byTag isTagged: Bool, byWordsAlone isUnproven: Bool) -> Holding {
    var copy = self
    (copy.isTagged, copy.isUnproven) = (isTagged, isUnproven)
    return copy
  }

  /// What is said of what only a Sid calls ours.
  public static let notMade = "not made by onramp: nothing but its Sid says so"

  /// The same as a thing of others, which stays.
  func foreign(because reason: String) -> Holding {
    var copy = staying(because: reason)
    copy.ownership = .foreign
    return copy
  }

  /// The same, staying as it is.
  public func staying(because reason: String) -> Holding {
    var copy = self
    (copy.action, copy.reason, copy.calls, copy.afterwards, copy.unsafe) = (.keep, reason, [], .null, [])
    return copy
  }

  /// The same as it is while some things go: what somebody uses who stays, stays.
  /// - Parameter going: the ARNs of what is taken away.
  func settled(while going: Set<String>) -> Holding {
    let staying = users.filter { user in user.resource.map { !going.contains($0) } ?? true }
    guard action == .remove || action == .restore, !staying.isEmpty else { return self }
    var copy = self
    let reason = "used by " + staying.map(\.name).joined(separator: ", ")
    (copy.ownership, copy.unsafe) = (.shared, [])
    if let handover {
      (copy.action, copy.reason) = (.handOver, "\(reason); from then on that of \(handover.heir)")
      (copy.calls, copy.present, copy.afterwards) = (handover.calls, handover.present, handover.afterwards)
    } else {
      (copy.action, copy.reason, copy.calls, copy.afterwards) = (.keep, "stays: \(reason)", [], .null)
    }
    return copy
  }

  func coming(after users: [ItemKey]) -> Holding {
    var copy = self
    copy.after = users
    return copy
  }
}
