import Basics
import JSONDocument
import Testing
import Transport

@testable import GitHub

@Suite struct JobIdentityTests {
  private static let job = [
    "GITHUB_ACTIONS": "true", "ACTIONS_ID_TOKEN_REQUEST_URL": "https://issuer.example/token?api-version=2.0",
    "ACTIONS_ID_TOKEN_REQUEST_TOKEN": "bearer-of-this-job-and-no-other",
  ]

  private func absence(_ change: [String: String]) -> JobIdentity.Absence? {
    do throws(JobIdentity.Absence) {
      _ = try JobIdentity(Environment(Self.job.merging(change) { $1 }))
      return nil
    } catch { return error }
  }

  @Test("what keeps a process from asking for a token is told apart")
  func absences() {
    #expect(absence([:]) == nil)
    #expect(absence(["ACTIONS_ID_TOKEN_REQUEST_URL": ""]) == .noPermission)
    #expect(absence(["ACTIONS_ID_TOKEN_REQUEST_TOKEN": "", "GITHUB_ACTIONS": "false"]) == .noJob)
    for url in ["http://issuer.example/", "ftp://issuer.example", "https://user@issuer.example/", "issuer.example"] {
      guard case .badAddress? = absence(["ACTIONS_ID_TOKEN_REQUEST_URL": url]) else {
        Issue.record("\(url) is asked")
        continue
      }
    }
  }

  @Test("what a token says is read from its second part, whatever padding that would need")
  func claims() {
    for name in ["a", "ab", "abc", "abcd>>??"] {
      let payload = Base64.encode(Array(#"{"sub":"\#(name)"}"#.utf8)).map { $0 == "+" ? "-" : $0 == "/" ? "_" : $0 }
      let text = "h.\(String(payload).filter { $0 != "=" }).s"
      #expect(JobIdentity.claims(of: text)?["sub"] == .string(name))
    }
  }

  @Test(
    "what is no token has no claims", arguments: ["", "a.b", "a..c", "a.e30=.c", "a.e30.c.d", "a.W10.c", "a b.e30.c"])
  func noClaims(_ text: String) { #expect(JobIdentity.claims(of: text) == nil) }

  @Test("a token that is longer than STS takes is none")
  func long() { #expect(JobIdentity.claims(of: "h.e30.\(String(repeating: "s", count: 20_000))") == nil) }
}
