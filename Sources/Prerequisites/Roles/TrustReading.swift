import Checklist
import Policy

/// A trust policy read for an intent: the verdict of each check about it.
struct TrustReading {
  let document: PolicyDocument
  let intent: TrustIntent
  private let remarks: [TrustRemark]
  /// The wanted subjects that the document refuses, and the deciding reason.
  private let refused: [Refusal]
  /// Those of which that rests on what only a sign-in brings.
  private let doubtful: [Refusal]

  init(_ document: PolicyDocument, _ intent: TrustIntent) {
    self.document = document
    self.intent = intent
    remarks = TrustPolicy.remarks(document, intent)
    let answers = intent.subjects.compactMap { Self.refusal($0, document, intent) }
    refused = answers.filter { !$0.isDoubt }
    doubtful = answers.filter(\.isDoubt)
  }

  /// The checks that do not hold.
  var broken: [CheckID] {
    TrustCheck.all.filter { verdict($0).isBroken }.map(\.id)
  }

  func verdict(_ check: TrustCheck) -> Verdict {
    let said = remarks.filter { $0.check == check.id.rawValue }
    let counted = said.filter { !$0.isForeign || check.has(.countsForeign) }
    if let first = counted.first {
      var found = counted.flatMap(found)
      var needed = counted.flatMap(needed).distinct
      if needed.allSatisfy(found.contains) {
        // What is wanted stands there: another test refuses it, or GitHub's template itself leaves something open.
        if refused.isEmpty { needed = [Self.template(for: check.id)] } else { found = refused.map(\.reason).distinct }
      }
      // A remark about one statement is about that statement's subjects; other repositories' are none of it.
      let statements = first.statement.map { [document.statements[$0]] } ?? document.statements
      // A test that no token passes is more than untidy: with it no workflow can sign in.
      let closes = ["TRUST-25", "TRUST-33"].contains(check.id) && !refused.isEmpty
      return .broken(
        found: found.isEmpty
          ? subjects(statements).listed(else: "no condition on the subject") : found.joined(separator: ", "),
        needed: needed.joined(separator: ", "), severity: closes ? .high : nil)
    }
    // Whatever the reason, a role that refuses a wanted subject does not pass.
    if check.id == "TRUST-13", !isExplained, let first = refused.first {
      return .broken(
        found: first.reason,
        needed: refused.map(\.subject).joined(separator: ", ") + (first.isDenied ? ", not denied" : ""))
    }
    if let doubt = doubt(check) { return .hidden(.undecided(doubt)) }
    // IAM would take no document of which it says so.
    if check.id == "TRUST-04", remarks.contains(where: { $0.check == "TRUST-03" }) { return .blocked(by: "TRUST-03") }
    if check.has(.needsSubject), let cause = noSubject { return .blocked(by: cause) }
    let foreign = said.isEmpty ? "" : "; a statement about other repositories is left as it is"
    return .holds(found: evidence(check) + foreign)
  }

  /// Why it cannot be told whether every wanted subject is accepted.
  private func doubt(_ check: TrustCheck) -> String? {
    guard check.has(.asksForAll) else { return nil }
    if let uncertain = intent.uncertain.first { return uncertain.advice }
    return check.id == "TRUST-13" && !isExplained ? doubtful.first?.reason : nil
  }

  /// Whether a check says itself why a wanted subject is refused.
  private var isExplained: Bool {
    let refusing = Set(TrustCheck.all.filter { $0.has(.refuses) }.map(\.id.rawValue))
    return remarks.contains { !$0.isForeign && refusing.contains($0.check) }
  }

  /// The check that says why our statements compare the subject with nothing; nil when they do.
  private var noSubject: CheckID? {
    guard TrustPolicy.ownSubjects(document, intent).isEmpty else { return nil }
    let own = Set(remarks.filter { !$0.isForeign || $0.check == "TRUST-36" }.map(\.check))
    return ["TRUST-03", "TRUST-39", "TRUST-36", "TRUST-04", "TRUST-07", "TRUST-13"].first(where: own.contains).map {
      CheckID(rawValue: $0)
    }
  }

  // MARK: In words

  /// What a template lacks whose subjects are too wide.
  private static func template(for check: CheckID) -> String {
    "a subject template with \(check == "TRUST-09" ? "context" : "repo, repository or repository_id")"
  }

  private func subjects(_ statements: [PolicyStatement]) -> [String] {
    PolicyDocument(statements: statements).subjects(of: intent.issuer)
  }

  private func found(_ remark: TrustRemark) -> [String] {
    let test = [remark.operatorName, remark.key].compactMap(\.self).joined(separator: " ")
    return switch remark.check {
    // Where the operator or the key is the defect, it is shown with what it stands for.
    case "TRUST-12", "TRUST-32": ["\(test) \(remark.found.joined(separator: ", "))"]
    case "TRUST-29", "TRUST-30": [test]
    case "TRUST-45": remark.found.isEmpty ? ["no Version"] : remark.found
    case "TRUST-46": remark.found.map { "\($0) characters" }
    default: remark.found
    }
  }

