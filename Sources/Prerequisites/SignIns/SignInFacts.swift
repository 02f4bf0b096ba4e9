import Basics
import Checklist
import Policy

/// What was seen of those who may sign in: the jobs that the setup wants and those who should stay outside, against every
/// role of the account that trusts GitHub.
struct SignInFacts {
  let intent: TrustIntent
  /// The setup's own role.
  let own: Look<IAMRole.Role>
  /// The roles of the account that trust some identity provider.
  let trusting: Look<[RoleTrust]>
  /// Whether GitHub said what the repository's subjects are.
  let isGitHubSeen: Bool
  /// The jobs of the workflow files that sign in to the setup's role; nil where the files were not seen.
  let jobs: [SigningJob]?
  let context: Context

  /// Nil where no role that trusts GitHub was seen.
  var table: SignInTable? {
    var notes: [String] = []
    if !isGitHubSeen { notes.append("GitHub was not seen, so the subjects rest on the names in the setup file") }
    var roles: [SubjectMatrix.Role] = []
    let found = ownTrust
    if let found, let document = found.policy.document {
      roles.append(SubjectMatrix.Role(arn: found.arn, document: document))
    } else {
      notes.append(
        own.isAbsent
          ? "the setup's own role \(context.setup.role) is not there"
          : "the setup's own role \(context.setup.role) was not seen, or has a policy that cannot be read")
    }
    if let others = trusting.value {
      for other in others where other.arn != found?.arn && other.trusts(intent.provider) {
        guard let document = other.trustPolicy.document else {
          notes.append("the trust policy of \(other.arn) cannot be read")
          continue
        }
        roles.append(SubjectMatrix.Role(arn: other.arn, document: document))
      }
    } else {
      notes.append("other roles of the account were not seen")
    }
    guard !roles.isEmpty else { return nil }
    for uncertain in intent.uncertain where uncertain.form == nil { notes.append(uncertain.inWords) }
    if jobs == nil {
      notes.append(
        "the workflow files were not seen, and whether a job in them can be started by anybody (pull_request_target)")
    }
    let matrix = SubjectMatrix(rows: wanted + written + strangers + open, roles: roles, provider: intent.provider)
    return SignInTable(matrix, own: found?.arn, notes: notes)
  }

  /// The setup's own role, from whichever look saw it: the list of roles holds their policies too.
  private var ownTrust: (arn: String, policy: StoredPolicy)? {
    if let seen = own.value { return (seen.arn, seen.trustPolicy) }
    guard !own.isAbsent else { return nil }
    return trusting.value?.first { $0.name == context.setup.role }.map { ($0.arn, $0.trustPolicy) }
  }

  /// The jobs of the files, with their subjects that are none of those that the setup wants.
  private var written: [SubjectMatrix.Row] {
    (jobs ?? []).filter { !$0.isOpenToStrangers }.compactMap { job in
      let tokens = job.tokens.filter { !intent.subjects.contains($0.subject) }
      return tokens.isEmpty ? nil : SubjectMatrix.Row(name: Display.clean(job.name), tokens: tokens)
    }.prefix(Self.most).map(\.self)
  }

  /// Jobs of the files that are shown; more than anybody reads are not.
  private static let most = 50

  /// The jobs of the repository's own that somebody without any right in it can start.
  private var open: [SubjectMatrix.Row] {
    let tokens = (jobs ?? []).filter(\.isOpenToStrangers).flatMap(\.tokens)
    let name = "a job of \(intent.format.repository) that anybody can start"
    return tokens.isEmpty ? [] : [SubjectMatrix.Row(name: name, stranger: .starterOfOurJob, tokens: tokens)]
  }

  /// The jobs that the setup wants, by its own words for them.
  private var wanted: [SubjectMatrix.Row] {
    intent.subjects.map { SubjectMatrix.Row(name: "job for \(Self.name(of: $0))", tokens: [intent.token(subject: $0)]) }
      + intent.uncertain.compactMap { uncertain in
        uncertain.form.map {
          SubjectMatrix.Row(name: "job for \(uncertain.name)", tokens: [intent.token(form: $0)])
        }
      }
  }

  /// `branch main`, `environment production`; a subject of another form as it is.
  private static func name(of subject: String) -> String {
    guard let text = SubjectPattern(subject).context else { return subject }
    switch SubjectContext(text) {
    case .branch(let name): return "branch \(name)"
    case .tag(let name): return "tag \(name)"
    case .environment(let name): return "environment \(name)"
    case .pullRequest: return "pull requests"
    case nil: return text
    }
  }

  private var strangers: [SubjectMatrix.Row] {
    let wanted = intent.subjects.compactMap { SubjectPattern($0).context.flatMap { SubjectContext($0) } }
    // A stranger gives the names to theirs that ours have.
    let usual: [SubjectContext] = [
      .branch(context.setup.branch ?? "main"), .environment(context.setup.environment), .tag("v1"), .pullRequest,
    ]
    return SubjectMatrix.Row.strangers(
      to: intent.format, contexts: wanted + usual.filter { !wanted.contains($0) },
      wantsPullRequests: context.setup.subjects.contains("pull_request") || wanted.contains(.pullRequest),
      issuer: intent.issuer, audience: intent.audience, surroundings: intent.surroundings)
  }
}

extension SignInTable {
  /// - Parameter own: the ARN of the setup's own role; nil where it is not among those of the matrix.
  fileprivate init(_ matrix: SubjectMatrix, own: String?, notes: [String]) {
    let rows = matrix.rows.map { row in
      Row(
        name: row.name, stranger: row.stranger?.rawValue, check: row.stranger.map { CheckID(rawValue: $0.check) })
    }
    let roles = matrix.roles.map { role in
      Role(
        arn: role.arn,
        policy: role.document.pretty.split(separator: "\n", omittingEmptySubsequences: false).map(String.init),
        isOwn: role.arn == own)
    }
    let cells = matrix.rows.indices.map { row in
      matrix.roles.indices.map { role in Self.cell(matrix, row: row, role: role) }
    }
    self.init(rows: rows, roles: roles, cells: cells, notes: notes)
  }

  private static func cell(_ matrix: SubjectMatrix, row: Int, role: Int) -> Cell {
    guard let (answer, token) = matrix.answer(row: row, role: role) else {
      return Cell(verdict: .undecided, subject: "", reason: "no token is known", lines: nil)
    }
    let admission = Admission(answer, matrix.roles[role].document, token)
    let marked = admission.lines.indices.filter { admission.lines[$0].isDeciding }
    // Of a job with several tokens the row says what they come to together.
    let verdict: Verdict =
      switch matrix.cells[row][role].outcome {
      case .holds: .admitted
      case .fails: .refused
      case .undecided: .undecided
      }
    return Cell(
      verdict: verdict, subject: token.subject, reason: admission.reason,
      lines: marked.first.flatMap { first in marked.last.map { first + 1...$0 + 1 } })
  }
}
