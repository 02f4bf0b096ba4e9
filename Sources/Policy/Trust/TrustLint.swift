import JSONDocument

/// Collects remarks. Statements first, then what only the whole document shows.
struct TrustLint {
  let views: [TrustView]
  let intent: TrustIntent
  private(set) var remarks: [TrustRemark] = []

  init(views: [TrustView], intent: TrustIntent) {
    self.views = views
    self.intent = intent
  }

  var ours: [TrustView] { views.filter { $0.whose == .ours } }

  mutating func add(
    _ check: String, _ view: TrustView? = nil, _ test: ConditionTest? = nil, found: [String], needed: [String] = [],
    isForeign: Bool = false
  ) {
    remarks.append(
      TrustRemark(
        check: check, isForeign: isForeign || (view.map { $0.whose != .ours } ?? false), statement: view?.index,
        sid: view?.statement.sid, operatorName: test?.operatorName, key: test?.key, found: found, needed: needed))
  }

  mutating func run(_ document: PolicyDocument) {
    for view in views {
      principal(view)
      guard view.whose != .notGitHub else { continue }
      action(view)
      claims(view)
      audience(view)
      tenant(view)
      controlled(view)
      for test in view.subjectTests { subjects(test, view) }
    }
    repository()
    contexts()
    whole(document)
  }

  // MARK: Who and what

  private mutating func principal(_ view: TrustView) {
    let statement = view.statement
    let anyone =
      statement.principals.filter(\.isAnyone) + (statement.json["NotPrincipal"] == nil ? [] : statement.notPrincipals)
    let assumes = ["sts:AssumeRole", TrustPolicy.action].contains { statement.covers(action: $0) }
    if assumes, view.tests.isEmpty, !anyone.isEmpty || isOtherProvider(view) {
      add("TRUST-36", view, found: statement.principals.map(\.id) + statement.notPrincipals.map(\.id))
    }
    guard view.whose != .notGitHub else { return }
    for principal in statement.principals where principal.kind == "Federated" && principal.id != "*" {
      guard let host = Issuer.host(inProvider: principal.id) else {
        if Issuer.looksLikeGitHub(principal.id, ours: intent.issuer) {
          add("TRUST-35", view, found: [principal.id], needed: [intent.provider])
        }
        continue
      }
      let exists = intent.providers?.contains(principal.id) ?? false
      if Issuer.looksLikeGitHub(host, ours: intent.issuer), !exists, !principal.id.isSame(as: intent.provider) {
        add("TRUST-34", view, found: [principal.id], needed: [intent.provider])
      }
    }
  }

  /// A federated provider that is not GitHub's, and nothing that limits who comes from it.
  private func isOtherProvider(_ view: TrustView) -> Bool {
    view.whose == .notGitHub && view.statement.principals.contains { $0.kind == "Federated" }
  }

  private mutating func action(_ view: TrustView) {
    let statement = view.statement
    guard statement.principals.contains(where: { $0.kind == "Federated" }) else { return }
    guard statement.covers(action: TrustPolicy.action) else {
      return add("TRUST-37", view, found: statement.actions + statement.notActions, needed: [TrustPolicy.action])
    }
    let wide = statement.actions.filter {
      Wildcard($0).isPattern && Wildcard($0.lowercased()).matches(TrustPolicy.action.lowercased())
    }
    if !wide.isEmpty || statement.json["NotAction"] != nil {
      add("TRUST-38", view, found: wide + statement.notActions, needed: [TrustPolicy.action])
    }
  }

  // MARK: Keys and operators

  private mutating func claims(_ view: TrustView) {
    let actors = view.tests("actor")
    if let test = actors.first, view.tests("actor_id").isEmpty {
      add("TRUST-42", view, test, found: actors.flatMap(\.values))
    }
    for test in view.tests {
      guard let (_, name) = TrustView.claim(test.key) else { continue }
      let isKnown = Token.exposedClaims.contains(name)
      if !view.isOnIssuer(test) {
        if isKnown { add("TRUST-31", view, test, found: [test.key], needed: ["\(view.issuer):\(name)"]) }
      } else if name == "iss" {
        if !test.isNegated, test.quantifier != .forAllValues, !test.ifExists {
          add("TRUST-32", view, test, found: test.values)
        }
      } else if !isKnown {
        add("TRUST-33", view, test, found: [test.key])
      }
      guard name == "sub" || name == "aud", test.comparesText || test.usesWildcards else { continue }
      if test.quantifier == .forAllValues {
        add("TRUST-29", view, test, found: [test.operatorName], needed: ["StringEquals"])
      }
      if test.ifExists { add("TRUST-30", view, test, found: [test.operatorName], needed: ["StringEquals"]) }
    }
  }

