import Checklist
import JSONDocument

/// Buckets with their configuration, and the versions of their objects.
public struct S3: AccountService {
  public static let doors: Set<Door> = [.aws(.s3)]

  public var buckets: [String: Account.Bucket] = [:]
  /// The names that other accounts took.
  public var strangersBuckets: Set<String> = []

  public init() {}

  /// A bucket that once kept versions can only stop to.
  public var meaning: S3 {
    var s3 = self
    for (name, bucket) in buckets where bucket.versioning == "Suspended" { s3.buckets[name]?.versioning = nil }
    return s3
  }

  public mutating func answer(_ call: Call, in account: Account.State) -> Answer? {
    let name = call.text("Bucket")
    if call.operation == "ListBuckets" {
      return .success(["Buckets": .array(buckets.keys.sorted().map { ["Name": .string($0)] })])
    }
    if strangersBuckets.contains(name) {
      return .failure(.denied(permission: "s3:\(call.operation)", message: "Access Denied"))
    }
    guard let bucket = buckets[name] else {
      return .missing(call.operation == "HeadBucket" ? "NotFound" : "NoSuchBucket")
    }
    let object = bucket.objects[call.text("Key")]
    switch call.operation {
    case "HeadBucket": return .success(["BucketRegion": .string(bucket.region ?? account.region)])
    case "GetBucketVersioning": return .success(bucket.versioning.map { ["Status": .string($0)] } ?? [:])
    case "GetBucketOwnershipControls":
      return bucket.objectOwnership.map {
        .success(["OwnershipControls": ["Rules": [["ObjectOwnership": .string($0)]]]])
      } ?? .missing("OwnershipControlsNotFoundError")
    case "GetBucketTagging":
      return bucket.tags.isEmpty ? .missing("NoSuchTagSet") : .success(["TagSet": bucket.tags.tagList])
    case "GetBucketCors":
      return bucket.cors.map { .success(["CORSRules": $0]) } ?? .missing("NoSuchCORSConfiguration")
    case "GetPublicAccessBlock":
      return bucket.publicAccess.map { .success(["PublicAccessBlockConfiguration": $0]) }
        ?? .missing("NoSuchPublicAccessBlockConfiguration")
    case "GetBucketEncryption":
      return bucket.encryption.map { .success(["ServerSideEncryptionConfiguration": $0]) }
        ?? .missing("ServerSideEncryptionConfigurationNotFoundError")
    case "GetBucketPolicy":
      return bucket.policy.map { .success(["Policy": .string($0)]) } ?? .missing("NoSuchBucketPolicy")
    case "ListObjectsV2":
      let keys = bucket.objects.filter { !$0.value.versions.isEmpty }.keys.sorted()
      return .success(["Contents": .array(keys.map { ["Key": .string($0)] })])
    case "ListObjectVersions":
      let versions = bucket.objects.sorted { $0.key < $1.key }.flatMap { key, object in
        object.versions.enumerated().map { place, id in
          [
            "Key": .string(key), "VersionId": .string(id), "IsLatest": .bool(place == 0),
            "ETag": .string(object.etag(id)),
          ] as JSON
        }
      }
      return .success(["Versions": .array(versions)])
    case "GetObject":
      guard let object else { return .missing("NoSuchKey") }
      let id = call.input["VersionId"]?.string ?? object.versions.first ?? ""
      let whole =
        object.bytes.map { id == object.versions.first ? $0 : $0 + Array(id.utf8) } ?? Array(object.body(id).utf8)
      guard let range = call.input["Range"]?.string else {
        return .success([
          "Body": JSON(blob: whole), "ContentType": "application/yaml", "ETag": .string(object.etag(id)),
        ])
      }
      guard !whole.isEmpty, let count = Int(range.replacing("bytes=-", with: "")) else {
        return .missing("InvalidRange")
      }
      let tail = whole.suffix(count)
      let places = "bytes \(whole.count - tail.count)-\(whole.count - 1)/\(whole.count)"
      return .success(["Body": JSON(blob: tail), "ContentRange": .string(places), "ETag": .string(object.etag(id))])
    case "GetObjectLockConfiguration":
      return bucket.lockedUntil == nil
        ? .missing("ObjectLockConfigurationNotFoundError")
        : .success(["ObjectLockConfiguration": ["ObjectLockEnabled": "Enabled"]])
    case "GetObjectRetention":
      return bucket.lockedUntil.map {
        .success(["Retention": ["Mode": "GOVERNANCE", "RetainUntilDate": .number(String($0))]])
      } ?? .missing("NoSuchObjectLockConfiguration")
    case "GetObjectLegalHold": return .missing("NoSuchObjectLockConfiguration")
    case "GetObjectTagging" where call.input["VersionId"] != nil && call.text("VersionId") != object?.versions.first:
      return .success(["TagSet": (object?.olderTags[call.text("VersionId")] ?? [:]).tagList])
    case "GetObjectTagging": return object.map { .success(["TagSet": $0.tags.tagList]) } ?? .missing("NoSuchKey")
    default: return nil
    }
  }

