import Checklist
import Policy
import Workflows

/// A job of the workflow files that signs in to the setup's role, and the tokens that it will show.
struct SigningJob: Hashable, Sendable {
  /// `deploy.yml, job production`
  let name: String
  /// One for each subject that is known in full.
  let tokens: [Token]
  /// Whether a pull request from a fork starts it with the repository's own token.
  let isOpenToStrangers: Bool

  /// The jobs of the files whose step names the setup's own role, each once for those who may start it.
  /// - Parameter arn: the role's.
  static func all(in files: WorkflowFiles, _ intent: TrustIntent, role arn: String, _ setup: Setup) -> [SigningJob] {
    var audiences: [Place: String] = [:]
    for signIn in files.set.signIns where signIn.showsToken && names(signIn.role, arn, setup) {
      let given = signIn.step.with.input("audience")
      // An audience that an expression decides is not known.
      guard let audience = given.map({ $0.value }) ?? intent.audience else { continue }
      audiences[Place(path: signIn.workflow.path, job: signIn.job.id)] = audience
    }
    var tokens: [Key: [Token]] = [:]
    for job in files.set.tokens where job.carriesToken != false {
      guard let id = job.job.split(separator: " ").last,
        let audience = audiences[Place(path: job.path, job: String(id))]
      else { continue }
      let file = job.workflow.split(separator: "/").last.map(String.init) ?? job.workflow
      let key = Key(name: "\(file), job \(job.job)", isOpen: job.event == "pull_request_target")
      let made =
        (try? job.tokens(
          intent.format, issuer: intent.issuer, audience: audience, surroundings: intent.surroundings)) ?? []
      for token in made where !token.isForm && tokens[key]?.contains(where: { $0.subject == token.subject }) != true {
        tokens[key, default: []].append(token)
      }
    }
    return tokens.sorted { $0.key.name < $1.key.name }.map {
      SigningJob(name: $0.key.name, tokens: $0.value, isOpenToStrangers: $0.key.isOpen)
    }
  }

  private struct Place: Hashable {
    let path: String
    let job: String
  }

  private struct Key: Hashable {
    let name: String
    let isOpen: Bool
  }

  /// Whether a step names the setup's role: by its ARN, or by a secret or variable that the setup fills with it.
  private static func names(_ role: WorkflowText?, _ arn: String, _ setup: Setup) -> Bool {
    guard let role else { return false }
    if let literal = role.value { return literal == arn }
    let filled =
      setup.secrets.map { ("secrets.\($0.key)", $0.value) } + setup.variables.map { ("vars.\($0.key)", $0.value) }
    let text = role.text.lowercased()
    return filled.contains { $0.1 == "role" && text.contains($0.0.lowercased()) }
  }

  /// The first subject besides those wanted that a policy refuses, with the job that shows it.
  static func refused(
    _ jobs: [SigningJob], by document: PolicyDocument, _ intent: TrustIntent
  ) -> (job: String, subject: String)? {
    for job in jobs where !job.isOpenToStrangers {
      for token in job.tokens
      where !intent.subjects.contains(token.subject)
        && TrustPolicy.evaluate(document, token: token, provider: intent.provider).outcome == .fails
      {
        return (job.name, token.subject)
      }
    }
    return nil
  }
}
