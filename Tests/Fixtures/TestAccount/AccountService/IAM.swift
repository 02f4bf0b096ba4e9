import Checklist
import JSONDocument

/// Roles, identity providers and managed policies, and what the caller may do.
public struct IAM: AccountService {
  public static let doors: Set<Door> = [.aws(.iam)]

  public var providers: [String: Account.Provider] = [:]
  public var roles: [String: Account.Role] = [:]
  /// The texts of managed policies by ARN.
  public var policies: [String: String] = [:]
  /// How many versions a managed policy has, where it is not one.
  public var versions: [String: Int] = [:]
  /// What the caller may not do, by action: `policy`, `organization` or `boundary` refuses it.
  public var refusals: [String: String] = [:]

  public init() {}

  public mutating func furnish() {
    // As SageMaker's console makes it, with what whoever made projects before added.
    roles["AmazonSageMaker-ExecutionRole"] = Account.Role(
      trust: Account.sagemakerTrust, inline: Account.projectPolicies, attached: [Account.fullAccess],
      path: "/service-role/")
    policies[Account.fullAccess] = Account.sagemakerFullAccess
  }

  /// With policies compared as documents, so that a spelling is no difference.
  public var meaning: IAM {
    var iam = self
    for (name, role) in roles { iam.roles[name]?.trust = (try? JSON(parsing: role.trust).canonical) ?? "" }
    return iam
  }

  public mutating func answer(_ call: Call, in account: Account.State) -> Answer? {
    let role = roles[call.text("RoleName")]
    switch call.operation {
    case "ListOpenIDConnectProviders":
      return .success(["OpenIDConnectProviderList": .array(providers.keys.sorted().map { ["Arn": .string($0)] })])
    case "GetOpenIDConnectProvider":
      return found(providers[call.text("OpenIDConnectProviderArn")]) {
        [
          "ClientIDList": JSON($0.audiences), "ThumbprintList": JSON($0.thumbprints), "Tags": $0.tags.tagList,
          "CreateDate": .number(String($0.created)),
        ]
      }
    case "ListRoles":
      let listed = roles.sorted { $0.key < $1.key }.map { name, role in
        [
          "RoleName": .string(name), "Arn": .string(arn(of: name, role, account)),
          "AssumeRolePolicyDocument": .string(role.trust),
        ] as JSON
      }
      return .success(["Roles": .array(listed)])
    case "GetRole": return found(role) { ["Role": described(call.text("RoleName"), $0, account)] }
    case "SimulatePrincipalPolicy":
      let resources = call.input["ResourceArns"]?.strings ?? []
      let results = (call.input["ActionNames"]?.strings ?? []).map { simulated($0, resources) }
      return .success(["EvaluationResults": .array(results)])
    case "ListInstanceProfilesForRole":
      return found(role) { role in
        ["InstanceProfiles": .array(role.profiles.map { ["InstanceProfileName": .string($0)] })]
      }
    case "ListRolePolicies": return found(role) { ["PolicyNames": JSON($0.inline.keys.sorted())] }
    case "GetRolePolicy":
      return found(role?.inline[call.text("PolicyName")]) { ["PolicyDocument": .string($0)] }
    case "ListAttachedRolePolicies":
      return found(role) { ["AttachedPolicies": .array($0.attached.map { ["PolicyArn": .string($0)] })] }
    case "GetPolicy": return found(policies[call.text("PolicyArn")]) { _ in ["Policy": ["DefaultVersionId": "v1"]] }
    case "ListPolicyVersions":
      let count = versions[call.text("PolicyArn")] ?? 1
      return .success(["Versions": .array((1...count).map { ["VersionId": .string("v\($0)")] })])
    case "GetPolicyVersion":
      return found(policies[call.text("PolicyArn")]) { ["PolicyVersion": ["Document": .string($0)]] }
    default: return nil
    }
  }

  public mutating func carryOut(_ call: Call, in account: Account.State) -> Answer? {
    call.operation.contains("OpenIDConnect") ? provider(call, account) : role(call, account)
  }

  private func found<Value>(_ value: Value?, _ answer: (Value) -> JSON) -> Answer {
    value.map { .success(answer($0)) } ?? .missing("NoSuchEntity")
  }

  private func arn(of name: String, _ role: Account.Role, _ account: Account.State) -> String {
    "arn:aws:iam::\(account.id):role\(role.path)\(name)"
  }

  private func described(_ name: String, _ role: Account.Role, _ account: Account.State) -> JSON {
    var answer: JSON = [
      "RoleName": .string(name), "Arn": .string(arn(of: name, role, account)),
      "RoleId": .string(role.id ?? "AROA" + name.uppercased().filter(\.isLetter)),
      "AssumeRolePolicyDocument": .string(role.trust), "MaxSessionDuration": .number(String(role.maxSession)),
      "Tags": role.tags.tagList,
    ]
    if let boundary = role.boundary {
      answer["PermissionsBoundary"] = ["PermissionsBoundaryArn": .string(boundary)]
    }
    if let description = role.description { answer["Description"] = .string(description) }
    if let created = role.created { answer["CreateDate"] = .number(String(created)) }
    return answer
  }

