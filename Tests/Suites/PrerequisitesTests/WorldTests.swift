import Checklist
import JSONDocument
import Synchronization
import TestAccount
import Testing

@testable import Prerequisites

@Suite struct WorldTests {
  private static let call = Call(.iam, "GetRole", ["RoleName": "R"])

  /// A door that lets nobody through until it is opened, and counts who came.
  private final class Gate: Sendable {
    private let came = Mutex(0)
    private let open = AsyncStream<Void>.makeStream()
    var count: Int { came.withLock { $0 } }

    func pass() async {
      came.withLock { $0 += 1 }
      for await _ in open.stream {}
    }
    func letThrough() { open.continuation.finish() }
  }

  @Test func equalCallsAreMadeOnceWhateverTheOrderOfTheirInput() async throws {
    let account = Account { $0.roles["R"] = Account.Role(trust: "{}") }
    let world = account.world()
    for _ in 0..<3 { _ = try await world.read(Self.call) }
    _ = await world.look(Call(.iam, "GetRolePolicy", ["RoleName": "R", "PolicyName": "P"]), absent: ["NoSuchEntity"])
    _ = await world.look(Call(.iam, "GetRolePolicy", ["PolicyName": "P", "RoleName": "R"]), absent: ["NoSuchEntity"])
    #expect(account.calls.count == 2)
    _ = try? await world.read(Call(.iam, "GetRole", ["RoleName": "Other"]))
    #expect(account.calls.count == 3)
  }

  @Test func whoeverAsksWhileACallIsInFlightWaitsForTheSameAnswer() async throws {
    let gate = Gate()
    let world = World { _ throws(Obstacle) in
      await gate.pass()
      return "answer"
    }
    async let answers = withTaskGroup(of: JSON?.self) { group in
      for _ in 0..<20 { group.addTask { try? await world.read(Self.call) } }
      return await group.reduce(into: []) { $0.append($1) }
    }
    while gate.count == 0 { await Task.yield() }
    gate.letThrough()
    #expect(await answers == Array(repeating: "answer", count: 20))
    #expect(gate.count == 1)
  }

  @Test func whatIsClosedEndsItsLooksAndTakesNoOthers() async {
    let gate = Gate()
    let world = World { _ throws(Obstacle) in
      await gate.pass()
      guard Task.isCancelled else { return "answer" }
      throw .cancelled
    }
    async let look = world.look(Self.call)
    while gate.count == 0 { await Task.yield() }
    await world.close()
    #expect(await look.obstacle?.kind == .cancelled)
    #expect(await world.look(Call(.iam, "ListRoles")).obstacle?.kind == .cancelled)
    #expect(gate.count == 1)
  }

  @Test func aRefusalIsRememberedTooAndAFreshWorldAsksAgain() async {
    let account = Account { $0.obstacles["iam:GetRole"] = .throttled("slow down") }
    let world = account.world()
    for _ in 0..<2 { await #expect(throws: Obstacle.throttled("slow down")) { try await world.read(Self.call) } }
    #expect(account.calls.count == 1)
    _ = try? await account.world().read(Self.call)
    #expect(account.calls.count == 2)
  }

  @Test func onlyTheCodesThatSayAbsentMeanAbsent() async {
    let account = Account()
    let world = account.world()
    #expect(await world.look(Self.call, absent: ["NoSuchEntity"]).isAbsent)
    #expect(await world.look(Self.call).obstacle == .refused(code: "NoSuchEntity", message: "not there", status: 404))
    #expect(await world.look(Self.call, absent: ["NoSuchEntity"]).source == ["iam:GetRole R"])
  }

  @Test func whatWasHiddenIsRecordedWithItsPlaceAndWhatWasAbsentIsNot() async {
    let account = Account { $0.obstacles["iam:ListRoles"] = .denied(permission: "iam:ListRoles", message: "m") }
    let world = account.world()
    _ = await world.look(Self.call, absent: ["NoSuchEntity"])
    #expect(await world.obstacles().isEmpty)
    _ = await world.look(Call(.iam, "ListRoles"))
    _ = await world.look(Call(.iam, "ListRoles"))
    let obstacles = await world.obstacles()
    #expect(obstacles.map(\.call.inWords) == ["iam:ListRoles"])
    #expect(obstacles.map(\.obstacle) == [.denied(permission: "iam:ListRoles", message: "m")])
  }

  @Test(arguments: [
    (Call(.iam, "GetRole", ["RoleName": "R"]), "iam:GetRole R"),
    (Call(.s3, "GetBucketCors", ["Bucket": "b", "ExpectedBucketOwner": "1"]), "s3:GetBucketCors b"),
    (
      Call(.s3, "GetObjectTagging", ["Bucket": "b", "Key": "k/t.yaml", "ExpectedBucketOwner": "1"]),
      "s3:GetObjectTagging b k/t.yaml"
    ),
    (Call(.sts, "GetCallerIdentity"), "sts:GetCallerIdentity"),
    (Call(.github, "GET /repos/{owner}/{repo}", ["owner": "o", "repo": "r"]), "GET /repos/o/r"),
    (Call(.github, "GET /repos/{owner}/{repo}", ["owner": "o"]), "GET /repos/o/{repo}"),
    (Call(.iam, "PutRolePolicy", ["RoleName": "R", "PolicyDocument": "{\n}"]), "iam:PutRolePolicy R"),
  ]) func aCallIsNamedAsAnOperatorWould(_ call: Call, _ words: String) { #expect(call.inWords == words) }

  @Test func oneLookAroundAsksForNothingTwice() async {
    let account = Account.healthy()
    let checkup = Checkup(
      Prerequisites(), wanted: Prerequisites().wanted(tracks: [.access, .project]), world: account.world(),
      context: Account.context(purpose: .teardown), barrier: nil, render: { _ in nil })
    let reports = await checkup.all()
    #expect(reports.map(\.step) == Situations.steps)
    #expect(Set(account.calls).count == account.calls.count)
    #expect(account.unscripted == [])
  }
}

@Suite struct LookTests {
  private let seen = Look(["a"], .seen(1))
  private let gone = Look<Int>(["b"], .absent)
  private let hidden = Look<Int>(["c"], .hidden(.throttled("t")))

  @Test func twoLooksAreHiddenIfEitherIsAndAbsentIfEitherIs() {
    #expect(seen.and(gone).isAbsent && gone.and(seen).isAbsent)
    #expect(seen.and(hidden).obstacle == .throttled("t") && hidden.and(gone).obstacle == .throttled("t"))
    #expect(gone.and(hidden).obstacle == .throttled("t"), "hidden outweighs absent: nobody knows")
    #expect(seen.and(Look(["a", "d"], .seen(2))).source == ["a", "d"])
  }

  @Test func aTransformedLookKeepsItsPlaceAndItsKind() {
    #expect(seen.map { $0 + 1 }.value == 2 && seen.map { $0 }.source == ["a"])
    #expect(gone.map { $0 }.isAbsent && hidden.map { $0 }.obstacle == .throttled("t"))
    let judged = hidden.judge("X-01", absent: .holds(found: "")) { _ in .holds(found: "") }
    #expect(judged.verdict == .hidden(.throttled("t")) && judged.lookedAt == ["c"])
  }
}
