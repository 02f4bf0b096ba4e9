import Checklist
import JSONDocument

extension Account.State {
  /// Changes the account as the service would; nil for a call that nobody wrote here.
  mutating func carryOut(_ call: Call) -> Result<JSON, Obstacle>? {
    switch call.service {
    case .iam: call.operation.contains("OpenIDConnect") ? provider(call) : role(call)
    case .s3: call.operation.contains("Object") ? object(call) : bucket(call)
    case .sagemaker: domain(call)
    case .secretsManager: changeSecret(call)
    default: nil
    }
  }

  private mutating func provider(_ call: Call) -> Result<JSON, Obstacle>? {
    if call.operation == "CreateOpenIDConnectProvider" {
      let arn = "arn:aws:iam::\(id):oidc-provider/\(call.text("Url").dropFirst("https://".count))"
      guard providers[arn] == nil else { return .missing("EntityAlreadyExists") }
      providers[arn] = Account.Provider(
        audiences: call.input["ClientIDList"]?.strings ?? [], tags: call.input["Tags"]?.tagged ?? [:])
      return .done
    }
    let arn = call.text("OpenIDConnectProviderArn")
    guard var found = providers[arn] else { return .missing("NoSuchEntity") }
    switch call.operation {
    case "DeleteOpenIDConnectProvider":
      providers[arn] = nil
      return .done
    case "AddClientIDToOpenIDConnectProvider": found.audiences.append(call.text("ClientID"))
    case "RemoveClientIDFromOpenIDConnectProvider": found.audiences.removeAll { $0 == call.text("ClientID") }
    case "TagOpenIDConnectProvider": found.tags.merge(call.input["Tags"]?.tagged ?? [:]) { $1 }
    case "UntagOpenIDConnectProvider":
      for key in call.input["TagKeys"]?.strings ?? [] { found.tags[key] = nil }
    default: return nil
    }
    providers[arn] = found
    return .done
  }

  private mutating func role(_ call: Call) -> Result<JSON, Obstacle>? {
    let (name, policy) = (call.text("RoleName"), call.text("PolicyName"))
    if call.operation == "CreateRole" {
      guard roles[name] == nil else { return .missing("EntityAlreadyExists") }
      roles[name] = Account.Role(
        trust: call.text("AssumeRolePolicyDocument"), tags: call.input["Tags"]?.tagged ?? [:])
      roles[name]?.maxSession = call.input["MaxSessionDuration"]?.integer ?? 3600
      return .done
    }
    guard var role = roles[name] else { return .missing("NoSuchEntity") }
    switch call.operation {
    case "DeleteRole":
      guard role.inline.isEmpty, role.attached.isEmpty else { return .missing("DeleteConflict") }
      roles[name] = nil
      return .done
    case "UpdateRole":
      role.maxSession = call.input["MaxSessionDuration"]?.integer ?? role.maxSession
      role.description = call.input["Description"]?.string
    case "UpdateAssumeRolePolicy": role.trust = call.text("PolicyDocument")
    case "PutRolePolicy": role.inline[policy] = call.text("PolicyDocument")
    case "DeleteRolePolicy":
      guard role.inline.removeValue(forKey: policy) != nil else { return .missing("NoSuchEntity") }
    case "AttachRolePolicy": role.attached.append(call.text("PolicyArn"))
    case "DetachRolePolicy": role.attached.removeAll { $0 == call.text("PolicyArn") }
    default: return nil
    }
    roles[name] = role
    return .done
  }

  private mutating func bucket(_ call: Call) -> Result<JSON, Obstacle>? {
    let name = call.text("Bucket")
    if call.operation == "CreateBucket" {
      guard buckets[name] == nil, !strangersBuckets.contains(name) else { return .missing("BucketAlreadyExists") }
      var made = Account.Bucket()
      // As S3 makes every new bucket.
      made.publicAccess = [
        "BlockPublicAcls": true, "IgnorePublicAcls": true, "BlockPublicPolicy": true, "RestrictPublicBuckets": true,
      ]
      made.encryption = Account.ownKeys
      made.objectOwnership = "BucketOwnerEnforced"
      buckets[name] = made
      return .done
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

  private mutating func object(_ call: Call) -> Result<JSON, Obstacle>? {
    let (name, key) = (call.text("Bucket"), call.text("Key"))
    guard var bucket = buckets[name] else { return .missing("NoSuchBucket") }
    switch call.operation {
    case "PutObject":
      var tags: [String: String] = [:]
      for pair in call.text("Tagging").split(separator: "&") {
        let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map { $0.unescaped }
        tags[parts[0]] = parts.count > 1 ? parts[1] : ""
      }
      bucket.objects[key] = Account.Object(body: call.text("Body"), tags: tags)
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

  private mutating func domain(_ call: Call) -> Result<JSON, Obstacle>? {
    guard let name = domains.keys.first(where: { arn(ofDomain: $0) == call.text("ResourceArn") }) else {
      return .missing("ResourceNotFound")
    }
    switch call.operation {
    case "AddTags": domains[name]?.tags.merge(call.input["Tags"]?.tagged ?? [:]) { $1 }
    case "DeleteTags": for key in call.input["TagKeys"]?.strings ?? [] { domains[name]?.tags[key] = nil }
    default: return nil
    }
    return .done
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
