import Policy
import YAML

/// The identity token that a job gets when one event starts it, as far as the files say.
public struct JobToken: Hashable, Sendable {
  public enum Environment: Hashable, Sendable {
    case none
    case named(String)
    /// The expression that decides. It may come to nothing, which is no environment.
    case notKnown(String)
  }

  /// The file whose event starts the run.
  public let workflow: String
  public let event: String
  public let ref: RunRef
  /// The job's id; where workflows call one another, the ids from the caller on: `deploy / build`.
  public let job: String
  /// Where the job is written. The path is `OWNER/REPOSITORY/PATH@REF` for a workflow of elsewhere, whose jobs are not
  /// known; its place is that of the call.
  public let path: String
  public let place: YAMLPlace
  public let environment: Environment
  /// `job_workflow_ref`, with `*` for what is not known.
  public let jobWorkflowRefs: [String]
  /// What the job has of `id-token`; nil where a workflow of elsewhere decides within what its caller allows.
  public let idToken: Grant?
  public let runner: RunsOn.Kind
  public let isOpenToStrangers: Bool
  /// Whether the subject's form is documented for the event.
  public let isCertain: Bool
  /// The `if` of the job and of those that call its file, from the outermost on: they are not computed here.
  public let conditions: [WorkflowText]

  /// Whether the job may ask for a token; nil where it is not known.
  public var carriesToken: Bool? { idToken.map { $0.atLeast("id-token") == .write } }

  /// What goes into the subject (GitHub Docs, "OpenID Connect reference"): an environment wins over the ref.
  public var contexts: [SubjectContext] {
    switch environment {
    case .none: [ref.context]
    case .named(let name): [.environment(name)]
    case .notKnown: [.environment("*"), ref.context]
    }
  }

  /// The tokens as STS sees them, one for each subject that the job may carry.
  /// - Parameters:
  ///   - format: how the repository's subjects are written.
  ///   - surroundings: what the sign-in brings besides.
  public func tokens(
    _ format: SubjectFormat, issuer: String = Token.gitHubIssuer, audience: String = "sts.amazonaws.com",
    surroundings: ConditionContext = .webIdentity()
  ) throws(SubjectError) -> [Token] {
    var tokens: [Token] = []
    for context in contexts {
      let (subject, isForm) = try subject(format, context)
      var token = Token(issuer: issuer, subject: subject, audience: audience, claims: claims(format, context))
      token.isForm = isForm
      token.surroundings = surroundings.adding(unsaid(issuer, context))
      tokens.append(token)
    }
    return tokens
  }

  private func subject(_ format: SubjectFormat, _ context: SubjectContext) throws(SubjectError) -> (String, Bool) {
    do throws(SubjectError) {
      let subject = try format.subject(for: context, claims: claims(format, context))
      return (subject, subject.contains("*"))
    } catch {
      guard case .claimsNotKnown = error, let form = format.form(for: context) else { throw error }
      return (form, true)
    }
  }

  /// The claims whose values are known.
  private func claims(_ format: SubjectFormat, _ context: SubjectContext) -> [String: String] {
    var claims = format.claims(for: context).filter { !$0.value.contains("*") }
    claims["event_name"] = event
    if ref.isKnown {
      claims["ref"] = ref.text
      if case .tag = ref { claims["ref_type"] = "tag" } else { claims["ref_type"] = "branch" }
    }
    if jobWorkflowRefs.count == 1, let only = jobWorkflowRefs.first, !only.contains("*") {
      claims["job_workflow_ref"] = only
    }
    switch runner {
    case .gitHubHosted: claims["runner_environment"] = "github-hosted"
    case .selfHosted: claims["runner_environment"] = "self-hosted"
    case .notKnown: break
    }
    return claims
  }

  /// The claims that the token has, or may have, and whose values no file says.
  private func unsaid(_ issuer: String, _ context: SubjectContext) -> ConditionContext {
    var open = Token.exposedClaims
    // That a token of a branch has no environment is known, not merely unsaid.
    if case .environment = context {} else { open.remove("environment") }
    var forms = ["job_workflow_ref": jobWorkflowRefs]
    if !ref.isKnown { forms["ref"] = [ref.text] }
    let keys = forms.filter { !$0.value.isEmpty }.map { ("\(issuer):\($0.key)", $0.value) }
    return ConditionContext(forms: Dictionary(uniqueKeysWithValues: keys), unknown: open.map { "\(issuer):\($0)" })
  }
}
