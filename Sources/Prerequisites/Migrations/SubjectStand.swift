import Checklist
import JSONDocument
import Policy

/// Where a repository stands between subjects with names and subjects with ids, and the one change that comes next.
struct SubjectStand {
  /// Whether GitHub writes ids now.
  let writesIDs: Bool
  /// The forms that the role accepts of every subject of the setup.
  let accepts: (names: Bool, ids: Bool)
  /// The subjects of the form that is wanted.
  let wanted: [String]
  /// The values of the other form that stand in the trust policy.
  let old: [String]
  /// The ARN of the role.
  let role: String
  let next: Change?
  /// Whether the next change takes the old form out.
  let prunes: Bool

  private typealias Objection = SubjectMigration.Objection

  static func at(
    _ found: (repository: GitHubFacts.Repository, setting: GitHubFacts.SubjectSetting), _ document: PolicyDocument,
    _ role: IAMRole.Role, _ facts: GitHubFacts, _ context: Context, toIDs: Bool
  ) -> Result<SubjectStand, SubjectMigration.Objection> {
    let (names, ids) = (intent(facts, context, hasIDs: false), intent(facts, context, hasIDs: true))
    if let uncertain = names.uncertain.first ?? ids.uncertain.first {
      return .failure(Objection(words: uncertain.inWords))
    }
    let literals = zip(names.subjects, ids.subjects).filter { $0 == $1 }.map(\.0)
    guard literals.isEmpty, !names.subjects.isEmpty else {
      return .failure(
        Objection(
          words: names.subjects.isEmpty
            ? "access.subjects is empty"
            : "\(literals.joined(separator: ", ")) reads the same in both forms: a template without the repository's "
              + "name, or a subject that access.subjects has in full"))
    }
    let accepts = (
      names: names.subjects.allSatisfy { TrustPolicy.mayAccept(document, $0, names) },
      ids: ids.subjects.allSatisfy { TrustPolicy.mayAccept(document, $0, ids) }
    )
    let writesIDs = found.setting.isImmutable
    guard writesIDs ? accepts.ids : accepts.names else {
      return .failure(
        Objection(words: "the role refuses jobs of the repository as it is: onramp setup mends that first"))
    }
    let (new, old) = toIDs ? (ids, names) : (names, ids)
    let standing = TrustPolicy.subjects([toIDs ? .withoutIDs : .withIDs], in: document, new)
    let maker = Maker(context: context, found: found, document: document, role: role)
    let next: Change?
    if toIDs ? accepts.ids : accepts.names {
      next =
        writesIDs != toIDs
        ? maker.switching(toIDs) : standing.isEmpty ? nil : maker.pruned(Set(standing), new)
    } else {
      let twins = zip(old.subjects, new.subjects).map { TrustPolicy.Twin(accepted: $0, subject: $1) }
      guard let wanted = TrustPolicy.adding(twins, to: document, old) else {
        return .failure(
          Objection(words: "a further condition of the trust policy refuses \(new.subjects.joined(separator: ", "))"))
      }
      next = maker.trust(wanted, "also accepts \(new.subjects.joined(separator: " and "))")
    }
    return .success(
      SubjectStand(
        writesIDs: writesIDs, accepts: accepts, wanted: new.subjects, old: standing, role: role.arn, next: next,
        prunes: next != nil && writesIDs == toIDs))
  }

  /// The setup's intent, were its subjects written in one of the forms.
  static func intent(_ facts: GitHubFacts, _ context: Context, hasIDs: Bool) -> TrustIntent {
    let setting = facts.subject.map {
      GitHubFacts.SubjectSetting(
        usesDefault: $0.usesDefault, claimKeys: $0.claimKeys, isImmutable: hasIDs,
        prefix: $0.isImmutable == hasIDs ? $0.prefix : nil, isOrganisations: $0.isOrganisations)
    }
    return TrustFacts(GitHubFacts(repository: facts.repository, subject: setting), context).intent
  }

  /// Makes the changes; each is taken back by the migration in the other direction.
  private struct Maker {
    let context: Context
    let found: (repository: GitHubFacts.Repository, setting: GitHubFacts.SubjectSetting)
    let document: PolicyDocument
    let role: IAMRole.Role

    /// The journal has it where it has every change of the role's trust policy, so that teardown puts back what stood
    /// there before the first of them.
    func trust(_ wanted: PolicyDocument, _ summary: String) -> Change {
      func call(_ text: String) -> Call {
        Call(
          .iam, "UpdateAssumeRolePolicy",
          ["RoleName": .string(context.setup.role), "PolicyDocument": .string(text)])
      }
      return Change(
        key: GitHubRoleStep.trustKey, step: SubjectMigration.id, kind: .update, resource: role.arn,
        title: "Trust policy of role \(context.setup.role)", summary: summary,
        madeByOnramp: context.owns(role.tags), call: call(wanted.text), previous: .string(document.text),
        wanted: .string(wanted.text),
        undo: .call(call(document.text)), repairs: [])
    }

    func pruned(_ old: Set<String>, _ intent: TrustIntent) -> Change {
      trust(
        TrustPolicy.removing(old, from: document, intent),
        "no longer accepts \(old.sorted().joined(separator: " and "))")
    }

    /// Only the repository's own setting: an organisation's is the fallback of all its repositories without one.
    func switching(_ toIDs: Bool) -> Change {
      func call(_ hasIDs: Bool) -> Call {
        var input = context.setup.repositoryPath.with("use_default", .bool(found.setting.usesDefault))
        if !found.setting.usesDefault, !found.setting.isOrganisations {
          input["include_claim_keys"] = JSON(found.setting.claimKeys)
        }
        input["use_immutable_subject"] = .bool(hasIDs)
        return Call(
          .github, "PUT /repos/{owner}/{repo}/actions/oidc/customization/sub", input, of: found.repository.identity)
      }
      return Change(
        key: SubjectMigration.switchKey, step: SubjectMigration.id, kind: .update, resource: context.setup.fullName,
        title: "Subjects of \(context.setup.fullName)",
        summary: toIDs ? "GitHub writes names with ids" : "GitHub writes names alone",
        madeByOnramp: false, call: call(toIDs), previous: SubjectMigration.setting(hasIDs: !toIDs),
        wanted: SubjectMigration.setting(hasIDs: toIDs), undo: .call(call(!toIDs)), repairs: [], confidence: .check)
    }
  }
}
