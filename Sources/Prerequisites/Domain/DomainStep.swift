import Checklist
import JSONDocument

/// The SageMaker domain: there, meant, in service, with room for a tag, and showing projects. onramp makes none.
public struct DomainStep: Step {
  public struct Observation: Hashable, Sendable {
    let choice: DomainChoice
    let tags: Look<[String: String]>
    let profiles: Look<UserProfiles>
  }

  /// What Studio hides from the users of a domain.
  struct UserProfiles: Hashable, Sendable {
    /// How many there are.
    let count: Int
    /// By name; those that changed last, no more than `limit`.
    let hiddenTools: [String: [String]]

    static let limit = 20
  }

  /// How many tags a domain may have.
  static let tagLimit = 50
  private static let projects = "Projects"

  public init() {}

  public func observe(_ world: World, _ context: Context) async -> Observation {
    let choice = await DomainChoice.look(world, context)
    async let tags = choice.tags(world)
    async let profiles = UserProfiles.look(choice.domain, world)
    return await Observation(choice: choice, tags: tags, profiles: profiles)
  }

  public func judge(_ seen: Observation, _ context: Context) -> [Judgement] {
    let (ids, domain) = (seen.choice.ids, seen.choice.domain)
    let known = ids.value ?? []
    let listed = known.listed(else: "no domain in \(context.region)")
    let barrier = seen.choice.barrier(context)
    let missing: Verdict =
      switch barrier {
      case "DOM-02": .holds(found: listed)
      case "DOM-09": .blocked(by: barrier)
      default: .broken(found: listed, needed: context.setup.domain ?? "a domain in \(context.region)")
      }
    func judge<Value>(_ check: CheckID, _ look: Look<Value>, _ verdict: (Value) -> Verdict) -> Judgement {
      look.judge(check, on: context.setup.domain, absent: .blocked(by: barrier), verdict)
    }
    return [
      domain.judge("DOM-01", on: context.setup.domain, absent: missing) { .holds(found: $0.id) },
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
      judge("DOM-03", domain) {
        $0.status == "InService"
          ? .holds(found: $0.status)
          : .broken(found: $0.status + ($0.failure.map { ": " + $0 } ?? ""), needed: "InService")
      },
      judge("DOM-08", seen.tags) { tags in
        Self.isFull(tags)
          ? .broken(found: "\(tags.count) tags", needed: "at most \(Self.tagLimit - 1) beside \(DomainTagStep.tag)")
          : .holds(found: "\(tags.count) of \(Self.tagLimit) tags")
      },
      judge("DOM-09", ids) { ids in
        if context.namesUnifiedStudio {
          return .broken(
            found: context.setup.domain ?? "", needed: ids.isEmpty ? "an id that begins with d-" : listed)
        }
        guard let id = context.setup.domain ?? ids.first else { return .blocked(by: "DOM-01") }
        return .holds(found: context.setup.domain == nil ? listed : id)
      },
      judge("DOM-11", domain) {
        $0.studioPortal == "DISABLED"
          ? .broken(found: "StudioWebPortal DISABLED", needed: "StudioWebPortal ENABLED")
          : .holds(found: $0.studioPortal.map { "StudioWebPortal \($0)" } ?? "StudioWebPortal is not set, so it is on")
      },
      judge("DOM-12", domain.and(seen.profiles)) { Self.shown($0.first, $0.second) },
    ]
  }

  /// Whether the one tag that onramp needs has no room.
  static func isFull(_ tags: [String: String]) -> Bool { tags.count >= tagLimit && tags[DomainTagStep.tag] == nil }

  private static func shown(_ domain: DomainChoice.Domain, _ profiles: UserProfiles) -> Verdict {
    let users = profiles.hiddenTools.filter { $0.value.contains(projects) }.keys.sorted()
    let hiding =
      (domain.hiddenTools.contains(projects) ? ["domain \(domain.id)"] : []) + users.map { "profile \($0)" }
    guard hiding.isEmpty else {
      return .broken(
        found: "HiddenMlTools of \(hiding.joined(separator: ", ")) has \(projects)",
        needed: "HiddenMlTools without \(projects)")
    }
    let looked = profiles.hiddenTools.count
    let those =
      looked < profiles.count ? "the \(looked) of \(profiles.count) profiles changed last" : "\(looked) profiles"
    return .holds(found: "\(projects) hidden neither by the domain nor by \(those)")
  }
}

extension DomainStep.UserProfiles {
  static func look(_ domain: Look<DomainChoice.Domain>, _ world: World) async -> Look<Self> {
    guard let id = domain.value?.id else { return domain.map { _ in Self(count: 0, hiddenTools: [:]) } }
    let list = await world.look(
      Call(
        .sagemaker, "ListUserProfiles",
        ["DomainIdEquals": .string(id), "SortBy": "LastModifiedTime", "SortOrder": "Descending", "MaxResults": 100]))
    let names = list.map { json in (json["UserProfiles"]?.array ?? []).compactMap { $0["UserProfileName"]?.string } }
    return await world.all(of: names.map { $0.prefix(limit).sorted() }) { await hiddenTools(of: $0, in: id, world) }
      .map { Self(count: names.value?.count ?? 0, hiddenTools: $0) }
  }

  /// Absent when somebody deleted the profile meanwhile.
  private static func hiddenTools(of name: String, in domain: String, _ world: World) async -> Look<[String]> {
    await world.look(
      Call(.sagemaker, "DescribeUserProfile", ["DomainId": .string(domain), "UserProfileName": .string(name)]),
      absent: ["ResourceNotFound", "ResourceNotFoundException"]
    ).map { DomainChoice.hiddenTools($0["UserSettings"]) }
  }
}
