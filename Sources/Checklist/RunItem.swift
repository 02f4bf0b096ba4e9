import JSONDocument

/// What a run does about one thing: a change that it makes, or a holding that it takes back.
///
/// A run does nothing but what was shown. What was shown is laid beside what would be done by now, member by
/// member, before anything is sent.
public protocol RunItem: Sendable {
  var key: ItemKey { get }
  var step: StepID { get }
  /// The ARN, or where there is none the name, of the thing.
  var resource: String { get }
  var title: String { get }
  /// What is sent, in order; empty where there is only something to wait for.
  var calls: [Call] { get }
  /// What must be over before.
  var after: [ItemKey] { get }
  /// What an operator was shown of it and agreed to, by the words of the screen.
  var shown: [(member: String, value: JSON)] { get }
}

/// The first member in which an item is another by now than the one that was shown.
public struct Divergence: Hashable, Sendable {
  public let member: String
  public let shown: JSON
  public let now: JSON

  public init?(from shown: some RunItem, to now: some RunItem) {
    for (old, new) in zip(shown.shown, now.shown) where old.value != new.value {
      (member, self.shown, self.now) = (old.member, old.value, new.value)
      return
    }
    return nil
  }

  /// A change for which there is nothing to do any more, though what it was to repair does not hold.
  /// - Parameter found: what the check found instead.
  public init(from shown: Change, found: String) {
    (member, self.shown, now) = ("what stands there", shown.previous, .string(found))
  }

  /// A thing that was to be taken away or put back, and stays by now.
  public init?(from shown: Holding, kept: Holding) {
    guard shown.action != .keep else { return nil }
    if shown.present != kept.present {
      (member, self.shown, now) = ("what stands there", shown.present, kept.present)
    } else {
      (member, self.shown, now) = ("whose it is", shown.claim, kept.claim)
    }
  }

  /// `it changed since it was shown: what stands there was "Suspended", now "Enabled"`.
  ///
  /// Of long values what both begin with is left out, so that the part that differs is seen.
  public var inWords: String {
    let (old, new) = (Self.words(shown), Self.words(now))
    let same = zip(old, new).prefix { $0 == $1 }.count
    let start = max(old.count, new.count) > Self.limit ? max(0, same - 40) : 0
    return "it changed since it was shown: \(member) was \(Self.cut(old, start)), now \(Self.cut(new, start))"
  }

  private static let limit = 300

  private static func words(_ value: JSON) -> String { value.isNull ? "nothing" : value.unfolded.compact }

  private static func cut(_ text: String, _ start: Int) -> String {
    let rest = text.dropFirst(start)
    return (start > 0 ? "…" : "") + (rest.count > limit ? rest.prefix(limit - 1) + "…" : rest)
  }
}

extension Change: RunItem {
  public var calls: [Call] { call.map { [$0] } ?? [] }

  public var shown: [(member: String, value: JSON)] {
    [
      ("the thing", .string(resource)), ("what stands there", previous), ("what is wanted", wanted),
      ("the kind of change", .string(kind.rawValue)), ("the risk", .string(confidence.rawValue)),
      ("the call", .array(calls.map(\.json))),
    ]
  }
}

extension Holding {
  /// Whose it is, and how we know.
  fileprivate var claim: JSON { .string("\(ownership.words), \(reason)") }
}

extension Holding: RunItem {
  public var shown: [(member: String, value: JSON)] {
    [
      ("the thing", .string(resource)), ("what stands there", present), ("what will stand there", afterwards),
      ("whose it is", .string(ownership.words)), ("what is done", .string(action.rawValue)),
      ("the calls", .array(calls.map(\.json))),
    ]
  }
}
