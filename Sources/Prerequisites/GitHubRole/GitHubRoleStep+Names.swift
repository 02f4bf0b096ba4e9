import Basics
import Checklist
import JSONDocument
import Policy

/// What the trust policy names, beside what GitHub and the setup have; and the role itself.
extension GitHubRoleStep {
  func names(_ seen: Observation, _ context: Context) -> [Judgement] {
    let intent = intent(seen, context)
    let role = seen.role.role
    let document = role.reading { Look(role.source, $0.trustPolicy.document.map { .seen($0) } ?? .absent) }
    let cause: CheckID = role.value == nil ? "TRUST-01" : "TRUST-03"
    let own = document.map { TrustPolicy.ownSubjects($0, intent) }
    func judge<Value>(
      _ check: CheckID, _ look: Look<Value>, _ verdict: ([String], Value) -> Verdict
    ) -> Judgement {
      guard IssuerAddress(context.setup).isRight else {
        return own.and(look).judge(check, on: seen.arn(context), absent: .blocked(by: "OIDC-11")) { _ in
          .blocked(by: "OIDC-11")
        }
      }
      let absent = Verdict.blocked(by: document.isAbsent ? cause : "GH-01")
      return own.and(look).judge(check, on: seen.arn(context), absent: absent) { verdict($0.first, $0.second) }
    }
    return [
      judge("TRUST-18", seen.names.environments) { subjects, environments in
        // A name that is only spelt wrongly is TRUST-19's.
        let known = Set(environments.keys.map { $0.lowercased() })
        let gone = Self.environments(subjects).filter {
          environments[$0.name] == nil && !known.contains($0.name.lowercased())
        }
        // The one that the setup asks for is still to be made.
        if !gone.isEmpty, gone.allSatisfy({ $0.name == context.setup.environment }) {
          return .waiting(
            found: "no environment \(context.setup.environment) yet",
            needed: "environment \(context.setup.environment) on GitHub, with its reviewers")
        }
        return gone.isEmpty
          ? .holds(found: environments.keys.sorted().listed(else: "no environment"))
          : .broken(
            found: gone.map(\.subject).joined(separator: ", "),
            needed: "environment \(gone.map(\.name).joined(separator: ", ")) on GitHub, or the subject taken out")
      },
      judge("TRUST-55", seen.names.environments) { subjects, environments in
        let wild = subjects.filter { subject in
          SubjectPattern(subject).context.map { $0.hasPrefix("environment:") && SubjectPattern($0).hasWildcard }
            ?? false
        }
        guard wild.isEmpty else {
          return .broken(
            found: wild.joined(separator: ", "), needed: "a subject for each environment that has a rule")
        }
        let open = Self.environments(subjects).filter { environments[$0.name] == false }
        return open.isEmpty
          ? .holds(found: environments.filter(\.value).keys.sorted().listed(else: "no environment"))
          : .broken(
            found: "environment \(open.map(\.name).joined(separator: ", ")): no rule",
            needed: "a reviewer, or branches that may deploy")
      },
      judge("TRUST-21", seen.names.branches.and(seen.facts.repository)) { subjects, both in
        branch(subjects, intent, both.first, both.second)
      },
      judge("TRUST-41", seen.names.owners) { _, owners in
        let gone = owners.filter { !$0.value }.keys.sorted()
        let values = document.value.map { TrustPolicy.subjects($0, ofOwners: gone) } ?? []
        return gone.isEmpty
          ? .holds(found: owners.keys.sorted().listed(else: "no other owner without an id"))
          : .broken(
            found: values.joined(separator: ", "), needed: "no subject of \(gone.joined(separator: ", "))")
      },
    ] + itself(seen, context)
  }

  /// A branch that is not there can be made by whoever may push, and that is all it takes to sign in.
  private func branch(
    _ subjects: [String], _ intent: TrustIntent, _ branches: [String: Bool], _ repository: GitHubFacts.Repository
  ) -> Verdict {
    let gone = branches.filter { !$0.value }.keys.sorted()
    guard !branches.isEmpty else { return .skipped("no subject names a branch") }
    guard let first = gone.first else { return .holds(found: branches.keys.sorted().joined(separator: ", ")) }
    // The first push makes it.
    if gone == [repository.defaultBranch] {
      return .waiting(found: "no branch \(first) yet", needed: "a first push to \(first)")
    }
    let isWanted = TrustNames.branches(of: intent.subjects).contains { branches[$0] == false }
    let named = subjects.filter { TrustNames.branches(of: [$0]).contains { branches[$0] == false } }
    return .broken(
      found: named.listed(else: "no branch \(gone.joined(separator: ", "))"),
      needed: "a branch that is there, such as \(repository.defaultBranch)", severity: isWanted ? .high : .medium)
  }

  private func itself(_ seen: Observation, _ context: Context) -> [Judgement] {
    let (arn, name, wanted) = (seen.arn(context), context.setup.role, context.setup.maxSession)
    let role = seen.role.role
    let absent = Verdict.blocked(by: "TRUST-01")
    let variables = role.and(seen.names.variables)
    return [
      variables.judge("TRUST-02", on: arn, absent: role.isAbsent ? absent : .blocked(by: "GH-01")) { both in
        let wrong = Self.variables(both.second, both.first.arn, context).filter { $0.value != both.first.arn }
        return wrong.isEmpty
          ? .holds(found: "no variable names the role otherwise")
          : .broken(
            found: wrong.map { "\($0.name)=\($0.value)" }.joined(separator: ", "), needed: both.first.arn)
      },
      // Before it is made is the best time to hear of it.
      role.judge("TRUST-48", on: arn, absent: name == "GitHubActions" ? Self.unlucky : .holds(found: name)) { _ in
        name == "GitHubActions" ? Self.unlucky : .holds(found: name)
      },
      role.judge("TRUST-49", on: arn, absent: absent) {
        .judged("\($0.maxSession) seconds", isRight: $0.maxSession >= wanted, needed: "\(wanted) seconds")
      },
    ]
  }

  private static let unlucky = Verdict.broken(found: "GitHubActions", needed: "another name, such as GitHubActionsRole")

  /// The variables that the setup fills with the role, and those that are this role's ARN but for its spelling.
  private static func variables(
    _ variables: [String: String], _ arn: String, _ context: Context
  ) -> [(name: String, value: String)] {
    let mapped = context.setup["access.variables"]?.object?.members.filter { $0.value == "role" }.map(\.name) ?? []
    let name = "/" + context.setup.role.lowercased()
    return variables.sorted { $0.key < $1.key }.filter { key, value in
      let text = value.trimmed.lowercased()
      return mapped.contains(key)
        || (text.hasSuffix(name) && text.hasPrefix("arn:\(context.partition):iam::\(context.account):role/"))
    }.map { ($0.key, $0.value) }
  }

  private static func environments(_ subjects: [String]) -> [(name: String, subject: String)] {
    subjects.compactMap { subject in
      guard case .environment(let name)? = SubjectPattern(subject).context.flatMap({ SubjectContext($0) }) else {
        return nil
      }
      return (name, subject)
    }
  }
}
