import Checklist
import JSONDocument

/// What the plan of a repository's owner lets its environments have.
///
/// GitHub Docs, "Managing environments for deployment": a private repository has no environments on Free, and required
/// reviewers on Enterprise only. A public one has everything.
struct OwnersPlan: Hashable, Sendable {
  /// In GitHub's word, as `team`; nil where the plan limits nothing.
  let limiting: String?

  var hasEnvironments: Bool { limiting != "free" }
  var hasReviewers: Bool { limiting == nil }

  private static let unlimited = OwnersPlan(limiting: nil)

  init(limiting: String?) { self.limiting = limiting }

  init(named name: String) {
    let isUnlimited = name.hasPrefix("enterprise") || name.hasPrefix("business")
    self.init(limiting: isUnlimited ? nil : name)
  }

  /// GitHub shows the plan of an organisation to its owners only, and a person's to that person. A repository that is
  /// internal proves an enterprise, and GitHub Enterprise of any kind has all of it.
  static func look(of repository: Look<GitHubFacts.Repository>, _ world: World, _ setup: Setup) async -> Look<Self> {
    guard let value = repository.value, value.isPrivate, !value.isInternal, setup.githubHost == "github.com" else {
      return repository.map { _ in unlimited }
    }
    let call =
      value.isOrganisations
      ? Call(.github, "GET /orgs/{org}", ["org": .string(value.owner)]) : Call(.github, "GET /user")
    let answer = await world.look(call)
    return answer.reading { json in
      let isOwner = json["login"]?.string?.lowercased() == value.owner.lowercased()
      guard isOwner, let plan = json["plan"]?["name"]?.string else {
        let message = "GitHub shows the plan of \(value.owner) only to those who belong to it"
        return Look(answer.source, .hidden(Obstacle.denied(permission: "Plan: read", message: message).met(by: call)))
      }
      return Look(answer.source, .seen(OwnersPlan(named: plan)))
    }
  }
}
