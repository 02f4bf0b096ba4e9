import Basics
import Checklist
import JSONDocument

/// The tag on the domain that tells Studio where the templates are.
public struct DomainTagStep: Step {
  public struct Observation: Hashable, Sendable {
    let choice: DomainChoice
    /// The tags of the domain; absent when there is no domain to look at.
    let tags: Look<[String: String]>
    let bucket: Bucket
    let templates: VisibleTemplates
    /// What Studio lists by a tag that leads to another bucket; absent where it leads to none.
    let elsewhere: Look<VisibleTemplates.Elsewhere>
  }

  static let tag = "sagemaker:projectS3TemplatesLocation"
  static let key: ItemKey = "domain-tag/location"
  /// What the tag leads to: it is set after that is made, and goes before it.
  private static let ground = [TemplateBucketStep.bucketKey, ProjectTemplateStep.objectKey, ProjectTemplateStep.tagKey]

  public init() {}

  public func observe(_ world: World, _ context: Context) async -> Observation {
    async let bucket = Bucket.look(world, context)
    async let templates = VisibleTemplates.look(world, context)
    let choice = await DomainChoice.look(world, context)
    let tags = await choice.tags(world)
    let elsewhere = await elsewhere(tags, world, context)
    return await Observation(
      choice: choice, tags: tags, bucket: bucket, templates: templates, elsewhere: elsewhere)
  }

  /// Where the tag leads; absent where there is none.
  static func location(_ world: World, _ context: Context) async -> Look<String> {
    let tags = await DomainChoice.look(world, context).tags(world)
    return tags.reading { Look(tags.source, $0[tag].map { .seen($0) } ?? .absent) }
  }

  /// Teardown leads the tag nowhere that it would not have led without onramp.
  private func elsewhere(
    _ tags: Look<[String: String]>, _ world: World, _ context: Context
  ) async -> Look<VisibleTemplates.Elsewhere> {
    guard context.purpose == .checkup, let value = tags.value?[Self.tag],
      case .elsewhere(let bucket, let prefix) = TemplatesLocation(value, bucket: context.bucket)
    else { return tags.none() }
    return await VisibleTemplates.elsewhere(bucket, under: prefix, world, context)
  }

  public func judge(_ seen: Observation, _ context: Context) -> [Judgement] {
    let resource = seen.choice.domain.value?.arn ?? context.setup.domain.map(context.domainARN)
    let domain = seen.choice.barrier(context)
    let wanted = "\(Self.tag)=\(context.templatesLocation)"
    let misspelt = (seen.tags.value ?? [:]).keys.filter(Self.isMisspelt).sorted()
    let missing: CheckID =
      !misspelt.isEmpty ? "DOM-07" : seen.tags.value.map(DomainStep.isFull) == true ? "DOM-08" : "DOM-04"
    func judge(_ check: CheckID, _ verdict: ([String: String]) -> Verdict) -> Judgement {
      seen.tags.judge(check, on: resource, absent: .blocked(by: domain), verdict)
    }
    return [
      judge("DOM-04") { tags in
        if let value = tags[Self.tag] { return .holds(found: "\(Self.tag)=\(value)") }
        return missing == "DOM-04" ? .broken(found: "no tag \(Self.tag)", needed: wanted) : .blocked(by: missing)
      },
      judge("DOM-05") { tags in
        guard let value = tags[Self.tag] else { return .blocked(by: missing) }
        switch TemplatesLocation(value, bucket: context.bucket) {
        case .inBucket(_, let endsWithSlash):
          // Not confirmed that Studio needs the slash, so a warning at most.
          return endsWithSlash
            ? .holds(found: value) : .broken(found: value, needed: context.templatesLocation, severity: .medium)
        case .elsewhere:
          let listed = seen.elsewhere.value.map(\.keys) ?? []
          return .broken(
            found: listed.isEmpty ? value : "\(value), which lists \(listed.listed())",
            needed: context.templatesLocation)
        case .malformed: return .broken(found: value, needed: context.templatesLocation)
        }
      },
      judgeTemplates("DOM-06", seen, context, on: resource, without: missing, domain) { templates, value, prefix in
        if !templates.isEmpty { return .holds(found: templates.listed()) }
        guard context.setup.templateKey.hasPrefix(prefix) else {
          return .broken(found: "no visible template under \(value)", needed: context.templatesLocation)
        }
        return .blocked(by: seen.templates.template.isAbsent ? "TPL-01" : "TPL-03")
      },
      // Teardown leaves a tag by which Studio lists templates of others.
      judgeTemplates("DOM-13", seen, context, on: resource, without: missing, domain) { templates, _, _ in
        let others = templates.filter { $0 != context.setup.templateKey }
        return .holds(
          found: others.isEmpty
            ? "no template of others is listed by the tag"
            : "the tag lists \(others.listed()) too; teardown leaves it")
      },
      judge("DOM-07") { tags in
        tags[Self.tag] != nil || misspelt.isEmpty
          ? .holds(found: tags[Self.tag] == nil ? "no key that resembles it" : Self.tag)
          : .broken(found: misspelt.joined(separator: ", "), needed: Self.tag)
      },
    ]
  }

