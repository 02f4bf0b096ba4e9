import Checklist
import JSONDocument

/// Which connection is meant, and its tags. Several steps look at it; the calls are made once.
struct ConnectionChoice: Hashable, Sendable {
  /// Every connection of the Region, whatever it leads to.
  let all: Look<[Connection]>
  /// The one that is meant; absent where there is none, or several to choose from.
  let connection: Look<Connection>
  /// The tags of that one.
  let tags: Look<[String: String]>
  /// Those that might be meant, where nothing tells which.
  var several: [Connection] = []

  static let tag = "sagemaker"

  static func look(_ world: World, _ context: Context) async -> ConnectionChoice {
    let all = await list(world)
    guard let known = all.value else { return ConnectionChoice(all: all, connection: all.none(), tags: all.none()) }
    switch WantedConnection(context.setup) {
    case .arn(let arn) where WantedConnection.arn(arn).isElsewhere(context):
      return ConnectionChoice(all: all, connection: all.none(), tags: all.none())
    case .arn(let arn): return await one(described(arn, world), all, world)
    case .id(let id):
      return ConnectionChoice(
        all: all, connection: known.first { $0.arn.id == id }.map { Look(all.source, .seen($0)) } ?? all.none(),
        tags: all.none())
    case .name(let name): return await among(known.filter { $0.name == name }, all, world, context)
    case .any:
      let suited = known.filter { $0.provider == context.setup.connectionProvider }
      let namesakes = known.filter { $0.name == context.setup.connectionName }
      return await among(suited.isEmpty ? namesakes : suited, all, world, context)
    }
  }

  /// Under both names of the service; a connection that both tell of counts once.
  private static func list(_ world: World) async -> Look<[Connection]> {
    async let old = list(ConnectionARN.former, world)
    return await list(ConnectionARN.present, world).and(old).map { both in
      (both.first + both.second.filter { other in !both.first.contains { $0.text == other.text } })
    }
  }

  private static func list(_ service: Service, _ world: World) async -> Look<[Connection]> {
    await world.look(Call(service, "ListConnections")).reading { answer in
      let listed = answer["Connections"]?.array ?? []
      let connections = listed.compactMap(Connection.init)
      return connections.count == listed.count ? connections : nil
    }
  }

  private static func described(_ arn: ConnectionARN, _ world: World) async -> Look<Connection> {
    await world.look(
      Call(arn.service, "GetConnection", ["ConnectionArn": .string(arn.text)]), absent: ["ResourceNotFoundException"]
    ).reading { $0["Connection"].flatMap(Connection.init) }
  }

  private static func tags(of connection: Connection, _ world: World) async -> Look<[String: String]> {
    await world.look(connection.call("ListTagsForResource", "ResourceArn"), absent: ["ResourceNotFoundException"])
      .map { $0.tags("Tags") }
  }

  private static func one(
    _ connection: Look<Connection>, _ all: Look<[Connection]>, _ world: World
  ) async -> ConnectionChoice {
    guard let found = connection.value else {
      return ConnectionChoice(all: all, connection: connection, tags: connection.none())
    }
    return await ConnectionChoice(all: all, connection: connection, tags: tags(of: found, world).after(connection))
  }

  /// Of several the one that this setup made or changed, else the only one that is tagged for SageMaker, else the only
  /// one that there is.
  private static func among(
    _ candidates: [Connection], _ all: Look<[Connection]>, _ world: World, _ context: Context
  ) async -> ConnectionChoice {
    let byARN = Dictionary(candidates.map { ($0.text, $0) }) { first, _ in first }
    let tags = await world.all(of: all.map { _ in byARN.keys.sorted() }) { arn -> Look<[String: String]> in
      guard let connection = byARN[arn] else { return Look([], .absent) }
      return await Self.tags(of: connection, world)
    }
    guard let known = tags.value else { return ConnectionChoice(all: all, connection: tags.none(), tags: tags.none()) }
    let there = candidates.filter { known[$0.text] != nil }
    let own = there.filter { isOwn($0, known[$0.text] ?? [:], context) }
    let tagged = there.filter { known[$0.text]?[tag] == "true" }
    let meant = [own, tagged, there].first { !$0.isEmpty } ?? []
    guard let one = meant.first, meant.count == 1 else {
      return ConnectionChoice(
        all: all, connection: Look(tags.source, .absent), tags: Look(tags.source, .absent), several: meant)
    }
    return ConnectionChoice(
      all: all, connection: Look(tags.source, .seen(one)),
      tags: Look(tags.source, .seen(known[one.text] ?? [:])))
  }

  /// Whether a tag or the journal of this setup is about it.
  private static func isOwn(_ connection: Connection, _ tags: [String: String], _ context: Context) -> Bool {
    let changed = context.ledger[ConnectionStep.tagKey, context.connectionResource(connection.name)]
    return context.owns(tags) || tags[MarkedThing.prefix + context.setup.name] != nil
      || changed?.wanted["connection"]?.string == connection.text
  }
}
