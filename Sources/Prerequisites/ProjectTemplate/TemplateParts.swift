import Basics
import Checklist
import JSONDocument
import Policy

/// The template object as a thing: there or not, its tags, its content, and whose it is.
struct TemplateParts {
  typealias Step = ProjectTemplateStep

  let seen: Step.Observation
  let context: Context

  /// A text up to this many bytes is journaled whole, so that it can be put back.
  private static let journalLimit = 65_536

  /// The tags of the object; nil where it is not there, or could not be seen.
  private var present: [String: String]? {
    seen.bucket.owner.isAbsent ? nil : seen.templates.template.value
  }
  private var isAbsent: Bool { seen.bucket.owner.isAbsent || seen.templates.template.isAbsent }
  private var tags: TemplateTags { TemplateTags(seen: seen, context: context) }

  var thing: Thing {
    let parts = parts
    var marked = present.map { present in
      MarkedThing(
        key: Step.markKey, resource: context.templateARN, tags: present,
        tagging: .whole { ObjectTags.set($0, on: context.setup.templateKey, context) }, context: context,
        item: Step.objectKey,
        identity: seen.object.value?.identity)
    }
    marked?.isDue = parts.allSatisfy { $0.wish == nil }
    let uploaded = UploadedObject(
      key: context.setup.templateKey, owner: seen.bucket.owner.value, content: seen.content, marked: marked,
      context: context,
      // What took the place of somebody's template is spoken of by what returns to it.
      isSpokenOf: parts.contains { $0.key == Step.objectKey && $0.withdrawal != .nothing })
    return Thing(
      step: "project-template", resource: context.templateARN, name: "template \(context.setup.templateKey)",
      isMade: marked?.isMade ?? true, fate: uploaded.fate,
      uses: [TemplateBucketStep.bucketKey], marked: marked, whole: whole, parts: parts)
  }

  private var parts: [Part] {
    guard let present else { return [] }
    var tag = tag(present)
    guard let object = seen.object.value else { return [tag] }
    let content = content(object, present)
    // What puts the content back, or uncovers it, puts its tags back with it.
    if content.withdrawal != .nothing || isOnTop { tag.withdrawal = .nothing }
    return [tag, content]
  }

  /// The versions of the object that onramp uploaded, with the marks that hide them; nil where they were not looked at.
  private var own: [ObjectVersion]? { seen.content?.value.map { $0[context.setup.templateKey].removed } }

  /// Whether onramp's version lies on one of others, which is the present one again once it goes.
  private var isOnTop: Bool {
    own?.isEmpty == false && seen.content?.value?.others(at: context.setup.templateKey).isEmpty == false
  }

  private var whole: Part {
    var part = Part(
      key: Step.objectKey, name: "",
      present: present == nil && own?.isEmpty != false
        ? .null : ["versions": JSON((own ?? []).map(\.id)), "tags": JSON(tags: present ?? [:])],
      set: put, identity: StoredText.uploaded)
    if isAbsent {
      part.wish = Wish(
        value: ours(context.tags.merging([VisibleTemplates.tag: "true"]) { $1 }),
        summary: "uploaded and tagged for Studio",
        repairs: ["TPL-01", "TPL-02", "TPL-03"], after: [TemplateBucketStep.bucketKey])
    }
    return part
  }

  /// Our template, as the journal knows it.
  private func ours(_ tags: [String: String]) -> JSON {
    [
      "bytes": .number(String(context.template.utf8.count)),
      "sha256": .string(SHA256.hexadecimal(of: context.template)), "tags": JSON(tags: tags),
    ]
  }

  private func tag(_ present: [String: String]) -> Part {
    let (completed, left) = (tags.completed(present), tags.restored(present))
    var part = Part(
      key: Step.tagKey, name: "Tag", present: present.isEmpty ? .null : JSON(tags: present),
      set: { ObjectTags.set($1.tagsByKey, on: context.setup.templateKey, context) }, reason: "onramp set it",
      unsafe: { _ in ["TPL-03"] })
    if completed != present {
      part.wish = Wish(
        value: JSON(tags: completed),
        summary: present.isEmpty && completed.count == 1
          ? "one tag, for Studio" : "a tag for Studio beside the others",
        repairs: ["TPL-02", "TPL-03", "TPL-04", "TPL-05", "TPL-09"], kind: .update)
    }
    if context.ledger[Step.tagKey, context.templateARN] != nil, present[VisibleTemplates.tag] == "true" {
      part.withdrawal = .edited(left.isEmpty ? .null : JSON(tags: left))
    }
    return part
  }

  /// Our template in the place of one that cannot work or was changed, if that one can be put back.
  private func content(_ object: StoredText, _ present: [String: String]) -> Part {
    let faults = TemplateContent(seen: seen, context: context).faults
    var part = Part(
      key: Step.objectKey, name: "",
      present: ["body": .string(object.text), "type": object.contentType.map { .string($0) } ?? .null], set: put,
      shown: { .string("SHA-256 \(SHA256.hexadecimal(of: $0["body"]?.string ?? ""))") },
      identity: StoredText.uploaded,
      withdrawal: withdrawal(object, present), reason: "onramp replaced it",
      unsafe: { _ in ["TPL-06", "TPL-07", "TPL-08"] })
    if !faults.isEmpty, object.isExact, object.text != context.template,
      object.text.utf8.count <= Self.journalLimit
    {
      part.wish = Wish(
        value: ours(tags.completed(present)), summary: "replaced by onramp's; the tags stay", repairs: faults,
        after: [TemplateBucketStep.bucketKey], confidence: .check)
    }
    return part
  }

  /// Somebody's template whose place ours has taken returns with its tags, unless ours was edited since.
  private func withdrawal(_ object: StoredText, _ present: [String: String]) -> Withdrawal<JSON> {
    guard let item = context.ledger[Step.objectKey, context.templateARN], !item.made,
      let text = item.previous["body"]?.string, !isOnTop
    else { return .nothing }
    guard SHA256.hexadecimal(of: object.text) == item.wanted["sha256"]?.string else {
      return object.text == text ? .nothing : .impossible("it was edited since onramp wrote it")
    }
    return .previous([
      "body": .string(text), "type": item.previous["type"] ?? .null, "tags": JSON(tags: tags.restored(present)),
    ])
  }

  /// Uploads what is ours, or puts back a text that stood there; without tags of its own it keeps those there are.
  private func put(_ old: JSON, _ new: JSON) -> Call {
    var input: JSONObject = ["Key": .string(context.setup.templateKey)]
    guard !new.isNull else {
      // Where no versions are kept, the one there is has this name, and goes without leaving a mark.
      if seen.isVersioned == false { input["VersionId"] = "null" }
      return Call(.s3, "DeleteObject", context.bucketInput(input))
    }
    let isOurs = new["sha256"] != nil
    input["Body"] = isOurs ? .string(context.template) : new["body"]
    if let type = isOurs ? "application/yaml" : new["type"]?.string { input["ContentType"] = .string(type) }
    // Upload and tags in one call: an object without the tag is one Studio does not list.
    let tags = new["tags"]?.tagsByKey ?? present ?? [:]
    if !tags.isEmpty { input["Tagging"] = .string(ObjectTags.query(tags)) }
    return Call(.s3, "PutObject", context.bucketInput(input))
  }
}
