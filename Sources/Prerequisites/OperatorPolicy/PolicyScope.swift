import Checklist

/// Where an action is allowed. The raw values are the statements' ids, in the order of the document.
enum PolicyScope: String, CaseIterable, Comparable {
  case everywhere = "Everywhere"
  case roles = "LookAtRoles"
  case policies = "LookAtPolicies"
  case principals = "LookAtPrincipals"
  case providers = "LookAtIdentityProviders"
  case gitHubRole = "GitHubRole"
  case executionRole = "ExecutionRole"
  case provider = "IdentityProvider"
  case bucket = "Bucket"
  case objects = "Objects"
  case secret = "TokenSecret"
  case keys = "LookAtKeys"
  case domain = "Domain"
  case userProfiles = "UserProfiles"
  case connections = "Connections"
  case formerConnections = "ConnectionsUnderTheFormerName"

  /// - Parameters:
  ///   - action: `iam:GetRole`.
  ///   - step: the step that sends it.
  ///   - isLook: whether it sends it to look. What stands beside the setup's own things is looked at too.
  init(_ action: String, of step: StepID, isLook: Bool) {
    let (service, name) = (action.prefix { $0 != ":" }, action.drop { $0 != ":" }.dropFirst())
    self =
      switch service {
      case "iam": Self.ofIAM(name, step, isLook)
      case "s3": name == "ListAllMyBuckets" ? .everywhere : Self.areObjects(name) ? .objects : .bucket
      case "secretsmanager": .secret
      case "kms": .keys
      case "sagemaker" where name.hasPrefix("List") && name != "ListTags": .everywhere
      case "sagemaker" where name == "DescribeUserProfile": .userProfiles
      case "sagemaker": .domain
      case "codeconnections", "codestar-connections":
        ["ListConnections", "CreateConnection"].contains(name)
          ? .everywhere : service == ConnectionARN.present.rawValue ? .connections : .formerConnections
      default: .everywhere
      }
  }

  private static func ofIAM(_ name: Substring, _ step: StepID, _ isLook: Bool) -> PolicyScope {
    if name == "ListRoles" || name == "ListOpenIDConnectProviders" { return .everywhere }
    if name.contains("OpenIDConnectProvider") { return isLook ? .providers : .provider }
    if name == "SimulatePrincipalPolicy" { return .principals }
    if ["GetPolicy", "GetPolicyVersion", "ListPolicyVersions"].contains(name) { return .policies }
    if isLook { return .roles }
    return step == "execution-role" ? .executionRole : .gitHubRole
  }

  /// Whether an action of S3 is about objects; the lock of a bucket is set by that name too.
  private static func areObjects(_ name: Substring) -> Bool {
    name.contains("Object") && !name.hasPrefix("GetBucket")
  }

  static func < (one: PolicyScope, other: PolicyScope) -> Bool {
    (allCases.firstIndex(of: one) ?? 0) < (allCases.firstIndex(of: other) ?? 0)
  }

  /// The ARNs (Service Authorization Reference, each service's resource types).
  func resources(_ context: Context) -> [String] {
    let (setup, account) = (context.setup, context.account)
    let iam = "arn:\(context.partition):iam::\(account):"
    let sageMaker = "arn:\(context.partition):sagemaker:\(context.region):\(account):"
    switch self {
    case .everywhere: return ["*"]
    case .roles: return [iam + "role/*"]
    case .policies: return [iam + "policy/*", "arn:\(context.partition):iam::aws:policy/*"]
    case .principals: return [iam + "role/*", iam + "user/*"]
    case .providers: return [iam + "oidc-provider/*"]
    // Whoever made the role before may have put it below another path.
    case .gitHubRole: return [context.roleARN, iam + "role/*/\(setup.role)"].distinct
    case .executionRole:
      guard let role = setup.executionRole else { return [iam + "role/*"] }
      return [iam + "role/\(role)", iam + "role/*/\(role)"]
    case .provider: return [context.providerARN]
    case .bucket: return [context.bucketARN]
    case .objects: return [context.bucketARN + "/*"]
    // Secrets Manager adds a hyphen and six characters.
    case .secret: return [context.tokenSecretARN + "-??????"]
    case .keys: return ["arn:\(context.partition):kms:\(context.region):\(account):key/*"]
    case .domain: return [sageMaker + "domain/\(setup.domain ?? "*")"]
    case .userProfiles: return [sageMaker + "user-profile/\(setup.domain ?? "*")/*"]
    // The service chooses the id of the one that is made, and those that are there are told apart by their tags.
    case .connections: return [connections(of: ConnectionARN.present, context)]
    case .formerConnections: return [connections(of: ConnectionARN.former, context)]
    }
  }

  private func connections(of service: Service, _ context: Context) -> String {
    "arn:\(context.partition):\(service.rawValue):\(context.region):\(context.account):connection/*"
  }

  /// What is wider than it has to be, because the setup file leaves it open.
  func opening(_ context: Context) -> String? {
    switch self {
    case .executionRole where context.setup.executionRole == nil:
      "\(rawValue): the policies of any role may be changed, for the execution role is read from the domain: "
        + "name it at access.execution_role"
    case .domain where context.setup.domain == nil, .userProfiles where context.setup.domain == nil:
      "\(Self.domain.rawValue): any domain: name it at project.domain"
    default: nil
    }
  }
}
