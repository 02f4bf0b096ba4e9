import Checklist

/// The SageMaker domain: there, meant, in service. onramp makes none.
public struct DomainStep: Step {
  public struct Observation: Hashable, Sendable {
    let choice: DomainChoice
  }

  public init() {}

  public func observe(_ world: World, _ context: Context) async -> Observation {
    Observation(choice: await DomainChoice.look(world, context))
  }

  public func judge(_ seen: Observation, _ context: Context) -> [Judgement] {
    let (ids, domain) = (seen.choice.ids, seen.choice.domain)
    let known = ids.value ?? []
    let listed = known.isEmpty ? "no domain in \(context.region)" : known.joined(separator: ", ")
    let several = context.setup.domain == nil && known.count > 1
    return [
      domain.judge(
        "DOM-01", on: context.setup.domain,
        absent: several
          ? .holds(found: listed)
          : .broken(found: listed, needed: context.setup.domain ?? "a domain in \(context.region)")
      ) { .holds(found: $0.id) },
      context.setup.domain.map { id in
        Judgement("DOM-02", on: id, lookedAt: domain.source, .holds(found: "the setup file names \(id)"))
      }
        ?? ids.judge("DOM-02", absent: .blocked(by: "DOM-01")) { ids in
          switch ids.count {
          case 0: .blocked(by: "DOM-01")
          case 1: .holds(found: "\(ids[0]) is the only one in \(context.region)")
          default: .broken(found: listed, needed: "one of them at the key project.domain")
          }
        },
      domain.judge("DOM-03", on: context.setup.domain, absent: .blocked(by: several ? "DOM-02" : "DOM-01")) {
        $0.status == "InService"
          ? .holds(found: $0.status)
          : .broken(found: $0.status + ($0.failure.map { ": " + $0 } ?? ""), needed: "InService")
      },
    ]
  }
}
