import Checklist
import JSONDocument
import TestAccount
import Testing

@testable import Prerequisites

/// No pass without a look that could have failed it: of the looks that a passing check names, one at least turns it when
/// it answers the opposite of what it did.
@Suite struct OppositeTests {
  /// What a service could have answered instead: nothing of the kind, nothing in it, the other truth, another text.
  private enum Opposite: CaseIterable {
    case absent, empty, contrary, many

    func answer(to call: Call, _ answer: JSON) throws(Obstacle) -> JSON {
      switch self {
      case .absent: throw .refused(code: Self.notThere(call), message: "nothing of that name", status: 404)
      case .empty: Self.emptied(answer)
      case .contrary: Self.contrary(answer)
      case .many: Self.doubled(answer)
      }
    }

    /// Every code by which a service says so, where it has several.
    private static func notThere(_ call: Call) -> String {
      switch call.operation {
      case "HeadBucket", "HeadObject": "404"
      case "GetBucketCors": "NoSuchCORSConfiguration"
      case "GetBucketEncryption": "ServerSideEncryptionConfigurationNotFoundError"
      case "GetBucketOwnershipControls": "OwnershipControlsNotFoundError"
      case "GetBucketPolicy": "NoSuchBucketPolicy"
      case "GetBucketTagging": "NoSuchTagSet"
      case "GetObject", "GetObjectTagging": "NoSuchKey"
      case "GetPublicAccessBlock": "NoSuchPublicAccessBlockConfiguration"
      case let operation where operation.hasPrefix("GET "): "404"
      case _ where call.door.name == "iam": "NoSuchEntity"
      default: "ResourceNotFoundException"
      }
    }

    private static func emptied(_ answer: JSON) -> JSON {
      guard case .object(let object) = answer else { return .array([]) }
      return .object(
        JSONObject(
          object.members.compactMap { name, value in
            switch value {
            case .array: (name, .array([]))
            case .object: (name, emptied(value))
            case .string, .number, .bool, .null: nil
            }
          }))
    }

    private static func contrary(_ answer: JSON) -> JSON {
      switch answer {
      case .bool(let flag): .bool(!flag)
      case .number: "0"
      case .string(let text):
        // A document inside a text stays one, so that its meaning is turned and not only its form.
        (try? JSON(parsing: text)).map { .string(contrary($0).compact) } ?? .string("other-" + text)
      case .array(let items): .array(items.map(contrary))
      case .object(let object): .object(JSONObject(object.members.map { ($0.name, contrary($0.value)) }))
      case .null: .null
      }
    }

    /// Lists that hold something strange besides, and later times.
    private static func doubled(_ answer: JSON) -> JSON {
      switch answer {
      case .array(let items): .array(items.map(doubled) + items.map(contrary))
      case .object(let object): .object(JSONObject(object.members.map { ($0.name, doubled($0.value)) }))
      case .number(let digits): .number(digits + "0")
      default: answer
      }
    }
  }

  private static func seen(
    _ step: StepID, _ account: Account, _ context: Context,
    _ other: @escaping @Sendable (Call, JSON) throws(Obstacle) -> JSON
  ) async -> Sight {
    let world = World(
      offer: { account.offer }, door: { call throws(Obstacle) in try other(call, try account.read(call)) })
    guard let entry = Prerequisites().entry(step) else { return Sight(judgements: [], changes: [], holdings: []) }
    return await Sight(entry.step, world, context)
  }

  private struct Judged: Hashable {
    let check: CheckID
    let resource: String?
  }

  private static func passing(_ sight: Sight) -> [Judged: Set<String>] {
    sight.judgements.reduce(into: [:]) { passing, judgement in
      if case .holds = judgement.verdict {
        passing[Judged(check: judgement.check, resource: judgement.resource), default: []].formUnion(judgement.lookedAt)
      }
    }
  }

  /// The checks that pass whatever any one of their looks answers.
  private static func immovable(_ step: StepID, _ account: Account, _ context: Context) async -> [Judged: Set<String>] {
    let whole = await account.seen(step, context)
    var left = passing(whole)
    for words in Set(left.values.flatMap(\.self)).sorted() {
      for opposite in Opposite.allCases where left.values.contains(where: { $0.contains(words) }) {
        let sight = await seen(step, account, context) { call, answer throws(Obstacle) in
          call.inWords == words ? try opposite.answer(to: call, answer) : answer
        }
        let still = passing(sight)
        left = left.filter { still[$0.key] != nil || !$0.value.contains(words) }
      }
    }
    return left
  }

  /// The operations by which a check is known to fail, in one situation or another: what no simple opposite turns, such
  /// as a name from the setup file, or a key of the customer's that nobody has here.
  private static let known = Task {
    var known: [CheckID: Set<String>] = [:]
    for situation in Situations.all {
      for judgement in await situation.account().seen(situation.step, situation.context).judgements {
        if case .broken = judgement.verdict {
          known[judgement.check, default: []].formUnion(operations(judgement.lookedAt))
        }
      }
    }
    return known
  }

  private static func operations(_ looks: some Sequence<String>) -> [String] {
    looks.compactMap { $0.split(separator: " ").first.map(String.init) }
  }

  private static func check(_ step: StepID, _ account: Account, _ context: Context) async {
    let known = await known.value
    // Regions are named by files and variables, which no service answers for.
    for (judged, looks) in await immovable(step, account, context) where judged.check != "ENV-04" {
      #expect(
        !Set(operations(looks)).isDisjoint(with: known[judged.check] ?? []),
        "\(judged.check) passes whatever \(looks) answer")
    }
  }

  @Test(arguments: Situations.steps) func inAHealthyAccountEveryPassCouldHaveFailed(_ step: StepID) async {
    await Self.check(step, Account.healthy(), Account.context())
  }

  /// Every one takes minutes: one in so many here, each in its turn.
  @Test(arguments: stride(from: 0, to: Situations.all.count, by: 16).map { Situations.all[$0] })
  func inOtherAccountsEveryPassCouldHaveFailed(_ situation: Situation) async {
    await Self.check(situation.step, situation.account(), situation.context)
  }
}