  /// What is judged of the templates that Studio lists by the tag.
  private func judgeTemplates(
    _ check: CheckID, _ seen: Observation, _ context: Context, on resource: String?, without missing: CheckID,
    _ domain: CheckID, _ verdict: (_ templates: [String], _ value: String, _ prefix: String) -> Verdict
  ) -> Judgement {
    let (template, others) = (seen.templates.template, seen.templates.others)
    let tags = Look(seen.tags.source + template.source + others.source, seen.tags.sight)
    return tags.judge(check, on: resource, absent: .blocked(by: domain)) { tags in
      guard let value = tags[Self.tag] else { return .blocked(by: missing) }
      guard case .inBucket(let prefix, _) = TemplatesLocation(value, bucket: context.bucket) else {
        return .blocked(by: "DOM-05")
      }
      if let barrier = seen.bucket.barrier { return .blocked(by: barrier) }
      guard let visible = seen.templates.visible(under: prefix, own: context.setup.templateKey) else {
        return .hidden(template.obstacle ?? others.obstacle ?? .cancelled)
      }
      return verdict(visible, value, prefix)
    }
  }

  /// The visible templates at a place that are not ours; nil when that could not be seen.
  private static func others(by value: String, _ seen: Observation, _ context: Context) -> [String]? {
    guard case .inBucket(let prefix, _) = TemplatesLocation(value, bucket: context.bucket), seen.bucket.barrier == nil
    else {
      return []
    }
    // A bucket that is there has a list: where one answer denies that, nothing is known.
    if seen.templates.others.isAbsent { return nil }
    let own = context.setup.templateKey
    return seen.templates.visible(under: prefix, own: own)?.filter { $0 != own }
  }

  /// What Studio lists by the present value of the tag and would not by the one that is wanted, in words; nil where
  /// that is nothing.
  private static func leaving(_ value: String, _ seen: Observation, _ context: Context) -> String? {
    let unknown = "which templates Studio lists by \(value) now, and not afterwards, could not be seen"
    let leaving: [String]
    var isAll = true
    switch TemplatesLocation(value, bucket: context.bucket) {
    case .malformed: return nil
    case .inBucket:
      guard let others = others(by: value, seen, context) else { return unknown }
      leaving = others.filter { !$0.hasPrefix(context.setup.prefix) }
    case .elsewhere:
      if seen.elsewhere.obstacle != nil { return unknown }
      (leaving, isAll) = (seen.elsewhere.value?.keys ?? [], seen.elsewhere.value?.isAll ?? true)
    }
    if leaving.isEmpty { return isAll ? nil : unknown }
    return "Studio no longer lists \(leaving.listed())\(isAll ? "" : ", and perhaps more,") of \(value)"
  }

  private static func isMisspelt(_ key: String) -> Bool {
    key != tag && (key.lowercased() == tag.lowercased() || key.distance(to: tag) <= 3)
  }

