import JSONDocument

extension TrustPolicy {
  static let sid = "OnrampGitHubActions"

  /// The smallest trust policy that accepts the wanted subjects and nothing else.
  public static func fresh(_ intent: TrustIntent) -> PolicyDocument {
    PolicyDocument(statements: statements(intent, intent.subjects, sids: [nil, sid]))
  }

  /// The document with what is wrong in our statements made right and the wanted subjects accepted.
  ///
  /// Untouched stay: foreign statements, Deny statements, values of other repositories, further conditions,
  /// unknown members, and every exact subject of our repository that GitHub does write. Taken out are values
  /// that open too wide or never match; a pull request's subject unless it is wanted; tests that are always
  /// true or never. A document that is right already comes back as it is, so repairing twice changes nothing.
  ///
  /// What a Deny or a foreign statement does cannot be repaired here: evaluate the result.
  /// - Parameter closing: also removes what is not ours and open: statements that admit everyone (TRUST-36) and
  ///   values of owners nobody named (TRUST-40).
  public static func repaired(
    _ document: PolicyDocument, _ intent: TrustIntent, closing: Bool = false
  ) -> PolicyDocument {
    var document = document
    // One mend can bring another mistake to light; nothing takes more than a few rounds.
    for _ in 0..<8 {
      let before = document
      var repair = TrustRepair(intent: intent, closing: closing, remarks: remarks(document, intent))
      document.statements = repair.statements(document.statements)
      if document.version != "2012-10-17" { document.setVersion("2012-10-17") }
      if document == before { break }
    }
    return document
  }

  /// Statements for some subjects: one for the exact ones, one for the patterns, because StringEquals compares
  /// a star as a letter.
  static func statements(_ intent: TrustIntent, _ subjects: [String], sids: [String?]) -> [PolicyStatement] {
    let exact = subjects.filter { !Wildcard($0).isPattern }
    let patterns = subjects.filter { Wildcard($0).isPattern }
    let groups = [exact, patterns].filter { !$0.isEmpty }
    return zip(groups, sids).map { statement(intent, $0, sid: $1) }
  }

  /// A statement for some subjects.
  static func statement(_ intent: TrustIntent, _ subjects: [String], sid: String? = nil) -> PolicyStatement {
    var json: JSONObject = [:]
    if let sid { json["Sid"] = .string(sid) }
    json["Effect"] = "Allow"
    json["Principal"] = ["Federated": .string(intent.provider)]
    json["Action"] = .string(action)
    let (audience, subject) = ("\(intent.issuer):aud", "\(intent.issuer):sub")
    if subjects.contains(where: { Wildcard($0).isPattern }) {
      json["Condition"] = [
        "StringEquals": .object([audience: .string(intent.audience)]),
        "StringLike": .object([subject: JSON(oneOrMany: subjects)]),
      ]
    } else {
      json["Condition"] = [
        "StringEquals": .object([audience: .string(intent.audience), subject: JSON(oneOrMany: subjects)])
      ]
    }
    return PolicyStatement(json)
  }
}

/// The work of `TrustPolicy.repaired`: clean what is ours, find a home for each subject, drop what is empty.
struct TrustRepair {
  let intent: TrustIntent
  let closing: Bool
  let remarks: [TrustRemark]

  /// A statement of ours on its way.
  struct Candidate {
    var statement: PolicyStatement
    let isIntact: Bool
    /// What was in the statement and is not ours: other principals that it also named.
    var rest: PolicyStatement?
  }

  private enum Entry {
    case kept(PolicyStatement)
    case ours(Candidate)
  }