  /// One result an action, with those of the resources inside where there are several.
  private func simulated(_ action: String, _ resources: [String]) -> JSON {
    let refusal = refusals[action]
    let decision: JSON = refusal == nil ? "allowed" : "implicitDeny"
    var result: JSON = [
      "EvalActionName": .string(action), "EvalResourceName": .string(resources.count == 1 ? resources[0] : "*"),
      "EvalDecision": decision,
    ]
    // A refusal of another name is a condition key that the caller's policies ask for.
    if let key = refusal, key.contains(":") { result["MissingContextValues"] = [.string(key)] }
    if resources.count > 1 {
      result["ResourceSpecificResults"] = .array(
        resources.map { resource in
          [
            "EvalResourceName": .string(resource), "EvalResourceDecision": decision,
            "PermissionsBoundaryDecisionDetail": ["AllowedByPermissionsBoundary": .bool(refusal != "boundary")],
            "MissingContextValues": result["MissingContextValues"] ?? [],
          ]
        })
    }
    result["OrganizationsDecisionDetail"] = ["AllowedByOrganizations": .bool(refusal != "organization")]
    result["PermissionsBoundaryDecisionDetail"] = ["AllowedByPermissionsBoundary": .bool(refusal != "boundary")]
    return result
  }

  private mutating func provider(_ call: Call, _ account: Account.State) -> Answer? {
    if call.operation == "CreateOpenIDConnectProvider" {
      let arn = "arn:aws:iam::\(account.id):oidc-provider/\(call.text("Url").dropFirst("https://".count))"
      guard providers[arn] == nil else { return .missing("EntityAlreadyExists") }
      providers[arn] = Account.Provider(
        audiences: call.input["ClientIDList"]?.strings ?? [], tags: call.input["Tags"]?.tagged ?? [:])
      return .success(["OpenIDConnectProviderArn": .string(arn)])
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

  private mutating func role(_ call: Call, _ account: Account.State) -> Answer? {
    let (name, policy) = (call.text("RoleName"), call.text("PolicyName"))
    if call.operation == "CreateRole" {
      guard roles[name] == nil else { return .missing("EntityAlreadyExists") }
      var made = Account.Role(trust: call.text("AssumeRolePolicyDocument"), tags: call.input["Tags"]?.tagged ?? [:])
      made.maxSession = call.input["MaxSessionDuration"]?.integer ?? 3600
      made.boundary = call.input["PermissionsBoundary"]?.string
      roles[name] = made
      return .success(["Role": described(name, made, account)])
    }
    guard var role = roles[name] else { return .missing("NoSuchEntity") }
    switch call.operation {
    case "DeleteRole":
      guard role.inline.isEmpty, role.attached.isEmpty, role.profiles.isEmpty else { return .missing("DeleteConflict") }
      roles[name] = nil
      return .done
    case "UpdateRole":
      role.maxSession = call.input["MaxSessionDuration"]?.integer ?? role.maxSession
      role.description = call.input["Description"]?.string
    case "UpdateAssumeRolePolicy": role.trust = call.text("PolicyDocument")
    case "PutRolePolicy": role.inline[policy] = call.text("PolicyDocument")
    case "DeleteRolePolicy":
      guard role.inline.removeValue(forKey: policy) != nil else { return .missing("NoSuchEntity") }
    case "PutRolePermissionsBoundary": role.boundary = call.text("PermissionsBoundary")
    case "DeleteRolePermissionsBoundary": role.boundary = nil
    case "AttachRolePolicy": role.attached.append(call.text("PolicyArn"))
    case "TagRole": role.tags.merge(call.input["Tags"]?.tagged ?? [:]) { $1 }
    case "UntagRole": for key in call.input["TagKeys"]?.strings ?? [] { role.tags[key] = nil }
    case "DetachRolePolicy": role.attached.removeAll { $0 == call.text("PolicyArn") }
    default: return nil
    }
    roles[name] = role
    return .done
  }
}

extension Account {
  public struct Provider: Hashable, Sendable {
    public var audiences: [String]
    public var tags: [String: String]
    public var thumbprints: [String] = []
    /// When it was made, in seconds since 1970.
    public var created = 1_790_000_000

    public init(audiences: [String] = ["sts.amazonaws.com"], tags: [String: String] = [:]) {
      (self.audiences, self.tags) = (audiences, tags)
    }
  }

  public struct Role: Hashable, Sendable {
    public var trust: String
    public var tags: [String: String]
    public var inline: [String: String]
    public var attached: [String]
    /// Begins and ends with a slash.
    public var path: String
    /// The ARN of the policy that bounds the role.
    public var boundary: String?
    /// Seconds.
    public var maxSession = 3600
    public var description: String?
    /// Another one of the same name has another id; nil for one made of its name.
    public var id: String?
    /// When it was made, in seconds since 1970; nil where IAM does not say.
    public var created: Int?
    /// The names of the instance profiles that hold it.
    public var profiles: [String] = []

    public init(
      trust: String, tags: [String: String] = [:], inline: [String: String] = [:], attached: [String] = [],
      path: String = "/", boundary: String? = nil
    ) {
      (self.trust, self.tags, self.inline, self.attached) = (trust, tags, inline, attached)
      (self.path, self.boundary) = (path, boundary)
    }
  }

  public static let providerARN = "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com"
  public static let executionRole = "arn:aws:iam::111122223333:role/service-role/AmazonSageMaker-ExecutionRole"
  public static let fullAccess = "arn:aws:iam::aws:policy/AmazonSageMakerFullAccess"
}

extension Account.State {
  public var providers: [String: Account.Provider] {
    get { self[IAM.self].providers }
    set { self[IAM.self].providers = newValue }
  }
  public var roles: [String: Account.Role] {
    get { self[IAM.self].roles }
    set { self[IAM.self].roles = newValue }
  }
  public var policies: [String: String] {
    get { self[IAM.self].policies }
    set { self[IAM.self].policies = newValue }
  }
  public var versions: [String: Int] {
    get { self[IAM.self].versions }
    set { self[IAM.self].versions = newValue }
  }
  public var refusals: [String: String] {
    get { self[IAM.self].refusals }
    set { self[IAM.self].refusals = newValue }
  }
}
