import Blueprints
import Checklist
import JSONDocument
import Policy

extension TemplateBucketStep {
  public func plan(_ seen: Observation, _ context: Context) -> [Change] {
    if seen.bucket.owner.isAbsent { return [created(context)] + settings(Settings(context), seen, context) }
    guard seen.bucket.owner.value == .ours else { return [] }
    return settings(Settings(seen, context), seen, context)
  }

  /// What is to be set, against what stands there. In a bucket that is still to be made, S3 itself blocks
  /// public access and encrypts.
  private struct Settings {
    var tags: [String: String]?
    var rules: [JSON]?
    var access: [String: Bool]?
    var isEncrypted: Bool?
    /// The text that stands there, nil when none does; nothing when it could not be seen.
    var policy: String??
    let isNew: Bool

    init(_ context: Context) {
      (tags, rules, access, isEncrypted, policy) = ([:], [], nil, nil, .some(nil))
      isNew = true
    }

    init(_ seen: Observation, _ context: Context) {
      isNew = false
      tags = seen.bucket.tags.isAbsent ? [:] : seen.bucket.tags.value
      rules = seen.cors.isAbsent ? [] : seen.cors.value
      access = seen.publicAccess.isAbsent ? [:] : seen.publicAccess.value
      isEncrypted = seen.encryption.isAbsent ? false : seen.encryption.value
      if seen.policy.isAbsent {
        policy = .some(nil)
      } else if let text = seen.policy.value {
        policy = .some(text)
      }
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
    if settings.isEncrypted == false { changes.append(encrypted(made, context)) }
    let tls = BucketPolicy(bucket: context.bucket, partition: context.partition)
    if let text = settings.policy {
      let document = text.flatMap { try? PolicyDocument(parsing: $0) }
      // A policy that cannot be read is not merged with: the check says so.
      if (text == nil) == (document == nil), !tls.refusesPlainHTTP(document) {
        changes.append(guarded(text, tls.merged(document), made, context))
      }
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
      title: Part(thing).title(of: "bucket \(context.bucket)"), summary: summary, madeByOnramp: made, calls: [call],
      previous: previous, wanted: wanted, undo: [undo], repairs: repairs,
      after: key == Self.bucketKey ? [] : [Self.bucketKey], confidence: confidence)
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
    return change(
      Self.corsKey, rules.isEmpty ? .create : .update, context, "CORS",
      rules.isEmpty ? "one rule, for Studio" : "a rule for Studio beside \(rules.count) that stay", made: made,
      Self.cors(wanted, context), previous: rules.isEmpty ? .null : .array(rules), wanted: .array(wanted),
      undo: Self.cors(rules, context), repairs: ["S3-05", "S3-06", "S3-07", "S3-08"])
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

  private func encrypted(_ made: Bool, _ context: Context) -> Change {
    let rule: JSON = ["Rules": [["ApplyServerSideEncryptionByDefault": ["SSEAlgorithm": "AES256"]]]]
    return change(
      Self.encryptionKey, .create, context, "Encryption", "encrypts new objects with S3's own keys", made: made,
      Call(.s3, "PutBucketEncryption", context.bucketInput(["ServerSideEncryptionConfiguration": rule])),
      previous: .null, wanted: rule, undo: Call(.s3, "DeleteBucketEncryption", context.bucketInput()), repairs: [])
  }

  private func guarded(
    _ policy: String?, _ wanted: PolicyDocument, _ made: Bool, _ context: Context
  ) -> Change {
    change(
      Self.policyKey, policy == nil ? .create : .update, context, "Policy", "refuses requests without TLS",
      made: made, Self.policy(wanted.text, context), previous: policy.map { .string($0) } ?? .null,
      wanted: .string(wanted.text),
      undo: Self.policy(policy, context), repairs: ["S3-17"])
  }
}

extension TemplateBucketStep {
  // A setting put back: the whole of it, or its removal where there was none.

  static func tagging(_ tags: [String: String], _ context: Context) -> Call {
    tags.isEmpty
      ? Call(.s3, "DeleteBucketTagging", context.bucketInput())
      : Call(.s3, "PutBucketTagging", context.bucketInput(["Tagging": ["TagSet": JSON(tagList: tags)]]))
  }

  static func cors(_ rules: [JSON], _ context: Context) -> Call {
    rules.isEmpty
      ? Call(.s3, "DeleteBucketCors", context.bucketInput())
      : Call(.s3, "PutBucketCors", context.bucketInput(["CORSConfiguration": ["CORSRules": .array(rules)]]))
  }

  static func publicAccess(_ switches: JSONObject?, _ context: Context) -> Call {
    switches.map {
      Call(.s3, "PutPublicAccessBlock", context.bucketInput(["PublicAccessBlockConfiguration": .object($0)]))
    }
      ?? Call(.s3, "DeletePublicAccessBlock", context.bucketInput())
  }

  static func policy(_ text: String?, _ context: Context) -> Call {
    text.map { Call(.s3, "PutBucketPolicy", context.bucketInput(["Policy": .string($0)])) }
      ?? Call(.s3, "DeleteBucketPolicy", context.bucketInput())
  }
}
