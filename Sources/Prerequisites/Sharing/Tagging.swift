import Checklist
import JSONDocument

/// How a service changes the tags of a thing.
enum Tagging {
  /// S3 knows the whole set only, so what is written holds the others too.
  case whole((_ tags: [String: String]) -> Call)
  /// Each by its key: the service, what its operations call the thing (`TagRole`), and the input that names it.
  case each(Service, _ thing: String, JSONObject)

  /// The call that turns one set of tags into another; of two that were needed, the one that sets.
  func call(from old: [String: String], to new: [String: String]) -> Call {
    switch self {
    case .whole(let call): return call(new)
    case .each(let service, let thing, let input):
      let set = new.filter { old[$0.key] != $0.value }
      guard set.isEmpty else { return Call(service, "Tag" + thing, input.with("Tags", JSON(tagList: set))) }
      let gone = old.keys.filter { new[$0] == nil }.sorted()
      return Call(service, "Untag" + thing, input.with("TagKeys", JSON(gone)))
    }
  }

  /// The calls that turn one set of tags into another, whatever is set and taken away.
  func calls(from old: [String: String], to new: [String: String]) -> [Call] {
    let between = old.merging(new) { $1 }
    guard case .each = self, between != old, between != new else { return [call(from: old, to: new)] }
    return [call(from: old, to: between), call(from: between, to: new)]
  }
}
