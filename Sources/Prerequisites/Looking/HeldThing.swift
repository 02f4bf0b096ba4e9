import Checklist
import JSONDocument

/// The one thing of a step that teardown speaks of, whole or in parts.
struct HeldThing {
  let step: StepID
  let resource: String
  /// The thing in a sentence: `bucket sagemaker-projects-templates-…`.
  let name: String
  /// What it stands on, which goes after it.
  var uses: [ItemKey] = []
}

/// A step whose holdings are one thing and its parts.
protocol HoldsOneThing: Step {
  static func thing(_ context: Context) -> HeldThing
}

extension HoldsOneThing {
  /// - Parameter part: the part of the thing it is about, as a title begins; empty for the whole.
  func holding(
    _ key: ItemKey, _ context: Context, _ part: String, _ ownership: Holding.Ownership, _ reason: String,
    _ action: Holding.Action = .keep, _ calls: [Call] = [], present: JSON = .null, afterwards: JSON = .null,
    unsafe: [CheckID] = []
  ) -> Holding {
    let thing = Self.thing(context)
    return Holding(
      key: key, step: thing.step, resource: thing.resource, title: Thing.title(part, of: thing.name),
      ownership: ownership, reason: reason, action: action, calls: calls, present: present, afterwards: afterwards,
      uses: thing.uses, unsafe: unsafe)
  }
}
