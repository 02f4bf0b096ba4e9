import JSONDocument
import Testing

@testable import Policy

/// Jobs and strangers against every trust policy of the table, and an organization of them.
@Suite struct SubjectMatrixTests {
  private static let contexts: [SubjectContext] = [.branch("main"), .environment("production")]

  private static func strangers(immutable: Bool = true) -> [SubjectMatrix.Row] {
    SubjectMatrix.Row.strangers(to: Example.format(immutable: immutable), contexts: contexts)
  }

  private static func matrix(_ document: PolicyDocument, _ rows: [SubjectMatrix.Row]) -> SubjectMatrix {
    SubjectMatrix(
      rows: rows, roles: [SubjectMatrix.Role(arn: "arn:aws:iam::111122223333:role/R", document: document)],
      provider: Example.provider)
  }

  @Test("a cell says what the evaluation says, token by token", arguments: TrustTableTests.rows)
  func agrees(row: TrustTableTests.Row) throws {
    let document = try PolicyDocument(["Version": row.version, "Statement": .array(row.statements)])
    let tokens =
      TrustTableTests.tokens + Self.strangers().flatMap(\.tokens) + Self.strangers(immutable: false).flatMap(\.tokens)
    let rows = tokens.map { SubjectMatrix.Row(name: $0.subject, tokens: [$0]) }
    let matrix = Self.matrix(document, rows)
    for (index, token) in tokens.enumerated() {
      let answer = TrustPolicy.evaluate(document, token: token, provider: Example.provider)
      #expect(matrix.cells[index][0].outcome == answer.outcome, "\(token.subject)")
      #expect(matrix.answer(row: index, role: 0)?.answer == answer)
    }
  }

  struct Case: CustomTestStringConvertible, Sendable {
    let name: String
    let statement: JSON
    /// Those who get in, and behind a question mark those who may.
    let admitted: String
    var testDescription: String { name }

    init(_ name: String, _ statement: JSON, admits admitted: String) {
      (self.name, self.statement, self.admitted) = (name, statement, admitted)
    }
  }

  private static func like(_ subjects: String...) -> JSON { Example.statement(sub: "StringLike", subjects) }
  private static func claims(_ claims: KeyValuePairs<String, JSON>) -> JSON {
    Example.statement(sub: nil) { statement in
      for (claim, value) in claims { statement["Condition"]?["StringEquals"]?["\(Example.issuer):\(claim)"] = value }
    }
  }

  private static let everybody =
    "any-repository other-repository similar-owner similar-repository pull-request name-taken-again ids-in-names "
    + "caller-of-our-workflow"
  private static let new = Example.immutable
  private static let old = Example.classic

  private static let cases = [
    Case(
      "the two jobs", Example.statement(["\(new):ref:refs/heads/main", "\(new):environment:production"]), admits: ""),
    Case("no subject", claims([:]), admits: everybody),
    Case("everything", like("*"), admits: everybody),
    Case("every context", like("\(new):*"), admits: "pull-request"),
    Case("pull requests", Example.statement(["\(new):pull_request"]), admits: "pull-request"),
    Case("the organization", like("repo:octo-org/*"), admits: "other-repository similar-repository"),
    Case(
      "the organization by its id", like("repo:octo-org@583231/*"),
      admits: "other-repository similar-repository pull-request"),
    Case("owners that begin alike", like("repo:octo-org*/sagemaker-churn:*"), admits: "similar-owner"),
    Case(
      "both forms in one pattern", like("repo:octo-org*/sagemaker-churn*:ref:refs/heads/main"),
      admits: "similar-owner similar-repository name-taken-again ids-in-names"),
    Case("repositories that begin alike", like("repo:octo-org/sagemaker-churn*"), admits: "similar-repository"),
    Case("any ids", like("repo:octo-org@*/sagemaker-churn@*:ref:refs/heads/main"), admits: "name-taken-again"),
    Case(
      "ids written into the names",
      Example.statement(["repo:octo-org-583231/sagemaker-churn-1296269:ref:refs/heads/main"]),
      admits: "ids-in-names"),
    Case("the name alone", Example.statement(["\(old):ref:refs/heads/main"]), admits: ""),
    Case(
      "the repository's name", claims(["repository": "octo-org/sagemaker-churn"]),
      admits: "pull-request name-taken-again"),
    Case("the repository's id", claims(["repository_id": "1296269"]), admits: "pull-request"),
    Case(
      "one workflow",
      claims(["job_workflow_ref": "octo-org/sagemaker-churn/.github/workflows/deploy.yml@refs/heads/main"]),
      admits: "?pull-request ?name-taken-again ?caller-of-our-workflow"),
    Case("people by name", claims(["actor": "ana"]), admits: "?other-repository ?similar-repository ?pull-request"),
    Case(
      "a workflow's name", claims(["workflow": "deploy"]),
      admits: everybody.split(separator: " ").map { "?\($0)" }.joined(separator: " ")),
    Case(
      "another provider", like("*").with("Principal", ["Federated": "arn:aws:iam::111122223333:oidc-provider/x"]),
      admits: ""),
  ]

