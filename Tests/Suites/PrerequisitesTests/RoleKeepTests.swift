import AWS
import Checklist
import JSONDocument
import Policy
import TestAccount
import Testing

@testable import Prerequisites

/// The keep of a role: each part in each state in which it can stand, in a role that is onramp's, one in which onramp
/// changed the part, and one that it never touched.
@Suite struct RoleKeepTests {
  private static let name = "Kept"
  private static let arn = "arn:aws:iam::111122223333:role/Kept"
  private static let policy = "Own"
  private static let managed = "arn:aws:iam::aws:policy/ReadOnly"
  private static let fence = "arn:aws:iam::111122223333:policy/Fence"

  private static func statement(_ sid: String, _ who: JSON? = nil) -> JSON {
    var statement: JSON = ["Sid": .string(sid), "Effect": "Allow"]
    if let who {
      statement["Principal"] = ["Service": who]
      statement["Action"] = "sts:AssumeRole"
    } else {
      statement["Action"] = .string("s3:\(sid)")
      statement["Resource"] = "*"
    }
    return statement
  }

  /// Indented, so that a text that was only read and written again is told from one that was kept.
  private static func document(_ statements: JSON...) -> JSON {
    .string((["Version": "2012-10-17", "Statement": .array(statements)] as JSON).pretty)
  }

  private static func compact(_ statements: JSON...) -> JSON {
    .string((["Version": "2012-10-17", "Statement": .array(statements)] as JSON).compact)
  }

  private static let theirs = statement("Theirs", "ec2.amazonaws.com")
  private static let late = statement("Late", "glue.amazonaws.com")
  private static let mine = statement("Mine", "sagemaker.amazonaws.com")

  static func keep(_ seen: IAMRole, _ ledger: Ledger) -> RoleKeep {
    RoleKeep(
      step: "kept", name: name, arn: arn, seen: seen,
      context: Account.context(purpose: .teardown, ledger: ledger), own: [.inline(policy), .attached(managed)],
      isSigned: { $0.sid == "Mine" }, unsafe: { part, _ in part == .session ? ["TRUST-49"] : [] })
  }

  /// A role with one part in one state.
  private static func role(_ part: RolePart, _ value: JSON, tags: [String: String]) -> IAMRole {
    func look<Value>(_ value: Value) -> Look<Value> { Look(["a look"], .seen(value)) }
    var session = 3600
    if case .session = part { session = value.integer ?? 0 }
    let trust = part == .trust ? value.string ?? "" : document(theirs).string ?? ""
    let inline: [String: StoredPolicy] =
      if case .inline(let name) = part, let text = value.string { [name: StoredPolicy(text)] } else { [:] }
    let attached: [IAMRole.Attached] =
      if case .attached = part, let arn = value.string {
        [IAMRole.Attached(arn: arn, document: look(StoredPolicy("{}")))]
      } else { [] }
    return IAMRole(
      role: look(
        IAMRole.Role(
          arn: arn, id: "AROA2EXAMPLE", trustPolicy: StoredPolicy(trust), maxSession: session, tags: tags,
          boundary: part == .boundary ? value.string : nil, description: "theirs", lastUsed: nil)),
      inline: look(inline), attached: look(attached), profiles: look([]))
  }

  /// A part: what stood there before, what onramp wrote, what others made of that, and what is left of it then.
  struct Row: Sendable, CustomTestStringConvertible {
    let part: RolePart
    let before: JSON
    let wanted: JSON
    let edited: JSON
    /// Nil: it stays, for onramp's is not to be told from theirs; or nothing of onramp's is left to take back.
    let left: JSON?
    let put: String
    var take = ""
    var testDescription: String { "\(part), before: \(before.isNull ? "nothing" : "another")" }
  }

  static let rows = [
    Row(
      part: .trust, before: document(theirs), wanted: document(theirs, mine), edited: document(theirs, mine, late),
      left: compact(theirs, late), put: "UpdateAssumeRolePolicy"),
    Row(part: .session, before: 3600, wanted: 7200, edited: 5400, left: nil, put: "UpdateRole"),
    Row(
      part: .boundary, before: .null, wanted: .string(fence), edited: .string(managed), left: nil,
      put: "PutRolePermissionsBoundary", take: "DeleteRolePermissionsBoundary"),
    Row(
      part: .boundary, before: .string(managed), wanted: .string(fence), edited: .null, left: nil,
      put: "PutRolePermissionsBoundary", take: "DeleteRolePermissionsBoundary"),
    Row(
      part: .inline(policy), before: .null, wanted: document(statement("Mine")),
      edited: document(statement("Mine"), statement("Late")), left: compact(statement("Late")), put: "PutRolePolicy",
      take: "DeleteRolePolicy"),
    Row(
      part: .inline("Theirs"), before: document(statement("Theirs")),
      wanted: document(statement("Theirs"), statement("Mine")),
      edited: document(statement("Late"), statement("Mine"), statement("Theirs")),
      left: compact(statement("Late"), statement("Theirs")), put: "PutRolePolicy", take: "DeleteRolePolicy"),
    Row(
      part: .inline("Theirs"), before: document(statement("Theirs")), wanted: .null,
      edited: document(statement("Late")), left: nil, put: "PutRolePolicy", take: "DeleteRolePolicy"),
    Row(
      part: .attached(managed), before: .null, wanted: .string(managed), edited: .null, left: nil,
      put: "AttachRolePolicy", take: "DetachRolePolicy"),
    Row(
      part: .attached(managed), before: .string(managed), wanted: .null, edited: .string(managed), left: nil,
      put: "AttachRolePolicy", take: "DetachRolePolicy"),
  ]

