import Basics
import Checklist
import JSONDocument

extension ProjectTemplateStep: HoldsOneThing {
  static func thing(_ context: Context) -> HeldThing {
    HeldThing(
      step: "project-template", resource: context.templateARN, name: "template \(context.setup.templateKey)",
      uses: [TemplateBucketStep.bucketKey])
  }

  public func holdings(_ seen: Observation, _ context: Context) -> [Holding] {
    guard seen.bucket.owner.value == .ours, let tags = seen.templates.template.value else { return [] }
    let (key, item) = (context.setup.templateKey, context.ledger[Self.tagKey, context.templateARN])
    let marked = Self.marked(tags, context)
    if Self.isOurs(tags, context) {
      guard let versions = seen.versions?.value?.filter({ $0.key == key }) else {
        return [holding(Self.objectKey, context, "", .ours, "stays: its versions could not be listed")]
      }
      return [
        holding(
          Self.objectKey, context, "", .ours, context.reason(tags: tags), .remove,
          ObjectVersion.deletions(versions, context),
          present: ["versions": JSON(versions.map(\.id)), "tags": JSON(tags: tags)]
        ).used(by: marked.others, handover: marked.handover)
      ]
    }
    let unmarking = [marked.unmarking].compactMap(\.self)
    if let replaced = replaced(seen, tags, context) { return [replaced.used(by: marked.others)] + unmarking }
    let kept = holding(
      Self.objectKey, context, "", .foreign, marked.maker == nil ? "not uploaded by onramp" : marked.whyForeign)
    guard let item, tags[VisibleTemplates.tag] == "true" else { return [kept] + unmarking }
    let restored = Self.restored(tags, item)
    return [
      kept,
      holding(
        Self.tagKey, context, "Tag", .adopted, "onramp set it", .restore, [Self.tagging(restored, context)],
        present: JSON(tags: tags), afterwards: restored.isEmpty ? .null : JSON(tags: restored), unsafe: ["TPL-03"]
      ).used(by: marked.others),
    ] + unmarking
  }

  /// Somebody's template whose place ours has taken returns with its tags, unless ours was edited since.
  private func replaced(_ seen: Observation, _ tags: [String: String], _ context: Context) -> Holding? {
    guard let item = context.ledger[Self.objectKey, context.templateARN], !item.made,
      let text = item.previous["body"]?.string, let object = seen.object.value
    else { return nil }
    guard SHA256.hexadecimal(of: object.text) == item.wanted["sha256"]?.string else {
      return SHA256.hexadecimal(of: object.text) == SHA256.hexadecimal(of: text)
        ? nil : holding(Self.objectKey, context, "", .adopted, "stays: it was edited since onramp wrote it")
    }
    let restored = context.ledger[Self.tagKey, context.templateARN].map { Self.restored(tags, $0) } ?? tags
    return holding(
      Self.objectKey, context, "", .adopted, "onramp replaced it", .restore,
      [Self.put(text, item.previous["type"]?.string, restored, context)],
      present: .string("SHA-256 \(SHA256.hexadecimal(of: object.text))"),
      afterwards: .string("SHA-256 \(SHA256.hexadecimal(of: text))"),
      unsafe: ["TPL-06", "TPL-07", "TPL-08"])
  }

  /// Only what onramp set goes back to what it was; tags that others set since stay.
  private static func restored(_ tags: [String: String], _ item: Ledger.Item) -> [String: String] {
    let (before, wanted) = (item.previous.tagsByKey, item.wanted.tagsByKey)
    return tags.filter { before[$0.key] != nil || wanted[$0.key] != $0.value }
      .merging(before.filter { $0.key == VisibleTemplates.tag }) { $1 }
  }
}