  public mutating func carryOut(_ call: Call, in account: Account.State) -> Answer? {
    call.operation.contains("Object") ? object(call) : bucket(call)
  }

  private mutating func bucket(_ call: Call) -> Answer? {
    let name = call.text("Bucket")
    if call.operation == "CreateBucket" {
      guard buckets[name] == nil, !strangersBuckets.contains(name) else { return .missing("BucketAlreadyExists") }
      buckets[name] = .new
      return .success(["Location": .string("/" + name)])
    }
    guard var bucket = buckets[name] else { return .missing("NoSuchBucket") }
    switch call.operation {
    case "DeleteBucket":
      guard bucket.objects.isEmpty else { return .missing("BucketNotEmpty") }
      buckets[name] = nil
      return .done
    case "PutBucketTagging": bucket.tags = call.input["Tagging"]?["TagSet"]?.tagged ?? [:]
    case "DeleteBucketTagging": bucket.tags = [:]
    case "PutBucketCors": bucket.cors = call.input["CORSConfiguration"]?["CORSRules"]
    case "DeleteBucketCors": bucket.cors = nil
    case "PutPublicAccessBlock": bucket.publicAccess = call.input["PublicAccessBlockConfiguration"]
    case "DeletePublicAccessBlock": bucket.publicAccess = nil
    case "PutBucketEncryption": bucket.encryption = call.input["ServerSideEncryptionConfiguration"]
    case "DeleteBucketEncryption": bucket.encryption = nil
    case "PutBucketVersioning": bucket.versioning = call.input["VersioningConfiguration"]?["Status"]?.string
    case "PutBucketOwnershipControls":
      bucket.objectOwnership =
        call.input["OwnershipControls"]?["Rules"]?.array?.first?["ObjectOwnership"]?.string
    case "DeleteBucketOwnershipControls": bucket.objectOwnership = nil
    case "PutBucketPolicy": bucket.policy = call.text("Policy")
    case "DeleteBucketPolicy": bucket.policy = nil
    default: return nil
    }
    buckets[name] = bucket
    return .done
  }

