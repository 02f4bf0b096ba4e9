import Checklist
import JSONDocument

/// The connection by which SageMaker projects read the repository: there, confirmed by a person, tagged for SageMaker.
public struct ConnectionStep: Step {
  public struct Observation: Hashable, Sendable {
    let choice: ConnectionChoice
    /// The Git repositories that read through it: who would lose it. Asked at a teardown only.
    let repositories: Look<[CodeRepository]>
  }

  static let connectionKey: ItemKey = "connection/connection"
  static let tagKey: ItemKey = "connection/tag"
  static let markKey: ItemKey = "connection/mark"

  public init() {}

  public func observe(_ world: World, _ context: Context) async -> Observation {
    async let repositories = context.purpose == .teardown ? CodeRepository.all(world) : nil
    return Observation(
      choice: await ConnectionChoice.look(world, context), repositories: await repositories ?? Look([], .absent))
  }

  public func judge(_ seen: Observation, _ context: Context) -> [Judgement] {
    ConnectionJudgements(choice: seen.choice, context: context).all
  }

  public func plan(_ seen: Observation, _ context: Context) -> [Change] {
    ConnectionParts(seen: seen, context: context).thing?.changes ?? []
  }

  public func holdings(_ seen: Observation, _ context: Context) -> [Holding] {
    ConnectionParts(seen: seen, context: context).thing?.holdings ?? []
  }

  public func underway(_ seen: Observation, _ context: Context) -> [Underway] {
    // Teardown waits for no handshake.
    guard context.purpose == .checkup, let connection = seen.choice.connection.value, connection.isPending else {
      return []
    }
    let page = Handshake(connection: connection, context: context)
    return [
      Underway(
        Self.connectionKey, of: context.connectionResource(connection.name), "Connection \(connection.name)",
        by: .person(link: page.link, steps: page.steps), words: "\(connection.status): its handshake is a person's")
    ]
  }
}

/// What a person does in the console to finish a connection, or to put it right.
struct Handshake {
  let connection: Connection
  let context: Context

  var link: String { "https://\(context.consoleHost)/codesuite/settings/connections?region=\(context.region)" }

  var steps: [String] {
    [
      "Open the connection \(connection.name), and choose Update pending connection.",
      "Choose the app's installation for \(context.setup.owner), or Install a new app, with access to "
        + "\(context.setup.repository).",
      "Choose Connect.",
    ]
  }
}
