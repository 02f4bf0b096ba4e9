import JSONDocument

/// How a part of ours comes out of a thing that others may have edited since.
public enum Withdrawal<Value: Hashable & Sendable>: Hashable, Sendable {
  /// Nothing of ours is left in it: leave it as it is.
  case nothing
  /// Nobody edited it since: what stood before goes back, verbatim.
  case previous(Value)
  /// Others edited it: what is ours comes out, their edits stay.
  case edited(Value)
  /// Taking ours out would need a guess. The reason is for a person.
  case impossible(String)
}

extension Withdrawal {
  /// The same about what a value is written as elsewhere.
  public func map<Other>(_ transform: (Value) -> Other) -> Withdrawal<Other> {
    switch self {
    case .nothing: .nothing
    case .previous(let value): .previous(transform(value))
    case .edited(let value): .edited(transform(value))
    case .impossible(let reason): .impossible(reason)
    }
  }
}

extension Withdrawal where Value == [JSON] {
  /// Takes our items out of a list.
  /// - Parameter meaning: the item in one spelling; items that mean the same are the same.
  public static func list(
    current: [JSON], written: [JSON], previous: [JSON], meaning: (JSON) -> JSON
  ) -> Withdrawal {
    let (now, then, before) = (current.map(meaning), written.map(meaning), previous.map(meaning))
    if now == then { return .previous(previous) }
    if now == before { return .nothing }
    let ours = then.filter { !before.contains($0) }
    let replaced = previous.indices.filter { !then.contains(before[$0]) }
    guard ours.contains(where: now.contains) else {
      return replaced.isEmpty ? .nothing : .impossible("what onramp wrote was edited since")
    }
    guard replaced.isEmpty || ours.allSatisfy(now.contains) else {
      return .impossible("part of what onramp wrote was edited since")
    }
    var result: [JSON] = []
    var returned = false
    for (item, said) in zip(current, now) {
      guard ours.contains(said) else {
        result.append(item)
        continue
      }
      // What we had completed in place returns to that place.
      if !returned { result += replaced.map { previous[$0] } }
      returned = true
    }
    return .edited(result)
  }
}
