import Basics
import Checklist
import JSONDocument

extension ProjectTemplateStep {
  public func plan(_ seen: Observation, _ context: Context) -> [Change] {
    let owner = seen.bucket.owner
    guard owner.isAbsent || owner.value == .ours, !context.isPlaceholder(context.bucket) else { return [] }
    if owner.isAbsent || seen.templates.template.isAbsent { return [uploaded(seen, context)] }
    guard let tags = seen.templates.template.value else { return [] }
    let completed = Self.completed(tags, seen, context)
    let changes = [completed.map { tagged(tags, $0, context) }, replaced(seen, tags, completed ?? tags, context)]
      .compactMap(\.self)
    // What sets tags anyway sets the whole set; the mark comes with the next look.
    return changes.isEmpty ? [Self.marked(tags, context).marking()].compactMap(\.self) : changes
  }

  private func uploaded(_ seen: Observation, _ context: Context) -> Change {
    // Where no versions are kept, the one there is has this name, and goes without leaving a mark.
    var gone: JSONObject = ["Key": .string(context.setup.templateKey)]
    if seen.isVersioned == false { gone["VersionId"] = "null" }
    let tag = context.ownership
    return upload(
      context, .create, "uploaded and tagged for Studio", [VisibleTemplates.tag: "true", tag.key: tag.value],
      undo: Call(.s3, "DeleteObject", context.bucketInput(gone)), repairs: ["TPL-01", "TPL-02", "TPL-03"])
  }

  /// Puts our template in the place of one that cannot work or was changed, if that one can be put back.
  private func replaced(
    _ seen: Observation, _ tags: [String: String], _ completed: [String: String], _ context: Context
  ) -> Change? {
    let faults = Self.faults(seen, context)
    guard !faults.isEmpty, let object = seen.object.value, object.isExact, object.text != context.template,
      object.text.utf8.count <= Self.journalLimit
    else { return nil }
    return upload(
      context, .update, "replaced by onramp's; the tags stay", completed, made: Self.isOurs(tags, context),
      previous: [
        "body": .string(object.text), "type": object.contentType.map { .string($0) } ?? .null,
      ],
      undo: Self.put(object.text, object.contentType, tags, context),
      repairs: faults)
  }

  /// A text up to this many bytes is journaled whole, so that it can be put back.
  private static let journalLimit = 65_536

  static func isOurs(_ tags: [String: String], _ context: Context) -> Bool {
    marked(tags, context).isMade(as: objectKey)
  }

  /// The template object, and which setups of onramp its tags name.
  static func marked(_ tags: [String: String], _ context: Context) -> MarkedThing {
    MarkedThing(
      key: markKey, resource: context.templateARN, name: "template \(context.setup.templateKey)", tags: tags,
      tagging: .whole { tagging($0, context) }, context: context)
  }

  private func upload(
    _ context: Context, _ kind: Change.Kind, _ summary: String, _ tags: [String: String], made: Bool = true,
    previous: JSON = .null, undo: Call, repairs: [CheckID]
  ) -> Change {
    // Upload and tags in one call: an object without the tag is one Studio does not list.
    Change(
      key: Self.objectKey, step: "project-template", kind: kind, resource: context.templateARN,
      title: "Template \(context.setup.templateKey)", summary: summary, madeByOnramp: made,
      call: Self.put(context.template, "application/yaml", tags, context), previous: previous,
      wanted: [
        "bytes": .number(String(context.template.utf8.count)),
        "sha256": .string(SHA256.hexadecimal(of: context.template)),
        "tags": JSON(tags: tags),
      ],
      undo: .call(undo), repairs: repairs, after: [TemplateBucketStep.bucketKey],
      confidence: kind == .create ? .safe : .check)
  }

  private func tagged(_ tags: [String: String], _ wanted: [String: String], _ context: Context) -> Change {
    Change(
      key: Self.tagKey, step: "project-template", kind: .update, resource: context.templateARN,
      title: "Tag of template \(context.setup.templateKey)",
      summary: tags.isEmpty && wanted.count == 1 ? "one tag, for Studio" : "a tag for Studio beside the others",
      madeByOnramp: context.owns(tags), call: Self.tagging(wanted, context),
      previous: tags.isEmpty ? .null : JSON(tags: tags), wanted: JSON(tags: wanted),
      undo: .call(Self.tagging(tags, context)), repairs: ["TPL-02", "TPL-03", "TPL-04", "TPL-05", "TPL-09"])
  }

  /// Puts a whole set of tags: S3 knows no other way, so the set holds the others too.
  static func tagging(_ tags: [String: String], _ context: Context) -> Call {
    let key: JSON = .string(context.setup.templateKey)
    guard !tags.isEmpty else { return Call(.s3, "DeleteObjectTagging", context.bucketInput(["Key": key])) }
    return Call(
      .s3, "PutObjectTagging", context.bucketInput(["Key": key, "Tagging": ["TagSet": JSON(tagList: tags)]]))
  }

  static func put(_ text: String, _ type: String?, _ tags: [String: String], _ context: Context) -> Call {
    var input: JSONObject = ["Key": .string(context.setup.templateKey), "Body": .string(text)]
    if let type { input["ContentType"] = .string(type) }
    let pairs = tags.sorted { $0.key < $1.key }.map { "\($0.key.queryEncoded)=\($0.value.queryEncoded)" }
    if !pairs.isEmpty { input["Tagging"] = .string(pairs.joined(separator: "&")) }
    return Call(.s3, "PutObject", context.bucketInput(input))
  }
}
