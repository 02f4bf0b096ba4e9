import JSONDocument

/// One thing that is wrong with the permissions of an identity, in the words of the catalogue's checks.
public struct PermissionRemark: Hashable, Sendable {
  /// Id of the check, `PERM-01`.
  public let check: String
  /// The document's number among those asked; nil for an attached policy known by its ARN, or none at all.
  public let document: Int?
  public let statement: Int?
  public let sid: String?
  /// Actions or resources as they stand there, or the ARN of the attached policy.
  public let found: [String]
  /// What is missing or should stand there instead.
  public let needed: [String]
}

/// An action that must be allowed on a resource.
public struct Permission: Hashable, Sendable {
  public let action: String
  public let resource: String
  public let context: [String: [String]]

  public init(action: String, resource: String, context: [String: [String]] = [:]) {
    self.action = action
    self.resource = resource
    self.context = context
  }
}

extension IdentityPolicy {
  /// What is wrong with the documents.
  ///
  /// One defect gives one remark: a statement that gives everything (PERM-03) is not also reported for passing
  /// roles or reaching every SageMaker resource; a statement that passes every role (PERM-01) not also for
  /// naming no service (PERM-02). `sagemaker:*` with `s3:*` is PERM-03, and with `iam:PassRole` beside them
  /// PERM-01 as well, because each alone would still be one.
  /// - Parameters:
  ///   - attached: ARNs of the managed policies of the identity.
  ///   - required: what must be allowed, for PERM-04.
  public func remarks(attached: [String] = [], required: [Permission] = []) -> [PermissionRemark] {
    var remarks = attached.filter { $0.hasSuffix(":aws:policy/AdministratorAccess") }.map {
      PermissionRemark(check: "PERM-03", document: nil, statement: nil, sid: nil, found: [$0], needed: [])
    }
    for (number, document) in documents.enumerated() {
      for (index, statement) in document.statements.enumerated() where statement.isAllow {
        for (check, found, needed) in statement.excesses {
          remarks.append(
            PermissionRemark(
              check: check, document: number, statement: index, sid: statement.sid, found: found, needed: needed))
        }
      }
    }
    let missing = self.missing(required)
    if !missing.isEmpty {
      remarks.append(
        PermissionRemark(
          check: "PERM-04", document: nil, statement: nil, sid: nil, found: [],
          needed: missing.map { "\($0.action) on \($0.resource)" }))
    }
    return remarks
  }

  /// The permissions among these that are not allowed.
  public func missing(_ required: [Permission]) -> [Permission] {
    required.filter { !allows(action: $0.action, resource: $0.resource, context: ConditionContext($0.context)) }
  }
}

extension PolicyStatement {
  /// Catalogue ids, what stands in the statement for it, and what should.
  fileprivate var excesses: [(check: String, found: [String], needed: [String])] {
    guard !givesEverything else { return [("PERM-03", patterns, [])] }
    var result: [(check: String, found: [String], needed: [String])] = []
    if passesEveryRole {
      result.append(("PERM-01", passRolePatterns + everyResource, []))
    } else if covers(action: "iam:PassRole"), !namesService {
      result.append(("PERM-02", resources, ["iam:PassedToService"]))
    }
    let services = wholeServices
    if services.count == 2 {
      result.append(("PERM-03", services + everyResource, []))
    } else if !narrowsByTag, actions.contains(where: Self.changesSageMaker) {
      let wide = resources.filter { Self.isEverySageMakerResource($0) }
      if !wide.isEmpty { result.append(("PERM-14", wide, [])) }
    }
    return result
  }

  private var patterns: [String] { json["NotAction"] == nil ? actions : notActions }

  /// Resources that are every resource of every service.
  var everyResource: [String] {
    json["NotResource"] == nil ? resources.filter { Wildcard($0).covers(Wildcard("*")) || $0 == "arn:*" } : notResources
  }

  var givesEverything: Bool {
    !everyResource.isEmpty && (json["NotAction"] != nil || actions.contains { ["*", "*:*"].contains($0) })
  }

  /// Whether some pattern of the statement passes every role of some account.
  var passesEveryRole: Bool {
    guard covers(action: "iam:PassRole") else { return false }
    if json["NotResource"] != nil { return true }
    return resources.contains { resource in
      !everyResource.isEmpty || ["role/*", "role/**", "*", "role*"].contains(ARN(resource)?.resource)
    }
  }

  private var passRolePatterns: [String] {
    json["NotAction"] == nil
      ? actions.filter { Wildcard($0.lowercased()).matches("iam:passrole") } : notActions
  }

  /// Whether the role can be passed to named services only. A test that holds without the key names none.
  private var namesService: Bool {
    conditions.contains { test in
      test.key.lowercased() == "iam:passedtoservice" && !test.isNegated && !test.ifExists
        && test.quantifier != .forAllValues && !test.values.contains { test.usesWildcards && $0 == "*" }
    }
  }

  /// Whether a tag of the resource decides: then the statement reaches less than its resources say.
  private var narrowsByTag: Bool {
    conditions.contains { test in
      !test.isNegated && !test.ifExists && test.quantifier != .forAllValues
        && ["aws:resourcetag/", "sagemaker:resourcetag/"].contains { test.key.lowercased().hasPrefix($0) }
    }
  }

  /// `sagemaker:*` and `s3:*`, where they reach every resource.
  private var wholeServices: [String] {
    everyResource.isEmpty ? [] : actions.filter { ["sagemaker:*", "s3:*"].contains($0.lowercased()) }
  }

  /// Whether a pattern covers an action of SageMaker that makes, changes or removes. Most lists can be asked of
  /// `*` only (Service Authorization Reference, Amazon SageMaker).
  static func changesSageMaker(_ pattern: String) -> Bool {
    let name = pattern.lowercased()
    guard Wildcard(name).overlaps(Wildcard("sagemaker:*")) else { return false }
    let reads = ["describe", "list", "get", "search", "batchget", "batchdescribe", "query", "invoke"]
    return !reads.contains { name.hasPrefix("sagemaker:\($0)") }
  }

  /// `*`, or a SageMaker ARN that leaves every kind of resource open, and with it the Region or the account.
  static func isEverySageMakerResource(_ resource: String) -> Bool {
    if Wildcard(resource).covers(Wildcard("*")) { return true }
    guard let arn = ARN(resource), Wildcard(arn.service).matches("sagemaker") else { return false }
    return arn.resource == "*" && (arn.region == "*" || arn.account == "*")
  }
}
