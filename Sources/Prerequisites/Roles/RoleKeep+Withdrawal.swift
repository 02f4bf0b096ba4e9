import Checklist
import JSONDocument
import Policy

/// What comes out of a role again, and what stays in it for others.
extension RoleKeep {
  /// Whom the trust policy lets in besides this setup's repository.
  var trustUsers: [Holding.User] {
    let others = seen.role.value?.trustPolicy.document.flatMap(othersTrust)
    return (others?.statements ?? []).filter(\.isAllow).map { statement in
      Holding.User(statement.sid.map { "trust statement \($0)" } ?? "a trust statement of others")
    }
  }

  /// What comes out of a role that onramp made while others go on using it: this setup's own statements.
  var ownParts: [Part] {
    let policies = marked.handover == nil ? [] : own
    return [part(.trust, taken: othersTrustAlone)]
      + policies.compactMap { policy in
        guard let isSigned, let present = present(policy).value?.policy else { return nil }
        return part(policy, taken: present.without(isSigned).map { $0.map { .string($0.text) } ?? .null })
      }
  }

  /// The trust policy without this setup's statements; nothing where it has none, or nobody else has any.
  private var othersTrustAlone: Withdrawal<JSON> {
    guard let document = seen.role.value?.trustPolicy.document, let others = othersTrust(document),
      !others.means(document)
    else { return .nothing }
    return .edited(.string(others.text))
  }

  private func part(_ part: RolePart, taken withdrawal: Withdrawal<JSON>) -> Part {
    var own = self.part(part, nil)
    (own.withdrawal, own.isOwn, own.reason) = (withdrawal, true, "this setup uses it no longer")
    return own
  }

  /// Policies are taken back by statement, everything else as long as it stands as onramp wrote it.
  func withdrawal(_ part: RolePart, _ present: Look<JSON>, _ item: Ledger.Item?) -> Withdrawal<JSON> {
    func text(_ policy: StoredPolicy?) -> JSON { policy.map { .string($0.text) } ?? .null }
    guard let item else {
      // The journal may be lost or cut: then a Sid alone proves nothing, for it is copied along with a text, and by who
      // follows a printed command. Ours is a statement that is letter by letter what onramp writes, and did not stand
      // there before its first change; the inventory asks besides for a trace of this setup in the account. Of a trust
      // policy, whose statements say what the repository was called then, it is one under our Sid where our mark is on
      // the role and the journal tells of nothing in it. In doubt it stays: what is left can be seen and deleted.
      guard let policy = present.value?.policy else { return .nothing }
      switch part {
      case .inline:
        guard let isSigned, !context.ledger.stoodBefore(key(part), arn) else { return .nothing }
        return policy.without(isSigned).map(text)
      case .trust:
        guard marked.isMarked, items.isEmpty else { return .nothing }
        let rest = policy.without { hasOurSid(.trust, $0) }
        // A role cannot be without a trust policy.
        return rest == .edited(nil) ? .nothing : rest.map(text)
      case .session, .boundary, .attached: return .nothing
      }
    }
    if let obstacle = present.obstacle { return .impossible("it could not be looked at (\(obstacle.inWords))") }
    let (stands, written, previous) = (present.value ?? .null, written(part, item), item.previous.policy)
    switch part {
    case .session, .boundary, .attached: return .value(stands, item)
    case .inline: return StoredPolicy.withdrawn(stands.policy, written: written, previous: previous).map(text)
    case .trust:
      guard let current = stands.policy?.document, let written = written?.document, let before = previous?.document
      else { return .nothing }
      // What nobody touched since goes back letter by letter.
      return TrustPolicy.withdrawn(current, written: written, previous: before).map {
        $0 == before ? item.previous : .string($0.text)
      }
    }
  }

  /// Why what has our Sid is not taken out of a part of which the journal does not tell.
  func whyForeign(_ part: RolePart, _ present: Look<JSON>) -> String? {
    let statements = present.value?.policy?.document?.statements ?? []
    return statements.contains { hasOurSid(part, $0) } ? Holding.notMade : nil
  }

  /// What onramp wrote, without what others had added by then and was only written along.
  private func written(_ part: RolePart, _ item: Ledger.Item) -> StoredPolicy? {
    guard let policy = item.wanted.policy, var document = policy.document else { return item.wanted.policy }
    let before = item.previous.policy?.document?.statements ?? []
    let all = document.statements
    document.statements = all.filter { one in
      !isOthers(part, one) || before.contains { $0.meaning == one.meaning }
    }
    return document.statements.count == all.count ? policy : JSON.string(document.text).policy
  }

  func reason(_ part: RolePart, _ item: Ledger.Item?) -> String {
    switch (part, item?.previous.isNull) {
    case (.trust, nil): "it lets this setup's repository in"
    case (_, nil): "its Sid names this setup"
    case (.attached(let policy), true?): "onramp attached \(policy)"
    case (.attached(let policy), false?): "onramp detached \(policy)"
    case (_, true?): "onramp added it"
    case (_, false?): "onramp changed it"
    }
  }
}
