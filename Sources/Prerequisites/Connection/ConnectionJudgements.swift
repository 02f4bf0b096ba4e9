import Checklist

/// What is said of the connection, check by check.
struct ConnectionJudgements {
  let choice: ConnectionChoice
  let context: Context

  private var setup: Setup { context.setup }
  private var wanted: WantedConnection { WantedConnection(setup) }
  private var resource: String? { choice.connection.value?.text ?? setup.connection }

  var all: [Judgement] {
    [
      judge("CON-01", choice.connection, absent: missing) { .holds(found: $0.name) },
      judge("CON-02", choice.connection, confirmed).mended(on: page),
      judge("CON-03", choice.connection) { connection in
        .judged(connection.status, isRight: connection.status != "ERROR", needed: "AVAILABLE")
      },
      judge("CON-04", choice.tags) { tags in
        let found = tags[ConnectionChoice.tag].map { "\(ConnectionChoice.tag)=\($0)" }
        return .judged(
          found ?? "no tag \(ConnectionChoice.tag)", isRight: tags[ConnectionChoice.tag] == "true",
          needed: "\(ConnectionChoice.tag)=true")
      },
      place,
      judge("CON-06", choice.connection, provided),
      wholeARN,
      judge("CON-08", choice.connection, family),
      judge("CON-10", choice.all.and(choice.connection.optional)) { alone($0.first, $0.second) },
    ]
  }

  /// Why nothing more can be said: none is there, or nothing that could be.
  private var barrier: CheckID {
    if wanted.isElsewhere(context) { return "CON-05" }
    if case .id = wanted { return "CON-07" }
    return "CON-01"
  }

  private func judge<Value>(
    _ check: CheckID, _ look: Look<Value>, absent: Verdict? = nil, _ verdict: (Value) -> Verdict
  ) -> Judgement {
    look.judge(check, on: resource, absent: absent ?? .blocked(by: barrier), verdict)
  }

  private var missing: Verdict {
    guard barrier == "CON-01" else { return .blocked(by: barrier) }
    guard choice.several.isEmpty else {
      return .broken(found: Self.names(choice.several), needed: "one of them at the key project.connection")
    }
    return .broken(
      found: setup.connection.map { "no connection \($0)" } ?? "no connection to GitHub in \(context.region)",
      needed: setup.connection ?? setup.connectionName)
  }

  /// By their names, and where those are not enough by their ARNs.
  private static func names(_ connections: [Connection]) -> String {
    let isTold = Set(connections.map(\.name)).count == connections.count
    return connections.map { isTold ? $0.name : $0.text }.sorted().listed()
  }

  private func confirmed(_ connection: Connection) -> Verdict {
    switch connection.status {
    case "AVAILABLE": .holds(found: connection.status)
    case "PENDING": .waiting(found: connection.status, needed: "AVAILABLE")
    case "ERROR": .blocked(by: "CON-03")
    case let other: .broken(found: other.isEmpty ? "no status" : other, needed: "AVAILABLE")
    }
  }

  /// The page on which a person finishes this very connection.
  private var page: Judgement.Page? {
    choice.connection.value.map {
      let handshake = Handshake(connection: $0, context: context)
      return Judgement.Page(link: handshake.link, steps: handshake.steps)
    }
  }

  /// CON-05: nothing of another account or Region can be used here.
  private var place: Judgement {
    let here = "\(context.account), \(context.region)"
    guard case .arn(let arn) = wanted else {
      return judge("CON-05", choice.connection) {
        .judged("\($0.arn.account), \($0.arn.region)", isRight: true, needed: here)
      }
    }
    return judge("CON-05", choice.all) { _ in
      .judged(
        "\(arn.account), \(arn.region)", isRight: !wanted.isElsewhere(context),
        needed: "a connection of \(here)")
    }
  }

  private func provided(_ connection: Connection) -> Verdict {
    let needed = setup.connectionProvider
    guard connection.provider != needed else { return .holds(found: connection.provider) }
    // No source says which kind a server of GitHub's customers in the cloud counts as.
    return .broken(found: connection.provider, needed: needed, severity: setup.isOnGitHubCom ? nil : .medium)
  }

  /// CON-07: the id alone says neither family nor Region, so no policy and no command can be written with it.
  private var wholeARN: Judgement {
    choice.all.judge("CON-07", on: resource, absent: .blocked(by: barrier)) { known in
      guard case .id(let id) = wanted else {
        return .holds(found: setup.connection ?? "the setup file names none")
      }
      let meant = known.first { $0.arn.id == id }?.text
      return .broken(
        found: "the id \(id) alone",
        needed: meant ?? "the ARN that ends with it; no connection of \(context.region) does")
    }
  }

  private func family(_ connection: Connection) -> Verdict {
    let service = connection.arn.service
    let isOld = service != ConnectionARN.present
    return .holds(found: isOld ? "\(service): policies have to name it by this older prefix" : service.rawValue)
  }

  /// CON-10: whoever chooses by the name in the console may choose the other one.
  private func alone(_ known: [Connection], _ meant: Connection?) -> Verdict {
    guard let connection = meant ?? choice.several.first else { return .blocked(by: barrier) }
    let namesakes = known.filter { $0.name == connection.name }
    return .judged(
      namesakes.count > 1 ? namesakes.map(\.text).sorted().listed() : connection.name, isRight: namesakes.count < 2,
      needed: "one connection of the name \(connection.name)")
  }
}
