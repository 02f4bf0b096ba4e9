import Checklist
import JSONDocument
import Policy

/// The customer's key that encrypts new objects of the bucket, and whom it lets use it.
///
/// Two steps look at it, each at its own; equal calls are made once.
struct TemplateKey: Hashable, Sendable {
  let arn: String
  /// As KMS calls it; `gone` where there is no such key any more.
  let state: String
  /// The key's own policy. Keys that AWS manages for S3 let the whole account in, so theirs is not asked for.
  let policy: Look<StoredPolicy>?

  /// Absent where S3 encrypts with keys of its own.
  static func look(_ world: World, _ context: Context) async -> Look<TemplateKey> {
    let encryption = await Bucket.encryption(world, context)
    guard let id = TemplateBucketStep.customerKey(encryption.value) else { return encryption.none() }
    let described = await world.look(Call(.kms, "DescribeKey", ["KeyId": .string(id)]), absent: ["NotFoundException"])
      .reading { $0["KeyMetadata"] }
    let source = encryption.source + described.source
    if described.isAbsent { return Look(source, .seen(TemplateKey(arn: id, state: "gone", policy: nil))) }
    guard let facts = described.value, let arn = facts["Arn"]?.string, let state = facts["KeyState"]?.string else {
      return Look(source, described.obstacle.map { .hidden($0) } ?? .absent)
    }
    guard facts["KeyManager"]?.string != "AWS" else {
      return Look(source, .seen(TemplateKey(arn: arn, state: state, policy: nil)))
    }
    // The only policy of a key, under its only name.
    let policy = await world.look(Call(.kms, "GetKeyPolicy", ["KeyId": .string(arn), "PolicyName": "default"]))
      .reading { $0["Policy"]?.string.map(world.policy) }
    return Look(source + policy.source, .seen(TemplateKey(arn: arn, state: state, policy: policy)))
  }
}
