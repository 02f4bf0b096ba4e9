import Checklist
import JSONDocument
import Synchronization

/// What one step ever sends, found out by running it against imagined accounts.
///
/// Nothing of it is written down by hand: a step that learns a new call shows it here, so the permissions
/// named to an operator are those of the calls. Nothing is sent.
public struct Rehearsal: Sendable {
  /// The calls that look at what is to be set up.
  public fileprivate(set) var looks: Set<Call> = []
  /// The calls that look at what is to be taken back.
  public fileprivate(set) var inspections: Set<Call> = []
  /// The changes that would be offered in one account or another.
  public fileprivate(set) var changes: Set<Change> = []
  /// The calls that teardown would send.
  public fileprivate(set) var removals: Set<Call> = []
  /// The memory of a run that made everything.
  fileprivate var everythingMade = Ledger()

  /// Takes in what another rehearsal found.
  public mutating func add(_ other: Rehearsal) {
    looks.formUnion(other.looks)
    inspections.formUnion(other.inspections)
    changes.formUnion(other.changes)
    removals.formUnion(other.removals)
  }

  /// The calls that make and change.
  public var makings: Set<Call> { Set(changes.flatMap(\.calls)) }
  /// The calls that remove and put back.
  public var takings: Set<Call> { removals.union(changes.flatMap(\.undo)) }
}

/// An account that does not exist: it answers each call with something the service could say.
public struct ImaginedAccount: Sendable {
  /// An answer to a call; equal calls of one variant get equal answers.
  public typealias Answer = @Sendable (_ call: Call, _ variant: UInt64) -> JSON

  let variant: UInt64
  let answer: Answer

  /// In the first account everything is there, in the second nothing; then every thing for itself.
  func isMissing(_ call: Call) -> Bool {
    switch variant {
    case 0: false
    case 1: true
    default: call.fingerprint(variant) % 3 == 0
    }
  }

  /// Now and then a look is denied: some steps then look elsewhere.
  func said(to call: Call) throws(Obstacle) -> JSON {
    if variant > 1, call.fingerprint(variant) % 11 == 0 { throw .denied(permission: "", message: "") }
    let seed = call.fingerprint(variant)
    return SampleToken.answer(to: call) { $0.fingerprint(seed) } ?? answer(call, variant)
  }
}

extension Prerequisites {
  /// Runs a step in many imagined accounts, for setting up and for taking back, and notes what it would send.
  public func rehearsal(
    of id: StepID, in context: Context, accounts: UInt64 = 96, answer: @escaping ImaginedAccount.Answer
  ) async -> Rehearsal {
    guard let step = entry(id)?.step else { return Rehearsal() }
    var rehearsal = Rehearsal()
    for variant in 0..<accounts {
      await step.rehearse(&rehearsal, context, ImaginedAccount(variant: variant, answer: answer))
    }
    return rehearsal
  }
}

extension Step {
  fileprivate func rehearse(_ rehearsal: inout Rehearsal, _ context: Context, _ account: ImaginedAccount) async {
    let looks = Mutex<Set<Call>>([])
    func world() -> World {
      @Sendable func note(_ call: Call) { looks.withLock { _ = $0.insert(call) } }
      return World(
        door: { call throws(Obstacle) in
          note(call)
          return try account.said(to: call)
        },
        missing: { call in
          note(call)
          return account.isMissing(call)
        })
    }
    let planned = plan(await observe(world(), context), context)
    rehearsal.changes.formUnion(planned)
    rehearsal.looks.formUnion(looks.withLock { $0 })
    // Whatever was planned is taken for made: by onramp, or with something there before it.
    let made = Ledger(
      planned.flatMap { change in
        [
          JournalEntry(
            change.key, change.resource,
            .intent(kind: change.kind, previous: change.previous, wanted: change.wanted), time: 0),
          JournalEntry(change.key, change.resource, .done, time: 0),
        ]
      })
    if account.variant == 1 { rehearsal.everythingMade = made }
    for ledger in [context.ledger, made, rehearsal.everythingMade] {
      let later = Context(
        setup: context.setup, account: context.account, partition: context.partition, region: context.region,
        purpose: .teardown, ledger: ledger, regions: context.regions, template: context.template)
      let seen = await observe(world(), later)
      rehearsal.removals.formUnion(holdings(seen, later).flatMap(\.calls))
      rehearsal.changes.formUnion(plan(seen, later))
    }
    rehearsal.inspections.formUnion(looks.withLock { $0 })
  }
}

extension String {
  /// FNV-1a from a seed; the lowest bits are left out, which it mixes least.
  public func fingerprint(_ seed: UInt64) -> UInt64 {
    utf8.reduce(0xcbf2_9ce4_8422_2325 ^ seed) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 } >> 7
  }
}

extension Call {
  /// A number that is the same for equal calls in every run; another one for each seed.
  public func fingerprint(_ seed: UInt64) -> UInt64 {
    "\(service) \(operation) \(JSON.object(input).canonical)".fingerprint(seed)
  }
}
