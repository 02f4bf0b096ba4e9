import JSONDocument
import Policy

/// The template bucket's policy: only TLS (S3-17), and no writing by the identities that run other people's
/// code (S3-19). Statements of others stay as they are.
public struct BucketPolicy: Hashable, Sendable {
  public static let tlsSid = "OnrampOnlyTLS"
  public static let writersSid = "OnrampKeepTemplates"

  public var bucket: String
  public var partition: String
  /// Roles and users that must not change templates: the CI identity, and the role training code runs as.
  public var barred: [String]

  public init(bucket: String, partition: String = "aws", barred: [String] = []) {
    self.bucket = bucket
    self.partition = partition
    self.barred = barred
  }

  private var arn: String { "arn:\(partition):s3:::\(bucket)" }

  /// Refuses every request without TLS.
  public var tlsStatement: PolicyStatement {
    PolicyStatement([
      "Sid": .string(Self.tlsSid), "Effect": "Deny", "Principal": "*", "Action": "s3:*",
      "Resource": [.string(arn), .string(arn + "/*")], "Condition": ["Bool": ["aws:SecureTransport": "false"]],
    ])
  }

  /// Refuses changes to objects, and to the policy itself, by the barred identities; nil when there are none.
  public var writersStatement: PolicyStatement? {
    guard !barred.isEmpty else { return nil }
    return PolicyStatement([
      "Sid": .string(Self.writersSid), "Effect": "Deny", "Principal": "*",
      "Action": ["s3:PutObject*", "s3:DeleteObject*", "s3:PutBucketPolicy", "s3:DeleteBucketPolicy"],
      "Resource": [.string(arn), .string(arn + "/*")],
      "Condition": ["ArnEquals": ["aws:PrincipalArn": JSON(barred)]],
    ])
  }

  /// Whether a policy refuses requests without TLS for everyone and every object.
  public func refusesPlainHTTP(_ existing: PolicyDocument?) -> Bool {
    guard let existing else { return false }
    return existing.statements.contains { statement in
      statement.isDeny && statement.principals.contains { $0.id == "*" }
        && statement.covers(action: "s3:GetObject") && statement.covers(action: "s3:PutObject")
        && statement.resources.contains { Wildcard($0).covers(Wildcard(arn + "/*")) }
        && statement.conditions.count == 1
        && statement.conditions.contains {
          $0.operatorName.lowercased() == "bool" && $0.key.lowercased() == "aws:securetransport"
            && $0.values.map { $0.lowercased() } == ["false"]
        }
    }
  }

  /// Whether a policy bars all of our identities from changing objects.
  public func keepsTemplates(_ existing: PolicyDocument?) -> Bool {
    guard let writersStatement else { return true }
    return existing?.statements.contains { $0.json.means(writersStatement.json) } ?? false
  }

  public func satisfied(_ existing: PolicyDocument?) -> Bool {
    refusesPlainHTTP(existing) && keepsTemplates(existing)
  }

  /// The policy with our statements in it; every other statement unchanged and in its order.
  /// - Parameter needsTLS: false where that requests without TLS pass is meant.
  public func merged(_ existing: PolicyDocument?, needsTLS: Bool = true) -> PolicyDocument {
    var document = existing ?? PolicyDocument()
    if needsTLS, !refusesPlainHTTP(document) { document.statements = put(tlsStatement, into: document.statements) }
    if let writersStatement, !keepsTemplates(document) {
      document.statements = put(writersStatement, into: document.statements)
    }
    return document
  }

  /// Takes our statements out. The value is nil when nothing is left and the bucket had no policy before.
  public static func withdrawn(
    _ current: PolicyDocument?, written: PolicyDocument, previous: PolicyDocument?
  ) -> Withdrawal<PolicyDocument?> {
    guard var current else { return .nothing }
    if current.means(written) { return .previous(previous) }
    let sids = [tlsSid, writersSid].filter { sid in !(previous?.statements.contains { $0.sid == sid } ?? false) }
    let rest = current.statements.filter { statement in !sids.contains { $0 == statement.sid } }
    guard rest.count < current.statements.count else { return .nothing }
    guard !rest.isEmpty else { return .edited(nil) }
    current.statements = rest
    return .edited(current)
  }

  /// A statement of ours replaces its older self and keeps its place.
  private func put(_ statement: PolicyStatement, into statements: [PolicyStatement]) -> [PolicyStatement] {
    guard let index = statements.firstIndex(where: { $0.sid == statement.sid }) else { return statements + [statement] }
    var statements = statements
    statements[index] = statement
    return statements
  }
}

extension JSONObject {
  fileprivate func means(_ other: JSONObject) -> Bool {
    PolicyDocument(statements: [PolicyStatement(self)]).means(PolicyDocument(statements: [PolicyStatement(other)]))
  }
}
