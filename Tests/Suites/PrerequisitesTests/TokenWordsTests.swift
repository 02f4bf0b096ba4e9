import Checklist
import JSONDocument
import TestAccount
import Testing

@testable import Prerequisites

/// What is said of the token: the cause that is there, in the words of who knows it.
@Suite struct TokenWordsTests {
  private static func found(_ check: CheckID, _ change: @escaping @Sendable (inout Account.State) -> Void) async
    -> String
  {
    let account = Account.healthy(change)
    let judgement = await account.seen("github-token", Account.context()).judgements.first { $0.check == check }
    switch judgement?.verdict {
    case .broken(let found, let needed, _): return "\(found) -> \(needed)"
    case .holds(let found): return found
    case .waiting(let found, let needed): return "\(found) -> \(needed)"
    default: return "\(String(describing: judgement?.verdict))"
    }
  }

  private static func holding(_ text: String) -> @Sendable (inout Account.State) -> Void {
    { $0.secrets["sagemaker-github-token"]?.values[Account.version] = text }
  }

  @Test(arguments: [
    ("{token:TOKEN}", "quotation marks are gone"), ("{'token':'TOKEN'}", "single ones"),
    ("{\u{201C}token\u{201D}:\u{201C}TOKEN\u{201D}}", "typeset"), ("\u{FEFF}{\"token\":\"TOKEN\"}", "byte order mark"),
    ("{\"token\":\"TOKEN\"}\r\n", "carriage return"), ("{\r\n  \"token\": \"TOKEN\"\r\n}", "carriage return"),
    ("TOKEN\r\n", "carriage return"), ("{\"token\":\t\"TOKEN\"}", "a tab"),
    ("{\\\"token\\\":\\\"TOKEN\\\"}", "backslashes"), ("{\"token\":\"TOKEN\",\"user\":\"ana\"}", "2 members"),
  ]) func whatSpoilsTheTextIsNamed(_ text: String, _ cause: String) async {
    let found = await Self.found("SEC-05", Self.holding(text.replacing("TOKEN", with: Account.token)))
    #expect(found.contains(cause), "\(found)")
    #expect(!found.contains("1 members") && !found.contains("forTheLambda"))
  }

  @Test(arguments: [
    "GET /repos/{owner}/{repo}", "GET /repos/{owner}/{repo}/branches/{branch}",
    "GET /repos/{owner}/{repo}/actions/workflows/{workflow_id}",
  ]) func gitHubsSentenceIsTold(_ operation: String) async {
    let words = "`octo-org` forbids access via a personal access token (classic)."
    let found = await Self.found("SEC-11") {
      $0.tokens[Account.token]?[operation] = [
        "status": 403, "message": .string(words), "permission": "Contents: read",
      ]
    }
    #expect(found.contains(words) && !found.contains("lacks"))
    let lacking = await Self.found("SEC-11") {
      $0.tokens[Account.token]?["GET /repos/{owner}/{repo}/branches/{branch}"] = [
        "status": 403, "message": "Resource not accessible by personal access token", "permission": "Contents: read",
      ]
    }
    #expect(lacking.contains("lacks Contents: read"))
  }

  @Test func aFileIsCalledMissingOnlyWhereTheOperatorDoesNotSeeIt() async {
    func found(_ own: JSON) async -> String {
      await Self.found("SEC-11") {
        $0.tokens[Account.token]?["GET /user"] = ["status": 200, "login": "ana"]
        $0.tokens[Account.token]?["GET /repos/{owner}/{repo}/actions/workflows/{workflow_id}"] = ["status": 404]
        $0.ownWorkflow = own
      }
    }
    #expect(await found(["status": 404]).contains("deploy.yml is not there yet"))
    #expect(await found(["status": 200]).contains("hides deploy.yml"))
    let unknown = await found(["status": 403])
    #expect(!unknown.contains("is not there") && unknown.contains("is not known"))
  }

  @Test func aRightUnderAConditionNamesTheKey() async {
    var context = Account.context()
    context.planned = [PlannedAction("iam:CreateRole", on: context.roleARN)]
    func seen(_ key: String) async -> Verdict? {
      let account = Account.healthy {
        $0.roles["MLOpsAdmin"] = Account.Role(trust: "{}")
        $0.refusals["iam:CreateRole"] = key
      }
      return await account.seen("identity", context).judgements.first { $0.check == "ENV-06" }?.verdict
    }
    func found(_ key: String) async -> String {
      if case .broken(let found, _, _) = await seen(key) { found } else { "" }
    }
    #expect(await found("iam:PermissionsBoundary").contains("has to come with the permissions boundary"))
    #expect(await found("policy") == "not allowed: iam:CreateRole")
    // A statement that asks for what the simulation was not told may not refuse at all.
    guard case .hidden(let obstacle) = await seen("aws:RequestTag/team") else {
      Issue.record("what hangs on a tag was taken for known")
      return
    }
    #expect(obstacle.inWords.contains("iam:CreateRole, for that hangs on aws:RequestTag/team"))
  }
}
