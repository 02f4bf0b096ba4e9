import Checklist
import JSONDocument

/// How a service changes the tags of a thing.
enum Tagging {
  /// S3 knows the whole set only, so what is written holds the others too.
  case whole((_ tags: [String: String]) -> Call)
  /// Each by its key: the service, what its operations call the thing (`TagRole`), and the input that names it.
  case each(Service, _ thing: String, JSONObject)

  /// The calls that turn one set of tags into another.
  func calls(from old: [String: String], to new: [String: String]) -> [Call] {
    switch self {
    case .whole(let call): return [call(new)]
    case .each(let service, let thing, let input):
      var calls: [Call] = []
      let (set, gone) = (new.filter { old[$0.key] != $0.value }, old.keys.filter { new[$0] == nil }.sorted())
      if !set.isEmpty {
        var tag = input
        tag["Tags"] = JSON(tagList: set)
        calls.append(Call(service, "Tag" + thing, tag))
      }
      if !gone.isEmpty {
        var untag = input
        untag["TagKeys"] = JSON(gone)
        calls.append(Call(service, "Untag" + thing, untag))
      }
      return calls
    }
  }
}
