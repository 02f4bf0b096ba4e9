import Basics
import Checklist
import JSONDocument
import Transport

extension GitHubClient {
  /// Asks what a token may do: one read, answered with facts about the token.
  ///
  /// That GitHub does not accept it (401), does not let it (403) or hides the thing from it (404) are answers
  /// here, not obstacles. The members: `status`; `login`, `push` (what the person may do) and `moved` as far as
  /// the answer has them; `scopes` (a list, only tokens that have scopes); `expires` (seconds since 1970); `sso`
  /// (the page where the organization's single sign-on is passed); `permission` (what the call would need); `message`
  /// (why it was refused, in GitHub's words).
  public func probe(_ call: Call) async throws(Obstacle) -> JSON {
    do throws(Obstacle) { return try await facts(call) } catch { throw error.met(by: call) }
  }

  private func facts(_ call: Call) async throws(Obstacle) -> JSON {
    guard case .token = call.door, call.operation.hasPrefix("GET ") else { throw .unexpected("it is no read") }
    let prepared = try PreparedCall(Filled(call), base: base)
    let response = try await response(to: prepared) { response in
      let refusal = Refusal(response)
      return (200..<300).contains(response.status) || [401, 404].contains(response.status)
        || response.status == 403 && !refusal.isLimit
    }
    let refusal = Refusal(response)
    let body = (200..<300).contains(response.status) ? try answer(response, prepared) : [:]
    var facts: JSON = ["status": .number(String(response.status))]
    facts["login"] = body["login"]
    facts["push"] = body["permissions"]?["push"]
    if let scopes = response.headers["X-OAuth-Scopes"] {
      facts["scopes"] = JSON(scopes.split(separator: ",").map { Display.clean($0).filter { $0 != " " } })
    }
    if let moment = response.headers["GitHub-Authentication-Token-Expiration"].flatMap(Self.moment) {
      facts["expires"] = .number(String(Int(bounding: moment.seconds)))
    }
    facts["sso"] = refusal.ssoPage.map { .string($0) }
    if response.status == 403 {
      facts["permission"] = .string(refusal.permission)
      facts["message"] = .string(refusal.words)
    }
    return facts
  }

  /// GitHub writes `2027-02-19 09:00:00 UTC` or `… +0100`.
  static func moment(_ text: String) -> Moment? {
    let words = text.split(separator: " ")
    guard words.count == 3 else { return Moment(text) }
    return Moment("\(words[0])T\(words[1])\(words[2])")
  }
}