  @Test("strangers who get in are told", arguments: cases)
  func strangers(_ example: Case) throws {
    let rows = Self.strangers()
    let matrix = Self.matrix(try Example.document(example.statement), rows)
    let found = zip(rows, matrix.cells).compactMap { row, cells in
      row.stranger.flatMap { stranger in
        switch cells[0].outcome {
        case .holds: stranger.rawValue
        case .undecided: "?\(stranger.rawValue)"
        case .fails: nil
        }
      }
    }
    #expect(found.joined(separator: " ") == example.admitted)
  }

  /// Which checks may say that a stranger gets in, besides the stranger's own: a wider defect explains a narrower one.
  private static let wider: [String] = ["TRUST-03", "TRUST-05", "TRUST-06", "TRUST-07", "TRUST-08", "TRUST-09"]

  @Test("a stranger who is admitted is a check that fails", arguments: TrustTableTests.rows)
  func checks(row: TrustTableTests.Row) throws {
    let document = try PolicyDocument(["Version": row.version, "Statement": .array(row.statements)])
    let remarks = Set(TrustPolicy.remarks(document, Example.intent()).map(\.check))
    let rows = Self.strangers()
    let matrix = Self.matrix(document, rows)
    for (row, cells) in zip(rows, matrix.cells) where cells[0].outcome == .holds {
      guard let stranger = row.stranger else { continue }
      let saying = Set(
        Self.wider + [stranger.check, "TRUST-04", "TRUST-29", "TRUST-30", "TRUST-36", "TRUST-39", "TRUST-42"])
      #expect(!remarks.isDisjoint(with: saying), "\(stranger.rawValue): \(remarks.sorted())")
    }
  }

  @Test("a job with two possible subjects is decided where both are alike")
  func alternatives() throws {
    let document = try Example.document(Example.statement(["\(Self.new):ref:refs/heads/main"]))
    func outcome(_ contexts: String...) -> Outcome {
      let tokens = contexts.map { Example.token("\(Self.new):\($0)") }
      return Self.matrix(document, [SubjectMatrix.Row(name: "job", tokens: tokens)]).cells[0][0].outcome
    }
    #expect(outcome("ref:refs/heads/main") == .holds && outcome("environment:a", "ref:refs/heads/b") == .fails)
    #expect(outcome("ref:refs/heads/main", "environment:a") == .undecided)
    #expect(Self.matrix(document, [SubjectMatrix.Row(name: "none", tokens: [])]).answer(row: 0, role: 0) == nil)
  }

  @Test("an organization of repositories and roles: a policy's tests are asked only where the subject fits")
  func organization() throws {
    let formats = (0..<30).map { (number: Int) in
      SubjectFormat(
        useImmutableSubject: true, owner: "octo-org", ownerID: 583231, repository: "app-\(number)-end",
        repositoryID: number)
    }
    let rows = formats.flatMap { format in
      Self.contexts.compactMap { context in
        (try? format.subject(for: context)).map { subject in
          SubjectMatrix.Row(
            name: subject,
            tokens: [Token(subject: subject, audience: "sts.amazonaws.com", claims: format.claims(for: context))])
        }
      } + SubjectMatrix.Row.strangers(to: format, contexts: Self.contexts)
    }
    let roles = try (0..<10).map { number in
      let prefix = "repo:octo-org@583231/app-\(number)-end@\(number)"
      return SubjectMatrix.Role(
        arn: "arn:aws:iam::111122223333:role/R\(number)",
        document: try Example.document(
          Example.statement(["\(prefix):ref:refs/heads/main", "\(prefix):environment:production"])))
    }
    let matrix = SubjectMatrix(rows: rows, roles: roles, provider: Example.provider)
    #expect(rows.count == 30 * 10 && matrix.cells.count == rows.count)
    let admitted = matrix.cells.flatMap(\.self).count { $0.outcome == .holds }
    #expect(admitted == 10 * 2)
    // Each role is asked about its own two jobs, and about nobody else.
    #expect(matrix.evaluations == 10 * 2)
  }
}

extension JSON {
  fileprivate func with(_ name: String, _ value: JSON) -> JSON {
    var copy = self
    copy[name] = value
    return copy
  }
}
