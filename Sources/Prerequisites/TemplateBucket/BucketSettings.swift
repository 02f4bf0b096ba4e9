import Blueprints
import Checklist
import JSONDocument
import Policy

/// The settings of the template bucket, each a part of it.
struct BucketSettings {
  typealias Step = TemplateBucketStep

  let seen: Step.Observation
  let context: Context
  let isMade: Bool
  /// Nothing is set in a bucket that is still to be made; S3 itself blocks public access and encrypts.
  private var isNew: Bool { seen.bucket.owner.isAbsent }

  /// In the order in which they are set.
  var all: [Part] { [tags, cors, publicAccess, encryption, policy, versioning, objectOwnership] }

  /// - Parameters:
  ///   - look: what stands there, as S3 takes it.
  ///   - wish: what is to stand there instead of a value.
  ///   - withdrawn: what a value becomes when onramp's change is taken back.
  private func setting(
    _ key: ItemKey, _ name: String, _ look: Look<JSON>, _ set: @escaping (JSON) -> Call, _ wish: (JSON) -> Wish?,
    withdrawn: (JSON, Ledger.Item) -> Withdrawal<JSON> = { .value($0, $1) }, reason: String = "onramp changed it",
    unsafe: @escaping (JSON) -> [CheckID] = { _ in [] }
  ) -> Part {
    let item = context.ledger[key, context.bucketARN]
    var part = Part(key: key, name: name, present: isNew ? .null : look.value ?? .null, set: { set($1) })
    (part.reason, part.unsafe) = (reason, unsafe)
    if let obstacle = look.obstacle, !isNew {
      if item != nil { part.withdrawal = .impossible("it could not be looked at (\(obstacle.inWords))") }
      return part
    }
    part.wish = wish(part.present)
    part.withdrawal = item.map { withdrawn(part.present, $0) } ?? .nothing
    return part
  }

  /// S3 puts a setting whole, and deletes it where there was none.
  private func put(_ subject: String, _ input: @escaping (JSON) -> JSONObject) -> (JSON) -> Call {
    { value in
      value.isNull
        ? Call(.s3, "Delete\(subject)", context.bucketInput())
        : Call(.s3, "Put\(subject)", context.bucketInput(input(value)))
    }
  }

  static func tagging(_ tags: [String: String], _ context: Context) -> Call {
    tags.isEmpty
      ? Call(.s3, "DeleteBucketTagging", context.bucketInput())
      : Call(.s3, "PutBucketTagging", context.bucketInput(["Tagging": ["TagSet": JSON(tagList: tags)]]))
  }

  /// What S3 itself sets in a new bucket; in one that was there before, a change of it is to be looked at.
  private func safeguard(_ present: JSON, _ wanted: JSON, _ summary: String, _ check: CheckID) -> Wish? {
    isNew || present == wanted ? nil : wish(wanted, summary, [check], isMade ? .safe : .check)
  }

  private func wish(
    _ value: JSON, _ summary: String, _ repairs: [CheckID], after: [ItemKey] = [], _ confidence: Confidence = .safe
  ) -> Wish {
    Wish(value: value, summary: summary, repairs: repairs, after: [Step.bucketKey] + after, confidence: confidence)
  }

  private var tags: Part {
    setting(
      Step.tagsKey, "Tags", seen.bucket.tags.map { $0.isEmpty ? .null : JSON(tags: $0) },
      { Self.tagging($0.tagsByKey, context) },
      { present in
        let tags = present.tagsByKey
        guard isMade, !context.owns(tags) else { return nil }
        // What others wrote on it since stays as they wrote it.
        let wanted = context.tags.merging(tags) { $1 }
        return wish(JSON(tags: wanted), "says that onramp made it", ["S3-20"])
      }, withdrawn: { _, _ in .nothing })
  }

  private var cors: Part {
    setting(
      Step.corsKey, "CORS", seen.cors.map { $0.isEmpty ? .null : .array($0) },
      put("BucketCors") { ["CORSConfiguration": ["CORSRules": $0]] },
      { present in
        let rules = present.array ?? []
        // An origin that was narrowed to Studio's in this Region is somebody's decision.
        let remarks = CORS.remarks(rules, region: context.region).filter { !$0.isNarrow }
        let isOpen = remarks.contains { $0.check == "S3-09" } && !context.accepts("S3-09")
        let isLacking = remarks.contains { $0.check != "S3-09" }
        guard isOpen || isLacking else { return nil }
        let words = rules.isEmpty ? "one rule, for Studio" : "a rule for Studio beside \(rules.count) that stay"
        return wish(
          .array(CORS.merged(rules, region: context.region, closing: isOpen)),
          [isLacking ? words : "", isOpen ? "no origin but named ones may write" : ""].filter { !$0.isEmpty }
            .joined(separator: "; "),
          (isLacking ? ["S3-05", "S3-06", "S3-07", "S3-08"] : []) + (isOpen ? ["S3-09"] : []),
          isOpen ? .check : .safe)
      },
      withdrawn: { present, item in
        CORS.withdrawn(
          present.array ?? [], written: item.wanted.array ?? [], previous: item.previous.array ?? []
        ).map { $0.isEmpty ? .null : .array($0) }
      },
      unsafe: { value in
        let rules = value.array ?? []
        return CORS.satisfied(rules) ? [] : CORS.remarks(rules).map { CheckID(rawValue: $0.check) }
      })
  }

