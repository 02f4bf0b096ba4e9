import Testing

@testable import Checklist

@Suite struct ObstacleTests {
  private static let role = Call(.iam, "GetRole")
  private static let repository = Call(.github, "GET /repos/{owner}/{repo}")

  @Test(arguments: [
    (
      Obstacle(
        .denied, "no policy allows it", code: "AccessDenied", permission: "iam:GetRole", requestID: "r-1", host: "h",
        status: 403
      ).met(by: role),
      "denied: iam:GetRole — no policy allows it (AccessDenied, request r-1)"
    ),
    (.denied(permission: "Plan: read", message: ""), "denied: Plan: read"),
    (Obstacle(.denied, "Sorry").met(by: repository), "denied: GitHub GET /repos/{owner}/{repo} — Sorry"),
    (
      Obstacle(.notSignedIn, "sign in again", code: "ExpiredToken", requestID: "r-1", host: "h").met(by: role),
      "not signed in: iam GetRole: ExpiredToken: sign in again (request r-1)"
    ),
    (.notSignedIn("nobody"), "not signed in: nobody"),
    (Obstacle(.throttled, code: "Throttling").met(by: role), "throttled: iam GetRole: Throttling"),
    (Obstacle(.timedOut, host: "h").met(by: repository), "no answer in time: GitHub GET /repos/{owner}/{repo} (h)"),
    (
      Obstacle(.unreachable, "cannot connect", host: "h").met(by: role),
      "not reachable: iam GetRole: cannot connect (h)"
    ),
    (
      Obstacle(.refused, "gone", code: "NoSuchEntity", requestID: "r-1", host: "h", status: 404).met(by: role),
      "refused: iam GetRole: NoSuchEntity (404): gone (request r-1)"
    ),
    (.refused(code: "NoToken", message: "", status: 404), "refused: NoToken (404)"),
    (Obstacle(.ambiguous, "it broke", host: "h").met(by: role), "may have happened: iam GetRole: it broke (h)"),
    (.cancelled, "stopped before it was done"), (.unreadable("odd"), "cannot be read: odd"),
    (.unexpected("odd"), "unexpected: odd"),
  ]) func itIsOneSentenceOfWhatIsKnown(_ obstacle: Obstacle, _ words: String) { #expect(obstacle.inWords == words) }

  /// Scripts compare them: they never change.
  @Test func theKindsHaveTheContractsNames() {
    #expect(
      Obstacle.Kind.allCases.map(\.rawValue) == [
        "denied", "not-signed-in", "throttled", "timed-out", "unreachable", "refused", "unreadable", "ambiguous",
        "cancelled",
        "unexpected",
      ])
  }

  @Test func whoMetItFirstIsKeptAndATokensServiceIsGitHub() {
    let met = Obstacle.cancelled.met(by: Self.role).met(by: Self.repository)
    #expect(met.door == .aws(.iam) && met.operation == "GetRole")
    #expect(Obstacle.cancelled.met(by: Call(.token(.stored), "GET /user")).door == .token(.stored))
  }

  /// A member that is added later is found here: each text but those of our own call is changed.
  @Test func everyTextFromOutsideIsChanged() {
    let texts = Obstacle(.refused, "x", code: "x", permission: "x", requestID: "x", host: "x", status: 1)
    let changed = Mirror(reflecting: texts.mapTexts { $0 + "y" }).children.filter { "\($0.value)".contains("x") }
    #expect(changed.count == 5 && changed.allSatisfy { "\($0.value)".contains("xy") })
    #expect(Mirror(reflecting: texts).children.count == 9, "a new member: is it a text from outside?")
  }

  @Test func aColumnShowsTheShortestThatTells() {
    #expect(Obstacle.denied(permission: "s3:PutObject", message: "m").inShort == "needs s3:PutObject")
    #expect(Obstacle.refused(code: "Conflict", message: "m", status: 409).inShort == "Conflict")
    #expect(Obstacle.timedOut("m").inShort == "no answer in time")
  }
}
