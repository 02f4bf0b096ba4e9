import Checklist
import JSONDocument

/// What GitHub says to a token: the stored one, the one to be stored, and the operator's own.
public struct GitHubTokens: AccountService {
  public static let doors: Set<Door> = [.token(.stored), .token(.offered), .token(.caller)]

  /// The token to be stored.
  public var offered: String?
  public var offeredProblem: String?
  /// What GitHub says to a token by operation; to others it says 401.
  public var tokens: [String: [String: JSON]] = [:]
  /// What GitHub says about the operator's own token.
  public var ownToken: JSON = ["status": 200, "login": "ana", "scopes": ["repo", "workflow"]]

  /// What GitHub says to it about the workflow's file.
  public var ownWorkflow: JSON = ["status": 200]

  public init() {}

  public mutating func furnish() {
    offered = Account.token
    tokens = [Account.token: Account.answers, Account.otherToken: Account.answers]
  }

  public mutating func answer(_ call: Call, in account: Account.State) -> Answer? {
    if call.door == .token(.caller) {
      return .success(call.operation.hasSuffix("{workflow_id}") ? ownWorkflow : ownToken)
    }
    let secret = account.secrets["sagemaker-github-token"]
    let stored = secret?.current.flatMap { secret?.values[$0] ?? nil }
    let known = tokens.first { token, _ in
      call.door == .token(.offered) ? token == offered : stored?.contains(token) == true
    }
    return .success(known?.value[call.operation] ?? ["status": 401])
  }
}

extension Account {
  /// What a run would tell of the token to be stored.
  public var offer: TokenOffer? {
    let state = now
    if let problem = state.offeredProblem { return TokenOffer(origin: "token.json", problem: problem) }
    return state.offered.map { _ in TokenOffer(origin: "token.json") }
  }

  public static let token = "github_pat_0000000000000000000000_forTheLambda"
  public static let otherToken = "ghp_000000000000000000000000000000000000"

  /// What GitHub says to a classic token that may do what the Lambda does in a public repository.
  public static let answers: [String: JSON] = [
    "GET /user": ["status": 200, "login": "ana", "scopes": ["public_repo"]],
    "GET /repos/{owner}/{repo}": ["status": 200, "push": true],
    "GET /repos/{owner}/{repo}/actions/workflows/{workflow_id}": ["status": 200],
    "GET /repos/{owner}/{repo}/branches/{branch}": ["status": 200],
  ]
}

extension Account.State {
  public var offered: String? {
    get { self[GitHubTokens.self].offered }
    set { self[GitHubTokens.self].offered = newValue }
  }
  public var offeredProblem: String? {
    get { self[GitHubTokens.self].offeredProblem }
    set { self[GitHubTokens.self].offeredProblem = newValue }
  }
  public var tokens: [String: [String: JSON]] {
    get { self[GitHubTokens.self].tokens }
    set { self[GitHubTokens.self].tokens = newValue }
  }
  public var ownWorkflow: JSON {
    get { self[GitHubTokens.self].ownWorkflow }
    set { self[GitHubTokens.self].ownWorkflow = newValue }
  }
  public var ownToken: JSON {
    get { self[GitHubTokens.self].ownToken }
    set { self[GitHubTokens.self].ownToken = newValue }
  }
}
