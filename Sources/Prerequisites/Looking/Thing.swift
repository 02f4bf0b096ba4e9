import Checklist
import JSONDocument
import Policy

/// A thing of the account as one look found it, whole and in parts.
///
/// What is to be changed and what teardown takes back are read off the same parts, so that each is set and taken back
/// in one way only.
struct Thing {
  /// What becomes of the whole of it at teardown.
  enum Fate {
    case absent
    /// Onramp made it and nobody else has a use for it: it goes, by these calls, and its parts with it.
    /// What that means besides is told before it is agreed to.
    case goes(because: String, [Call], meaning: String? = nil)
    /// It stays as it is, with its parts.
    case stays(Holding.Ownership, because: String)
    /// It is somebody's: the parts that onramp changed are put back. Without a reason it is not spoken of.
    case others(because: String?)
  }

  let step: StepID
  /// The ARN, or where there is none the name.
  let resource: String
  /// In a sentence: `bucket sagemaker-projects-templates-…`.
  let name: String
  /// Whether onramp made it, or is about to.
  let isMade: Bool
  let fate: Fate
  /// What it stands on, which goes after it.
  var uses: [ItemKey] = []
  /// Who was seen to use it, besides the setups of onramp that its tags name.
  var users: [Holding.User] = []
  /// Which setups of onramp stand on it, where its tags say so.
  var marked: MarkedThing?
  /// The thing itself, as a part without a name: its wish is that it be made.
  let whole: Part
  /// In the order in which they are set; they are put back in the opposite one.
  let parts: [Part]

  /// What would make it as it is wanted; the mark comes last.
  var changes: [Change] {
    ([whole] + parts).compactMap { change($0, isMade) }
      + [marked.flatMap { change($0.mark, $0.maker != nil) }].compactMap(\.self)
  }

  private func change(_ part: Part, _ isMade: Bool) -> Change? {
    guard let wish = part.wish else { return nil }
    let kind: Change.Kind = part.present.isNull ? .create : wish.value.isNull ? .delete : .update
    return Change(
      key: part.key, step: step, kind: wish.kind ?? kind, resource: resource, title: Self.title(part.name, of: name),
      summary: wish.summary, madeByOnramp: isMade, call: part.set(part.present, wish.value), identity: part.identity,
      previous: part.present,
      wanted: wish.value,
      undo: wish.whyNoUndo.map { .never(because: $0) } ?? .call(part.set(wish.value, part.present)),
      repairs: wish.repairs, after: wish.after, cost: wish.cost, confidence: wish.confidence,
      afterwards: wish.afterwards)
  }

  /// What teardown does with it.
  var holdings: [Holding] {
    switch fate {
    case .absent: []
    case .goes(let reason, let calls, let consequence):
      own
        + [
          holding(whole, .ours, reason, .remove, calls, present: whole.present)
            .used(by: (marked?.others ?? []) + users, handover: marked?.handover)
            .meaning(consequence)
        ].map(identified)
    case .stays(let ownership, let reason):
      own + [identified(holding(whole, ownership, "stays: \(reason)", present: whole.present))]
    case .others(let reason):
      (reason.map { [identified(holding(whole, .foreign, $0, present: whole.present))] } ?? [])
        // What the journal says of its parts is about the thing that onramp had made.
        + (marked?.isAnother == true ? [] : parts.reversed()).compactMap { part in
          restored(part)?.used(by: part.users + (part.isOwn ? [] : marked?.others ?? []))
            ?? part.whyForeign.map { holding(part, .foreign, $0, present: part.shown(part.present)) }
        } + [marked.flatMap { restored($0.mark) }].compactMap(\.self)
    }
  }

  private func identified(_ holding: Holding) -> Holding {
    holding.identified(as: marked?.identity, isAnother: marked?.isAnother == true)
  }

  /// What is this setup's alone comes out of a thing that others use, before the thing becomes theirs.
  private var own: [Holding] { parts.filter(\.isOwn).compactMap(restored) }

