import Blueprints
import Checklist
import JSONDocument
import Policy

extension TemplateBucketStep {
  public func plan(_ seen: Observation, _ context: Context) -> [Change] {
    // A name with a blank of a guide in it is nobody's wish.
    if seen.bucket.owner.isAbsent, context.isPlaceholder(context.bucket) { return [] }
    if seen.bucket.owner.isAbsent { return [created(context)] + settings(Settings(context), seen, context) }
    guard seen.bucket.owner.value == .ours else { return [] }
    return settings(Settings(seen, context), seen, context)
      + [seen.bucket.marked(context).marking(repairs: ["S3-20"])].compactMap(\.self)
  }

  /// What is to be set, against what stands there. In a bucket that is still to be made, S3 itself blocks
  /// public access and encrypts.
  private struct Settings {
    var tags: [String: String]?
    var rules: [JSON]?
    var access: [String: Bool]?
    /// The rules that stand there, null when none do.
    var encryption: JSON?
    /// The policy that stands there, nil when none does; nothing when it could not be seen.
    var policy: StoredPolicy??
    var versioning: String?
    var objectOwnership: String??
    let isNew: Bool

    init(_ context: Context) {
      (tags, rules, policy, versioning) = ([:], [], .some(nil), "")
      isNew = true
    }

    init(_ seen: Observation, _ context: Context) {
      isNew = false
      tags = seen.bucket.tags.isAbsent ? [:] : seen.bucket.tags.value
      rules = seen.cors.isAbsent ? [] : seen.cors.value
      access = seen.publicAccess.isAbsent ? [:] : seen.publicAccess.value
      encryption = seen.encryption.isAbsent ? .null : seen.encryption.value
      policy = Self.setting(seen.policy)
      versioning = seen.versioning.value
      objectOwnership = Self.setting(seen.objectOwnership)
    }

    /// What stands there, nil when nothing does; nothing when it could not be seen.
    private static func setting<Value>(_ look: Look<Value>) -> Value?? {
      guard look.obstacle == nil else { return nil }
      return .some(look.value)
    }
  }

  private func settings(_ settings: Settings, _ seen: Observation, _ context: Context) -> [Change] {
    let made = settings.isNew || isMade(seen, context)
    var changes: [Change] = []
    if made, let tags = settings.tags, !context.owns(tags) { changes.append(tagged(tags, context)) }
    if let rules = settings.rules, !CORS.satisfied(rules) { changes.append(admitted(rules, made, context)) }
    if let access = settings.access, !Self.switches.allSatisfy({ access[$0] == true }) {
      changes.append(closed(access, made, context))
    }
    if let rules = settings.encryption, rules.isNull || Self.isKeyUnusable(seen) {
      changes.append(encrypted(rules, made, context))
    }
    if let policy = settings.policy {
      let document = policy?.document
      let blueprint = Self.blueprint(seen, context)
      let (isPlain, isOpen) = (!blueprint.refusesPlainHTTP(document), Self.isOpen(seen, document, context))
      // A policy that cannot be read is not merged with: the check says so.
      if (policy == nil) == (document == nil), isPlain || isOpen {
        let repairs: [CheckID] = (isPlain ? ["S3-17"] : []) + (isOpen ? ["S3-19"] : [])
        changes.append(guarded(policy?.text, blueprint.merged(document), repairs, made, context))
      }
    }
    if let status = settings.versioning, status != "Enabled" { changes.append(versioned(status, made, context)) }
    if let setting = settings.objectOwnership, setting != Self.ownerEnforced {
      changes.append(enforced(setting, made, context))
    }
    return changes
  }

  private func change(
    _ key: ItemKey, _ kind: Change.Kind, _ context: Context, _ thing: String, _ summary: String, made: Bool,
    _ call: Call,
    previous: JSON, wanted: JSON, undo: Call, repairs: [CheckID], confidence: Confidence = .safe
  ) -> Change {
    Change(
      key: key, step: "template-bucket", kind: kind, resource: context.bucketARN,
      title: Thing.title(thing, of: "bucket \(context.bucket)"), summary: summary, madeByOnramp: made, call: call,
      previous: previous, wanted: wanted, undo: .call(undo), repairs: repairs,
      after: Self.waited(key), confidence: confidence)
  }

  /// What a setting waits for. Versions are kept from the template's upload on, so that its undo leaves no mark
  /// of a deletion behind.
  private static func waited(_ key: ItemKey) -> [ItemKey] {
    switch key {
    case bucketKey: []
    case versioningKey: [bucketKey, ProjectTemplateStep.objectKey]
    default: [bucketKey]
    }
  }

