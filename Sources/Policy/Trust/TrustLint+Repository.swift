/// What only the statements together show: whether our repository and the wanted contexts are accepted.
extension TrustLint {
  private struct Value {
    let view: TrustView
    let test: ConditionTest
    let pattern: SubjectPattern
    let aim: SubjectPattern.Aim

    /// Whether the value is compared with anything at all: not a wildcard under an exact operator.
    let isEffective: Bool
    var reaches: Bool { aim == .exact || (test.usesWildcards && aim == .wide(reaches: true)) }
  }

  private var values: [Value] {
    ours.flatMap { view in
      view.subjectTests.flatMap { test in
        test.values.map { value in
          let pattern = SubjectPattern(value)
          let isLiteral = !pattern.hasWildcard || intent.subjects.contains { $0.isSame(as: value) }
          return Value(
            view: view, test: test, pattern: pattern,
            aim: pattern.aim(at: intent.format, ignoringCase: test.ignoresCase),
            isEffective: (isLiteral || test.usesWildcards) && view.isOnIssuer(test))
        }
      }
    }
  }

  private func isAccepted(_ subject: String) -> Bool { ours.contains { $0.acceptsSubject(subject) } }

  /// TRUST-13, 14, 24: no value of ours can match a token of the repository.
  mutating func repository() {
    guard !intent.wanted.isEmpty else { return }
    guard !ours.isEmpty else {
      let found = views.filter { $0.whose == .foreign }.flatMap(\.subjectValues)
      return add("TRUST-13", found: found, needed: intent.wanted)
    }
    let values = values
    if intent.format.isCustomised {
      let forms = intent.uncertain.compactMap(\.form)
      guard !values.isEmpty, !intent.subjects.contains(where: isAccepted),
        !forms.contains(where: { form in ours.contains { $0.mayAccept(form: form) } })
      else { return }
      return add(
        intent.format.followsOrganisation ? "TRUST-25" : "TRUST-24", values[0].view, values[0].test,
        found: values.map(\.pattern.text), needed: intent.wanted)
    }
    // Under an exact operator a pattern that would reach us is TRUST-11, and that explains it.
    guard let real = intent.format.prefix, !values.contains(where: { $0.reaches || $0.aim == .wide(reaches: true) })
    else { return }
    let lacking = values.filter { value in
      switch value.aim {
      case .withoutIDs, .withIDs: true
      case .wide: !isOtherCase(value.pattern, real)
      default: false
      }
    }
    for view in ours {
      let found = lacking.filter { $0.view.index == view.index }
      guard let first = found.first else { continue }
      add(
        intent.format.isImmutable ? "TRUST-13" : "TRUST-14", view, first.test, found: found.map(\.pattern.text),
        needed: intent.subjects)
    }
  }

  /// TRUST-17: the repository is right, and a wanted context is missing.
  mutating func contexts() {
    let missing = intent.subjects.filter { !isAccepted($0) }
    let values = values
    // Under a template the repository's part may be anywhere: a value that some wanted subject passes is right.
    let rights = values.filter { value in
      intent.format.isCustomised
        ? intent.subjects.contains { matches(value.pattern.text, $0) } : value.reaches
    }
    guard let right = rights.first(where: \.isEffective) else { return }
    let unexplained = missing.filter { subject in !values.contains { explains($0, subject) } }
    guard !unexplained.isEmpty else { return }
    add(
      "TRUST-17", right.view, right.test, found: rights.map(\.pattern.text), needed: unexplained)
  }

  /// Whether a value would accept the subject but for a defect that has its own remark.
  private func explains(_ value: Value, _ subject: String) -> Bool {
    guard !(value.isEffective && value.aim == .exact && matches(value.pattern.text, subject)) else { return false }
    if case .wide = value.aim { return !value.isEffective && matches(value.pattern.text, subject) }
    guard value.aim != .elsewhere, let real = intent.format.prefix else { return false }
    // Without a context there is no telling which one was meant: TRUST-20 names them all.
    guard let context = value.pattern.context else { return true }
    return matches("\(real):\(context)", subject) || environment(like: context) == subject
      || (!Self.isContext(context) && isShort(context, for: subject))
  }

  private func matches(_ pattern: String, _ subject: String) -> Bool { Wildcard(pattern).matches(subject) }
}
