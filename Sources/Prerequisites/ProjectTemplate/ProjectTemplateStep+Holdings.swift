import Basics
import Checklist
import JSONDocument
import Policy

extension ProjectTemplateStep {
  public func holdings(_ seen: Observation, _ context: Context) -> [Holding] {
    guard seen.bucket.owner.value == .ours, let tags = seen.templates.template.value else { return [] }
    let marked = Self.marked(tags, context)
    let versions = seen.versions?.value?.filter { $0.key == context.setup.templateKey }
    let replaced = replaced(seen, tags, context)
    let fate: Thing.Fate =
      if !marked.isMade(as: Self.objectKey) {
        // What took the place of somebody's template is spoken of by what returns to it.
        .others(
          because: replaced != nil ? nil : marked.maker == nil ? "not uploaded by onramp" : marked.whyForeign)
      } else if let versions {
        .goes(because: context.reason(tags: tags), ObjectVersion.deletions(versions, context))
      } else {
        .stays(.ours, because: "its versions could not be listed")
      }
    let present: JSON = ["versions": JSON((versions ?? []).map(\.id)), "tags": JSON(tags: tags)]
    return Thing(
      step: "project-template", resource: context.templateARN, name: "template \(context.setup.templateKey)",
      isMade: marked.isMade(as: Self.objectKey), fate: fate, uses: [TemplateBucketStep.bucketKey], marked: marked,
      whole: Part(
        key: Self.objectKey, name: "", present: present,
        set: { _ in Self.put(context.template, "application/yaml", tags, context) }),
      parts: [replaced ?? tag(tags, context)]
    ).holdings
  }

  /// Only what onramp set goes back to what it was; tags that others set since stay.
  private func tag(_ tags: [String: String], _ context: Context) -> Part {
    let item = context.ledger[Self.tagKey, context.templateARN]
    let left = item.map { Self.restored(tags, $0) } ?? tags
    let isSet = item != nil && tags[VisibleTemplates.tag] == "true"
    return Part(
      key: Self.tagKey, name: "Tag", present: JSON(tags: tags), set: { Self.tagging($0.tagsByKey, context) },
      withdrawal: isSet ? .edited(left.isEmpty ? .null : JSON(tags: left)) : .nothing, reason: "onramp set it",
      unsafe: { _ in ["TPL-03"] })
  }

  /// Somebody's template whose place ours has taken returns with its tags, unless ours was edited since.
  private func replaced(_ seen: Observation, _ tags: [String: String], _ context: Context) -> Part? {
    guard let item = context.ledger[Self.objectKey, context.templateARN], !item.made,
      let text = item.previous["body"]?.string, let object = seen.object.value
    else { return nil }
    let (now, before) = (SHA256.hexadecimal(of: object.text), SHA256.hexadecimal(of: text))
    let isOurs = now == item.wanted["sha256"]?.string
    guard isOurs || now != before else { return nil }
    let restored = context.ledger[Self.tagKey, context.templateARN].map { Self.restored(tags, $0) } ?? tags
    return Part(
      key: Self.objectKey, name: "", present: .string("SHA-256 \(now)"),
      set: { _ in Self.put(text, item.previous["type"]?.string, restored, context) },
      withdrawal: isOurs
        ? .previous(.string("SHA-256 \(before)")) : .impossible("it was edited since onramp wrote it"),
      reason: "onramp replaced it", unsafe: { _ in ["TPL-06", "TPL-07", "TPL-08"] })
  }

  private static func restored(_ tags: [String: String], _ item: Ledger.Item) -> [String: String] {
    let (before, wanted) = (item.previous.tagsByKey, item.wanted.tagsByKey)
    return tags.filter { before[$0.key] != nil || wanted[$0.key] != $0.value }
      .merging(before.filter { $0.key == VisibleTemplates.tag }) { $1 }
  }
}