  private func restored(_ part: Part) -> Holding? {
    switch part.withdrawal {
    case .nothing: return nil
    case .impossible(let reason): return holding(part, .adopted, "stays: \(reason)", present: part.shown(part.present))
    case .previous(let value), .edited(let value):
      return holding(
        part, .adopted, part.reason, .restore, [part.set(part.present, value)], present: part.shown(part.present),
        afterwards: part.shown(value), uses: part.uses, unsafe: part.unsafe(value))
    }
  }

  private func holding(
    _ part: Part, _ ownership: Holding.Ownership, _ reason: String, _ action: Holding.Action = .keep,
    _ calls: [Call] = [], present: JSON = .null, afterwards: JSON = .null, uses own: [ItemKey] = [],
    unsafe: [CheckID] = []
  ) -> Holding {
    Holding(
      key: part.key, step: step, resource: resource, title: Self.title(part.name, of: name), ownership: ownership,
      reason: reason, action: action, calls: calls, present: present, afterwards: afterwards, uses: uses + own,
      unsafe: unsafe
    ).known(byTag: marked?.isOurs == true, byWordsAlone: part.isUnproven)
  }

  /// The part comes first, so that titles that are cut still differ: `CORS of bucket sagemaker-…`.
  static func title(_ part: String, of thing: String) -> String {
    part.isEmpty ? thing.prefix(1).uppercased() + thing.dropFirst() : "\(part) of \(thing)"
  }
}

/// A part of a thing that can be set by itself.
struct Part {
  let key: ItemKey
  /// As its title begins: `Trust policy`; empty for the whole of the thing.
  let name: String
  /// What stands there; null where nothing does.
  let present: JSON
  /// The call that puts a value in the place of another; null is nothing.
  let set: (_ old: JSON, _ new: JSON) -> Call
  /// What teardown shows of a value, where that is not all of it: a text by its fingerprint.
  var shown: (JSON) -> JSON = { $0 }
  /// The members of the call's answer that tell what was made from another thing of the same name.
  var identity: [String] = []
  /// The parts of the same thing that it stands on: it is put back before they are.
  var uses: [ItemKey] = []
  /// What is to stand there; nil where it is right, or not ours to change.
  var wish: Wish?
  /// What stands there once our change is taken back.
  var withdrawal: Withdrawal<JSON> = .nothing
  /// Whether nobody but this setup stands on what onramp wrote into it.
  var isOwn = false
  /// Who was seen to stand on what onramp wrote into it, besides the setups of onramp that the thing's tags name.
  var users: [Holding.User] = []
  /// Whether nothing but its own words says that it is to be taken back.
  var isUnproven = false
  /// Why what reads as ours in it is not; nil where nothing does.
  var whyForeign: String?
  /// How we know that it is to be taken back.
  var reason = "onramp changed it"
  /// The checks that call a value unsafe, should it be put back.
  var unsafe: (JSON) -> [CheckID] = { _ in [] }
}

/// What is to stand in a part.
struct Wish {
  /// Null: nothing.
  let value: JSON
  let summary: String
  /// The checks that it turns green.
  let repairs: [CheckID]
  /// What must have been made before.
  var after: [ItemKey] = []
  var confidence = Confidence.safe
  /// Where it is another than the values say: tags are an update of their thing, the first of them too.
  var kind: Change.Kind?
  /// Why it cannot be taken back; nil where it can.
  var whyNoUndo: String?
  var cost: String?
  /// What is left for a person once it stands there.
  var afterwards: [String] = []
}

extension Withdrawal<JSON> {
  /// A value that is put back whole, as long as what onramp wrote still stands there.
  static func value(_ present: JSON, _ item: Ledger.Item?) -> Withdrawal {
    guard let item, present != item.previous else { return .nothing }
    return present == item.wanted ? .previous(item.previous) : .impossible("it was edited since onramp wrote it")
  }
}