  private static func ledger(_ row: Row) -> Ledger {
    let key = keep(role(row.part, row.before, tags: [:]), Ledger()).key(row.part)
    return Ledger([
      JournalEntry(
        key, arn, .intent(kind: row.before.isNull ? .create : .update, previous: row.before, wanted: row.wanted),
        time: 0), JournalEntry(key, arn, .done, time: 0),
    ])
  }

  /// A journal that knows another thing.
  private static let elsewhere = Ledger([
    JournalEntry("kept/trust", "arn:aws:iam::111122223333:role/Other", .done, time: 0),
    JournalEntry(
      "kept/trust", "arn:aws:iam::111122223333:role/Other", .intent(kind: .update, previous: "a", wanted: "b"), time: 0),
  ])

  @Test(arguments: rows) func aWishIsOneChangeWithItsUndo(_ row: Row) throws {
    for (made, tags) in [(true, ["onramp:setup": "churn"]), (false, [:])] {
      let keep = Self.keep(Self.role(row.part, row.before, tags: tags), Ledger())
      let wish = Wish(value: row.wanted, summary: "so", repairs: ["EXE-09"], after: ["kept/role"], confidence: .check)
      let change = try #require(keep.thing([(row.part, wish)]).changes.first)
      #expect(keep.thing([(row.part, wish)]).changes.count == 1)
      #expect(change.key == keep.key(row.part) && keep.part(of: change.key) == row.part)
      #expect(change.kind == (row.before.isNull ? .create : row.wanted.isNull ? .delete : .update))
      #expect(change.previous == row.before && change.wanted == row.wanted && change.madeByOnramp == made)
      #expect(change.call?.operation == (row.wanted.isNull ? row.take : row.put))
      #expect(change.undo.call?.operation == (row.before.isNull ? row.take : row.put))
      #expect(change.repairs == ["EXE-09"] && change.after == ["kept/role"] && change.confidence == .check)
      #expect(change.title.hasSuffix(" of role Kept") && change.resource == Self.arn)
      let calls = [change.call, change.undo.call].compactMap(\.self)
      #expect(throws: Never.self) { _ = try AWSCommand.render(calls, region: "us-east-1") }
    }
  }

  @Test(arguments: rows) func ofOnesOwnRoleTheWholeGoesWhateverStandsInIt(_ row: Row) {
    guard row.part != .inline("Theirs") else { return }
    for value in [row.before, row.wanted, row.edited] {
      let role = Self.role(row.part, value, tags: ["onramp:setup": "churn"])
      let holdings = Self.keep(role, Self.ledger(row)).thing([]).holdings
      #expect(holdings.map(\.key) == ["kept/role"])
      #expect(holdings.first?.action == .remove && holdings.first?.ownership == .ours)
      #expect(holdings.first?.calls.last?.operation == "DeleteRole")
      var gone = ["DeleteRole"]
      if !value.isNull, row.part == .inline(Self.policy) || row.part == .attached(Self.managed) {
        gone.insert(row.take, at: 0)
      }
      #expect(holdings.first?.calls.map(\.operation) == gone)
    }
  }

