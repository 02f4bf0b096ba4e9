import Blueprints
import Checklist
import JSONDocument

/// One object of the package as a thing: there or not, and whose it is.
struct PackageParts {
  typealias Step = TriggerPackageStep

  let object: PackageObject
  let item: ItemKey
  let seen: Step.Observation
  let context: Context

  private var resource: String { context.bucketARN + "/" + object.key }
  private var isDocumented: Bool { item == Step.documentedKey }
  /// What is there; nil where nothing is, or it could not be seen.
  private var package: StoredPackage? { seen.bucket.owner.isAbsent ? nil : object.package.value }
  private var isAbsent: Bool { seen.bucket.owner.isAbsent || object.package.isAbsent }
  private var kept: BucketContent.Kept? { seen.content?.value?[object.key] }

  /// Whether onramp puts its package in the place of another: the key with the hash promises these bytes, and what an
  /// older onramp brought is nobody's work. A package of others that is under the documented key stays.
  static func isReplaced(_ package: StoredPackage, at key: String) -> Bool {
    package.origin == .older || package.origin == .others && key == TriggerPackage.key
  }

  var thing: Thing {
    let whole = whole
    var marked = (package == nil ? nil : object.tags.value).map { tags in
      MarkedThing(
        key: isDocumented ? Step.documentedMarkKey : Step.projectMarkKey, resource: resource, tags: tags,
        tagging: .whole { ObjectTags.set($0, on: object.key, context) }, context: context, item: item,
        identity: package?.identity)
    }
    marked?.isDue = whole.wish == nil
    let uploaded = UploadedObject(
      key: object.key, owner: seen.bucket.owner.value, content: seen.content, marked: marked, context: context)
    return Thing(
      step: "trigger-package", resource: resource, name: "package \(object.key)",
      isMade: marked?.isMade ?? true, fate: uploaded.fate, uses: [TemplateBucketStep.bucketKey], marked: marked,
      whole: whole, parts: [])
  }

  private var whole: Part {
    var part = Part(
      key: item, name: "", present: present,
      set: { _, new in
        guard new.isNull else { return Self.upload(object.key, new["tags"]?.tagsByKey ?? [:], context) }
        var input: JSONObject = ["Key": .string(object.key)]
        // Where no versions are kept, the one there is has this name, and goes without leaving a mark.
        if seen.isVersioned == false { input["VersionId"] = "null" }
        return Call(.s3, "DeleteObject", context.bucketInput(input))
      }, identity: StoredText.uploaded)
    if isAbsent {
      part.wish = wish(
        Self.tags(context), "\(TriggerPackage.bytes.count) bytes, SHA-256 \(TriggerPackage.sha256.prefix(12))…",
        isDocumented ? ["LAM-01", "LAM-02"] : ["LAM-01"])
    } else if let package, Self.isReplaced(package, at: object.key), let tags = object.tags.value {
      part.wish = wish(
        tags, "SHA-256 \(TriggerPackage.sha256.prefix(12))… in the place of \(package.inWords)", ["LAM-01"])
      part.wish?.confidence = package.origin == .older ? .safe : .check
      part.wish?.whyNoUndo = "the bytes before are not kept, except by a bucket that keeps versions"
    }
    return part
  }

  /// What is there, for plan and journal: never the bytes themselves.
  private var present: JSON {
    guard package != nil || kept?.own.isEmpty == false else { return .null }
    return [
      "bytes": package.map { .number(String($0.size)) } ?? .null,
      "sha256": package?.sha256.map { .string($0) } ?? .null,
      "tags": JSON(tags: object.tags.value ?? [:]), "versions": JSON((kept?.removed ?? []).map(\.id)),
    ]
  }

  private func wish(_ tags: [String: String], _ summary: String, _ repairs: [CheckID]) -> Wish {
    Wish(
      value: [
        "bytes": .number(String(TriggerPackage.bytes.count)), "sha256": .string(TriggerPackage.sha256),
        "tags": JSON(tags: tags),
      ], summary: summary, repairs: repairs, after: [TemplateBucketStep.bucketKey])
  }

  /// In a bucket of another name the launch role reads only what is tagged so.
  private static func tags(_ context: Context) -> [String: String] {
    context.tags.merging(context.bucket.hasPrefix("sagemaker-") ? [:] : ["Projects:provisioning": "true"]) { $1 }
  }

  /// S3 refuses bytes that are not those of the checksum.
  static func upload(_ key: String, _ tags: [String: String], _ context: Context) -> Call {
    let file = key.split(separator: "/").last.map(String.init) ?? TriggerPackage.documentedKey
    let archive = Artifact(file, TriggerPackage.bytes, of: [TriggerPackage.entry: TriggerPackage.text])
    var input = context.bucketInput([
      "Key": .string(key), "ChecksumAlgorithm": "SHA256", "ContentType": "application/zip",
    ])
    if !tags.isEmpty { input["Tagging"] = .string(ObjectTags.query(tags)) }
    return Call(.s3, "PutObject", input, blanks: ["Body": .artifact(archive)])
  }
}
