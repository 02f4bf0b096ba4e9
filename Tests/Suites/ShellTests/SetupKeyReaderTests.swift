import Checklist
import Foundation
import JSONDocument
import Prerequisites
import TestAccount
import TestBench
import Testing
import Transport

@testable import Shell

/// Every key of the setup file is acted on or refused: of any two values that a build takes, one must lead to another
/// report, plan, teardown or look than the other.
@Suite struct SetupKeyReaderTests {
  /// All that a run says and does.
  private struct Outcome: Hashable {
    var steps: [[StepReport]] = []
    var holdings: [[Holding]] = []
    var looks: [Set<Call>] = []
  }

  /// Accounts in which keys make a difference: nothing of onramp's, all of it, and a bucket that keeps the package shut.
  private static let states = Task {
    let bench = try Bench()
    for _ in 0..<3 { _ = try await bench.apply(try await bench.plan()) }
    var shut = bench.account.now
    shut.buckets[Account.bucket]?.policy = """
      {"Version":"2012-10-17","Statement":[{"Effect":"Deny","Principal":"*","Action":"s3:GetObject",\
      "Resource":"arn:aws:s3:::\(Account.bucket)/lambda-github-workflow-trigger.zip"}]}
      """
    return [Account.bare().now, bench.account.now, shut]
  }

  /// The run with one key as it is given, and everything else as the tests have it.
  private static func outcome(_ path: String, _ value: JSON?, in folder: TemporaryFolder) async throws -> Outcome {
    var answers = Account.setup().answers
    answers[path] = value
    folder.write(Array(document(answers).compact.utf8), "onramp.yaml")
    var options = Options()
    options.setupPath = folder.file("onramp.yaml")
    let setup = try SetupLoader(options) { _ in nil }.complete()
    let home = Environment(["HOME": folder.path])
    let session = try Session(options, setup, environment: home)
    var outcome = Outcome()
    for state in try await states.value {
      let account = Account { $0 = state }
      let world = World(offer: { account.offer }, door: { call throws(Obstacle) in try account.read(call) })
      let caller = Session.Caller(
        arn: "arn:aws:iam::111122223333:user/ana", account: "111122223333", partition: "aws", barrier: nil)
      for purpose in [Context.Purpose.checkup, .teardown] {
        let own = try session.context(caller, purpose: purpose)
        // All but the time, which no key decides.
        let context = Context(
          setup: own.setup, account: own.account, partition: own.partition, region: own.region, purpose: purpose,
          ledger: own.ledger, regions: own.regions, template: own.template, now: Account.now)
        if purpose == .checkup {
          let footing = Survey.Footing(caller: caller, context: context, world: world)
          outcome.steps.append(await Survey(session).report(footing).steps)
        } else {
          outcome.holdings.append(await session.prerequisites.inventory(world, context).holdings)
        }
      }
      outcome.looks.append(Set(account.calls))
    }
    return outcome
  }

  /// Answers by key path as the blocks of a file; JSON is YAML.
  private static func document(_ answers: [String: JSON]) -> JSON {
    func put(_ value: JSON, _ path: ArraySlice<Substring>, _ block: JSON) -> JSON {
      guard let name = path.first.map(String.init) else { return value }
      var block = block
      block[name] = put(value, path.dropFirst(), block[name] ?? [:])
      return block
    }
    return answers.sorted { $0.key < $1.key }.reduce([:]) { put($1.value, $1.key.split(separator: ".")[...], $0) }
  }

