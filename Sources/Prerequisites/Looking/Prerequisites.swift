import Checklist
import ScreenForm
import Screens

/// The prerequisites of a setup, each of them two places: a screen with the words, a folder with the logic.
///
/// This module knows how to look at, judge, plan and take stock of each; it sends nothing but reads, through
/// the door of the `World` it is given, and knows neither terminals nor files nor wire formats.
public struct Prerequisites: Sendable {
  /// One prerequisite with its screen.
  struct Entry: Sendable {
    let screen: Screen
    let step: any Step
    var id: StepID { StepID(rawValue: screen.id) }
    var track: Track { Track(rawValue: screen.track) ?? .all }
  }

  let entries: [Entry]

  /// Those of this build.
  public init() {
    let steps = Dictionary(uniqueKeysWithValues: Prerequisites.steps.map { ($0.key.rawValue, $0.value) })
    entries = Screens.all.compactMap { screen in steps[screen.id].map { Entry(screen: screen, step: $0) } }
  }

  /// With others beside those of this build, after them.
  public func adding(_ more: [(screen: Screen, step: any Step)]) -> Prerequisites {
    Prerequisites(entries: entries + more.map { Entry(screen: $0.screen, step: $0.step) })
  }

  private init(entries: [Entry]) { self.entries = entries }

  /// Every step this build has, in the order an operator meets them.
  public var all: [(id: StepID, title: String, track: Track)] { entries.map { ($0.id, $0.screen.title, $0.track) } }

  /// The steps that are wanted: those of the tracks, or those named, with everything they need.
  public func wanted(tracks: Set<Track>, steps: [StepID] = []) -> Set<StepID> {
    let named = steps.isEmpty ? entries.filter { tracks.contains($0.track) || $0.track == .all }.map(\.id) : steps
    var wanted: Set<StepID> = ["identity"]
    var open = named
    while let id = open.popLast() {
      guard wanted.insert(id).inserted, let entry = entries.first(where: { $0.id == id }) else { continue }
      open += entry.screen.needs.map { StepID(rawValue: $0) }
    }
    return wanted
  }

  /// The steps that these checks belong to.
  public func owners(of checks: Set<CheckID>) -> Set<StepID> {
    Set(entries.filter { $0.screen.checks.contains { checks.contains(CheckID(rawValue: $0.id)) } }.map(\.id))
  }

  func entry(_ id: StepID) -> Entry? { entries.first { $0.id == id } }

  /// What all steps hold in the account, in an order in which it can be taken back.
  public func inventory(_ world: World, _ context: Context) async -> Inventory {
    let held = await withTaskGroup(of: (Int, [Holding]).self) { group in
      for (place, entry) in entries.enumerated() {
        group.addTask { (place, await entry.step.holdings(world, context)) }
      }
      return await group.reduce(into: [Int: [Holding]]()) { $0[$1.0] = $1.1 }
    }
    return Inventory(held.sorted { $0.key > $1.key }.flatMap(\.value))
  }

  /// Asks what some steps will ask, so that the answers are there, or on their way, when they are looked at.
  public func lookAhead(_ steps: Set<StepID>, _ world: World, _ context: Context) async {
    await withTaskGroup(of: Void.self) { group in
      for entry in entries where steps.contains(entry.id) {
        group.addTask { await entry.step.lookAhead(world, context) }
      }
    }
  }

  /// Looks at one step again: what it would change now, what it holds, and what is on its way there.
  public func standing(of id: StepID, _ world: World, _ context: Context) async -> StepStanding {
    guard let entry = entry(id) else { return StepStanding() }
    var context = context
    context.looksBack = false
    return await entry.step.standing(world, context, leaving: entry.leavingAccepted)
  }
}

/// What one look at one step comes to, for those who act.
public struct StepStanding: Sendable {
  public private(set) var changes: [Change] = []
  public private(set) var holdings: [Holding] = []
  public private(set) var underway: [Underway] = []
  /// The checks that do not hold, and what was found; judged when it is asked.
  public private(set) var broken: @Sendable () -> [(check: CheckID, found: String)] = { [] }
}

/// What a step tells besides its judgements.
struct Told: Sendable {
  var signIns: SignInTable?
  var reminders: [Todo] = []
}

extension Step {
  func lookAhead(_ world: World, _ context: Context) async { _ = await observe(world, context) }

  /// What is held is said where it was looked at closely enough: for teardown.
  /// - Parameter leaving: the changes without those that are not to be made.
  func standing(
    _ world: World, _ context: Context, leaving: ([Change], @autoclosure () -> [Judgement], Context) -> [Change]
  ) async -> StepStanding {
    let seen = await observe(world, context)
    return StepStanding(
      changes: leaving(changes(seen, context), judge(seen, context), context),
      holdings: Inventory(heldAndGoing(seen, context)).holdings,
      underway: underway(seen, context), broken: { judge(seen, context).compactMap(\.broken) })
  }

  func look(
    _ world: World, _ context: Context
  ) async -> (judgements: [Judgement], changes: [Change], underway: [Underway], told: Told) {
    let seen = await observe(world, context)
    let told = Told(signIns: signIns(seen, context), reminders: reminders(seen, context))
    return (judge(seen, context), changes(seen, context), underway(seen, context), told)
  }

  func holdings(_ world: World, _ context: Context) async -> [Holding] {
    heldAndGoing(await observe(world, context), context)
  }

  /// What is to be done, and what was begun and has to be over before what comes after it.
  private func changes(_ seen: Observation, _ context: Context) -> [Change] {
    let changes = plan(seen, context)
    return changes
      + underway(seen, context).filter { work in !changes.contains { $0.key == work.key } }
      .map(Change.init(waitingFor:))
  }

  private func heldAndGoing(_ seen: Observation, _ context: Context) -> [Holding] {
    let held = holdings(seen, context)
    return held
      + underway(seen, context).filter { work in !held.contains { $0.key == work.key } }
      .map(Holding.init(waitingFor:))
  }
}