  private var publicAccess: Part {
    func switches(_ isOn: (String) -> Bool) -> JSON {
      .object(JSONObject(Step.switches.map { ($0, .bool(isOn($0))) }))
    }
    let wanted = switches { _ in true }
    return setting(
      Step.publicAccessKey, "Public access", seen.publicAccess.map { access in switches { access[$0] == true } },
      put("PublicAccessBlock") { ["PublicAccessBlockConfiguration": $0] },
      { safeguard($0, wanted, "all four switches on", "S3-11") }, unsafe: { _ in ["S3-11"] })
  }

  private var encryption: Part {
    setting(
      Step.encryptionKey, "Encryption", seen.encryption,
      put("BucketEncryption") { ["ServerSideEncryptionConfiguration": $0] },
      { rules in
        guard !isNew, rules.isNull || Step.isKeyUnusable(seen) else { return nil }
        return wish(
          ["Rules": [["ApplyServerSideEncryptionByDefault": ["SSEAlgorithm": "AES256"]]]],
          "encrypts new objects with S3's own keys", rules.isNull ? [] : ["S3-14"], rules.isNull ? .safe : .check)
      },
      withdrawn: { present, item in
        // S3 completes the rule with members of its own.
        func usual(_ rules: JSON) -> JSON? { rules["Rules"]?.array?.first?["ApplyServerSideEncryptionByDefault"] }
        return !present.isNull && usual(present) == usual(item.wanted)
          ? .previous(item.previous) : .value(present, item)
      }, reason: "onramp set it", unsafe: { $0.isNull ? [] : ["S3-14"] })
  }

  private var policy: Part {
    setting(
      Step.policyKey, "Policy", seen.policy.map { .string($0.text) }, put("BucketPolicy") { ["Policy": $0] },
      { present in
        let document = present.policy?.document
        let blueprint = Step.blueprint(seen, context)
        let needsTLS = !context.accepts("S3-17")
        let repairs: [CheckID] =
          (!needsTLS || blueprint.refusesPlainHTTP(document) ? [] : ["S3-17"])
          + (Step.isOpen(seen, document, context) ? ["S3-19"] : [])
        // A policy that cannot be read is not merged with: the check says so.
        guard !repairs.isEmpty, present.isNull == (document == nil) else { return nil }
        return wish(
          .string(blueprint.merged(document, needsTLS: needsTLS).text),
          "refuses \(needsTLS ? "requests without TLS, and " : "")writing by \(context.setup.role)", repairs)
      },
      withdrawn: { present, item in
        guard let written = item.wanted.policy?.document else { return .nothing }
        let previous = item.previous.policy?.document
        return BucketPolicy.withdrawn(present.policy?.document, written: written, previous: previous).map {
          $0 == previous ? item.previous : $0.map { .string($0.text) } ?? .null
        }
      }, reason: "onramp added a statement", unsafe: { _ in ["S3-17"] })
  }

  /// Versions are kept from the uploads on, so that its undo leaves no mark of a deletion behind. A bucket
  /// that once kept versions can only stop to.
  private var versioning: Part {
    setting(
      Step.versioningKey, "Versioning", seen.versioning.map { $0.isEmpty ? .null : .string($0) },
      {
        let status: JSON = $0.isNull ? "Suspended" : $0
        return Call(.s3, "PutBucketVersioning", context.bucketInput(["VersioningConfiguration": ["Status": status]]))
      },
      {
        $0 == "Enabled"
          ? nil
          : wish(
            "Enabled", "keeps every version of a template", ["S3-15"],
            after: [ProjectTemplateStep.objectKey, TriggerPackageStep.documentedKey, TriggerPackageStep.projectKey])
      }, withdrawn: { present, _ in present == "Enabled" ? .previous("Suspended") : .nothing },
      reason: "onramp enabled it", unsafe: { _ in ["S3-15"] })
  }

  private var objectOwnership: Part {
    let wanted = JSON.string(Step.ownerEnforced)
    return setting(
      Step.objectOwnershipKey, "Object ownership", seen.objectOwnership.map { .string($0) },
      put("BucketOwnershipControls") { ["OwnershipControls": ["Rules": [["ObjectOwnership": $0]]]] },
      { safeguard($0, wanted, "access lists count no longer", "S3-16") }, unsafe: { _ in ["S3-16"] })
  }
}