  public func plan(_ seen: Observation, _ context: Context) -> [Change] {
    guard let domain = seen.choice.domain.value, let tags = seen.tags.value else { return [] }
    // Studio must not be led to a stranger's bucket, nor to one that may be a stranger's.
    guard seen.bucket.owner.isAbsent || seen.bucket.owner.value == .ours else { return [] }
    if DomainStep.isFull(tags) { return [] }
    let value = tags[Self.tag]
    if let value, case .inBucket(let prefix, true) = TemplatesLocation(value, bucket: context.bucket) {
      // Another team's prefix in the same bucket is theirs; one that lists our template is right.
      let visible = seen.templates.visible(under: prefix, own: context.setup.templateKey)
      if context.setup.templateKey.hasPrefix(prefix) || visible?.isEmpty != true { return [] }
    }
    let leaving = value.flatMap { Self.leaving($0, seen, context) }
    return [
      Change(
        key: Self.key, step: "domain-tag", kind: value == nil ? .create : .update, resource: domain.arn,
        title: "Tag of domain \(domain.id)",
        summary: "Studio looks for templates in \(context.templatesLocation)" + (leaving.map { "; \($0)" } ?? ""),
        madeByOnramp: false, call: Self.tagged(domain.arn, context.templatesLocation),
        previous: value.map { .string($0) } ?? .null, wanted: .string(context.templatesLocation),
        undo: .call(Self.restored(domain.arn, value)), repairs: ["DOM-04", "DOM-05", "DOM-06", "DOM-07"],
        after: Self.ground, confidence: value == nil ? .safe : .check)
    ]
  }

  private static func tagged(_ arn: String, _ value: String) -> Call {
    Call(.sagemaker, "AddTags", ["ResourceArn": .string(arn), "Tags": JSON(tagList: [tag: value])])
  }

  private static func restored(_ arn: String, _ value: String?) -> Call {
    value.map { tagged(arn, $0) }
      ?? Call(.sagemaker, "DeleteTags", ["ResourceArn": .string(arn), "TagKeys": [.string(tag)]])
  }

  public func holdings(_ seen: Observation, _ context: Context) -> [Holding] {
    guard let domain = seen.choice.domain.value, let value = seen.tags.value?[Self.tag] else { return [] }
    let item = context.ledger[Self.key, domain.arn]
    // Where the journal does not tell of the tag, because it is lost or cut, or because another setup made the bucket and
    // left it to this one, the tag is ours when it leads into a bucket that says it is ours; but not where it led there
    // before there was a bucket.
    let bucket = seen.bucket.marked(context)
    let leadsToOurs =
      value == context.templatesLocation && bucket.maker == context.setup.name
      && !TemplateBucketStep.isLedToBefore(context)
    let isOurs = item.map { $0.wanted == .string(value) } ?? leadsToOurs
    let previous = item?.previous.string
    var leadsIntoBucket = false
    if case .inBucket = TemplatesLocation(value, bucket: context.bucket) { leadsIntoBucket = true }
    let maker = leadsIntoBucket ? bucket.maker.flatMap { $0 == context.setup.name ? nil : $0 } : nil
    let foreign = maker.map { "it leads to the bucket of onramp setup \($0)" } ?? "not set by onramp"
    let others = isOurs ? Self.others(by: value, seen, context) : []
    guard let others, others.isEmpty else {
      let reason = others.map { "it lists templates of others: \($0.joined(separator: ", "))" }
      return [
        Holding(
          key: Self.key, step: "domain-tag", resource: domain.arn, title: "Tag of domain \(domain.id)",
          ownership: .shared, reason: "stays: \(reason ?? "cannot tell whose templates it lists")", action: .keep,
          present: .string(value))
      ]
    }
    return [
      Holding(
        key: Self.key, step: "domain-tag", resource: domain.arn, title: "Tag of domain \(domain.id)",
        ownership: isOurs ? .adopted : .foreign,
        reason: isOurs ? (item == nil ? "it leads to a bucket onramp made" : "onramp set it") : foreign,
        action: isOurs ? .restore : .keep, calls: isOurs ? [Self.restored(domain.arn, previous)] : [],
        present: .string(value), afterwards: previous.map { .string($0) } ?? .null,
        uses: Self.ground,
        unsafe: isOurs && previous != nil ? ["DOM-05"] : []
      ).used(by: leadsIntoBucket ? bucket.others : [])
    ]
  }
}