  mutating func statements(_ statements: [PolicyStatement]) -> [PolicyStatement] {
    var entries = statements.enumerated().compactMap { entry($0.element, $0.offset) }
    var homeless: [String] = []
    for subject in intent.subjects where !isAccepted(subject, entries) {
      if !house(subject, &entries) { homeless.append(subject) }
    }
    var seen: Set<String> = []
    var result: [PolicyStatement] = []
    for entry in entries {
      switch entry {
      case .kept(let statement): result.append(statement)
      case .ours(let candidate):
        if let rest = candidate.rest { result.append(rest) }
        let values = Set(subjects(candidate.statement))
        let isNeeded =
          candidate.isIntact || !(values.isEmpty || (values.isSubset(of: seen) && isPlain(candidate.statement)))
        if isNeeded { result.append(candidate.statement) }
        if isPlain(candidate.statement) { seen.formUnion(values) }
      }
    }
    if !homeless.isEmpty {
      let sids = Set(result.compactMap(\.sid))
      let free = ([TrustPolicy.sid] + (2...99).map { TrustPolicy.sid + String($0) }).filter { !sids.contains($0) }
      result += TrustPolicy.statements(intent, homeless, sids: result.isEmpty ? [nil] + free : free)
    }
    return result
  }

  private func entry(_ statement: PolicyStatement, _ index: Int) -> Entry? {
    guard statement.isAllow else { return .kept(statement) }
    let view = TrustView(statement, index: index, intent: intent)
    let said = remarks.filter { $0.statement == index }
    guard view.whose == .ours else {
      return closing && said.contains { $0.check == "TRUST-36" } ? nil : .kept(statement)
    }
    // A missing context is no defect of what stands there, and whom an actor's name stands for we cannot know.
    var defects = Set(
      said.filter {
        !["TRUST-17", "TRUST-42"].contains($0.check) && (!$0.isForeign || (closing && $0.check == "TRUST-40"))
      }.map(\.check))
    // Not said where another statement's TRUST-43 explains it, and to be mended all the same.
    if TrustView.positive(view.tests("aud")).isEmpty { defects.insert("TRUST-27") }
    guard !defects.isEmpty else { return .ours(Candidate(statement: statement, isIntact: true)) }
    return .ours(cleaned(view, defects: defects))
  }

  /// Puts a subject into the first of our statements that then accepts it, one without further conditions
  /// before one with.
  private func house(_ subject: String, _ entries: inout [Entry]) -> Bool {
    let candidates = entries.indices.filter { if case .ours = entries[$0] { true } else { false } }
    let ordered = candidates.filter { isPlain(entries, $0) } + candidates.filter { !isPlain(entries, $0) }
    for index in ordered {
      guard case .ours(var candidate) = entries[index] else { continue }
      candidate.statement = adding(subject, to: candidate.statement)
      guard opens(candidate.statement, to: subject) else { continue }
      entries[index] = .ours(candidate)
      return true
    }
    return false
  }

  private func isPlain(_ entries: [Entry], _ index: Int) -> Bool {
    if case .ours(let candidate) = entries[index] { isPlain(candidate.statement) } else { false }
  }

  /// Whether a statement tests subject and audience only.
  private func isPlain(_ statement: PolicyStatement) -> Bool {
    statement.conditions.allSatisfy { ["sub", "aud"].contains(TrustView.claim($0.key)?.name) }
  }

  private func isAccepted(_ subject: String, _ entries: [Entry]) -> Bool {
    entries.contains { if case .ours(let candidate) = $0 { opens(candidate.statement, to: subject) } else { false } }
  }

  /// Whether a statement accepts a subject, as far as its claims are known: a test of what only a real sign-in brings
  /// (`job_workflow_ref`) narrows on purpose and counts as passed.
  func opens(_ statement: PolicyStatement, to subject: String) -> Bool {
    let context = intent.token(subject: subject).context
    let request = Request(TrustPolicy.action, by: .provider(intent.provider), context: context)
    let isKnown = statement.conditions.allSatisfy { $0.comparison != nil && $0.variables.isEmpty }
    let outcome = statement.applies(to: request, readsVariables: true)
    return outcome == .holds || (outcome == .undecided && isKnown)
  }

  private func subjects(_ statement: PolicyStatement) -> [String] {
    TrustView(statement, index: 0, intent: intent).subjectValues
  }
}

extension JSON {
  /// IAM writes one value as a string and several as a list.
  init(oneOrMany texts: [String]) { self = texts.count == 1 ? .string(texts[0]) : JSON(texts) }
}
