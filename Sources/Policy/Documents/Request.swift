import JSONDocument

/// A request to AWS as far as it is known before it is made: what every policy is asked about.
public struct Request: Hashable, Sendable {
  /// Who makes it; nil where a policy names nobody, being the policy of whoever asks.
  public let requester: Requester?
  public let action: String
  /// An ARN; one with wildcards is a form of resources that may not exist yet. Nil where a policy speaks of no
  /// resource, being that of the resource itself.
  public let resource: String?
  public let context: ConditionContext
  /// Whether it has to be allowed on every resource of the form, not on some.
  public let isForEvery: Bool

  public init(
    _ action: String, on resource: String? = nil, by requester: Requester? = nil,
    context: ConditionContext = ConditionContext(), forEvery isForEvery: Bool = false
  ) {
    self.requester = requester
    self.action = action
    self.resource = resource
    self.context = context
    self.isForEvery = isForEvery
  }
}

/// Who makes a request, as `Principal` and `NotPrincipal` name them.
public enum Requester: Hashable, Sendable {
  /// Whoever brings a token of this identity provider, by its ARN.
  case provider(String)
  /// A service of AWS, such as `sagemaker.amazonaws.com`.
  case service(String)
  /// A role, by its ARN.
  case role(String)
  /// Somebody of an account, whose name is not known here.
  case somebody(account: String)

  /// Whether a principal of a statement is this one.
  /// - Parameter isException: in `NotPrincipal`, where an account stands for its root user alone.
  func isNamed(_ principal: Principal, isDeny: Bool, isException: Bool) -> Outcome {
    switch self {
    case .provider(let arn): return Outcome(principal.names(provider: arn))
    case .service(let name):
      // A service is let in by its name alone, and kept out by everyone's too.
      let isEveryone = principal.isEveryone || principal.kind == "AWS" && principal.id == "*"
      return Outcome(principal.kind == "Service" && principal.id == name || isDeny && isEveryone)
    case .role(let arn):
      if principal.isEveryone || principal.kind == "AWS" && [arn, "*"].contains(principal.id) { return .holds }
      if !isException, principal.root != nil, principal.root == ARN(arn)?.account { return .holds }
      return principal.isSession(of: arn) ? .undecided : .fails
    case .somebody(let account):
      if principal.isEveryone || principal.kind == "AWS" && principal.id == "*" { return .holds }
      if principal.root == account { return isException ? .undecided : .holds }
      return principal.kind == "AWS" && ARN(principal.id)?.account == account ? .undecided : .fails
    }
  }
}

extension Principal {
  /// Whether it is one session of a role; which one signs in nobody knows beforehand.
  fileprivate func isSession(of role: String) -> Bool {
    guard kind == "AWS", let session = ARN(id), let role = ARN(role), session.service == "sts",
      session.account == role.account, let name = role.resource.split(separator: "/").last
    else { return false }
    return session.resource.hasPrefix("assumed-role/\(name)/")
  }
}

extension PolicyStatement {
  /// Whether the statement speaks of a request.
  func applies(to request: Request, readsVariables: Bool) -> Outcome {
    guard covers(action: request.action) else { return .fails }
    return Outcome.all([
      names(request.requester), reaches(request, readsVariables: readsVariables),
      Outcome.all(conditions.map { $0.outcome(request.context, readsVariables: readsVariables) }),
    ])
  }

  /// Whether who asks is among those the statement names.
  func names(_ requester: Requester?) -> Outcome {
    guard let requester else { return .holds }
    let isException = json["NotPrincipal"] != nil
    let named = Outcome.any(
      (isException ? notPrincipals : principals).map {
        requester.isNamed($0, isDeny: isDeny, isException: isException)
      })
    return isException ? named.negated : named
  }

  /// Whether the statement reaches the resource: an Allow some of its form or every, a Deny every.
  func reaches(_ request: Request, readsVariables: Bool) -> Outcome {
    guard let resource = request.resource else { return .holds }
    let (reach, wanted) = (Reach(self, request.context, readsVariables: readsVariables), Wildcard(resource))
    return isDeny || request.isForEvery ? reach.covers(wanted) : reach.meets(wanted)
  }
}

/// The resources a statement speaks of, with its variables filled from a request; a variable that the request does not
/// fill stands for anything.
private struct Reach {
  /// Whether the resources named are the exceptions.
  private let isInverted: Bool
  private let sure: [Wildcard]
  private let possible: [Wildcard]

  init(_ statement: PolicyStatement, _ context: ConditionContext, readsVariables: Bool) {
    isInverted = statement.json["NotResource"] != nil
    let texts = (isInverted ? statement.notResources : statement.resources).map {
      PolicyText($0, readsVariables: readsVariables)
    }
    sure = texts.compactMap { text in text.pieces(context) { _ in nil }.map { Wildcard(text.text, pieces: $0) } }
    possible = texts.compactMap { text in text.pieces(context) { _ in [.run] }.map { Wildcard(text.text, pieces: $0) } }
  }

  /// Whether some resource of a form is reached.
  func meets(_ wanted: Wildcard) -> Outcome {
    isInverted
      ? named(wanted) { $0.covers(wanted) }.negated
      : named(wanted) { $0.overlaps(wanted) }
  }

  /// Whether every resource of a form is reached.
  func covers(_ wanted: Wildcard) -> Outcome {
    isInverted
      ? named(wanted) { $0.overlaps(wanted) }.negated
      : named(wanted) { $0.covers(wanted) }
  }

  private func named(_ wanted: Wildcard, _ isMeant: (Wildcard) -> Bool) -> Outcome {
    sure.contains(where: isMeant) ? .holds : possible.contains(where: isMeant) ? .undecided : .fails
  }
}
