import JSONDocument

/// One statement of a trust policy as lint and repair see it: whose it is, and which of its tests speak of
/// subject and audience.
///
/// *Ours* is a statement that trusts GitHub and speaks about our repository: one of its subject values names
/// it, in whatever form, or opens so wide that it is included, or nothing limits the subject at all. A
/// statement that only names other repositories is foreign: onramp reports it and never edits it.
struct TrustView {
  enum Whose { case ours, foreign, notGitHub }

  let index: Int
  let statement: PolicyStatement
  let intent: TrustIntent
  let tests: [ConditionTest]
  /// The issuer whose tokens the statement trusts; ours when the principal does not name one.
  let issuer: String
  let whose: Whose

  init(_ statement: PolicyStatement, index: Int, intent: TrustIntent) {
    self.index = index
    self.statement = statement
    self.intent = intent
    tests = statement.conditions
    let hosts = statement.principals.compactMap { Issuer.host(inProvider: $0.id) }
    // A misspelt provider is its own defect; the keys are judged by the one that was meant.
    let known = Set((intent.providers ?? []).union([intent.provider]).compactMap { Issuer.host(inProvider: $0) })
    issuer = hosts.first { known.contains($0) && Issuer.looksLikeGitHub($0, ours: intent.issuer) } ?? intent.issuer
    whose = Self.whose(statement, intent)
  }

  /// The claim a test is about (`sub`), nil for keys of no identity provider (`aws:…`).
  static func claim(_ key: String) -> (host: String, name: String)? {
    guard let colon = key.lastIndex(of: ":") else { return nil }
    let host = String(key[..<colon])
    return host.contains(".") ? (host, key[key.index(after: colon)...].lowercased()) : nil
  }

  func tests(_ claim: String) -> [ConditionTest] { tests.filter { Self.claim($0.key)?.name == claim } }

  /// Whether the key has the prefix STS gives the keys of this statement's provider.
  func isOnIssuer(_ test: ConditionTest) -> Bool {
    Self.claim(test.key)?.host.lowercased() == issuer.lowercased()
  }

  /// Tests that say which subjects are accepted, on whatever host they are written.
  var subjectTests: [ConditionTest] { Self.positive(tests("sub")) }
  var subjectValues: [String] { subjectTests.flatMap(\.values) }

  /// Tests of claims that tie a token to one tenant of GitHub, besides the subject.
  static let tenantClaims: Set = ["repository", "repository_id", "job_workflow_ref"]
  static let ownerClaims: Set = ["repository_owner", "repository_owner_id", "enterprise_id"]

  func hasTest(of claims: Set<String>) -> Bool {
    Self.positive(tests).contains { Self.claim($0.key).map { claims.contains($0.name) } ?? false }
  }

  /// Whether the subject tests accept a subject, the rest of the statement left aside.
  func acceptsSubject(_ subject: String) -> Bool {
    var context = intent.token(subject: subject).context
    context["\(issuer):sub"] = [subject]
    return tests("sub").allSatisfy { $0.holds(context) }
  }

  /// Whether the subject tests may accept a subject of a form.
  func mayAccept(form: String) -> Bool {
    let context = intent.token(form: form).context
    return tests("sub").allSatisfy { $0.outcome(context) != .fails }
  }

  static func positive(_ tests: [ConditionTest]) -> [ConditionTest] {
    tests.filter { !$0.isNegated && ($0.comparesText || $0.usesWildcards) }
  }

  private static func whose(_ statement: PolicyStatement, _ intent: TrustIntent) -> Whose {
    let claims = statement.conditions.filter {
      guard let host = claim($0.key)?.host else { return false }
      return Issuer.looksLikeGitHub(host, ours: intent.issuer)
    }
    let federated = statement.principals.filter { $0.kind == "Federated" }
    let trustsGitHub = federated.contains {
      Issuer.looksLikeGitHub(Issuer.host(inProvider: $0.id) ?? $0.id, ours: intent.issuer)
    }
    let trustsAnyone = statement.names(provider: intent.provider) && statement.covers(action: TrustPolicy.action)
    guard trustsGitHub || trustsAnyone || (!claims.isEmpty && statement.principals.isEmpty) else { return .notGitHub }
    // Another of GitHub's issuers, registered beside ours, has its own keys and its own owner.
    let known = federated.map(\.id).filter { intent.providers?.contains($0) ?? false }
    if !known.isEmpty, known.count == federated.count, !known.contains(intent.provider) { return .foreign }
    // A test of another claim that our tokens cannot pass makes it somebody else's, whatever the subject says.
    let ours = intent.format.claims(for: .pullRequest).mapValues { [$0] }
    for test in positive(claims) {
      guard let name = claim(test.key)?.name, let value = ours[name], name.hasPrefix("repository") else { continue }
      if !test.holds(ConditionContext([test.key: value])) { return .foreign }
    }
    let values = positive(claims.filter { claim($0.key)?.name == "sub" }).flatMap(\.values)
    guard !values.isEmpty else { return .ours }
    return values.contains { Self.isOurs($0, intent) } ? .ours : .foreign
  }

  /// Whether a subject value speaks about our repository.
  static func isOurs(_ value: String, _ intent: TrustIntent) -> Bool {
    if intent.subjects.contains(where: { Wildcard(value).matches($0) }) { return true }
    if SubjectPattern(value).aim(at: intent.format) != .elsewhere { return true }
    guard intent.format.isCustomised else { return false }
    // In a customised template the first two fields tell whose subject it is.
    let fields = { (text: String) in text.split(separator: ":").prefix(2).joined(separator: ":") }
    return intent.subjects.contains { fields($0) == fields(value) }
  }
  /// Whether it speaks about our repository and about no other.
  static func isOursAlone(_ value: String, _ intent: TrustIntent) -> Bool {
    if case .wide = SubjectPattern(value).aim(at: intent.format) { return intent.subjects.contains(value) }
    return isOurs(value, intent)
  }
}