  private mutating func object(_ call: Call) -> Answer? {
    let (name, key) = (call.text("Bucket"), call.text("Key"))
    guard var bucket = buckets[name] else { return .missing("NoSuchBucket") }
    switch call.operation {
    case "PutObject":
      var tags: [String: String] = [:]
      for pair in call.text("Tagging").split(separator: "&") {
        let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map { $0.unescaped }
        tags[parts[0]] = parts.count > 1 ? parts[1] : ""
      }
      var object = Account.Object(body: call.text("Body"), tags: tags)
      if case .artifact(let file) = call.blanks["Body"] { object.bytes = file.content }
      bucket.objects[key] = object
      buckets[name] = bucket
      return .success(["ETag": .string(object.etag("null"))])
    case "PutObjectTagging":
      guard bucket.objects[key] != nil else { return .missing("NoSuchKey") }
      bucket.objects[key]?.tags = call.input["Tagging"]?["TagSet"]?.tagged ?? [:]
    case "DeleteObjectTagging": bucket.objects[key]?.tags = [:]
    case "DeleteObject": bucket.objects[key] = nil
    case "DeleteObjects":
      for version in call.input["Delete"]?["Objects"]?.array ?? [] {
        let key = version["Key"]?.string ?? ""
        bucket.objects[key]?.versions.removeAll { $0 == version["VersionId"]?.string }
        if bucket.objects[key]?.versions.isEmpty == true { bucket.objects[key] = nil }
      }
    default: return nil
    }
    buckets[name] = bucket
    return .done
  }
}

extension Account {
  public struct Object: Hashable, Sendable {
    public var body: String
    /// Where the object is no text, its bytes; the body is none then.
    public var bytes: [UInt8]?
    public var tags: [String: String]
    /// Version ids, the newest first.
    public var versions: [String]
    /// The tags of older versions by their id.
    public var olderTags: [String: [String: String]] = [:]

    /// The text of a version; those before the present one had others.
    func body(_ id: String) -> String { id == versions.first ? body : "\(id) of \(body)" }

    /// The entity tag of a version, which another text does not have.
    public func etag(_ id: String) -> String {
      "\"\((Array(body(id).utf8) + (bytes ?? [])).reduce(5381) { $0 &* 33 &+ Int($1) })\""
    }

    public init(
      body: String = "", bytes: [UInt8]? = nil, tags: [String: String] = [:], versions: [String] = ["null"]
    ) {
      (self.body, self.bytes, self.tags, self.versions) = (body, bytes, tags, versions)
    }
  }

  public struct Bucket: Hashable, Sendable {
    public var tags: [String: String] = [:]
    public var cors: JSON?
    public var publicAccess: JSON?
    public var encryption: JSON?
    public var policy: String?
    /// `Enabled`, `Suspended`, or nil for a bucket that never kept versions.
    public var versioning: String?
    public var objectOwnership: String?
    /// The Region, when it is not the account's.
    public var region: String?
    public var objects: [String: Object] = [:]
    /// Until when Object Lock keeps its objects, in seconds since 1970; nil for a bucket without it.
    public var lockedUntil: Int?

    public init() {}

    /// As S3 makes every new bucket.
    static var new: Bucket {
      var made = Bucket()
      made.publicAccess = [
        "BlockPublicAcls": true, "IgnorePublicAcls": true, "BlockPublicPolicy": true, "RestrictPublicBuckets": true,
      ]
      made.encryption = Account.ownKeys
      made.objectOwnership = "BucketOwnerEnforced"
      return made
    }
  }

  public static let bucket = "sagemaker-projects-templates-111122223333-us-east-1"
  public static let templateKey = "templates/mlops-github-actions.yaml"
  /// The encryption S3 gives every bucket.
  public static let ownKeys: JSON = ["Rules": [["ApplyServerSideEncryptionByDefault": ["SSEAlgorithm": "AES256"]]]]
}

extension Account.State {
  public var buckets: [String: Account.Bucket] {
    get { self[S3.self].buckets }
    set { self[S3.self].buckets = newValue }
  }
  public var strangersBuckets: Set<String> {
    get { self[S3.self].strangersBuckets }
    set { self[S3.self].strangersBuckets = newValue }
  }
}

extension Substring {
  /// A piece of a query string with its `%XX` read.
  fileprivate var unescaped: String {
    var bytes: [UInt8] = []
    var rest = Array(utf8)[...]
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "%"), rest.count >= 2,
        let code = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
      {
        bytes.append(code)
        rest = rest.dropFirst(2)
      } else {
        bytes.append(byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
