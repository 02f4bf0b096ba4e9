import Checklist
import JSONDocument

/// Domains with their tags and user profiles; the bare account has one, with an execution role.
public struct SageMaker: AccountService {
  public static let doors: Set<Door> = [.aws(.sagemaker)]

  public var domains: [String: Account.Domain] = [:]
  /// Where each Git repository is read, by its name.
  public var codeRepositories: [String: String] = [:]

  public init() {}

  public mutating func furnish() {
    domains[Account.domain] = Account.Domain(executionRole: Account.executionRole)
  }

  public mutating func answer(_ call: Call, in account: Account.State) -> Answer? {
    switch call.operation {
    case "ListDomains":
      return .success(["Domains": .array(domains.keys.sorted().map { ["DomainId": .string($0)] })])
    case "DescribeDomain":
      let name = call.text("DomainId")
      guard let domain = domains[name] else { return .missing("ResourceNotFound") }
      var answer: JSON = ["DomainArn": .string(arn(of: name, account)), "Status": .string(domain.status)]
      var settings: JSON = ["StudioWebPortalSettings": ["HiddenMlTools": JSON(domain.hiddenTools)]]
      if let role = domain.executionRole { settings["ExecutionRole"] = .string(role) }
      if let portal = domain.studioPortal { settings["StudioWebPortal"] = .string(portal) }
      answer["DefaultUserSettings"] = settings
      if let identity = domain.identity {
        answer["DomainSettings"] = ["ExecutionRoleIdentityConfig": .string(identity)]
      }
      return .success(answer)
    case "ListCodeRepositories":
      let listed = codeRepositories.sorted { $0.key < $1.key }.map { name, url -> JSON in
        let arn = "arn:aws:sagemaker:\(account.region):\(account.id):code-repository/\(name)"
        return [
          "CodeRepositoryName": .string(name), "CodeRepositoryArn": .string(arn),
          "GitConfig": ["RepositoryUrl": .string(url)],
        ]
      }
      return .success(["CodeRepositorySummaryList": .array(listed)])
    case "ListUserProfiles":
      let names = domains[call.text("DomainIdEquals")]?.profiles.keys.sorted() ?? []
      return .success(["UserProfiles": .array(names.map { ["UserProfileName": .string($0)] })])
    case "DescribeUserProfile":
      let hidden = domains[call.text("DomainId")]?.profiles[call.text("UserProfileName")]
      return hidden.map {
        .success(["UserSettings": ["StudioWebPortalSettings": ["HiddenMlTools": JSON($0)]]])
      } ?? .missing("ResourceNotFound")
    case "ListTags":
      return named(by: call, account).flatMap { domains[$0] }.map { .success(["Tags": $0.tags.tagList]) }
        ?? .missing("ResourceNotFound")
    default: return nil
    }
  }

  public mutating func carryOut(_ call: Call, in account: Account.State) -> Answer? {
    guard let name = named(by: call, account) else { return .missing("ResourceNotFound") }
    switch call.operation {
    case "AddTags":
      domains[name]?.tags.merge(call.input["Tags"]?.tagged ?? [:]) { $1 }
      return .success(["Tags": domains[name]?.tags.tagList ?? []])
    case "DeleteTags":
      for key in call.input["TagKeys"]?.strings ?? [] { domains[name]?.tags[key] = nil }
      return .done
    default: return nil
    }
  }

  private func named(by call: Call, _ account: Account.State) -> String? {
    domains.keys.first { arn(of: $0, account) == call.text("ResourceArn") }
  }

  private func arn(of domain: String, _ account: Account.State) -> String {
    "arn:aws:sagemaker:\(account.region):\(account.id):domain/\(domain)"
  }
}

extension Account {
  public struct Domain: Hashable, Sendable {
    public var status: String
    public var tags: [String: String]
    public var executionRole: String?
    public var studioPortal: String?
    public var hiddenTools: [String] = []
    /// What the sessions of the execution role carry: `USER_PROFILE_NAME`, or nothing.
    public var identity: String?
    /// What is hidden from each user, by the profile's name.
    public var profiles: [String: [String]] = [:]

    public init(status: String = "InService", tags: [String: String] = [:], executionRole: String? = nil) {
      (self.status, self.tags, self.executionRole) = (status, tags, executionRole)
    }
  }

  public static let domain = "d-abc123def456"
  public static let domainARN = "arn:aws:sagemaker:us-east-1:111122223333:domain/d-abc123def456"
}

extension Account.State {
  public var domains: [String: Account.Domain] {
    get { self[SageMaker.self].domains }
    set { self[SageMaker.self].domains = newValue }
  }
}
