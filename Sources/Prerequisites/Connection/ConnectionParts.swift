import Checklist
import JSONDocument
import Policy

/// The connection as a thing: made or not, its tag for SageMaker, and whose it is.
struct ConnectionParts {
  typealias Step = ConnectionStep

  let seen: Step.Observation
  let context: Context

  private var choice: ConnectionChoice { seen.choice }
  private var connection: Connection? { choice.connection.value }
  private var name: String { connection?.name ?? context.setup.connectionName }
  private var resource: String { context.connectionResource(name) }

  /// Nil where nothing can be said of one: it was not seen, or nothing tells which is meant.
  var thing: Thing? {
    guard connection != nil ? choice.tags.value != nil : isToBeMade else { return nil }
    return Thing(
      step: "connection", resource: resource, name: "connection \(name)", isMade: marked?.isMade ?? true, fate: fate,
      users: users, marked: marked, whole: whole, parts: [tag].compactMap(\.self))
  }

  /// Whether one is to be made: none is there that could be meant, and a name for it is known. One to a server of GitHub's
  /// customers needs a host, which is installed there first.
  private var isToBeMade: Bool {
    guard choice.connection.isAbsent, choice.several.isEmpty, context.setup.isOnGitHubCom else { return false }
    switch WantedConnection(context.setup) {
    case .any: return true
    case .name(let name): return !context.isPlaceholder(name)
    case .arn, .id: return false
    }
  }

  private var isRightProvider: Bool { connection?.provider == context.setup.connectionProvider }

  /// The connection, and which setups of onramp its tags name.
  private var marked: MarkedThing? {
    guard let connection, let tags = choice.tags.value else { return nil }
    var marked = MarkedThing(
      key: Step.markKey, resource: resource, tags: tags,
      tagging: .each(connection.arn.service, "Resource", ["ResourceArn": .string(connection.text)]), context: context,
      item: Step.connectionKey, identity: connection.text)
    // With others beside this setup the tag stays theirs, and only the mark comes off.
    marked.isSetWithPart =
      marked.maker == nil && marked.isMarked && marked.others.isEmpty && tags[ConnectionChoice.tag] == "true"
    return marked
  }

  /// The Git repositories of SageMaker that are read through it.
  private var users: [Holding.User] {
    guard let connection else { return [] }
    return (seen.repositories.value ?? []).filter { $0.isRead(through: connection) }
      .map { Holding.User("Git repository \($0.name)", resource: $0.arn) }
  }

  /// Why nothing can be said of who uses it; nil where it can.
  private var unknown: String? {
    guard seen.repositories.value == nil else { return nil }
    let reason = seen.repositories.obstacle?.inWords ?? "SageMaker's Git repositories were not looked at"
    return "cannot tell who else uses it (\(reason))"
  }

  private var fate: Thing.Fate {
    guard let connection, let marked else { return .absent }
    // One that was there before is used as the domain is: nothing has to be said of its staying, but to the journal.
    guard marked.isMade else {
      let isRemembered = context.ledger.all.contains { $0.resource == resource }
      return .others(because: isRemembered || marked.maker != nil ? marked.whyForeign : nil)
    }
    if let unknown { return .stays(.ours, because: unknown) }
    return .goes(
      because: context.reason(tags: marked.tags), [connection.call("DeleteConnection", "ConnectionArn")],
      meaning: "whatever else reads GitHub through it stops; whether a pipeline does is not looked at")
  }

  private var whole: Part {
    let name = name
    var part = Part(
      key: Step.connectionKey, name: "",
      present: connection.map { ["name": .string($0.name), "connection": .string($0.text)] } ?? .null,
      set: { _, _ in
        Call(
          ConnectionARN.present, "CreateConnection",
          ["ProviderType": "GitHub", "ConnectionName": .string(name), "Tags": JSON(tagList: tags)])
      }, identity: ["ConnectionArn"])
    guard connection == nil, isToBeMade else { return part }
    part.wish = Wish(
      value: ["name": .string(name), "provider": "GitHub", "tags": JSON(tags: tags)],
      summary: "made, for a person to finish its handshake in the console", repairs: ["CON-01"],
      whyNoUndo: "its ARN is known once it is made; teardown deletes it")
    return part
  }

  /// The tags of a connection that is made.
  private var tags: [String: String] { context.tags.merging([ConnectionChoice.tag: "true"]) { $1 } }

  /// The one tag without which SageMaker's roles may not use it; what others tagged it with is theirs.
  private var tag: Part? {
    guard let connection, let tags = choice.tags.value, let marked else { return nil }
    let value = tags[ConnectionChoice.tag]
    func form(_ value: String?) -> JSON {
      ["connection": .string(connection.text), ConnectionChoice.tag: value.map { .string($0) } ?? .null]
    }
    // The mark says, without a journal too, who tagged what nobody of onramp made.
    let marks = value == nil && marked.maker == nil && !marked.isMade ? marked.ownTag : [:]
    let present = form(value)
    var part = Part(
      key: Step.tagKey, name: "Tag", present: present,
      set: { _, new in
        guard let value = new[ConnectionChoice.tag]?.string else {
          let mark = marked.isSetWithPart ? marked.ownTag : marks
          let keys = ([ConnectionChoice.tag] + mark.keys).map { JSON.string($0) }
          return connection.call("UntagResource", "ResourceArn", ["TagKeys": .array(keys)])
        }
        return connection.call(
          "TagResource", "ResourceArn",
          ["Tags": JSON(tagList: marks.merging([ConnectionChoice.tag: value]) { $1 })])
      })
    if value != "true", isRightProvider {
      part.wish = Wish(
        value: form("true"),
        summary: "\(ConnectionChoice.tag)=true, as SageMaker's roles ask for"
          + (marks.isEmpty ? "" : ", and a tag that says \(context.setup.name) uses it"),
        repairs: ["CON-04"], confidence: value == nil ? .safe : .check)
    }
    part.reason = "onramp tagged it"
    part.unsafe = { _ in ["CON-04"] }
    part.users = users
    if let item = context.ledger[Step.tagKey, resource], item.wanted["connection"]?.string == connection.text {
      part.withdrawal = .value(present, item)
    } else if marked.maker == nil, marked.isMarked, value == "true" {
      part.withdrawal = .previous(form(nil))
    }
    if let unknown, part.withdrawal != .nothing { part.withdrawal = .impossible(unknown) }
    return part
  }
}
