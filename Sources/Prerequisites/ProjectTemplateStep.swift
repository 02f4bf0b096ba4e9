import Checklist
import JSONDocument

/// The template object, with the tag that makes Studio list it.
public struct ProjectTemplateStep: Step {
  public struct Observation: Hashable, Sendable {
    let bucket: Bucket
    let templates: VisibleTemplates
    /// Looked at for teardown only.
    let versions: Look<[ObjectVersion]>?
  }

  static let objectKey: ItemKey = "project-template/object"
  static let tagKey: ItemKey = "project-template/tag"

  public init() {}

  public func observe(_ world: World, _ context: Context) async -> Observation {
    async let bucket = Bucket.look(world, context)
    async let templates = VisibleTemplates.look(world, context)
    async let versions = context.purpose == .teardown ? ObjectVersion.all(world, context) : nil
    return await Observation(bucket: bucket, templates: templates, versions: versions)
  }

  public func judge(_ seen: Observation, _ context: Context) -> [Judgement] {
    let key = context.setup.templateKey
    let location = "s3://\(context.bucket)/\(key)"
    if let barrier = seen.bucket.barrier {
      return ["TPL-01", "TPL-02", "TPL-03"].map {
        Judgement($0, on: location, lookedAt: seen.bucket.owner.source, .blocked(by: barrier))
      }
    }
    let (template, others) = (seen.templates.template, seen.templates.others)
    let wanted = "\(VisibleTemplates.tag)=true"
    let tagged = others.map { objects in
      objects.filter { $0.value[VisibleTemplates.tag] != nil }.keys.sorted()
    }
    let isTagged = template.value?[VisibleTemplates.tag] == "true"
    return [
      template.judge("TPL-01", on: location, absent: .broken(found: "no object \(key)", needed: key)) { _ in
        .holds(found: key)
      },
      template.and(tagged).judge("TPL-02", on: location, absent: .blocked(by: "TPL-01")) { pair in
        let elsewhere = pair.second
        return elsewhere.isEmpty || isTagged
          ? .holds(found: isTagged ? "\(key) carries the tag" : "no other object carries the tag")
          : .broken(found: "the tag is on \(elsewhere.joined(separator: ", "))", needed: "the tag on \(key)")
      },
      template.judge("TPL-03", on: location, absent: .blocked(by: "TPL-01")) { tags in
        if isTagged { return .holds(found: wanted) }
        if tagged.value?.isEmpty == false { return .blocked(by: "TPL-02") }
        let found = tags[VisibleTemplates.tag].map { "\(VisibleTemplates.tag)=\($0)" }
        return .broken(found: found ?? ProjectTemplateStep.words(tags), needed: wanted)
      },
    ]
  }

