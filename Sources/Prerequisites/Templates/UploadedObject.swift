import Checklist
import JSONDocument

/// What is under the key of an object that onramp uploads to the bucket of the templates, and what teardown does with it.
struct UploadedObject {
  let key: String
  let owner: Bucket.Owner?
  /// Nil where it was not looked at: for teardown only it is.
  let content: Look<BucketContent>?
  /// Nil where no object is there, or it could not be seen.
  let marked: MarkedThing?
  let context: Context
  /// Whether something else speaks of its going: what takes its place.
  var isSpokenOf = false

  /// The versions of it that onramp uploaded, with the marks that hide them; nil where they were not told apart.
  private var kept: BucketContent.Kept? { content?.value?[key] }

  private var foreign: Thing.Fate { marked.map { .others(because: isSpokenOf ? nil : whyForeign($0)) } ?? .absent }

  var fate: Thing.Fate {
    guard owner == .ours else { return .absent }
    guard let kept else {
      let obstacle = content?.obstacle.map { " (\($0.inWords))" } ?? ""
      return marked?.isMade == true
        ? .stays(.ours, because: "its versions could not be told apart\(obstacle)") : foreign
    }
    let own = kept.removed
    guard !own.isEmpty, !isSpokenOf else { return foreign }
    if let lock = kept.lock { return .stays(.ours, because: lock) }
    let others = content?.value?.others(at: key) ?? []
    let stays = others.isEmpty ? "" : "; what others changed or uploaded there stays: \(others.counted)"
    return .goes(
      because: context.reason(tags: marked?.tags ?? [:]) + stays, ObjectVersion.deletions(own, context),
      meaning: "\(own.counted), for good" + stays)
  }

  private func whyForeign(_ marked: MarkedThing) -> String {
    if marked.maker == context.setup.name { return "others changed it since onramp uploaded it" }
    return marked.maker == nil && !marked.isAnother ? "not uploaded by onramp" : marked.whyForeign
  }
}
