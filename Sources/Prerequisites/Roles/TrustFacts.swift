import Checklist
import Policy

/// What the role's trust policy has to say, computed from what GitHub says about the repository.
///
/// Never from the names as they were typed: whoever types `octo-org/churn` does not know the ids that GitHub
/// puts into the subject, nor how GitHub spells the names.
struct TrustFacts: Hashable, Sendable {
  let intent: TrustIntent
  /// Why the intent rests on the typed names only, or nil when GitHub was asked and answered.
  let isGuess: Bool

  init(_ facts: GitHubFacts, _ context: Context) {
    let setup = context.setup
    let repository = facts.repository.value
    let subject = facts.subject.value
    var format = SubjectFormat(
      useDefault: subject?.usesDefault ?? true, includeClaimKeys: subject?.claimKeys ?? [],
      useImmutableSubject: subject?.isImmutable ?? false, subClaimPrefix: subject?.prefix,
      owner: repository?.owner ?? setup.owner, ownerID: repository?.ownerID,
      repository: repository?.name ?? setup.repository, repositoryID: repository?.id)
    format.followsOrganisation = subject?.isOrganisations ?? false
    isGuess = repository == nil || subject == nil
    intent = TrustIntent(
      provider: context.providerARN, audience: context.audience, format: format,
      subjects: setup.subjects.compactMap { TrustFacts.subject($0, format, setup, repository) })
  }

  private static func subject(
    _ word: String, _ format: SubjectFormat, _ setup: Setup, _ repository: GitHubFacts.Repository?
  ) -> String? {
    switch word {
    case "branch":
      let branch = setup.branch ?? repository?.defaultBranch ?? "main"
      return try? format.subject(for: .branch(branch))
    case "environment": return try? format.subject(for: .environment(setup.environment))
    case "pull_request": return try? format.subject(for: .pullRequest)
    case "tag": return try? format.subject(for: .tag("*"))
    default: return word
    }
  }
}