  /// Two values or more for each key that is not chosen from a list of words.
  private static func samples(_ folder: TemporaryFolder) -> [String: [JSON]] {
    for name in ["one.yaml", "two.yaml"] { folder.write(Array("Description: \(name)\n".utf8), name) }
    for name in ["one.json", "two.json"] {
      folder.write(Array(#"{"token":"\#(Account.token)"}"#.utf8), name)
      try? FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: folder.file(name))
    }
    func file(_ name: String) -> JSON { .string(folder.file(name)) }
    let accepted = (check: "S3-17", reason: "two admins", until: Acceptance.lastDay(from: Clock.now()))
    func accepting(_ check: String? = nil, _ reason: String? = nil, _ until: String? = nil) -> JSON {
      [
        [
          "check": .string(check ?? accepted.check), "reason": .string(reason ?? accepted.reason),
          "until": .string(until ?? accepted.until),
        ]
      ]
    }
    return [
      "version": [1], "name": ["churn", "other"], "account": ["111122223333", "444455556666"],
      "region": ["us-east-1", "eu-west-1"], "tracks": [["access", "project"], ["access"], ["access", "images"]],
      "tags": [["team": "ml"], [:]],
      "github.owner": ["octo-org", "ana"], "github.repository": ["sagemaker-churn", "other"],
      "github.branch": ["main", "release"], "github.environment": ["production", "staging"],
      "github.reviewers": [["ana"], ["ben"]], "github.api": ["https://api.github.com", "https://ghe.corp/api/v3"],
      "access.issuer": ["https://token.actions.githubusercontent.com", "https://ghe.corp/_services/token"],
      "access.audience": ["sts.amazonaws.com", "sts.amazonaws.com.cn"], "access.role": ["GitHubActionsRole", "Other"],
      "access.subjects": [["branch", "environment"], ["branch"], ["tag"], ["pull_request"], ["repo:octo-org/x:*"]],
      "access.workflows": [[], ["deploy.yml"], ["other.yml"]], "access.max_session": [3600, 7200],
      "access.permissions": ["scoped", "policy.json"],
      "access.execution_role": ["AmazonSageMaker-ExecutionRole", "Other"], "access.user": ["one", "two"],
      "access.secrets": [["ROLE": "role"], ["OTHER": "role"]],
      "access.variables": [["ROLE": "role"], ["OTHER": "role"]],
      "access.permissions_boundary": ["arn:aws:iam::111122223333:policy/one", "arn:aws:iam::111122223333:policy/two"],
      "access.role_path": ["/", "/one/", "/two/"],
      "project.domain": [.string(Account.domain), "d-other"], "project.connection": ["one", "two"],
      "project.token_secret": ["sagemaker-github-token", "other"],
      "project.token_file": [file("one.json"), file("two.json")],
      "project.roles_stack": ["one", "two"], "project.bucket": [.string(Account.bucket), "other-bucket"],
      "project.prefix": ["templates/", "other/"],
      "project.template": ["mlops-github-actions.yaml", file("one.yaml"), file("two.yaml")],
      "project.lambda_key": ["lambda-github-workflow-trigger.zip", "other.zip"],
      "project.workflow": ["deploy.yml", "other.yml"], "project.project_name": ["one", "two"],
      "images.repository": ["one", "two"], "images.github.owner": ["one", "two"],
      "images.github.repository": ["one", "two"], "images.role": ["One", "Two"],
      "images.secrets": [["ROLE": "image-role"], ["OTHER": "image-role"]],
      "images.variables": [["A": "region"], ["B": "region"]],
      "accepted": [
        accepting(), accepting("S3-01"), accepting(nil, "another reason"),
        accepting(nil, nil, Acceptance.lastDay(from: Clock.now() - 864_000)),
      ],
    ]
  }

  @Test(arguments: SetupKey.all) func everyValueMakesADifferenceOrIsRefused(_ key: SetupKey) async throws {
    let folder = try TemporaryFolder()
    let chosen: [JSON]? =
      switch key.kind {
      case .choice(let words): words.map { .string($0) }
      case .flag: [true, false]
      default: Self.samples(folder)[key.path]
      }
    let values = try #require(chosen, "\(key.path) is a new key: give it two values here")
    var seen: [Outcome: JSON] = [:]
    var refused = 0
    for value in values {
      do throws(any Error) {
        let outcome = try await Self.outcome(key.path, value, in: folder)
        if let twin = seen.updateValue(value, forKey: outcome) {
          Issue.record("\(key.path): nothing reads whether it is \(twin.compact) or \(value.compact)")
        }
      } catch let failure as Failure {
        refused += 1
        #expect(failure.code == 2)
        #expect(
          failure.lines.allSatisfy { $0.contains(" \(key.path) is ") && $0.contains("not in this version") },
          "\(failure.lines)")
      }
    }
    #expect(values.count > 1 || key.path == "version")
    #expect((refused > 0) == (key.reach != .whole), "\(key.path)")
    // What stands without an answer is what the default says, and where only one value is taken, that value.
    let unwritten = try? await Self.outcome(key.path, nil, in: folder)
    if let standing = key.standing {
      #expect(seen[try #require(unwritten)] == key.value(of: standing), "\(key.path) without an answer")
    }
    if seen.count == 1 { #expect(seen.keys.first == unwritten, "\(key.path): taken, but not what is done") }
  }
}

extension SetupKey: CustomTestStringConvertible {
  public var testDescription: String { path }
}
