import Checklist
import Policy

/// What the requests of roles bring for condition keys, as far as it is known before they are made. Every step that
/// judges a role's rights or a policy of a resource asks with this, so that two of them cannot disagree on one policy.
extension Context {
  /// What every request to this account and Region brings.
  ///
  /// Nothing is known of the other keys: an organisation, an address, a tag of a session.
  var requests: ConditionContext {
    let now = String(Int(now))
    return ConditionContext(
      [
        "aws:ResourceAccount": [account], "s3:ResourceAccount": [account], "aws:PrincipalAccount": [account],
        "kms:CallerAccount": [account], "aws:RequestedRegion": [region], "aws:SecureTransport": ["true"],
        "aws:CurrentTime": [now], "aws:EpochTime": [now], "aws:PrincipalIsAWSService": ["false"],
      ],
      // AWS takes nothing older (AWS blog, "TLS 1.2 required for all AWS endpoints").
      forms: ["s3:TlsVersion": ["1.2", "1.3"]], unknown: ["*"])
  }

  /// What every request of a role brings.
  /// - Parameter role: the role as it stands; nil where only its ARN is known. Its id and its tags are what policies
  ///   name it by besides.
  func requests(of arn: String, _ role: IAMRole.Role?) -> ConditionContext {
    var known = ["aws:PrincipalArn": [arn], "aws:PrincipalType": ["AssumedRole"], "aws:username": []]
    for (key, value) in role?.tags ?? [:] { known["aws:PrincipalTag/\(key)"] = [value] }
    var context = requests.adding(known)
    if let id = role?.id { context.setForms(["\(id):*"], of: "aws:userid") }
    return context
  }

  /// What is known of requests to the template bucket: Studio's browser comes over no VPC endpoint, and neither an
  /// upload nor a read names an encryption or an access list.
  func bucketRequests(_ context: ConditionContext) -> ConditionContext {
    let lacking = [
      "aws:SourceVpce", "aws:SourceVpc", "aws:VpcSourceIp", "s3:x-amz-server-side-encryption",
      "s3:x-amz-server-side-encryption-aws-kms-key-id", "s3:x-amz-acl",
    ]
    return context.adding(Dictionary(uniqueKeysWithValues: lacking.map { ($0, []) }))
  }

  /// What S3 brings when it decrypts an object of the template bucket for whoever reads it (AWS KMS Developer Guide,
  /// "Encryption context"; S3 User Guide, "Bucket Keys").
  func keyRequests(_ context: ConditionContext) -> ConditionContext {
    let objects = [bucketARN, bucketARN + "/*"]
    var context = context.adding([
      "kms:ViaService": ["s3.\(region).amazonaws.com"], "kms:EncryptionContextKeys": ["aws:s3:arn"],
      "kms:EncryptionAlgorithm": ["SYMMETRIC_DEFAULT"],
    ])
    context.setForms(objects, of: "kms:EncryptionContext:aws:s3:arn")
    return context
  }
}

extension Obstacle {
  /// What a policy says depends on a value that exists only once the request is made: nobody can look it up.
  static func undecided(_ rule: String) -> Obstacle { Obstacle(.ambiguous, rule, code: Obstacle.undecided) }
}

extension ResourcePolicy.Denial {
  /// `Perimeter denies s3:GetObject if StringNotEquals aws:PrincipalOrgID o-1`.
  func inWords(_ action: String) -> String {
    let tests = (isCertain ? statement.conditions : doubts).map(\.inWords).joined(separator: " and ")
    return "\(statement.sid ?? statement.name(at: place - 1)) denies \(action)" + (tests.isEmpty ? "" : " if \(tests)")
  }
}
