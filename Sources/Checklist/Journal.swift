import JSONDocument

/// One line of the journal: what onramp was about to do, or what came of it.
public struct JournalEntry: Hashable, Sendable {
  public enum Event: Hashable, Sendable {
    /// About to be made. `previous` is what stood there (null: nothing), so that it can be put back.
    case intent(kind: Change.Kind, previous: JSON, wanted: JSON)
    /// The service took the call; `identity` tells what it made from another thing of the same name: by its answer,
    /// or by the look that saw it.
    case accepted(identity: String?)
    /// Another look saw it done.
    case done
    /// The service refused; nothing was changed.
    case refused(String)
    /// The answer was lost: it may have been done. Only a look can tell.
    case ambiguous(String)
    /// About to be taken back, and taken back.
    case removing
    case removed
    /// It reads as onramp's, and stood there before this setup's first change: it is not.
    case found
  }

  public let key: ItemKey
  public let resource: String
  public let event: Event
  /// Seconds since 1970.
  public let time: Double

  public init(_ key: ItemKey, _ resource: String, _ event: Event, time: Double) {
    self.key = key
    self.resource = resource
    self.event = event
    self.time = time
  }
}

/// What the journal says in sum: the memory of what onramp did, never the truth about the account.
public struct Ledger: Hashable, Sendable {
  /// One thing onramp worked on.
  public struct Item: Hashable, Sendable {
    public let key: ItemKey
    public let resource: String
    /// Whether onramp made it: an intent to create it that was not refused. A crash may have come between
    /// the intent and the outcome, and the thing was not there when the intent was written.
    public var made: Bool
    /// What stood there before onramp's first change of it.
    public var previous: JSON
    /// What onramp last wrote there.
    public var wanted: JSON
    /// Intents without an outcome: a crash, or an answer that was lost.
    public var pending: Bool
    /// What the service called each thing or version that it made of it, the latest last: an id, a version, a name
    /// that it chose. Nobody can make another with the same one.
    public var identities: [String] = []
    public var identity: String? { identities.last }
    /// Its removal was begun, and nobody saw it over yet.
    public var isGoing = false
    /// Whether a look saw it done since it was last written.
    public var isSeen = false
    /// When the journal last told of it, in seconds since 1970.
    public var time = 0.0

    /// Whether a service may still answer as if it had not been written.
    public func isRecent(_ now: Double) -> Bool { abs(now - time) < Ledger.moment }
    /// Whether it was made a moment ago, and no look saw it since.
    public func isFresh(_ now: Double) -> Bool { made && !isSeen && isRecent(now) }
    /// The same of what the service took for certain.
    public func isFreshlyTaken(_ now: Double) -> Bool { isFresh(now) && !pending }

    /// Whether it is certain that onramp made it. A thing whose creation carries our tag is ours by the tag
    /// while the outcome is open: without it somebody else made it in the meantime.
    public var isCertainlyMade: Bool { made && !pending }
  }

  private var items: [Name: Item] = [:]
  private var found: Set<Name> = []
  private struct Name: Hashable { let key: ItemKey, resource: String }

  /// Seconds within which what was written may not be seen yet: services say minutes, and show it within seconds.
  static let moment = 60.0

  public init() {}

  public init(_ entries: some Sequence<JournalEntry>) {
    var beforeIntent: [Name: Item] = [:]
    for entry in entries {
      let name = Name(key: entry.key, resource: entry.resource)
      switch entry.event {
      case .intent(let kind, let previous, let wanted):
        beforeIntent[name] = items[name]
        var item =
          items[name]
          ?? Item(
            key: entry.key, resource: entry.resource, made: kind == .create, previous: previous, wanted: wanted,
            pending: true)
        if kind == .create { (item.made, item.previous) = (true, .null) }
        item.wanted = wanted
        (item.pending, item.isSeen) = (true, false)
        items[name] = item
      case .accepted(let identity):
        items[name]?.pending = false
        if let identity, items[name]?.identity != identity { items[name]?.identities.append(identity) }
      case .done:
        items[name]?.pending = false
        items[name]?.isSeen = true
      case .refused: items[name] = beforeIntent[name]
      case .ambiguous: break
      case .removing: items[name]?.isGoing = true
      case .removed: items[name] = nil
      case .found: found.insert(name)
      }
      items[name]?.time = entry.time
    }
  }

  public subscript(key: ItemKey, resource: String) -> Item? { items[Name(key: key, resource: resource)] }

  /// Whether what reads as onramp's stood there before this setup's first change.
  public func stoodBefore(_ key: ItemKey, _ resource: String) -> Bool {
    found.contains(Name(key: key, resource: resource))
  }

  /// Everything onramp made or changed and has not taken back.
  public var all: [Item] { items.values.sorted { ($0.key.rawValue, $0.resource) < ($1.key.rawValue, $1.resource) } }
  public var isEmpty: Bool { items.isEmpty }

  /// Everything on one resource in the order in which it is struck out: what tells of the thing itself, that it was made
  /// or that its removal was begun, comes last, for a run that ends in between must still know it.
  public func struck(on resource: String) -> [Item] {
    let (parts, whole) = all.filter { $0.resource == resource }.reduce(into: ([Item](), [Item]())) { found, item in
      if item.isGoing || item.identity != nil { found.1.append(item) } else { found.0.append(item) }
    }
    return parts + whole
  }

  /// What was written a moment ago and an inventory does not show: it may be there by the next look. What belongs to a
  /// thing whose removal was begun goes with it.
  public func unseen(in inventory: Inventory, _ now: Double) -> Item? {
    let going = Set(all.filter(\.isGoing).map(\.resource))
    return all.first { $0.isRecent(now) && !going.contains($0.resource) && !inventory.accounts(for: $0) }
  }
}

extension JournalEntry {
  public var json: JSON {
    var json: JSON = ["key": .string(key.rawValue), "resource": .string(resource), "time": .number(String(time))]
    switch event {
    case .intent(let kind, let previous, let wanted):
      json["event"] = "intent"
      json["kind"] = .string(kind.rawValue)
      json["previous"] = previous
      json["wanted"] = wanted
    case .accepted(let identity):
      json["event"] = "accepted"
      if let identity { json["identity"] = .string(identity) }
    case .done: json["event"] = "done"
    case .refused(let reason):
      json["event"] = "refused"
      json["reason"] = .string(reason)
    case .ambiguous(let reason):
      json["event"] = "ambiguous"
      json["reason"] = .string(reason)
    case .removing: json["event"] = "removing"
    case .removed: json["event"] = "removed"
    case .found: json["event"] = "found"
    }
    return json
  }

  /// Reads a line's document; nil when it is none of ours.
  public init?(_ json: JSON) {
    guard let key = json["key"]?.string, let resource = json["resource"]?.string, let time = json["time"]?.double
    else { return nil }
    let event: Event
    switch json["event"]?.string {
    case "intent":
      guard let kind = json["kind"]?.string.flatMap(Change.Kind.init(rawValue:)) else { return nil }
      event = .intent(kind: kind, previous: json["previous"] ?? .null, wanted: json["wanted"] ?? .null)
    case "accepted": event = .accepted(identity: json["identity"]?.string)
    case "done": event = .done
    case "refused": event = .refused(json["reason"]?.string ?? "")
    case "ambiguous": event = .ambiguous(json["reason"]?.string ?? "")
    case "removing": event = .removing
    case "removed": event = .removed
    case "found": event = .found
    default: return nil
    }
    self.init(ItemKey(rawValue: key), resource, event, time: time)
  }
}
