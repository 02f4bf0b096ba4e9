import Checklist
import JSONDocument
import Policy

/// A thing of the account, and which setups of onramp stand on it, as its tags say.
///
/// Whoever makes a thing tags it `onramp:setup=NAME`. Another setup that finds it there and stands on it adds
/// `onramp:used-by:NAME`. So each sees the other in the account, and needs neither its journal nor its setup file.
struct MarkedThing {
  /// The item of this setup's mark.
  let key: ItemKey
  let resource: String
  let tags: [String: String]
  let tagging: Tagging
  let context: Context
  /// The item under which the journal tells that onramp made it.
  let item: ItemKey
  /// What tells it from another thing of the same name, as the service says: an id, a time of creation. Nil where
  /// there is no such mark, or it was not said.
  let identity: String?
  /// The checks that the mark turns green.
  var repairs: [CheckID] = []
  /// Whether whoever made it has given it up, so that it is this setup's from now on.
  var isGivenUp = false
  /// Whether it may be marked now. Where one call sets all tags, the mark waits for the look after another that does.
  var isDue = true
  /// Whether the mark was set by the call that set another part of the thing, and comes off with it.
  var isSetWithPart = false

  /// What the key of a mark begins with; its value is the full name of the repository it is used for.
  static let prefix = "onramp:used-by:"
  private var own: String { context.setup.name }
  private var ownMark: (key: String, value: String) { (Self.prefix + own, context.setup.fullName) }

  /// The tag that says that this setup uses it.
  var ownTag: [String: String] { [ownMark.key: ownMark.value] }

  /// The setup that made it; nil where no tag says so.
  var maker: String? { tags[context.ownership.key] }

  /// The setups that use it besides the one that made it and this one.
  private var users: [String] {
    tags.keys.filter { $0.hasPrefix(Self.prefix) }.map { String($0.dropFirst(Self.prefix.count)) }
      .filter { $0 != own && $0 != maker }.sorted()
  }

  /// Whether this setup's mark is on it.
  var isMarked: Bool { tags[ownMark.key] != nil }

  /// Whether a tag of this setup is on it, whoever made it.
  var isOurs: Bool { maker == own || isMarked }

  /// All other setups that stand on it.
  var others: [Holding.User] {
    ([maker].compactMap(\.self).filter { $0 != own } + users).map { Holding.User("onramp setup \($0)") }
  }

  /// Whether onramp made it for this setup: by the tag, and where it has none by the journal, as long as it is the very
  /// thing that the journal tells of. Whose tag it has, theirs it is, whatever the journal says of a thing of this name.
  var isMade: Bool { maker.map { $0 == own } ?? (made != nil && made?.identity == identity && identity != nil) }

  /// Whether others made it, under the name of what onramp had made.
  var isAnother: Bool {
    guard maker != own, let known = made?.identity, let identity else { return false }
    return known != identity
  }

  /// What the journal says of a thing of this name that onramp made.
  private var made: Ledger.Item? { context.ledger[item, resource].flatMap { $0.isCertainlyMade ? $0 : nil } }

  /// Why teardown leaves it alone where this setup did not make it.
  var whyForeign: String {
    if let maker { return "made by onramp setup \(maker)" }
    if isAnother { return "made anew by others since, under the same name" }
    return made == nil ? "not made by onramp" : "without onramp's tag, and nothing else tells that onramp made it"
  }

  /// Whether its tags say what they should: who made it, or that this setup uses what another one made.
  /// - Parameter isMade: whether onramp made it for this setup.
  func verdict(isMade: Bool) -> Verdict {
    let tag = context.ownership
    if maker == own { return .holds(found: "\(tag.key)=\(own)") }
    if isMade { return .broken(found: "no tag \(tag.key)", needed: "\(tag.key)=\(own)") }
    guard let maker else { return .holds(found: "not made by onramp; used as it is") }
    return isMarked
      ? .holds(found: "made by onramp setup \(maker), and says that \(own) uses it")
      : .broken(
        found: "made by onramp setup \(maker), no tag \(ownMark.key)", needed: "\(ownMark.key)=\(ownMark.value)")
  }

  /// The mark as a part of the thing: it says that this setup stands on what others of onramp made or use, and comes
  /// off again when this setup goes.
  var mark: Part {
    let (tag, left) = (isGivenUp ? context.ownership : ownMark, tags.filter { $0.key != ownMark.key })
    var part = tagPart(key, "Mark")
    part.reason = "\(own) uses it no longer"
    guard maker != own else { return part }
    if isMarked {
      if isSetWithPart { return part }
      part.withdrawal = .edited(left.isEmpty ? .null : JSON(tags: left))
    } else if !others.isEmpty, isDue {
      part.wish = Wish(
        value: JSON(tags: tags.merging([tag.key: tag.value]) { $1 }),
        summary: isGivenUp
          ? "says that it is \(own)'s, which called its deletion off"
          : "says that \(own) uses it beside \(others.map(\.name).joined(separator: ", "))",
        repairs: repairs)
    }
    return part
  }

  /// Its tags as a part of it.
  func tagPart(_ key: ItemKey, _ name: String) -> Part {
    Part(
      key: key, name: name, present: JSON(tags: tags), set: { tagging.call(from: $0.tagsByKey, to: $1.tagsByKey) })
  }

  /// How it becomes another setup's; nil where no other uses it.
  var handover: Holding.Handover? {
    guard let heir = users.first else { return nil }
    var left = tags.filter { $0.key != Self.prefix + heir && $0.key != ownMark.key }
    left[context.ownership.key] = heir
    return Holding.Handover(
      to: heir, calls: tagging.calls(from: tags, to: left), present: JSON(tags: tags), afterwards: JSON(tags: left))
  }
}
