import Checklist
import JSONDocument
import TestAccount
import Testing

/// Ovens that take three looks to warm up: a service that no fixture knows.
private struct Ovens: AccountService {
  static let doors: Set<Door> = [.aws("ovens")]
  /// How often each was looked at.
  var looks: [String: Int] = [:]

  mutating func answer(_ call: Call, in account: Account.State) -> Answer? {
    let name = call.text("Name")
    guard call.operation == "DescribeOven", let seen = looks[name] else { return nil }
    looks[name] = seen + 1
    return .success(["Status": seen < 2 ? "WARMING" : "WARM", "Region": .string(account.region)])
  }

  mutating func carryOut(_ call: Call, in account: Account.State) -> Answer? {
    guard call.operation == "CreateOven" else { return nil }
    looks[call.text("Name")] = 0
    return .success(["OvenId": .string("oven-\(looks.count)")])
  }
}

/// A bucket store that answers nothing but how many buckets there are.
private struct Counting: AccountService {
  static let doors: Set<Door> = [.aws(.s3)]
  mutating func answer(_ call: Call, in account: Account.State) -> Answer? {
    .success(["Count": .number(String(account.buckets.count))])
  }
}

/// What the tests' account promises to those who bring a step.
@Suite struct AccountTests {
  private let look = Call("ovens", "DescribeOven", ["Name": "a"])

  @Test func aTestBringsAServiceWhoseWorkTakesItsTime() throws {
    let account = Account.bare(adding: [Ovens()])
    let before = account.now
    #expect(try account.write(Call("ovens", "CreateOven", ["Name": "a"])) == ["OvenId": "oven-1"])
    #expect(account.now != before)
    let statuses = try (0..<4).map { _ in try account.read(look)["Status"] }
    #expect(statuses == ["WARMING", "WARMING", "WARM", "WARM"])
    #expect(account.now[Ovens.self].looks == ["a": 4])
    #expect(account.unscripted == [])
    account.change { $0[Ovens.self] = Ovens() }
    #expect(account.now == before)
  }

  @Test func whatNobodyWroteIsRememberedAndNoAbsence() {
    let account = Account.bare(adding: [Ovens()])
    let strange = [Call("ovens", "DescribeOven", ["Name": "b"]), Call("kilns", "DescribeKiln")]
    for call in strange {
      #expect(throws: Obstacle.unexpected("the test has no answer for \(call.door.name):\(call.operation)")) {
        try account.read(call)
      }
    }
    // A look does not change anything, so a change is no look.
    #expect(throws: Obstacle.self) { try account.read(Call("ovens", "CreateOven", ["Name": "a"])) }
    #expect(account.unscripted.prefix(2) == strange[...] && account.unscripted.count == 3)
  }

  @Test func aServiceOfTheTestsOwnTakesThePlaceOfItsNamesake() throws {
    let account = Account.bare(adding: [Counting()]) { $0.buckets["b"] = Account.Bucket() }
    #expect(try account.read(Call(.s3, "ListBuckets"))["Count"] == 1)
  }

  @Test func aChangeAnswersWithTheNameOfWhatItMade() throws {
    let account = Account.bare()
    let role = try account.write(Call(.iam, "CreateRole", ["RoleName": "r", "AssumeRolePolicyDocument": "{}"]))
    #expect(role["Role"]?["Arn"] == "arn:aws:iam::111122223333:role/r")
    let provider = try account.write(Call(.iam, "CreateOpenIDConnectProvider", ["Url": "https://example.com"]))
    #expect(provider["OpenIDConnectProviderArn"] == "arn:aws:iam::111122223333:oidc-provider/example.com")
    #expect(try account.read(Call(.iam, "GetOpenIDConnectProvider", provider.object ?? [:]))["ClientIDList"] == [])
    let secret = try account.write(
      Call(.secretsManager, "CreateSecret", ["Name": "s", "SecretString": "x", "ClientRequestToken": "v"]))
    #expect(secret["VersionId"] == "v" && secret["ARN"]?.string?.contains(":secret:s-") == true)
  }
}
