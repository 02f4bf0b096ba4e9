import Checklist
import JSONDocument

/// Connections to code hosts, under both names of the service; the bare account has one to GitHub that nobody tagged.
public struct CodeConnections: AccountService {
  public static let doors: Set<Door> = Set(ConnectionARN.services.map { .aws($0) })

  /// By ARN.
  public var connections: [String: Account.Connection] = [:]

  public init() {}

  public mutating func furnish() {
    connections[Account.connectionARN] = Account.Connection()
  }

  public mutating func answer(_ call: Call, in account: Account.State) -> Answer? {
    switch call.operation {
    case "ListConnections":
      return .success(["Connections": .array(connections.keys.sorted().map(description))])
    case "GetConnection":
      let arn = call.text("ConnectionArn")
      return connections[arn] == nil
        ? .missing("ResourceNotFoundException") : .success(["Connection": description(arn)])
    case "ListTagsForResource":
      return connections[call.text("ResourceArn")].map { .success(["Tags": $0.tags.tagList]) }
        ?? .missing("ResourceNotFoundException")
    default: return nil
    }
  }

  private func description(_ arn: String) -> JSON {
    guard let connection = connections[arn] else { return .null }
    return [
      "ConnectionName": .string(connection.name), "ConnectionArn": .string(arn),
      "ProviderType": .string(connection.provider), "ConnectionStatus": .string(connection.status),
    ]
  }

  public mutating func carryOut(_ call: Call, in account: Account.State) -> Answer? {
    switch call.operation {
    case "CreateConnection":
      let arn = "arn:aws:codeconnections:\(account.region):\(account.id):connection/made-\(connections.count)"
      connections[arn] = Account.Connection(
        call.text("ConnectionName"), status: "PENDING", provider: call.text("ProviderType"),
        tags: call.input["Tags"]?.tagged ?? [:])
      return .success(["ConnectionArn": .string(arn)])
    case "DeleteConnection": return connections.removeValue(forKey: call.text("ConnectionArn")).map { _ in .done }
    case "TagResource":
      connections[call.text("ResourceArn")]?.tags.merge(call.input["Tags"]?.tagged ?? [:]) { $1 }
    case "UntagResource":
      for key in call.input["TagKeys"]?.strings ?? [] { connections[call.text("ResourceArn")]?.tags[key] = nil }
    default: return nil
    }
    return connections[call.text("ResourceArn")] == nil ? .missing("ResourceNotFoundException") : .done
  }
}

extension Account {
  public struct Connection: Hashable, Sendable {
    public var name: String
    public var status: String
    public var provider: String
    public var tags: [String: String]

    public init(
      _ name: String = "churn-github", status: String = "AVAILABLE", provider: String = "GitHub",
      tags: [String: String] = [:]
    ) {
      (self.name, self.status, self.provider, self.tags) = (name, status, provider, tags)
    }
  }

  public static let connectionARN =
    "arn:aws:codeconnections:us-east-1:111122223333:connection/8c1e4a2b-0d3f-4a55-9b6c-7d8e9f001122"
}

extension Account.State {
  public var connections: [String: Account.Connection] {
    get { self[CodeConnections.self].connections }
    set { self[CodeConnections.self].connections = newValue }
  }
}