  private static func words(_ tags: [String: String]) -> String {
    tags.isEmpty ? "no tags" : tags.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: ", ")
  }

  public func plan(_ seen: Observation, _ context: Context) -> [Change] {
    let owner = seen.bucket.owner
    guard owner.isAbsent || owner.value == .ours else { return [] }
    if owner.isAbsent || seen.templates.template.isAbsent { return [uploaded(context)] }
    guard let tags = seen.templates.template.value, tags[VisibleTemplates.tag] != "true" else { return [] }
    return [tagged(tags, context)]
  }

  private func uploaded(_ context: Context) -> Change {
    let (key, tag) = (context.setup.templateKey, context.ownership)
    let tags = [VisibleTemplates.tag: "true", tag.key: tag.value]
    // Upload and tags in one call: an object without the tag is one Studio does not list.
    let tagging = tags.sorted { $0.key < $1.key }.map { "\($0.key.queryEncoded)=\($0.value.queryEncoded)" }
    return Change(
      key: Self.objectKey, step: "project-template", kind: .create, resource: context.templateARN,
      title: "Template \(key)", summary: "uploaded and tagged for Studio",
      calls: [
        Call(
          .s3, "PutObject",
          context.bucketInput([
            "Key": .string(key), "Body": .string(context.template), "ContentType": "application/yaml",
            "Tagging": .string(tagging.joined(separator: "&")),
          ]))
      ],
      wanted: ["bytes": .number(String(context.template.utf8.count)), "tags": JSON(tags: tags)],
      undo: [Call(.s3, "DeleteObject", context.bucketInput(["Key": .string(key)]))],
      repairs: ["TPL-01", "TPL-02", "TPL-03"], after: [TemplateBucketStep.bucketKey])
  }

  private func tagged(_ tags: [String: String], _ context: Context) -> Change {
    let wanted = tags.merging([VisibleTemplates.tag: "true"]) { $1 }
    return Change(
      key: Self.tagKey, step: "project-template", kind: .update, resource: context.templateARN,
      title: "Tag of template \(context.setup.templateKey)",
      summary: tags.isEmpty ? "one tag, for Studio" : "a tag for Studio beside the others",
      madeByOnramp: context.owns(tags), calls: [Self.tagging(wanted, context)],
      previous: tags.isEmpty ? .null : JSON(tags: tags), wanted: JSON(tags: wanted),
      undo: [Self.tagging(tags, context)], repairs: ["TPL-02", "TPL-03"])
  }

  /// Puts a whole set of tags: S3 knows no other way, so the set holds the others too.
  private static func tagging(_ tags: [String: String], _ context: Context) -> Call {
    let key: JSON = .string(context.setup.templateKey)
    guard !tags.isEmpty else { return Call(.s3, "DeleteObjectTagging", context.bucketInput(["Key": key])) }
    return Call(
      .s3, "PutObjectTagging", context.bucketInput(["Key": key, "Tagging": ["TagSet": JSON(tagList: tags)]]))
  }

  public func holdings(_ seen: Observation, _ context: Context) -> [Holding] {
    guard seen.bucket.owner.value == .ours, let tags = seen.templates.template.value else { return [] }
    let (key, item) = (context.setup.templateKey, context.ledger[Self.tagKey, context.templateARN])
    func holding(
      _ itemKey: ItemKey, _ thing: String, _ ownership: Holding.Ownership, _ reason: String,
      _ action: Holding.Action, _ calls: [Call], _ present: JSON, _ afterwards: JSON = .null, _ unsafe: [CheckID] = []
    ) -> Holding {
      Holding(
        key: itemKey, step: "project-template", resource: context.templateARN,
        title: Part(thing).title(of: "template \(key)"),
        ownership: ownership, reason: reason, action: action, calls: calls, present: present, afterwards: afterwards,
        after: [DomainTagStep.key], unsafe: unsafe)
    }
    if context.owns(tags) || context.ledger[Self.objectKey, context.templateARN]?.isCertainlyMade == true {
      guard let versions = seen.versions?.value?.filter({ $0.key == key }) else {
        return [holding(Self.objectKey, "", .ours, "stays: its versions could not be listed", .keep, [], .null)]
      }
      return [
        holding(
          Self.objectKey, "", .ours, context.reason(tags: tags), .remove, ObjectVersion.deletions(versions, context),
          ["versions": JSON(versions.map(\.id)), "tags": JSON(tags: tags)])
      ]
    }
    let kept = holding(Self.objectKey, "", .foreign, "not uploaded by onramp", .keep, [], .null)
    guard let item, tags[VisibleTemplates.tag] == "true" else { return [kept] }
    // Only our tag goes back to what it was; tags that others set since stay.
    var restored = tags
    restored[VisibleTemplates.tag] = item.previous.tagsByKey[VisibleTemplates.tag]
    return [
      kept,
      holding(
        Self.tagKey, "Tag", .adopted, "onramp set it", .restore, [Self.tagging(restored, context)], JSON(tags: tags),
        restored.isEmpty ? .null : JSON(tags: restored), ["TPL-03"]),
    ]
  }
}

extension String {
  /// The text as a value in a query string: everything but letters, digits and `-._~` as `%XX`.
  fileprivate var queryEncoded: String {
    utf8.map { byte -> String in
      let scalar = Unicode.Scalar(byte)
      let isPlain =
        scalar.isASCII
        && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) || "-._~".unicodeScalars.contains(scalar))
      let digits = String(byte, radix: 16, uppercase: true)
      return isPlain ? String(scalar) : "%" + (digits.count < 2 ? "0" : "") + digits
    }.joined()
  }
}
