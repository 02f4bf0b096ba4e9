import Checklist
import JSONDocument

/// A thing of the account, and which setups of onramp stand on it, as its tags say.
///
/// Whoever makes a thing tags it `onramp:setup=NAME`. Another setup that finds it there and stands on it adds
/// `onramp:used-by:NAME`. So each sees the other in the account, and needs neither its journal nor its setup file.
struct MarkedThing {
  /// The item of this setup's mark.
  let key: ItemKey
  let resource: String
  /// The thing in a sentence: `bucket sagemaker-projects-templates-…`.
  let name: String
  let tags: [String: String]
  let tagging: Tagging
  let context: Context

  private static let prefix = "onramp:used-by:"
  private var own: String { context.setup.name }
  private var mark: (key: String, value: String) { (Self.prefix + own, context.setup.fullName) }

  /// The setup that made it; nil where no tag says so.
  var maker: String? { tags[context.ownership.key] }

  /// The setups that use it besides the one that made it and this one.
  private var users: [String] {
    tags.keys.filter { $0.hasPrefix(Self.prefix) }.map { String($0.dropFirst(Self.prefix.count)) }
      .filter { $0 != own && $0 != maker }.sorted()
  }

  /// Whether this setup's mark is on it.
  var isMarked: Bool { tags[mark.key] != nil }

  /// All other setups that stand on it.
  var others: [Holding.User] {
    ([maker].compactMap(\.self).filter { $0 != own } + users).map { Holding.User("onramp setup \($0)") }
  }

  /// Whether onramp made it for this setup: by the tag, and where it has none by the journal. Whose tag it has,
  /// theirs it is, whatever the journal says of a thing of this name.
  func isMade(as item: ItemKey) -> Bool {
    maker.map { $0 == own } ?? (context.ledger[item, resource]?.isCertainlyMade == true)
  }

  /// Why teardown leaves it alone where this setup did not make it.
  var whyForeign: String { maker.map { "made by onramp setup \($0)" } ?? "not made by onramp" }

  /// Whether its tags say what they should: who made it, or that this setup uses what another one made.
  /// - Parameter isMade: whether onramp made it for this setup.
  func verdict(isMade: Bool) -> Verdict {
    let tag = context.ownership
    if maker == own { return .holds(found: "\(tag.key)=\(own)") }
    if isMade { return .broken(found: "no tag \(tag.key)", needed: "\(tag.key)=\(own)") }
    guard let maker else { return .holds(found: "not made by onramp; used as it is") }
    return isMarked
      ? .holds(found: "made by onramp setup \(maker), and says that \(own) uses it")
      : .broken(found: "made by onramp setup \(maker), no tag \(mark.key)", needed: "\(mark.key)=\(mark.value)")
  }

  /// Says that this setup stands on what others of onramp made or use; nil where nothing is to be said.
  /// - Parameter isGivenUp: whoever made it had given it up already, so that it is this setup's from now on.
  func marking(repairs: [CheckID] = [], isGivenUp: Bool = false) -> Change? {
    guard maker != own, !others.isEmpty, !isMarked else { return nil }
    let tag = isGivenUp ? context.ownership : mark
    let wanted = tags.merging([tag.key: tag.value]) { $1 }
    guard let call = tagging.calls(from: tags, to: wanted).first,
      let undo = tagging.calls(from: wanted, to: tags).first
    else { return nil }
    return Change(
      key: key, step: key.step, kind: .update, resource: resource, title: Thing.title("Mark", of: name),
      summary: isGivenUp
        ? "says that it is \(own)'s, which called its deletion off"
        : "says that \(own) uses it beside \(others.map(\.name).joined(separator: ", "))",
      madeByOnramp: maker != nil, call: call, previous: JSON(tags: tags), wanted: JSON(tags: wanted),
      undo: .call(undo), repairs: repairs)
  }

  /// Takes this setup's mark off what another one made; nil where there is none.
  var unmarking: Holding? {
    guard maker != own, isMarked else { return nil }
    let left = tags.filter { $0.key != mark.key }
    return Holding(
      key: key, step: key.step, resource: resource, title: Thing.title("Mark", of: name), ownership: .adopted,
      reason: "\(own) uses it no longer", action: .restore, calls: tagging.calls(from: tags, to: left),
      present: JSON(tags: tags), afterwards: left.isEmpty ? .null : JSON(tags: left))
  }

  /// How it becomes another setup's; nil where no other uses it.
  var handover: Holding.Handover? {
    guard let heir = users.first else { return nil }
    var left = tags.filter { $0.key != Self.prefix + heir && $0.key != mark.key }
    left[context.ownership.key] = heir
    return Holding.Handover(
      to: heir, calls: tagging.calls(from: tags, to: left), present: JSON(tags: tags), afterwards: JSON(tags: left))
  }
}
