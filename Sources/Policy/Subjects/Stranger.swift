/// Somebody outside who can have a token of GitHub's, and whom a role for one repository should not admit.
public enum Stranger: String, CaseIterable, Hashable, Sendable {
  case anyRepository = "any-repository"
  case otherRepository = "other-repository"
  case similarOwner = "similar-owner"
  case similarRepository = "similar-repository"
  case pullRequest = "pull-request"
  case nameTakenAgain = "name-taken-again"
  case idsInNames = "ids-in-names"
  case callerOfOurWorkflow = "caller-of-our-workflow"
  /// A job of the repository's own that somebody without any right in it can start; which there are, the workflow files
  /// say.
  case starterOfOurJob = "starter-of-our-job"

  /// The check that an admission breaks.
  public var check: String {
    switch self {
    case .anyRepository: "TRUST-05"
    case .similarOwner: "TRUST-06"
    case .otherRepository, .callerOfOurWorkflow: "TRUST-07"
    case .similarRepository: "TRUST-08"
    case .pullRequest: "TRUST-10"
    case .nameTakenAgain: "TRUST-16"
    case .idsInNames: "TRUST-40"
    case .starterOfOurJob: "WF-12"
    }
  }
}

extension SubjectMatrix.Row {
  /// The rows of strangers to a repository.
  /// - Parameters:
  ///   - contexts: what the role's own jobs run for: a stranger gives the same names to theirs.
  ///   - wantsPullRequests: pull requests are no strangers.
  ///   - surroundings: what a sign-in brings besides its token.
  public static func strangers(
    to format: SubjectFormat, contexts: [SubjectContext], wantsPullRequests: Bool = false,
    issuer: String = Token.gitHubIssuer, audience: String = "sts.amazonaws.com",
    surroundings: ConditionContext = .webIdentity()
  ) -> [SubjectMatrix.Row] {
    let maker = StrangerTokens(
      format: format, contexts: contexts, issuer: issuer, audience: audience, surroundings: surroundings)
    return Stranger.allCases.compactMap { stranger in
      if stranger == .starterOfOurJob || stranger == .pullRequest && wantsPullRequests { return nil }
      return SubjectMatrix.Row(name: maker.name(of: stranger), stranger: stranger, tokens: maker.tokens(of: stranger))
    }
  }
}

/// The tokens that strangers can have.
private struct StrangerTokens {
  let format: SubjectFormat
  let contexts: [SubjectContext]
  let issuer: String
  let audience: String
  let surroundings: ConditionContext

  /// A repository that is not ours.
  private struct Place {
    var owner: String
    var ownerID: Int
    var name: String
    var repositoryID: Int
    /// Whether its owner is another than ours.
    var isForeign = true
    /// The workflow file that its job runs; nil for one of its own.
    var workflow: String?
  }

  private static let forms = [true, false]

  func name(of stranger: Stranger) -> String {
    let (owner, repository) = (format.owner, format.repository)
    return switch stranger {
    case .anyRepository: "any repository on GitHub"
    case .otherRepository: "another repository of \(owner)"
    case .similarOwner: "an owner whose name begins with \(owner)"
    case .similarRepository: "a repository of \(owner) whose name begins with \(repository)"
    case .pullRequest: "a pull request to \(repository)"
    case .nameTakenAgain: "\(owner)/\(repository), given up and registered anew by others"
    case .idsInNames: "an owner whose name holds the ids: \(squatter.owner)"
    case .callerOfOurWorkflow: "another owner's repository that calls a workflow of \(repository)"
    case .starterOfOurJob: "a job of \(repository) that anybody can start"
    }
  }

  /// GitHub wrote names and ids with dashes for a while, and withdrew it: the names that gives are free for anybody.
  private var squatter: (owner: String, name: String) {
    ("\(format.owner)-\(format.ownerID ?? 1)", "\(format.repository)-\(format.repositoryID ?? 1)")
  }

  func tokens(of stranger: Stranger) -> [Token] {
    let (owner, repository) = (format.owner, format.repository)
    let ids = (owner: (format.ownerID ?? 0) + 7_000_001, repository: (format.repositoryID ?? 0) + 7_000_001)
    func elsewhere(_ owner: String, _ name: String) -> Place {
      Place(owner: owner, ownerID: ids.owner, name: name, repositoryID: ids.repository)
    }
    func beside(_ name: String) -> Place {
      Place(
        owner: owner, ownerID: format.ownerID ?? ids.owner, name: name, repositoryID: ids.repository, isForeign: false)
    }
    switch stranger {
    case .anyRepository: return tokens(in: [elsewhere("stranger", "app")])
    case .otherRepository: return tokens(in: [beside("another-\(repository)")])
    case .similarOwner: return tokens(in: ["\(owner)-evil", "\(owner)x"].map { elsewhere($0, repository) })
    case .similarRepository: return tokens(in: ["\(repository)-evil", "\(repository)x"].map(beside))
    case .pullRequest: return [token(format, .pullRequest, workflow: nil, isForeign: false)].compactMap(\.self)
    // A name that is registered now writes ids.
    case .nameTakenAgain: return tokens(in: [elsewhere(owner, repository)], forms: [true])
    case .idsInNames: return tokens(in: [elsewhere(squatter.owner, squatter.name)])
    case .callerOfOurWorkflow:
      var caller = elsewhere("stranger", "app")
      caller.workflow = "\(owner)/\(repository)/.github/workflows/*"
      return tokens(in: [caller])
    case .starterOfOurJob: return []
    }
  }

  private func tokens(in places: [Place], forms: [Bool] = Self.forms) -> [Token] {
    places.flatMap { place in
      forms.flatMap { isImmutable in
        // Whoever owns a repository can give it the template that ours has.
        (format.isCustomised ? [true, false] : [false]).flatMap { isCustomised in
          let theirs = SubjectFormat(
            useDefault: !isCustomised, includeClaimKeys: isCustomised ? format.includeClaimKeys : [],
            useImmutableSubject: isImmutable, owner: place.owner, ownerID: place.ownerID, repository: place.name,
            repositoryID: place.repositoryID)
          return contexts.compactMap {
            token(theirs, $0, workflow: place.workflow, isForeign: place.isForeign)
          }
        }
      }
    }
  }

  /// Nil where no subject is written for it.
  private func token(_ format: SubjectFormat, _ context: SubjectContext, workflow: String?, isForeign: Bool) -> Token? {
    var claims = format.claims(for: context)
    if isForeign { (claims["actor"], claims["actor_id"]) = ("stranger", "0") }
    let subject = (try? format.subject(for: context, claims: claims)) ?? format.form(for: context)
    guard let subject else { return nil }
    var token = Token(issuer: issuer, subject: subject, audience: audience, claims: claims)
    token.isForm = subject.contains("*")
    var open = Token.exposedClaims
    // That a token of a branch has no environment is known, not merely unsaid.
    if case .environment = context {} else { open.remove("environment") }
    let file = workflow ?? "\(format.owner)/\(format.repository)/.github/workflows/*"
    token.surroundings = surroundings.adding(
      ConditionContext(forms: ["\(issuer):job_workflow_ref": ["\(file)@*"]], unknown: open.map { "\(issuer):\($0)" }))
    return token
  }
}
