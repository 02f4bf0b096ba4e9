/// Who may assume which role: the tokens of jobs and of strangers, asked of the trust policies of one account.
///
/// What a cell says is what `TrustPolicy.evaluate` says. Most tokens and roles have nothing to do with each other, and
/// that is seen at the beginning of the subject: hundreds of repositories and roles are told apart at once.
public struct SubjectMatrix: Hashable, Sendable {
  /// A job, or somebody who should stay outside.
  public struct Row: Hashable, Sendable {
    /// In an operator's words: `deploy.yml, job deploy`, `another repository of octo-org`.
    public let name: String
    /// Nil for a job of the repository's own.
    public let stranger: Stranger?
    /// Of a job, every token that it may carry; of a stranger, those among which they can choose.
    public let tokens: [Token]

    public init(name: String, stranger: Stranger? = nil, tokens: [Token]) {
      (self.name, self.stranger, self.tokens) = (name, stranger, tokens)
    }
  }

  /// A role that trusts the provider.
  public struct Role: Hashable, Sendable {
    public let arn: String
    public let document: PolicyDocument

    public init(arn: String, document: PolicyDocument) { (self.arn, self.document) = (arn, document) }
  }

  /// Whether a role admits a row, and the token that says so.
  public struct Cell: Hashable, Sendable {
    public let outcome: Outcome
    /// The token that shows why, by its place in the row.
    public let token: Int
  }

  /// The ARN of the identity provider that all tokens are verified by.
  public let provider: String
  public let rows: [Row]
  public let roles: [Role]
  /// By row, then by role.
  public let cells: [[Cell]]
  /// How often a policy's tests had to be asked one by one.
  let evaluations: Int

  public init(rows: [Row], roles: [Role], provider: String) {
    (self.rows, self.roles, self.provider) = (rows, roles, provider)
    // Many roles have the same policy.
    let documents = Array(Set(roles.map(\.document)))
    let gates = documents.map { Gate($0, provider) }
    let numbers = Dictionary(uniqueKeysWithValues: documents.enumerated().map { ($1, $0) })
    let places = roles.map { numbers[$0.document] ?? 0 }
    var evaluations = 0
    cells = rows.map { row in
      var tokens = row.tokens.map(Prepared.init)
      let answers = gates.map { gate in
        var outcomes: [Outcome] = []
        for index in tokens.indices {
          let answer = gate.outcome(&tokens[index])
          if answer.wasAsked { evaluations += 1 }
          outcomes.append(answer.outcome)
        }
        return Self.cell(outcomes, isStranger: row.stranger != nil)
      }
      return places.map { answers[$0] }
    }
    self.evaluations = evaluations
  }

  /// Whether a stranger gets in by any of their tokens, and a job with all of its own.
  private static func cell(_ outcomes: [Outcome], isStranger: Bool) -> Cell {
    let outcome = isStranger ? Outcome.any(outcomes) : Outcome.alike(outcomes)
    return Cell(outcome: outcome, token: outcomes.firstIndex(of: outcome) ?? 0)
  }

  /// What decides a cell; nil for a row without tokens.
  public func answer(row: Int, role: Int) -> (answer: TrustPolicy.Answer, token: Token)? {
    guard rows.indices.contains(row), roles.indices.contains(role) else { return nil }
    let place = cells[row][role].token
    guard rows[row].tokens.indices.contains(place) else { return nil }
    let token = rows[row].tokens[place]
    return (TrustPolicy.evaluate(roles[role].document, token: token, provider: provider), token)
  }
}

/// A token with what is asked of it often; its condition keys are made when they are needed.
private struct Prepared {
  let token: Token
  let key: String
  /// Nil where only the form of the subject is known.
  let subject: [UInt8]?
  private var made: ConditionContext?

  init(_ token: Token) {
    self.token = token
    key = "\(token.issuer):sub".lowercased()
    subject = token.isForm ? nil : Array(token.subject.utf8)
  }

  mutating func context() -> ConditionContext {
    if let made { return made }
    let context = token.context
    made = context
    return context
  }
}

/// A trust policy, taken apart once for many tokens of one provider.
private struct Gate {
  fileprivate struct Statement {
    let isDeny: Bool
    let conditions: [ConditionTest]
    /// Tests of one key that fail for every value with none of these beginnings.
    let beginnings: [(key: String, values: [[UInt8]])]
  }

  private let statements: [Statement]
  private let readsVariables: Bool

  init(_ document: PolicyDocument, _ provider: String) {
    readsVariables = document.readsVariables
    statements = document.statements.compactMap { statement in
      guard statement.isAllow || statement.isDeny, statement.covers(action: TrustPolicy.action),
        statement.names(.provider(provider)) != .fails
      else { return nil }
      let conditions = statement.conditions
      return Statement(
        isDeny: statement.isDeny, conditions: conditions,
        beginnings: conditions.compactMap { test in test.beginnings.map { (test.key.lowercased(), $0) } })
    }
  }

  /// - Returns: whether the policy admits the token, and whether its tests had to be asked.
  func outcome(_ token: inout Prepared) -> (outcome: Outcome, wasAsked: Bool) {
    var (held, wasAsked) = (Effects(), false)
    for statement in statements where !statement.isAlien(to: token) {
      wasAsked = true
      let context = token.context()
      held.add(
        isDeny: statement.isDeny,
        Outcome.all(statement.conditions.lazy.map { $0.outcome(context, readsVariables: readsVariables) }))
    }
    return (held.outcome, wasAsked)
  }

  /// The effects of the statements that hold or may hold, joined as `Decision` joins them.
  private struct Effects {
    private var (denies, mayDeny, allows, mayAllow) = (false, false, false, false)

    mutating func add(isDeny: Bool, _ outcome: Outcome) {
      switch (isDeny, outcome) {
      case (true, .holds): denies = true
      case (true, .undecided): mayDeny = true
      case (false, .holds): allows = true
      case (false, .undecided): mayAllow = true
      case (_, .fails): break
      }
    }

    var outcome: Outcome {
      if denies || !(allows || mayAllow) { return .fails }
      return mayDeny || !allows ? .undecided : .holds
    }
  }
}

extension Gate.Statement {
  /// Whether the beginning of the subject shows that the statement does not speak of a token.
  fileprivate func isAlien(to token: Prepared) -> Bool {
    guard let subject = token.subject else { return false }
    return beginnings.contains { test in
      test.key == token.key && !test.values.contains { subject.starts(with: $0) }
    }
  }
}

extension ConditionTest {
  /// What a value begins with that the test lets pass; nil where that says too little: the operator passes other values
  /// too, compares otherwise, or a variable stands in one of its own.
  fileprivate var beginnings: [[UInt8]]? {
    guard let comparison, !comparison.isNegated, !ifExists, quantifier == .none,
      [.equals, .like].contains(comparison.kind), !values.contains(where: { $0.contains("${") })
    else { return nil }
    return values.map { value in
      Array(comparison.kind == .like ? value.utf8.prefix { $0 != 0x2A && $0 != 0x3F } : value.utf8[...])
    }
  }
}
