import JSONDocument
import Policy

/// A request to the bucket by a role of this account, as far as it is known before it is made.
public struct BucketRequest: Hashable, Sendable {
  /// The role's ARN; nil for whoever uploads, whose role is not known here.
  public let role: String?
  public let action: String
  /// The ARN of the bucket or of an object in it.
  public let resource: String

  public init(role: String?, action: String, resource: String) {
    self.role = role
    self.action = action
    self.resource = resource
  }

  /// What the request brings for condition keys. An empty list says that it brings none: Studio's browser comes
  /// over no VPC endpoint, and an upload names no encryption.
  private func values(account: String) -> [String: [String]] {
    var values: [String: [String]] = [
      "aws:securetransport": ["true"], "aws:principalaccount": [account], "aws:resourceaccount": [account],
      "s3:resourceaccount": [account], "aws:sourcevpce": [], "aws:sourcevpc": [], "aws:vpcsourceip": [],
      "s3:x-amz-server-side-encryption": [], "s3:x-amz-server-side-encryption-aws-kms-key-id": [], "s3:x-amz-acl": [],
    ]
    if let role { values["aws:principalarn"] = [role] }
    return values
  }

  /// The condition keys with their values, for policies of the role itself.
  public func context(account: String) -> ConditionContext { ConditionContext(values(account: account)) }

  /// Whether a statement speaks about this request. What depends on values nobody knows here, such as the
  /// address of the operator's network, does not: nothing is said on a guess.
  func isMet(by statement: PolicyStatement, account: String) -> Bool {
    let values = values(account: account)
    let context = ConditionContext(values.filter { !$0.value.isEmpty })
    return names(statement, account: account) && statement.covers(action: action) && reaches(statement)
      && statement.conditions.allSatisfy { values[$0.key.lowercased()] != nil && $0.holds(context) }
  }

  private func names(_ statement: PolicyStatement, account: String) -> Bool {
    func isMeant(_ principal: Principal) -> Bool {
      principal.isEveryone
        || principal.kind == "AWS"
          && ([role, "*", account].contains(principal.id) || principal.id.hasSuffix(":\(account):root"))
    }
    guard statement.json["NotPrincipal"] != nil else { return statement.principals.contains(where: isMeant) }
    // Whoever is spared may be the one who asks.
    return role != nil && !statement.notPrincipals.contains(where: isMeant)
  }

  private func reaches(_ statement: PolicyStatement) -> Bool {
    if statement.json["NotResource"] != nil {
      return !statement.notResources.contains { Wildcard($0).matches(resource) }
    }
    return statement.resources.contains { Wildcard($0).matches(resource) }
  }
}

extension PolicyDocument {
  /// The first statement that refuses the request whatever else is allowed, with its place from 1.
  public func refusal(of request: BucketRequest, account: String) -> (place: Int, statement: PolicyStatement)? {
    statements.enumerated().first { $0.element.isDeny && request.isMet(by: $0.element, account: account) }
      .map { ($0.offset + 1, $0.element) }
  }

  /// Whether a statement allows the request to the role itself. What is allowed to the whole account is left to
  /// the role's own policies.
  public func allows(_ request: BucketRequest, account: String) -> Bool {
    statements.contains { statement in
      statement.isAllow && request.isMet(by: statement, account: account)
        && statement.principals.contains { $0.isEveryone || $0.id == "*" || $0.id == request.role }
    }
  }
}
