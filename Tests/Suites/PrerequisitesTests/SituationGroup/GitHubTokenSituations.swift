import Checklist
import JSONDocument
import TestAccount

@testable import Prerequisites

enum GitHubTokenSituations: SituationGroup {
  static func furnish(_ state: inout Account.State) {
    state.secrets["sagemaker-github-token"] = Account.Secret(#"{"token":"\#(Account.token)"}"#, tags: ["team": "ml"])
  }

  static let tokenName = "sagemaker-github-token"
  private static let beyondTheName: [CheckID] = [
    "SEC-02", "SEC-04", "SEC-05", "SEC-06", "SEC-07", "SEC-08", "SEC-09", "SEC-10", "SEC-11", "SEC-12", "SEC-13",
    "SEC-14", "SEC-18", "SEC-20",
  ]
  private static let rights: [CheckID] = ["SEC-09", "SEC-10", "SEC-11", "SEC-12", "SEC-18"]

  private static func waiting(_ checks: [CheckID], for check: CheckID) -> [CheckID: String] {
    Dictionary(uniqueKeysWithValues: checks.filter { $0 != check }.map { ($0, "blocked \(check)") })
  }

  /// The secret holds a text.
  private static func holding(_ text: String) -> @Sendable (inout Account.State) -> Void {
    { $0.secrets[tokenName]?.values[Account.version] = text }
  }

  /// GitHub says something else to the stored token, and another one is at hand.
  private static func answering(_ operation: String, _ answer: JSON, another: Bool = true)
    -> @Sendable (inout Account.State) -> Void
  {
    { state in
      state.tokens[Account.token]?[operation] = answer
      if another { state.offered = Account.otherToken }
    }
  }

  private static let put: [ItemKey] = [GitHubTokenStep.valueKey]
  private static let repo = "GET /repos/{owner}/{repo}"
  private static let file = repo + "/actions/workflows/{workflow_id}"

  /// GitHub says nothing of scopes to it.
  private static let fineGrained: @Sendable (inout Account.State) -> Void = { state in
    state.tokens[Account.token]?["GET /user"] = ["status": 200, "login": "ana"]
  }

  /// A rule refuses the token on the repository, and GitHub's sentence names it.
  private static func refused(_ name: String, _ words: String) -> Situation {
    Situation(
      name, "github-token", judged: ["SEC-11": "broken", "SEC-18": "blocked SEC-11"], plan: put,
      answering(repo, ["status": 403, "message": .string(words), "permission": "Metadata: read"]))
  }

  static let situations: [Situation] = [
    Situation(
      "no secret", "github-token",
      judged: waiting(beyondTheName, for: "SEC-01").merging(["SEC-01": "broken"]) { $1 },
      plan: [GitHubTokenStep.secretKey]
    ) { $0.secrets = [:] },
    Situation(
      "no secret and no token at hand", "github-token",
      judged: waiting(beyondTheName, for: "SEC-01").merging(["SEC-01": "broken"]) { $1 },
      plan: [GitHubTokenStep.secretKey],
      left: waiting(beyondTheName, for: "SEC-01").merging(["SEC-01": "broken"]) { $1 }
    ) { ($0.secrets, $0.offered) = ([:], nil) },
    Situation(
      "scheduled for deletion", "github-token",
      judged: waiting(beyondTheName, for: "SEC-02").merging(["SEC-02": "broken"]) { $1 },
      plan: [GitHubTokenStep.deletionKey]
    ) { $0.secrets[tokenName]?.deletion = 1_795_900_000 },
    Situation(
      "a name the Lambda may not read", "github-token", context: Account.context(["project.token_secret": "github"]),
      judged: waiting(beyondTheName, for: "SEC-01").merging(["SEC-01": "broken", "SEC-03": "broken"]) { $1 },
      left: waiting(beyondTheName, for: "SEC-01").merging(["SEC-01": "broken", "SEC-03": "broken"]) { $1 }
    ) { _ in },
    Situation(
      "plain text", "github-token", judged: ["SEC-05": "broken"], plan: put, holding(Account.token)),
    Situation(
      "another name", "github-token", judged: ["SEC-05": "broken medium"], plan: put,
      holding(#"{"github":"\#(Account.token)"}"#)),
    Situation(
      "the token among others, last", "github-token", judged: ["SEC-05": "broken medium"], plan: put,
      holding(#"{"user":"ana","token":"\#(Account.token)"}"#)),
    Situation(
      "the token among others, first", "github-token",
      judged: waiting(["SEC-06"] + rights, for: "SEC-05").merging(["SEC-05": "broken"]) { $1 }, plan: put,
      holding(#"{"token":"\#(Account.token)","user":"ana"}"#)),
    Situation(
      "a line end of Windows", "github-token",
      judged: waiting(["SEC-06"] + rights, for: "SEC-05").merging(["SEC-05": "broken"]) { $1 }, plan: put,
      holding("{\"token\":\"\(Account.token)\"}\r\n")),
    Situation(
      "a guide's placeholder", "github-token",
      judged: waiting(rights, for: "SEC-06").merging(["SEC-06": "broken"]) { $1 }, plan: put,
      holding(#"{"token":"your-github-token-here"}"#)),
    Situation(
      "bytes", "github-token",
      judged: waiting(["SEC-05", "SEC-06"] + rights, for: "SEC-07").merging(["SEC-07": "broken"]) { $1 }, plan: put
    ) { $0.secrets[tokenName]?.values[Account.version] = .some(nil) },
    Situation(
      "a key that is disabled", "github-token",
      judged: waiting(["SEC-05", "SEC-06", "SEC-07", "SEC-13"] + rights, for: "SEC-08").merging(["SEC-08": "broken"]) {
        $1
      },
      left: waiting(["SEC-05", "SEC-06", "SEC-07", "SEC-13"] + rights, for: "SEC-08").merging(["SEC-08": "broken"]) {
        $1
      }
    ) { state in
      state.secrets[tokenName]?.key = "k"
      state.keys["k"] = "Disabled"
    },
    Situation("a key of one's own", "github-token") { state in
      state.secrets[tokenName]?.key = "k"
      state.keys["k"] = "Enabled"
    },
    Situation(
      "revoked, and another token is at hand", "github-token",
      judged: waiting(rights, for: "SEC-09").merging(["SEC-09": "broken"]) { $1 }, plan: put,
      answering("GET /user", ["status": 401])),
    Situation(
      "revoked, and the same token is at hand", "github-token",
      judged: waiting(rights, for: "SEC-09").merging(["SEC-09": "broken"]) { $1 },
      left: waiting(rights, for: "SEC-09").merging(["SEC-09": "broken"]) { $1 },
      answering("GET /user", ["status": 401], another: false)),
    Situation(
      "ends soon, and another token is at hand", "github-token", judged: ["SEC-10": "broken"], plan: put,
      answering(
        "GET /user", ["status": 200, "login": "ana", "scopes": ["public_repo"], "expires": .number("1795849200")])),
    Situation(
      "ends soon, and the same token is at hand", "github-token", judged: ["SEC-10": "broken"],
      left: ["SEC-10": "broken"],
      answering(
        "GET /user", ["status": 200, "login": "ana", "scopes": ["public_repo"], "expires": .number("1795849200")],
        another: false)),
    Situation(
      "ends soon, and so does the other token", "github-token", judged: ["SEC-10": "broken"],
      left: ["SEC-10": "broken"]
    ) { state in
      let answer: JSON = ["status": 200, "login": "ana", "scopes": ["public_repo"], "expires": .number("1795849200")]
      state.tokens[Account.token]?["GET /user"] = answer
      state.tokens[Account.otherToken]?["GET /user"] = answer
      state.offered = Account.otherToken
    },
    Situation(
      "the repository is hidden from it", "github-token", judged: ["SEC-11": "broken", "SEC-18": "blocked SEC-11"],
      plan: put, answering(repo, ["status": 404])),
    Situation(
      "it lacks a right", "github-token", judged: ["SEC-11": "broken"], plan: put,
      answering(file, ["status": 403, "permission": "Actions: read"])),
    Situation(
      "single sign-on is not passed", "github-token", judged: ["SEC-11": "broken", "SEC-18": "blocked SEC-11"],
      plan: put, answering(repo, ["status": 403, "sso": "https://github.com/orgs/octo-org/sso"])),
    Situation("the workflow is not there yet", "github-token") { state in
      answering(file, ["status": 404], another: false)(&state)
      state.ownWorkflow = ["status": 404]
    },
    Situation(
      "the workflow is there and hidden from it", "github-token", judged: ["SEC-11": "broken"], plan: put,
      answering(file, ["status": 404])),
    Situation(
      "nobody tells what a fine-grained token may start", "github-token", judged: ["SEC-11": "waiting"],
      left: ["SEC-11": "waiting"], fineGrained),
    Situation(
      "a fine-grained token, and whether the workflow is there is not told", "github-token",
      judged: ["SEC-11": "waiting"], left: ["SEC-11": "waiting"]
    ) { state in
      fineGrained(&state)
      answering(file, ["status": 404], another: false)(&state)
      state.ownWorkflow = ["status": 403, "message": "Resource not accessible by personal access token"]
    },
    refused("a lifetime that is too long", "the token's lifetime is greater than 90 days"),
    refused("classic tokens are forbidden", "`octo-org` forbids access via a personal access token (classic)."),
    refused("an IP allow list", "the `octo-org` organization has an IP allow list enabled"),
    Situation(
      "the quotation marks are gone", "github-token", judged: ["SEC-05": "broken medium"], plan: put,
      holding("{token:\(Account.token)}")),
    Situation(
      "a byte order mark", "github-token", judged: ["SEC-05": "broken medium"], plan: put,
      holding("\u{FEFF}{\"token\":\"\(Account.token)\"}")),
    Situation(
      "backslashes before the quotation marks", "github-token",
      judged: waiting(["SEC-06"] + rights, for: "SEC-05").merging(["SEC-05": "broken"]) { $1 }, plan: put,
      holding("{\\\"token\\\":\\\"\(Account.token)\\\"}")),
    Situation(
      "a key that admits only its administrators", "github-token", judged: ["SEC-08": "broken"],
      left: ["SEC-08": "broken"]
    ) { state in
      state.secrets[tokenName]?.key = "k"
      state.keys["k"] = "Enabled"
      state.keyPolicy =
        #"{"Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:role/KeyAdmins"},"Action":"kms:*","Resource":"*"}]}"#
    },
    Situation(
      "a key that refuses the Lambda", "github-token", judged: ["SEC-08": "broken"], left: ["SEC-08": "broken"]
    ) { state in
      state.secrets[tokenName]?.key = "k"
      state.keys["k"] = "Enabled"
      state.keyPolicy =
        #"{"Statement":[{"Effect":"Allow","Principal":"*","Action":"kms:*","Resource":"*"},{"Effect":"Deny","Principal":{"AWS":"arn:aws:iam::111122223333:role/service-role/AmazonSageMakerProjectsLambdaRole"},"Action":"kms:Decrypt","Resource":"*"}]}"#
    },
    Situation("a key that admits the Lambda's role alone", "github-token") { state in
      state.secrets[tokenName]?.key = "k"
      state.keys["k"] = "Enabled"
      state.keyPolicy =
        #"{"Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:role/service-role/AmazonSageMakerProjectsLambdaRole"},"Action":["kms:Decrypt"],"Resource":"*"}]}"#
    },
    Situation(
      "a classic token without scopes", "github-token", judged: ["SEC-11": "broken"], plan: put,
      answering("GET /user", ["status": 200, "login": "ana", "scopes": []])),
    Situation(
      "a classic token", "github-token", judged: ["SEC-12": "broken"], plan: put,
      answering("GET /user", ["status": 200, "login": "ana", "scopes": ["repo", "workflow"]])),
    Situation("stored long ago", "github-token", judged: ["SEC-13": "broken"], plan: put) { state in
      state.secrets[tokenName]?.stored = Int(Account.now) - 91 * 86_400
      state.offered = Account.otherToken
    },
    Situation("open to everybody", "github-token", judged: ["SEC-14": "broken"], left: ["SEC-14": "broken"]) {
      $0.secrets[tokenName]?.policy =
        #"{"Statement":[{"Effect":"Allow","Principal":"*","Action":"secretsmanager:GetSecretValue","Resource":"*"}]}"#
    },
    Situation("closed to the Lambda", "github-token", judged: ["SEC-14": "broken"], left: ["SEC-14": "broken"]) {
      $0.secrets[tokenName]?.policy =
        #"{"Statement":{"Effect":"Deny","Principal":{"AWS":"arn:aws:iam::111122223333:role/service-role/AmazonSageMakerProjectsLambdaRole"},"Action":"secretsmanager:*","Resource":"*"}}"#
    },
    Situation(
      "a name that ends like an ARN", "github-token",
      context: Account.context(["project.token_secret": "sagemaker-github-secret"]), judged: ["SEC-16": "broken"],
      left: ["SEC-16": "broken"]
    ) { $0.secrets["sagemaker-github-secret"] = $0.secrets[tokenName] },
    Situation(
      "its owner may only read", "github-token", judged: ["SEC-18": "broken"], plan: put,
      answering(repo, ["status": 200, "push": false])),
    Situation("replicas of our own", "github-token", judged: ["SEC-20": "broken"], left: ["SEC-20": "broken"]) {
      $0.secrets[tokenName]?.tags["onramp:setup"] = "churn"
      $0.secrets[tokenName]?.replicas = ["eu-west-1"]
    },
    Situation("another setup of onramp made it", "github-token", plan: [GitHubTokenStep.markKey]) {
      $0.secrets[tokenName]?.tags["onramp:setup"] = "fraud"
    },
    Situation("a replica", "github-token", judged: ["SEC-04": "broken"], left: ["SEC-04": "broken"]) {
      $0.secrets[tokenName]?.primaryRegion = "eu-west-1"
    },
    Situation("replicas of others", "github-token") { $0.secrets[tokenName]?.replicas = ["eu-west-1"] },
    Situation(
      "not to be read", "github-token", context: Account.context(["project.read_secret": false]),
      judged: Dictionary(uniqueKeysWithValues: (["SEC-05", "SEC-06", "SEC-07"] + rights).map { ($0, "skipped") }),
      left: Dictionary(uniqueKeysWithValues: (["SEC-05", "SEC-06", "SEC-07"] + rights).map { ($0, "skipped") }),
      holding("nonsense")),
  ]
}