  private func needed(_ remark: TrustRemark) -> [String] {
    switch remark.check {
    case "TRUST-32", "TRUST-33": return remark.key.map { ["no test of \($0)"] } ?? []
    case "TRUST-36", "TRUST-47": return ["Federated \(intent.provider) alone"]
    case "TRUST-42": return ["a test of \(intent.issuer):actor_id"]
    case "TRUST-40": return ["only repositories of \(intent.format.owner)"]
    case "TRUST-43": return ["subject and audience in one statement"]
    case "TRUST-46": return ["fewer than nine tenths of \(TrustPolicy.quota) characters"]
    default: break
    }
    // A subject that is everybody's is never recommended.
    if intent.opensToEverybody, remark.needed.isEmpty || remark.needed == intent.subjects {
      return [Self.template(for: "TRUST-05")]
    }
    guard remark.needed.isEmpty else { return remark.needed }
    if remark.check == "TRUST-27" { return [intent.audience] }
    return intent.wanted.isEmpty ? ["a subject that GitHub writes"] : intent.wanted
  }

  /// What was looked at where nothing is wrong.
  private func evidence(_ check: TrustCheck) -> String {
    let statements = document.statements
    let seen: [String] =
      switch check.id {
      case "TRUST-12", "TRUST-29", "TRUST-30": statements.flatMap(\.conditions).map(\.operatorName)
      case "TRUST-27", "TRUST-28":
        statements.flatMap(\.conditions).filter { $0.key.lowercased().hasSuffix(":aud") }.flatMap(\.values)
      case "TRUST-04", "TRUST-31", "TRUST-32", "TRUST-33", "TRUST-42": statements.flatMap(\.conditions).map(\.key)
      case "TRUST-34", "TRUST-35", "TRUST-36", "TRUST-47": statements.flatMap(\.principals).map(\.id)
      case "TRUST-37", "TRUST-38": statements.flatMap(\.actions)
      case "TRUST-45": [document.version ?? ""]
      case "TRUST-46": ["\(document.size) of \(TrustPolicy.quota) characters"]
      default: subjects(statements)
      }
    return seen.distinct.listed(else: "nothing of the kind")
  }

  // MARK: Refusals

  private static func refusal(_ subject: String, _ document: PolicyDocument, _ intent: TrustIntent) -> Refusal? {
    let answer = TrustPolicy.evaluate(document, token: intent.token(subject: subject), provider: intent.provider)
    let name = { (index: Int) in document.statements[index].name(at: index) }
    let words = { (tests: [TrustPolicy.Judged]) in tests.map(\.test.inWords).joined(separator: " and ") }
    switch answer.reason {
    case .accepted: return nil
    case .undecided(let statement, let tests):
      let isDeny = document.statements[statement].isDeny
      // Who starts the workflow is chosen for its own sake, and TRUST-42 says what that means.
      if !isDeny, tests.allSatisfy({ $0.test.key.lowercased() == "\(intent.issuer):actor".lowercased() }) { return nil }
      let says = isDeny ? "denies" : "allows"
      return Refusal(subject, "\(name(statement)) \(says) it if \(words(tests))", isDoubt: true)
    case .refused(let statement, let test): return Refusal(subject, "\(name(statement)): \(test.test.inWords)")
    case .denied(let statement, let tests):
      let words = words(tests)
      return Refusal(subject, "\(name(statement)) denies it" + (words.isEmpty ? "" : ": \(words)"), isDenied: true)
    case .otherPrincipal(let statement, let found):
      return Refusal(subject, "\(name(statement)) trusts \(found.map(\.id).joined(separator: ", "))")
    case .otherAction(let statement, let found):
      return Refusal(subject, "\(name(statement)) allows \(found.joined(separator: ", "))")
    case .nothingAllowed: return Refusal(subject, "no statement allows it")
    }
  }
}

/// A wanted subject that a document refuses, or may refuse.
private struct Refusal {
  let subject: String
  let reason: String
  var isDenied = false
  /// Whether that rests on what nobody knows before a sign-in.
  var isDoubt = false

  init(_ subject: String, _ reason: String, isDenied: Bool = false, isDoubt: Bool = false) {
    (self.subject, self.reason, self.isDenied, self.isDoubt) = (subject, reason, isDenied, isDoubt)
  }
}

extension PolicyDocument {
  /// The values of the document's tests of the subject.
  func subjects(of issuer: String) -> [String] {
    statements.flatMap(\.conditions).filter {
      $0.key.lowercased() == "\(issuer):sub".lowercased() && ($0.comparesText || $0.usesWildcards)
    }.flatMap(\.values)
  }
}
