import Checklist
import JSONDocument
import Policy
import TestAccount
import Testing

@testable import Prerequisites

/// What is set in somebody's role and taken back again leaves what stood before, whatever that was and whatever others
/// wrote in between.
@Suite struct RoleKeepPropertyTests {
  private static let name = "Kept"

  private static func statement(_ sid: String) -> JSON {
    ["Sid": .string(sid), "Effect": "Allow", "Action": .string("s3:\(sid)"), "Resource": "*"]
  }

  private static func door(_ sid: String) -> JSON {
    [
      "Sid": .string(sid), "Effect": "Allow", "Principal": ["Service": .string("\(sid.lowercased()).amazonaws.com")],
      "Action": "sts:AssumeRole",
    ]
  }

  private static func policy(_ statements: [JSON]) -> String {
    (["Version": "2012-10-17", "Statement": .array(statements)] as JSON).pretty
  }

  private static func adding(_ statement: JSON, to text: String) throws -> String {
    let policy = try PolicyDocument(parsing: text)
    return
      (["Version": "2012-10-17", "Statement": .array(policy.statements.map { .object($0.json) } + [statement])]
      as JSON).compact
  }

  private func keep(_ account: Account, _ ledger: Ledger) async -> RoleKeep {
    RoleKeep(
      step: "kept", name: Self.name, arn: "arn:aws:iam::111122223333:role/Kept",
      seen: await IAMRole.look(account.world(), Self.name),
      context: Account.context(purpose: .teardown, ledger: ledger), own: [.inline("A"), .inline("B")],
      permissions: "A")
  }

  /// A role as somebody made it.
  private static func start(_ random: inout SplitMix) -> Account.Role {
    var role = Account.Role(trust: policy([door("Theirs")]), tags: ["team": "ml"])
    role.maxSession = [3600, 5400].randomElement(using: &random) ?? 3600
    role.boundary = [nil, "arn:aws:iam::aws:policy/Fence"].randomElement(using: &random) ?? nil
    role.attached = Bool.random(using: &random) ? ["arn:aws:iam::aws:policy/Wide"] : []
    role.description = Bool.random(using: &random) ? "theirs" : nil
    for name in ["A", "B", "C"] where Bool.random(using: &random) {
      role.inline[name] = policy([statement("Theirs\(name)"), statement("Wide\(name)")])
    }
    return role
  }

  /// Some of what a step could wish of it.
  private static func wishes(_ role: Account.Role, _ random: inout SplitMix) throws -> [(RolePart, Wish)] {
    var wishes: [(RolePart, JSON)] = []
    func some() -> Bool { Bool.random(using: &random) }
    if some() { wishes.append((.trust, .string(try adding(door("Mine"), to: role.trust)))) }
    if some() { wishes.append((.session, 7200)) }
    if some() { wishes.append((.boundary, "arn:aws:iam::aws:policy/Other")) }
    if some(), !role.attached.isEmpty { wishes.append((.attached("arn:aws:iam::aws:policy/Wide"), .null)) }
    if some() { wishes.append((.attached("arn:aws:iam::aws:policy/Mine"), "arn:aws:iam::aws:policy/Mine")) }
    for name in ["A", "B", "C"] where some() {
      let old = role.inline[name]
      guard let old else {
        wishes.append((.inline(name), .string(policy([statement("Mine\(name)")]))))
        continue
      }
      switch Int.random(in: 0..<3, using: &random) {
      case 0: wishes.append((.inline(name), .null))
      case 1: wishes.append((.inline(name), .string(try adding(statement("Mine\(name)"), to: old))))
      default: wishes.append((.inline(name), .string(policy([statement("Theirs\(name)"), statement("Mine\(name)")]))))
      }
    }
    return wishes.map { ($0.0, Wish(value: $0.1, summary: "", repairs: [])) }
  }

  @Test func whatIsSetAndTakenBackLeavesWhatStoodBefore() async throws {
    var random = SplitMix(state: 20_261_127)
    for round in 0..<300 {
      let start = Self.start(&random)
      let account = Account { $0.roles[Self.name] = start }
      let wishes = try Self.wishes(start, &random)
      let changes = await keep(account, Ledger()).thing(wishes).changes
      #expect(changes.count == wishes.count)
      var entries: [JournalEntry] = []
      for change in changes {
        try account.write(try #require(change.call))
        let event = JournalEntry.Event.intent(kind: change.kind, previous: change.previous, wanted: change.wanted)
        entries += [
          JournalEntry(change.key, change.resource, event, time: 0),
          JournalEntry(change.key, change.resource, .done, time: 0),
        ]
      }
      // In half of the rounds others write a statement of theirs into every policy that stands there.
      let isEdited = Bool.random(using: &random)
      if isEdited {
        let role = try #require(account.now.roles[Self.name])
        let trust = try Self.adding(Self.door("Late"), to: role.trust)
        let inline = try role.inline.mapValues { try Self.adding(Self.statement("Late"), to: $0) }
        account.change { state in
          state.roles[Self.name]?.trust = trust
          state.roles[Self.name]?.inline = inline
        }
      }
      for holding in await keep(account, Ledger(entries)).thing([]).holdings {
        for call in holding.calls { try account.write(call) }
      }
      let end = try #require(account.now.roles[Self.name])
      let taken = wishes.compactMap {
        if case (.inline(let name), let wish) = $0, wish.value.isNull { name } else { nil }
      }
      #expect(end.maxSession == start.maxSession && end.boundary == start.boundary, "round \(round)")
      #expect(Set(end.attached) == Set(start.attached) && end.description == start.description, "round \(round)")
      guard isEdited else {
        #expect(end.trust == start.trust && end.inline == start.inline, "round \(round): letter by letter")
        continue
      }
      #expect(try Self.sids(end.trust) == Self.sids(start.trust) + ["Late"], "round \(round)")
      for name in ["A", "B", "C"] {
        let before = try start.inline[name].map(Self.sids) ?? []
        let after = try end.inline[name].map(Self.sids)
        let isTouched = start.inline[name] != nil || wishes.contains { $0.0 == .inline(name) }
        // What was taken away whole had no policy left for others to write into.
        let late = isTouched && !taken.contains(name) ? ["Late"] : []
        #expect(Set(after ?? []) == Set(before + late), "round \(round), \(name): \(end.inline[name] ?? "nothing")")
      }
    }
  }

  private static func sids(_ text: String) throws -> [String] {
    try PolicyDocument(parsing: text).statements.compactMap(\.sid).sorted {
      ($0 == "Late" ? 1 : 0) < ($1 == "Late" ? 1 : 0)
    }
  }
}

/// A generator with a fixed seed, so that a failure can be repeated.
struct SplitMix: RandomNumberGenerator {
  var state: UInt64
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
