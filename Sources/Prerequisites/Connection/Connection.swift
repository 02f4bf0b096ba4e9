import Checklist
import JSONDocument

/// A connection to a code host, as CodeConnections describes it.
struct Connection: Hashable, Sendable {
  let arn: ConnectionARN
  /// The ARN as the service writes it.
  let text: String
  let name: String
  /// `GitHub`, `GitHubEnterpriseServer`, `Bitbucket` …
  let provider: String
  /// `AVAILABLE`, `PENDING`, `ERROR`.
  let status: String

  /// Nil for an answer of another shape.
  init?(_ json: JSON) {
    guard let text = json["ConnectionArn"]?.string, let arn = ConnectionARN(text),
      let name = json["ConnectionName"]?.string
    else { return nil }
    (self.arn, self.text, self.name) = (arn, text, name)
    provider = json["ProviderType"]?.string ?? ""
    status = json["ConnectionStatus"]?.string ?? ""
  }

  /// Whether a person has to finish its handshake.
  var isPending: Bool { status == "PENDING" }

  /// An operation on it, under the name of the service that its ARN names: policies are written for that one.
  func call(_ operation: String, _ member: String, _ input: JSONObject = [:]) -> Call {
    Call(arn.service, operation, input.with(member, .string(text)))
  }
}

/// What the setup file says of the connection.
enum WantedConnection: Hashable, Sendable {
  case arn(ConnectionARN)
  /// The last part of an ARN, without what stands before it.
  case id(String)
  case name(String)
  /// Nothing: the one that this account has, or one that is to be made.
  case any

  init(_ setup: Setup) {
    self =
      setup.connection.map { text in
        if let arn = ConnectionARN(text) { return .arn(arn) }
        return ConnectionARN.isID(text) ? .id(text) : .name(text)
      } ?? .any
  }

  /// Whether an ARN leads out of what is looked at, so that nothing can be asked about it from here.
  func isElsewhere(_ context: Context) -> Bool {
    guard case .arn(let arn) = self else { return false }
    return arn.region != context.region || arn.account != context.account
  }
}

extension Setup {
  /// What GitHub's kind of server is called by CodeConnections.
  var connectionProvider: String { isOnGitHubCom ? "GitHub" : "GitHubEnterpriseServer" }
  var isOnGitHubCom: Bool { githubHost == "github.com" }

  /// The name of a connection that is to be made: the one that is written, else `NAME-github`.
  /// (AWS CodeConnections API, CreateConnection: at most 32 characters.)
  var connectionName: String {
    if case .name(let name) = WantedConnection(self) { return name }
    let ending = "-github"
    return String(name.prefix(32 - ending.count)) + ending
  }
}

extension Context {
  /// A connection by its name, in the place of the id that the service chooses: what it is known by before it is made.
  func connectionResource(_ name: String) -> String {
    "arn:\(partition):codeconnections:\(region):\(account):connection/\(name)"
  }
}
