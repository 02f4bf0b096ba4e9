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
    if let repository, (repository.owner, repository.name) != (setup.owner, setup.repository) {
      format.former = SubjectFormat.Names(owner: setup.owner, repository: setup.repository)
    }
    isGuess = repository == nil || subject == nil
    var intent = TrustIntent(provider: context.providerARN, audience: context.audience, format: format, subjects: [])
    intent.surroundings = .webIdentity(account: context.account, region: context.region, now: context.now)
    for word in setup.subjects {
      let job = TrustFacts.job(word, setup, repository)
      do throws(SubjectError) {
        intent.subjects.append(try job.map { job throws(SubjectError) in try format.subject(for: job) } ?? word)
      } catch {
        intent.uncertain.append(.init(name: word, reason: error, form: job.flatMap { format.form(for: $0) }))
      }
    }
    self.intent = intent
  }

  /// Why no trust policy can be written for what is wanted; nil where one can.
  var barrier: (found: String, needed: String)? {
    if let uncertain = intent.uncertain.first { return (uncertain.inWords, Self.literal) }
    if intent.opensToEverybody {
      return (
        "the subject template (\(intent.format.includeClaimKeys.joined(separator: ", "))) gives every repository on "
          + "GitHub that has the same one the subject \(intent.subjects.joined(separator: ", "))",
        "a subject template with repo, repository or repository_id"
      )
    }
    return nil
  }

  static let literal = "the whole subject in access.subjects of the setup file, or the repository's default subject"

  /// The job that a word of the setup stands for; nil for a subject that is written out.
  private static func job(_ word: String, _ setup: Setup, _ repository: GitHubFacts.Repository?) -> SubjectContext? {
    switch word {
    case "branch": .branch(setup.branch(of: repository))
    case "environment": .environment(setup.environment)
    case "pull_request": .pullRequest
    case "tag": .tag("*")
    default: nil
    }
  }
}

extension TrustIntent.Uncertain {
  /// The same with the answer that would tell.
  var advice: String { "\(inWords); access.subjects takes it in full" }

  /// Why the subject is not known.
  var inWords: String {
    switch reason {
    case .claimsNotKnown(let claims):
      "the subject of \(name) is not known: GitHub's template asks for \(claims.joined(separator: ", "))"
    case .claimsLacking(let claims):
      "no subject for \(name): GitHub's template asks for \(claims.joined(separator: ", ")), which such a job has not"
    case .idsNotKnown: "the subject of \(name) is not known: GitHub has not told the ids that stand in it"
    }
  }
}
