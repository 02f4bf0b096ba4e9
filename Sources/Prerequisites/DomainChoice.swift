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
  }

  /// The ids of all domains of the Region.
  let ids: Look<[String]>
  /// The one that is meant; absent when there is none by that id, or none or several to choose from.
  let domain: Look<Domain>

  static func look(_ world: World, _ context: Context) async -> DomainChoice {
    let ids = await world.look(Call(.sagemaker, "ListDomains")).reading { json in
      json["Domains"]?.array?.compactMap { $0["DomainId"]?.string }
    }
    guard let id = context.setup.domain ?? (ids.value?.count == 1 ? ids.value?.first : nil) else {
      return DomainChoice(
        ids: ids, domain: ids.obstacle.map { Look(ids.source, .hidden($0)) } ?? Look(ids.source, .absent))
    }
    let domain = await world.look(
      Call(.sagemaker, "DescribeDomain", ["DomainId": .string(id)]),
      absent: ["ResourceNotFound", "ResourceNotFoundException"])
    return DomainChoice(
      ids: ids,
      domain: domain.reading { json in
        Domain(
          id: id, arn: json["DomainArn"]?.string ?? context.domainARN(id), status: json["Status"]?.string ?? "",
          failure: json["FailureReason"]?.string,
          executionRole: json["DefaultUserSettings"]?["ExecutionRole"]?.string)
      })
  }

  /// The check that says why no domain is meant: there is none, or several to choose from.
  func barrier(_ context: Context) -> CheckID {
    (ids.value?.count ?? 0) > 1 && context.setup.domain == nil ? "DOM-02" : "DOM-01"
  }
}