  private func created(_ context: Context) -> Change {
    var input: JSONObject = ["Bucket": .string(context.bucket)]
    // us-east-1 is S3's default and refused as a constraint.
    if context.region != "us-east-1" {
      input["CreateBucketConfiguration"] = ["LocationConstraint": .string(context.region)]
    }
    return change(
      Self.bucketKey, .create, context, "", "made in \(context.region), private and encrypted", made: true,
      Call(.s3, "CreateBucket", input), previous: .null, wanted: ["region": .string(context.region)],
      undo: Call(.s3, "DeleteBucket", context.bucketInput()), repairs: ["S3-01"])
  }

  private func tagged(_ tags: [String: String], _ context: Context) -> Change {
    let tag = context.ownership
    let wanted = tags.merging([tag.key: tag.value]) { $1 }
    return change(
      Self.tagsKey, tags.isEmpty ? .create : .update, context, "Tags", "says that onramp made it", made: true,
      Call(.s3, "PutBucketTagging", context.bucketInput(["Tagging": ["TagSet": JSON(tagList: wanted)]])),
      previous: tags.isEmpty ? .null : JSON(tags: tags), wanted: JSON(tags: wanted),
      undo: Self.tagging(tags, context), repairs: ["S3-20"])
  }

  private func admitted(_ rules: [JSON], _ made: Bool, _ context: Context) -> Change {
    let wanted = CORS.merged(rules)
    let broken = CORS.remarks(rules).map { CheckID(rawValue: $0.check) }
    let isOpen = broken.contains("S3-09")
    let isLacking = broken.contains { $0 != "S3-09" }
    let summary = rules.isEmpty ? "one rule, for Studio" : "a rule for Studio beside \(rules.count) that stay"
    return change(
      Self.corsKey, rules.isEmpty ? .create : .update, context, "CORS",
      [isLacking ? summary : "", isOpen ? "no origin but named ones may write" : ""].filter { !$0.isEmpty }
        .joined(separator: "; "),
      made: made, Self.cors(wanted, context), previous: rules.isEmpty ? .null : .array(rules),
      wanted: .array(wanted), undo: Self.cors(rules, context),
      repairs: (isLacking ? ["S3-05", "S3-06", "S3-07", "S3-08"] : []) + (isOpen ? ["S3-09"] : []),
      confidence: isOpen ? .check : .safe)
  }

  private func closed(_ access: [String: Bool], _ made: Bool, _ context: Context) -> Change {
    let all = JSONObject(Self.switches.map { ($0, .bool(true)) })
    let previous = JSONObject(Self.switches.map { ($0, .bool(access[$0] ?? false)) })
    return change(
      Self.publicAccessKey, access.isEmpty ? .create : .update, context, "Public access", "all four switches on",
      made: made, Self.publicAccess(all, context), previous: access.isEmpty ? .null : .object(previous),
      wanted: .object(all), undo: Self.publicAccess(access.isEmpty ? nil : previous, context), repairs: ["S3-11"],
      confidence: made ? .safe : .check)
  }

  private func encrypted(_ rules: JSON, _ made: Bool, _ context: Context) -> Change {
    let wanted: JSON = ["Rules": [["ApplyServerSideEncryptionByDefault": ["SSEAlgorithm": "AES256"]]]]
    return change(
      Self.encryptionKey, rules.isNull ? .create : .update, context, "Encryption",
      "encrypts new objects with S3's own keys", made: made, Self.encryption(wanted, context), previous: rules,
      wanted: wanted, undo: Self.encryption(rules, context), repairs: rules.isNull ? [] : ["S3-14"],
      confidence: rules.isNull ? .safe : .check)
  }

  private func guarded(
    _ text: String?, _ wanted: PolicyDocument, _ repairs: [CheckID], _ made: Bool, _ context: Context
  ) -> Change {
    change(
      Self.policyKey, text == nil ? .create : .update, context, "Policy",
      "refuses requests without TLS, and writing by \(context.setup.role)", made: made,
      Self.policy(wanted.text, context), previous: text.map { .string($0) } ?? .null, wanted: .string(wanted.text),
      undo: Self.policy(text, context), repairs: repairs)
  }

  private func versioned(_ status: String, _ made: Bool, _ context: Context) -> Change {
    change(
      Self.versioningKey, status.isEmpty ? .create : .update, context, "Versioning",
      "keeps every version of a template",
      made: made, Self.versioning("Enabled", context), previous: status.isEmpty ? .null : .string(status),
      wanted: "Enabled", undo: Self.versioning("Suspended", context), repairs: ["S3-15"])
  }

  private func enforced(_ setting: String?, _ made: Bool, _ context: Context) -> Change {
    change(
      Self.objectOwnershipKey, setting == nil ? .create : .update, context, "Object ownership",
      "access lists count no longer", made: made, Self.objectOwnership(Self.ownerEnforced, context),
      previous: setting.map { .string($0) } ?? .null, wanted: .string(Self.ownerEnforced),
      undo: Self.objectOwnership(setting, context), repairs: ["S3-16"], confidence: made ? .safe : .check)
  }
}