  @Test(arguments: rows) func inSomebodysRoleTheChangedPartIsPutBack(_ row: Row) throws {
    func held(_ value: JSON) -> [Holding] {
      Self.keep(Self.role(row.part, value, tags: [:]), Self.ledger(row)).thing([]).holdings
    }
    #expect(held(row.before).map(\.reason) == ["not made by onramp"], "it is back already")
    let whole = try #require(held(row.wanted).last)
    #expect(held(row.wanted).map(\.ownership) == [.foreign, .adopted])
    #expect(whole.action == .restore && whole.present == row.wanted)
    #expect(whole.afterwards == row.before, "letter by letter")
    #expect(whole.calls.map(\.operation) == [row.before.isNull ? row.take : row.put])
    #expect(whole.unsafe == (row.part == .session ? ["TRUST-49"] : []))
    let edited = held(row.edited).dropFirst()
    if let left = row.left {
      #expect(edited.map(\.action) == [.restore] && edited.first?.afterwards == left)
      #expect(edited.first?.present == row.edited)
    } else {
      #expect(edited.allSatisfy { $0.action == .keep && $0.calls.isEmpty })
      #expect(
        edited.map(\.reason) == (row.edited == row.before ? [] : ["stays: it was edited since onramp wrote it"]))
    }
  }

  /// A journal that tells of other things may have lost its end: what is signed is known without it.
  @Test(arguments: rows) func inARoleThatTheJournalDoesNotTellOfOnlyWhatIsSignedIsTakenBack(_ row: Row) {
    for value in [row.before, row.wanted, row.edited] {
      let holdings = Self.keep(Self.role(row.part, value, tags: ["onramp:setup": "other"]), Self.elsewhere)
        .thing([]).holdings
      let isSigned = row.part == .inline(Self.policy) && value.string?.contains("Mine") == true
      #expect(holdings.map(\.action) == (isSigned ? [.keep, .restore] : [.keep]))
      #expect(holdings.first?.ownership == .foreign)
    }
  }

  @Test func whereTheJournalDoesNotTheSidTells() throws {
    let text = Self.document(Self.statement("Mine"), Self.statement("Theirs"))
    let role = Self.role(.inline(Self.policy), text, tags: [:])
    for ledger in [Ledger(), Self.elsewhere] {
      let holdings = Self.keep(role, ledger).thing([]).holdings
      #expect(holdings.map(\.action) == [.keep, .restore])
      #expect(holdings.last?.reason == "its Sid names this setup")
      #expect(holdings.last?.afterwards == Self.compact(Self.statement("Theirs")))
    }
    #expect(Self.keep(role, Ledger()).thing([], isSpokenOf: false).holdings.map(\.action) == [.restore])
  }

  @Test func whatOthersGaveARoleOfOursKeepsIt() {
    func role(_ part: RolePart, _ value: JSON) -> IAMRole {
      Self.role(part, value, tags: ["onramp:setup": "churn"])
    }
    func reason(_ seen: IAMRole, _ stays: String? = nil) -> String? {
      let holdings = Self.keep(seen, Ledger()).thing([], stays: stays).holdings
      return holdings.first?.action == .keep ? holdings.first?.reason : nil
    }
    let own = role(.inline(Self.policy), Self.document(Self.statement("Mine")))
    #expect(reason(own) == nil)
    #expect(reason(own, "a domain runs as it") == "stays: a domain runs as it")
    #expect(
      reason(role(.inline("Theirs"), Self.document(Self.statement("Mine")))) == "stays: others gave it Theirs")
    #expect(reason(role(.attached(Self.fence), .string(Self.fence))) == "stays: others gave it \(Self.fence)")
    let hidden = IAMRole(role: own.role, inline: own.inline, attached: Look([], .hidden(.throttled("slow down"))))
    #expect(reason(hidden) == "stays: its policies could not be looked at")
  }

  @Test func whatCouldNotBeLookedAtIsNotTakenForGone() throws {
    let row = try #require(Self.rows.first { $0.part == .inline(Self.policy) })
    let seen = Self.role(row.part, row.wanted, tags: [:])
    let hidden = IAMRole(
      role: seen.role, inline: Look([], .hidden(.throttled("slow down"))), attached: seen.attached)
    let holding = try #require(Self.keep(hidden, Self.ledger(row)).thing([]).holdings.last)
    #expect(holding.key == "kept/inline/Own" && holding.action == .keep)
    #expect(holding.reason.hasPrefix("stays: it could not be looked at"))
    let unknown = IAMRole(
      role: Look([], .hidden(.throttled("slow down"))), inline: seen.inline, attached: seen.attached)
    let wish = Wish(value: row.before, summary: "", repairs: [])
    #expect(Self.keep(seen, Ledger()).thing([(row.part, wish)]).changes.count == 1)
    #expect(Self.keep(unknown, Ledger()).thing([(row.part, wish)]).changes == [], "nobody knows whose it is")
  }

  @Test func aRoleIsMadeWithItsPathAndItsTag() throws {
    let absent = Look<IAMRole.Role>([], .absent)
    let keep = RoleKeep(
      step: "kept", name: "Use", arn: "arn:aws:iam::111122223333:role/service-role/Use",
      seen: IAMRole(role: absent, inline: absent.map { _ in [:] }, attached: absent.map { _ in [] }),
      context: Account.context(), own: [.inline(Self.policy)], permissions: Self.policy)
    let trust = Self.document(Self.mine)
    let changes = keep.thing(
      making: .init(description: "so", session: 7200, wish: Wish(value: trust, summary: "made", repairs: [])),
      [(.inline(Self.policy), Wish(value: Self.document(Self.statement("Mine")), summary: "given", repairs: []))]
    ).changes
    #expect(changes.map(\.key) == ["kept/role", "kept/permissions"])
    #expect(changes.map(\.title) == ["Role Use", "Permissions of role Use"])
    #expect(changes.allSatisfy { $0.kind == .create && $0.madeByOnramp })
    let tags: JSON = [["Key": "onramp:setup", "Value": "churn"]]
    #expect(
      changes.first?.call
        == Call(
          .iam, "CreateRole",
          [
            "RoleName": "Use", "AssumeRolePolicyDocument": trust, "Path": "/service-role/", "Description": "so",
            "MaxSessionDuration": 7200, "Tags": tags,
          ]))
    #expect(changes.first?.undo == .call(Call(.iam, "DeleteRole", ["RoleName": "Use"])))
    #expect(keep.thing([]).holdings == [])
  }
}
