import Checklist
import JSONDocument
import TestAccount
import Testing

@testable import Prerequisites

/// The secret's text as the Lambda reads it, and what of it a step gets to see.
@Suite struct StoredValueTests {
  static let token = Account.token

  @Test(arguments: [
    (token, token), (#"{"token":"\#(token)"}"#, token), (#"{"token": "\#(token)"}"# + "\n", token),
    (#"{"a":"b","token":"\#(token)"}"#, token), (#"{"token":"\#(token)","a":"b"}"#, "b"), ("", ""), (":", ""),
    ("{\"token\":\"\(token)\"}\r\n", token + "\"}\r"), ("  '\(token)' ", token),
  ])
  func theLambdaTakesWhatStandsAfterTheLastColon(_ text: String, _ read: String) {
    #expect(StoredValue.token(readFrom: text) == read)
  }

  private func seen(_ answer: JSON) async -> JSON {
    let world = World { _ throws(Obstacle) in answer }
    return await world.look(Call(.secretsManager, "GetSecretValue", ["SecretId": "s"])).value ?? .null
  }

  @Test(arguments: ["SecretString", "SecretBinary"]) func theValueGoesNoFurtherThanTheWorld(_ member: String) async {
    for text in [
      Self.token, #"{"token":"\#(Self.token)"}"#, #"{"\#(Self.token)":"x"}"#, #"{"token":{"x":"\#(Self.token)"}}"#,
    ] {
      let answer = await seen(["VersionId": "v", member: .string(text)])
      #expect(!answer.compact.contains(Self.token) && !answer.compact.contains("forTheLambda"))
      #expect(!"\(answer)".contains("forTheLambda"))
      #expect(StoredValue(answer) != nil)
    }
  }

  @Test func noObservationFindingOrChangeHoldsTheToken() async {
    for situation in Situations.all where situation.step == "github-token" {
      let account = situation.account()
      let step = GitHubTokenStep()
      let seen = await step.observe(account.world(), situation.context)
      let said = "\(seen) \(step.judge(seen, situation.context)) \(step.plan(seen, situation.context))"
      #expect(!said.contains("forTheLambda") && !said.contains(Account.otherToken), "\(situation.name)")
      for call in account.calls { #expect(!"\(call)".contains("forTheLambda")) }
    }
  }

  @Test func theSameChangeOfTheSameStateHasTheSameNameAndAnotherHasAnother() async throws {
    func version(_ change: @escaping @Sendable (inout Account.State) -> Void) async throws -> String {
      let changes = await Account.healthy(change).seen("github-token", Account.context()).changes
      return try #require(changes.first?.calls.first?.input["ClientRequestToken"]?.string)
    }
    let plain: @Sendable (inout Account.State) -> Void = {
      $0.secrets["sagemaker-github-token"]?.values[Account.version] = "x"
    }
    let first = try await version(plain)
    #expect(first.count == 32)
    #expect(try await version(plain) == first)
    let later = try await version { state in
      plain(&state)
      state.secrets["sagemaker-github-token"]?.previous = String(repeating: "1", count: 32)
    }
    #expect(later != first)
    #expect(try await version { $0.secrets = [:] } != first)
  }

  @Test func daysAreCountedOverLeapYears() {
    #expect(0.0.day == "1970-01-01" && 951_782_400.0.day == "2000-02-29" && 1_795_244_400.0.day == "2026-11-21")
    #expect(JSON.string("2026-11-21T07:00:00Z").seconds == 1_795_244_400)
    #expect(JSON.string("2000-02-29T00:00:00Z").seconds == 951_782_400)
    #expect(JSON.number("1.5").seconds == 1.5 && JSON.string("soon").seconds == nil && JSON.null.seconds == nil)
  }
}
