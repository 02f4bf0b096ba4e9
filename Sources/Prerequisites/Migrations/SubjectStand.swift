import Checklist
import JSONDocument
import Policy

/// Where a repository stands between subjects with names and subjects with ids, or between a former name and its name of
/// today, and the one change that comes next.
struct SubjectStand {
  /// Whether GitHub writes ids now.
  let writesIDs: Bool
  /// The forms that the role accepts of every subject of the setup.
  let accepts: (names: Bool, ids: Bool)
  /// The subjects of the form that is wanted.
  let wanted: [String]
  /// The values of the other form, or of a former name, that stand in the trust policy.
  let leftover: SubjectLeftover
  /// The ARN of the role.
  let role: String
  /// The name that GitHub gives for the one in the setup file, where it is another.
  let movedTo: String?
  let next: Change?
  /// Whether the next change takes the old form out.
  let prunes: Bool

  private typealias Objection = SubjectMigration.Objection

  static func at(
    _ switching: SubjectSwitch, _ document: PolicyDocument, _ role: IAMRole.Role, _ facts: GitHubFacts,
    _ context: Context, toIDs: Bool
  ) -> Result<SubjectStand, SubjectMigration.Objection> {
    let (names, ids) = (intent(facts, context, hasIDs: false), intent(facts, context, hasIDs: true))
    if let objection = objection(names, ids) { return .failure(objection) }
    let accepts = (
      names: names.subjects.allSatisfy { TrustPolicy.mayAccept(document, $0, names) },
      ids: ids.subjects.allSatisfy { TrustPolicy.mayAccept(document, $0, ids) }
    )
    let writesIDs = switching.setting.isImmutable
    let (today, other) = writesIDs ? (ids, names) : (names, ids)
    let (new, old) = toIDs ? (ids, names) : (names, ids)
    let leftover = SubjectLeftover(document, new, role.arn, context)
    func trust(_ wanted: PolicyDocument, _ summary: String) -> Change {
      change(to: wanted, role, summary, context)
    }
    let next: Change?
    var prunes = false
    if !(writesIDs ? accepts.ids : accepts.names) {
      // A former name is the one thing that is accepted here and that no job carries any more.
      let mended = TrustPolicy.inTodaysForm(document, from: other, to: today)
      guard today.subjects.allSatisfy({ TrustPolicy.mayAccept(mended, $0, today) }),
        !TrustPolicy.subjects([.renamed], in: document, today).isEmpty
      else {
        return .failure(
          Objection(words: "the role refuses jobs of the repository as it is: onramp setup mends that first"))
      }
      next = trust(mended, "also accepts \(today.subjects.joined(separator: " and "))")
    } else if toIDs ? accepts.ids : accepts.names {
      let switched = switching.change(toIDs: toIDs)
      prunes = switched == nil && !leftover.values.isEmpty
      next =
        switched
        ?? (prunes
          ? trust(
            TrustPolicy.removing(Set(leftover.values), from: document, new),
            "no longer accepts \(leftover.values.sorted().joined(separator: " and "))") : nil)
    } else {
      let twins = zip(old.subjects, new.subjects).map { TrustPolicy.Twin(accepted: $0, subject: $1) }
      guard let wanted = TrustPolicy.adding(twins, to: document, old) else {
        return .failure(
          Objection(words: "a further condition of the trust policy refuses \(new.subjects.joined(separator: ", "))"))
      }
      next = trust(wanted, "also accepts \(new.subjects.joined(separator: " and "))")
    }
    let name = switching.repository.fullName
    return .success(
      SubjectStand(
        writesIDs: writesIDs, accepts: accepts, wanted: new.subjects, leftover: leftover, role: role.arn,
        movedTo: name == context.setup.fullName ? nil : name, next: next, prunes: prunes))
  }

  /// Why the two forms cannot be told apart.
  private static func objection(_ names: TrustIntent, _ ids: TrustIntent) -> Objection? {
    if let uncertain = names.uncertain.first ?? ids.uncertain.first { return Objection(words: uncertain.inWords) }
    guard !names.subjects.isEmpty else { return Objection(words: "access.subjects is empty") }
    let literals = zip(names.subjects, ids.subjects).filter { $0 == $1 }.map(\.0)
    guard !literals.isEmpty else { return nil }
    return Objection(
      words: "\(literals.joined(separator: ", ")) reads the same in both forms: a template without the repository's "
        + "name, or a subject that access.subjects has in full")
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

  /// The journal has it where it has every change of the role's trust policy, so that teardown puts back what stood there
  /// before the first of them.
  private static func change(
    to wanted: PolicyDocument, _ role: IAMRole.Role, _ summary: String,
    _ context: Context
  ) -> Change {
    // Letter by letter, so that it can go back so.
    let before = role.trustPolicy.text
    func call(_ text: String) -> Call {
      Call(
        .iam, "UpdateAssumeRolePolicy", ["RoleName": .string(context.setup.role), "PolicyDocument": .string(text)])
    }
    return Change(
      key: GitHubRoleStep.trustKey, step: SubjectMigration.id, kind: .update, resource: role.arn,
      title: "Trust policy of role \(context.setup.role)", summary: summary,
      madeByOnramp: context.owns(role.tags), call: call(wanted.text), previous: .string(before),
      wanted: .string(wanted.text), undo: .call(call(before)), repairs: [])
  }
}
