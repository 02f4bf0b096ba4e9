import Blueprints
import Checklist
import JSONDocument
import Policy

extension TemplateBucketStep: HoldsOneThing {
  static func thing(_ context: Context) -> HeldThing {
    HeldThing(step: "template-bucket", resource: context.bucketARN, name: "bucket \(context.bucket)")
  }

  public func holdings(_ seen: Observation, _ context: Context) -> [Holding] {
    guard seen.bucket.owner.value == .ours else { return [] }
    let marked = seen.bucket.marked(context)
    guard isCertainlyMade(seen, context) else {
      // What the journal says of settings is about the bucket that was there before.
      if isMade(seen, context) {
        let reason = "stays: it has no tag \(context.ownership.key) any more, so it may be another of the same name"
        return [holding(Self.bucketKey, context, "", .foreign, reason)]
      }
      return [holding(Self.bucketKey, context, "", .foreign, marked.whyForeign)]
        + restored(seen, context).map { $0.used(by: marked.others) } + [marked.unmarking].compactMap(\.self)
    }
    guard let versions = seen.versions?.value else {
      let reason = seen.versions?.obstacle?.inWords ?? "its objects were not looked at"
      return [holding(Self.bucketKey, context, "", .ours, "stays: cannot tell what is in it (\(reason))")]
    }
    let foreign = Set(versions.map(\.key)).filter { !isOurs($0, seen, context) }.sorted()
    // What others put there is no reason to keep it from the setup that goes on using it.
    guard foreign.isEmpty || marked.handover != nil else {
      let names =
        foreign.prefix(3).joined(separator: ", ") + (foreign.count > 3 ? " and \(foreign.count - 3) more" : "")
      return [
        holding(Self.bucketKey, context, "", .shared, "stays: holds what onramp did not put there: \(names)")
      ]
    }
    let tags = seen.bucket.tags.value ?? [:]
    let leftovers = leftovers(versions, seen)
    return [
      holding(
        Self.bucketKey, context, "", .ours, context.reason(tags: tags), .remove,
        ObjectVersion.deletions(leftovers, context) + [Call(.s3, "DeleteBucket", context.bucketInput())],
        present: [
          "tags": JSON(tags: tags),
          "versions": .array(leftovers.map { ["key": .string($0.key), "version": .string($0.id)] }),
        ]
      ).used(by: marked.others, handover: marked.handover)
    ]
  }

  /// The items under which steps upload objects.
  private static let uploads: [ItemKey] = [ProjectTemplateStep.objectKey]

  /// Whether onramp put an object there: by its journal, or by the template's own tags.
  private func isOurs(_ key: String, _ seen: Observation, _ context: Context) -> Bool {
    let resource = context.bucketARN + "/" + key
    return Self.uploads.contains { context.ledger[$0, resource]?.made == true }
      || key == context.setup.templateKey && seen.templateTags?.value.map(context.owns) == true
  }

  /// Old versions of a template whose object is gone already; while it is there, its own step removes it.
  private func leftovers(_ versions: [ObjectVersion], _ seen: Observation) -> [ObjectVersion] {
    seen.templateTags?.value == nil ? versions : []
  }

  /// In a bucket that was there before, every setting that onramp changed is put back; what others changed
  /// since stays.
  private func restored(_ seen: Observation, _ context: Context) -> [Holding] {
    [
      cors(seen, context), publicAccess(seen, context), encryption(seen, context), policy(seen, context),
      versioning(seen, context), objectOwnership(seen, context),
    ].compactMap(\.self)
  }

  private func cors(_ seen: Observation, _ context: Context) -> Holding? {
    guard let item = context.ledger[Self.corsKey, context.bucketARN] else { return nil }
    let present = seen.cors.value ?? []
    switch CORS.withdrawn(present, written: item.wanted.array ?? [], previous: item.previous.array ?? []) {
    case .nothing: return nil
    case .impossible(let reason): return holding(Self.corsKey, context, "CORS", .adopted, "stays: \(reason)")
    case .previous(let rules), .edited(let rules):
      return holding(
        Self.corsKey, context, "CORS", .adopted, "onramp changed it", .restore, [Self.cors(rules, context)],
        present: .array(present), afterwards: rules.isEmpty ? .null : .array(rules),
        unsafe: CORS.satisfied(rules) ? [] : CORS.remarks(rules).map { CheckID(rawValue: $0.check) })
    }
  }

  private func publicAccess(_ seen: Observation, _ context: Context) -> Holding? {
    guard let item = context.ledger[Self.publicAccessKey, context.bucketARN], let present = seen.publicAccess.value,
      Self.switches.allSatisfy({ present[$0] == true })
    else { return nil }
    return holding(
      Self.publicAccessKey, context, "Public access", .adopted, "onramp changed it", .restore,
      [Self.publicAccess(item.previous.object, context)], present: item.wanted, afterwards: item.previous,
      unsafe: ["S3-11"])
  }

  private func encryption(_ seen: Observation, _ context: Context) -> Holding? {
    guard let item = context.ledger[Self.encryptionKey, context.bucketARN], let present = seen.encryption.value,
      present["Rules"]?.array?.first?["ApplyServerSideEncryptionByDefault"]
        == item.wanted["Rules"]?.array?.first?["ApplyServerSideEncryptionByDefault"]
    else { return nil }
    return holding(
      Self.encryptionKey, context, "Encryption", .adopted, "onramp set it", .restore,
      [Self.encryption(item.previous, context)], present: present, afterwards: item.previous,
      unsafe: item.previous.isNull ? [] : ["S3-14"])
  }

  private func versioning(_ seen: Observation, _ context: Context) -> Holding? {
    guard context.ledger[Self.versioningKey, context.bucketARN] != nil, seen.versioning.value == "Enabled" else {
      return nil
    }
    return holding(
      Self.versioningKey, context, "Versioning", .adopted, "onramp enabled it", .restore,
      [Self.versioning("Suspended", context)], present: "Enabled", afterwards: "Suspended", unsafe: ["S3-15"])
  }

  private func objectOwnership(_ seen: Observation, _ context: Context) -> Holding? {
    guard let item = context.ledger[Self.objectOwnershipKey, context.bucketARN],
      let present = seen.objectOwnership.value, item.wanted == .string(present)
    else { return nil }
    return holding(
      Self.objectOwnershipKey, context, "Object ownership", .adopted, "onramp changed it", .restore,
      [Self.objectOwnership(item.previous.string, context)], present: .string(present), afterwards: item.previous,
      unsafe: ["S3-16"])
  }

  private func policy(_ seen: Observation, _ context: Context) -> Holding? {
    guard let item = context.ledger[Self.policyKey, context.bucketARN],
      let written = item.wanted.policy?.document
    else { return nil }
    let present = seen.policy.value?.document
    let previous = item.previous.policy?.document
    func restored(_ text: String?) -> Holding {
      holding(
        Self.policyKey, context, "Policy", .adopted, "onramp added a statement", .restore,
        [Self.policy(text, context)], present: seen.policy.value.map { .string($0.text) } ?? .null,
        afterwards: text.map { .string($0) } ?? .null, unsafe: ["S3-17"])
    }
    switch BucketPolicy.withdrawn(present, written: written, previous: previous) {
    case .nothing: return nil
    case .impossible(let reason): return holding(Self.policyKey, context, "Policy", .adopted, "stays: \(reason)")
    case .previous: return restored(item.previous.string)
    case .edited(let document): return restored(document?.text)
    }
  }
}
