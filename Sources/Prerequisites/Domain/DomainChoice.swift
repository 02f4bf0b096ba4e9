import Checklist
import JSONDocument

/// Which SageMaker domain is meant, and what it is like. Several steps look at it; the calls are made once.
struct DomainChoice: Hashable, Sendable {
  struct Domain: Hashable, Sendable {
    let id: String
    let arn: String
    let status: String
    let failure: String?
    let executionRole: String?
    /// Whether sessions carry the name of the user's profile, which the execution role's trust policy has to allow.
    var isSourceIdentitySet = false
    /// `ENABLED` or `DISABLED`; nil where the domain does not say.
    let studioPortal: String?
    /// What Studio does not show to the users of the domain.
    let hiddenTools: [String]
  }

  /// The ids of all domains of the Region.
  let ids: Look<[String]>
  /// The one that is meant; absent when there is none by that id, or none or several to choose from.
  let domain: Look<Domain>

  static func look(_ world: World, _ context: Context) async -> DomainChoice {
    async let listed = world.look(Call(.sagemaker, "ListDomains")).reading { json in
      json["Domains"]?.array?.compactMap { $0["DomainId"]?.string }
    }
    // SageMaker has no domain by an id of Unified Studio, and refuses to be asked for one.
    if let id = context.setup.domain, !context.namesUnifiedStudio {
      async let domain = domain(id, world, context)
      return await DomainChoice(ids: listed, domain: domain)
    }
    let ids = await listed
    guard let known = ids.value, known.count == 1, !context.namesUnifiedStudio else {
      return DomainChoice(
        ids: ids, domain: ids.none())
    }
    return await DomainChoice(ids: ids, domain: domain(known[0], world, context))
  }

  private static func domain(_ id: String, _ world: World, _ context: Context) async -> Look<Domain> {
    await world.look(
      Call(.sagemaker, "DescribeDomain", ["DomainId": .string(id)]),
      absent: ["ResourceNotFound", "ResourceNotFoundException"]
    ).reading { json in
      Domain(
        id: id, arn: json["DomainArn"]?.string ?? context.domainARN(id), status: json["Status"]?.string ?? "",
        failure: json["FailureReason"]?.string,
        executionRole: json["DefaultUserSettings"]?["ExecutionRole"]?.string,
        isSourceIdentitySet: json["DomainSettings"]?["ExecutionRoleIdentityConfig"]?.string == "USER_PROFILE_NAME",
        studioPortal: json["DefaultUserSettings"]?["StudioWebPortal"]?.string,
        hiddenTools: Self.hiddenTools(json["DefaultUserSettings"]))
    }
  }

  /// What a domain's or a user's settings keep out of Studio.
  static func hiddenTools(_ settings: JSON?) -> [String] {
    settings?["StudioWebPortalSettings"]?["HiddenMlTools"]?.strings ?? []
  }

  /// The check that says why no domain is meant: there is none, several to choose from, or another product's.
  func barrier(_ context: Context) -> CheckID {
    if context.namesUnifiedStudio { return "DOM-09" }
    return (ids.value?.count ?? 0) > 1 && context.setup.domain == nil ? "DOM-02" : "DOM-01"
  }

  /// The tags of the domain; absent when there is no domain to look at.
  func tags(_ world: World) async -> Look<[String: String]> {
    guard let domain = domain.value else { return domain.map { _ in [:] } }
    return await world.look(Call(.sagemaker, "ListTags", ["ResourceArn": .string(domain.arn)])).map { $0.tags("Tags") }
  }
}

extension Context {
  /// Whether the setup names a domain of SageMaker Unified Studio, which is another product.
  var namesUnifiedStudio: Bool { setup.domain?.hasPrefix("dzd") == true }
}
