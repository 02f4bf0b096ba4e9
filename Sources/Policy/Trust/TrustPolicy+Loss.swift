import JSONDocument

/// What a trust policy would refuse once a repository's subjects have another form.
extension TrustPolicy {
  /// The values, in statements of whichever repository, that admit a job of a repository as its subjects begin now, and
  /// whose twin no value of the same document admits. What else a statement asks for is left aside: a claim that refuses
  /// the job today refuses it then too.
  /// - Parameters:
  ///   - prefix: the repository's part of its subjects as they are now, `repo:octo-org/app`.
  ///   - then: the same as they will be, `repo:octo-org@1/app@2`.
  ///   - issuer: host and path, what the condition keys begin with.
  public static func lost(
    in document: PolicyDocument, from prefix: String, to then: String, issuer: String
  ) -> [String] {
    let tests = document.statements.filter(\.isAllow).map { statement in
      TrustView.positive(statement.conditions).filter { $0.key.lowercased() == "\(issuer):sub".lowercased() }
    }
    func admits(_ test: ConditionTest, _ value: String, _ subject: String) -> Bool {
      let (value, subject) = test.ignoresCase ? (value.lowercased(), subject.lowercased()) : (value, subject)
      return test.usesWildcards ? Wildcard(value).matches(subject) : value == subject
    }
    func isAdmitted(_ subject: String) -> Bool {
      tests.contains { all in
        !all.isEmpty && all.allSatisfy { test in test.values.contains { admits(test, $0, subject) } }
      }
    }
    return tests.joined().flatMap { test in
      test.values.filter { value in
        SubjectPattern.probes(prefix, SubjectPattern(value).context).contains { probe in
          admits(test, value, probe) && !isAdmitted(then + probe.dropFirst(prefix.count))
        }
      }
    }.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }
}
