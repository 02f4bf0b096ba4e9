import AWS
import Basics
import Checklist
import JSONDocument
import Prerequisites
import Runs

/// One look around with everything the program knows how to look at, and the report of it.
public struct Survey: Sendable {
  let session: Session
  let started = Clock.now()
  private let start = Clock.elapsed()
  private let requestsBefore: Int

  public init(_ session: Session) {
    self.session = session
    requestsBefore = session.requestCount
  }

  /// What a look around needs before it starts: who is calling, and in which account.
  public struct Footing: Sendable {
    public let caller: Session.Caller
    public let context: Context
    let world: World
  }

  /// Asks who is calling and reads the journal.
  /// - Parameter looksAhead: whether a report follows. Where the setup file says whose account it is, looking then
  ///   does not wait for the answer; what was seen is dropped should it be another's.
  public func footing(
    _ purpose: Context.Purpose = .checkup, looksAhead: Bool = false
  ) async throws(Failure) -> Footing {
    let world = session.world()
    let early = looksAhead ? try lookAhead(world, purpose) : nil
    let caller = await session.caller(world)
    var context = try session.context(caller, purpose: purpose)
    context.signIn = await session.signIn()
    guard let early, early.context.account != context.account || early.context.partition != context.partition else {
      return Footing(caller: caller, context: context, world: world)
    }
    // What looks at another account's things ends here: nothing works on behind the report.
    await world.close()
    await early.task.value
    return Footing(caller: caller, context: context, world: session.world())
  }

  /// Begins to look at what the setup wants as if its account were the caller's.
  private func lookAhead(
    _ world: World, _ purpose: Context.Purpose
  ) throws(Failure) -> (task: Task<Void, Never>, context: Context)? {
    guard let account = session.setup.account else { return nil }
    let context = try session.context(
      Session.Caller(
        arn: nil, account: account, partition: AWSConfiguration.partition(of: session.region), barrier: nil),
      purpose: purpose)
    let (prerequisites, wanted) = (session.prerequisites, wanted.subtracting(["identity"]))
    return (Task { await prerequisites.lookAhead(wanted, world, context) }, context)
  }

  /// The steps that the setup wants, or the command line.
  private var wanted: Set<StepID> {
    session.prerequisites.wanted(
      tracks: session.setup.tracks, steps: session.options.steps.map { StepID(rawValue: $0) })
  }

  /// Looks at the wanted steps, telling of each as it is judged.
  /// - Parameter only: look at these steps and no others; nil for all that the setup wants.
  public func report(
    _ footing: Footing, only: Set<StepID>? = nil, tell: @Sendable (StepReport) -> Void = { _ in }
  ) async -> CheckReport {
    let (setup, all) = (session.setup, wanted)
    let checkup = Checkup(
      session.prerequisites, wanted: only ?? all, world: footing.world, context: footing.context,
      barrier: footing.caller.barrier, planning: all, rights: Doors.rights, render: session.renderer)
    let today = Moment(seconds: started).day
    var reports: [StepID: StepReport] = [:]
    for await report in checkup.reports() {
      let accepted = report.accepting(setup, on: today)
      reports[report.step] = accepted
      tell(accepted)
    }
    return CheckReport(
      version: Version.current, setup: setup, account: footing.caller.account, partition: footing.context.partition,
      region: session.region, caller: footing.caller.arn, started: started, seconds: Clock.elapsed() - start,
      requests: session.requestCount - requestsBefore, steps: session.prerequisites.all.compactMap { reports[$0.id] })
  }
}

extension CheckReport {
  /// The report with what is left to do until the first deployment.
  /// - Parameter afterwards: what the changes of this session leave for a person, a sentence each.
  func withWhatIsLeft(_ context: Context, _ prerequisites: Prerequisites, afterwards: [String] = []) -> CheckReport {
    var report = self
    report.afterwards = afterwards
    report.todos = Todo.left(
      of: steps, afterwards: afterwards,
      later: LaterSteps(context, steps).todos(beside: prerequisites.all.map(\.id)))
    return report
  }

  /// What would make everything right that can be made right from here.
  public var plan: Plan { Plan(steps.flatMap(\.changes)) }
}

extension Session {
  /// What teardown would do: of the whole setup, or of the steps and tracks that were named for this run. What was
  /// written a moment ago and is not seen yet is looked for again before anything is said of it.
  func inventory(
    _ footing: Survey.Footing, isStopped: @escaping @Sendable () -> Bool = { false }
  ) async -> Inventory {
    var world = footing.world
    var whole = await prerequisites.inventory(world, footing.context)
    for delay in RunClock.patience {
      // What is hidden from us is no more to be seen by waiting.
      guard footing.context.ledger.unseen(in: whole, Clock.now()) != nil, await world.obstacles().isEmpty,
        await Clock.ofRuns.pause(delay, unless: isStopped)
      else { break }
      world = self.world()
      whole = await prerequisites.inventory(world, footing.context)
    }
    whole = whole.proved(footing.context.ledger)
    guard !options.steps.isEmpty || !options.tracks.isEmpty else { return whole }
    let named = prerequisites.all.filter {
      options.steps.contains($0.id.rawValue) || options.tracks.contains($0.track.rawValue)
    }
    return whole.only(Set(named.map(\.id)))
  }

  /// Whether an inventory rests on looks that all answered, and shows all that was written a moment ago.
  func hasSeenAll(_ inventory: Inventory, _ footing: Survey.Footing) async -> Bool {
    await unseen(inventory, footing).isEmpty
  }

  /// What an inventory could not look at, and what was written a moment ago and does not show in it, a sentence each.
  func unseen(_ inventory: Inventory, _ footing: Survey.Footing) async -> [String] {
    let hidden = await footing.world.obstacles().map { call, obstacle in "\(call.inWords): \(obstacle.inWords)" }
    let late = footing.context.ledger.unseen(in: inventory, Clock.now()).map {
      "\($0.key): written a moment ago, not seen yet"
    }
    return hidden + (late.map { [$0] } ?? [])
  }

  /// Refuses to go on towards a write when it is not certain whose account this is.
  func requireCertainty(_ caller: Caller) throws(Failure) {
    if let barrier = caller.barrier, barrier == "ENV-02" {
      let place = setupPath + (setupLine("account").map { ":\($0)" } ?? "")
      throw Failure(
        [
          "onramp: \(place): account is \(setup.account ?? "?"), but this is account \(caller.account ?? "?") (ENV-02)",
          "  sign in to \(setup.account ?? "that account"), or correct the key account",
        ], code: 4)
    }
    guard caller.arn != nil else {
      let reason = caller.obstacle.map { ": \($0.inWords)" } ?? ""
      throw Failure(["onramp: ENV-01: it cannot be seen who is calling, so nothing is changed\(reason)"], code: 4)
    }
    if let account = caller.account { try requireSameAccount(account) }
  }
}

extension StepReport {
  /// The report with the warnings that the setup file accepts marked so, until the date it gives.
  func accepting(_ setup: Setup, on today: String) -> StepReport {
    with(
      findings.map { finding in
        guard finding.status == .warn, let word = setup.acceptance(of: finding.check, on: today) else { return finding }
        return finding.accepted(word.until.map { "until \($0): " + word.reason } ?? word.reason)
      })
  }
}

extension Finding {
  fileprivate func accepted(_ words: String) -> Finding {
    Finding(
      check: check, step: step, title: title, status: .accepted, severity: severity, resource: resource,
      lookedAt: lookedAt, found: "\(found) (accepted \(words))", needed: needed, why: why, fixes: fixes)
  }
}