  private mutating func audience(_ view: TrustView) {
    let tests = view.tests("aud")
    let positive = TrustView.positive(tests)
    if positive.isEmpty {
      if !isSplitHalf(view), !isForEveryone(view) {
        add("TRUST-27", view, found: tests.flatMap(\.values), needed: [intent.audience])
      }
      return
    }
    for test in positive {
      for value in test.values where !value.isSame(as: intent.audience) && !intent.audiences.contains(value) {
        add("TRUST-28", view, test, found: [value], needed: [intent.audience])
      }
    }
  }

  /// Whether TRUST-36 has said already that a statement admits everyone.
  private func isForEveryone(_ view: TrustView) -> Bool {
    remarks.contains { $0.check == "TRUST-36" && $0.statement == view.index }
  }

  /// Whether a test of the audience stands in another statement for the same principals, without a subject.
  private func isSplitHalf(_ view: TrustView) -> Bool {
    !view.subjectTests.isEmpty && ours.contains { isOpen($0) && !$0.tests("aud").isEmpty && samePrincipals($0, view) }
  }

  func samePrincipals(_ one: TrustView, _ other: TrustView) -> Bool {
    one.index != other.index && Set(one.statement.principals) == Set(other.statement.principals)
  }

  /// Whether nothing in a statement says whose tokens it accepts.
  func isOpen(_ view: TrustView) -> Bool {
    view.tests("sub").allSatisfy { !$0.comparesText && !$0.usesWildcards }
      && !view.hasTest(of: TrustView.tenantClaims.union(TrustView.ownerClaims))
  }

  /// What IAM asks of every statement for GitHub's own issuer, once it is saved again.
  private mutating func controlled(_ view: TrustView) {
    let isTested = view.tests.contains { ["sub", "job_workflow_ref"].contains(TrustView.claim($0.key)?.name) }
    let isSaid = remarks.contains { $0.check == "TRUST-03" && $0.statement == view.index }
    guard !isTested, !isSaid, !isForEveryone(view), view.issuer.lowercased() == Token.gitHubIssuer else { return }
    add("TRUST-04", view, found: view.tests.map(\.key), needed: intent.subjects)
  }

  private mutating func tenant(_ view: TrustView) {
    guard view.subjectTests.isEmpty else { return }
    // It names whose workflow runs, not whose repository runs it: with a public one that is anybody's.
    if let test = TrustView.positive(view.tests("job_workflow_ref")).first,
      !view.hasTest(of: TrustView.tenantClaims.subtracting(["job_workflow_ref"]))
    {
      return add("TRUST-07", view, test, found: test.values, needed: intent.subjects)
    }
    guard !view.hasTest(of: TrustView.tenantClaims) else { return }
    let negated = view.tests("sub").filter(\.isNegated)
    // An operator for ARNs or numbers lets no subject pass: TRUST-13 says which.
    let isClosed = view.tests("sub").contains { test in
      !test.isNegated && !intent.subjects.contains { test.outcome(ConditionContext([test.key: [$0]])) != .fails }
    }
    guard !isClosed else { return }
    let owner = view.tests.filter { TrustView.claim($0.key).map { TrustView.ownerClaims.contains($0.name) } ?? false }
    if let test = TrustView.positive(owner).first {
      add("TRUST-07", view, test, found: test.values, needed: intent.subjects)
    } else if let test = negated.first {
      add("TRUST-39", view, test, found: test.values, needed: intent.subjects)
    } else if !isForEveryone(view) {
      add("TRUST-03", view, found: [], needed: intent.subjects)
      if let half = ours.first(where: {
        !$0.subjectTests.isEmpty && $0.tests("aud").isEmpty && samePrincipals($0, view)
      }) {
        add("TRUST-43", view, found: half.subjectValues, needed: intent.subjects)
      }
    }
  }

  // MARK: The document

  private mutating func whole(_ document: PolicyDocument) {
    if document.version != "2012-10-17" {
      add("TRUST-45", found: document.version.map { [$0] } ?? [], needed: ["2012-10-17"])
    }
    // Nine tenths: one more subject would not fit any more.
    if document.size * 10 > TrustPolicy.quota * 9 {
      add("TRUST-46", found: [String(document.size)], needed: [String(TrustPolicy.quota)])
    }
    var kinds: [String] = []
    for view in views {
      for principal in view.statement.principals where !principal.isAnyone {
        let kind =
          view.whose == .notGitHub || principal.kind != "Federated" ? "\(principal.kind) \(principal.id)" : "GitHub"
        if !kinds.contains(kind) { kinds.append(kind) }
      }
    }
    if kinds.contains("GitHub"), kinds.count > 1 { add("TRUST-47", found: kinds.filter { $0 != "GitHub" }) }
  }
}
