import Basics
import Checklist
import JSONDocument
import Transport

/// The token that `aws sso login` left in its cache, renewed where that is possible.
struct SignInToken {
  let signIn: SignIn
  let errand: Errand

  /// Seconds before its end from which a token is renewed.
  private static let window = 900.0

  /// The members of the cache, and of an answer, that must not be seen.
  private static let secrets = ["accessToken", "refreshToken", "clientSecret"]

  private var shownPath: String {
    let name = Hexadecimal.encode(Digest.sha1(signIn.session ?? signIn.startURL))
    return "~/.aws/sso/cache/\(name).json"
  }

  /// A token that can be used now.
  func current() async throws(Errand.Failure) -> String {
    let (token, cache) = try read()
    let now = errand.doors.surroundings.now()
    guard let end = cache["expiresAt"]?.string.flatMap({ Moment($0) }) else {
      throw Errand.Failure(reason: "\(shownPath) does not say when its token ends; \(signIn.remedy)")
    }
    let left = end.seconds - now.seconds
    if left > Self.window { return token }
    do throws(Errand.Failure) { return try await renewed(cache, now) } catch {
      // A token that still holds serves even when it could not be renewed.
      guard left <= 0 else { return token }
      let reason = error.isAbsence ? "" : " and was not renewed (\(error.reason))"
      throw Errand.Failure(
        reason: "the sign-in of profile \(signIn.profile) ended \(end.rfc3339)\(reason); \(signIn.remedy)")
    }
  }

  private func read() throws(Errand.Failure) -> (String, JSON) {
    let text: String
    do throws(Errand.Failure) { text = try errand.text(shownPath) } catch {
      throw Errand.Failure(reason: "profile \(signIn.profile) is not signed in: \(error.reason); \(signIn.remedy)")
    }
    func unreadable(_ reason: String) -> Errand.Failure {
      Errand.Failure(reason: "\(shownPath) holds no token that can be read: \(reason); \(signIn.remedy)")
    }
    let json: JSON
    do throws(JSONError) { json = try JSON(parsing: text) } catch { throw unreadable("\(error)") }
    for name in Self.secrets { json[name]?.string.map { Hiding.add($0) } }
    guard let token = json["accessToken"]?.string, !token.isEmpty else { throw unreadable("no accessToken") }
    return (token, json)
  }

  /// A new token in exchange for the cache's refresh token; an absence where there is none that could be used.
  private func renewed(_ cache: JSON, _ now: Moment) async throws(Errand.Failure) -> String {
    guard signIn.session != nil, let refresh = cache["refreshToken"]?.string, let id = cache["clientId"]?.string,
      let secret = cache["clientSecret"]?.string,
      let registration = cache["registrationExpiresAt"]?.string.flatMap({ Moment($0) }),
      registration.seconds > now.seconds
    else { throw Errand.Failure(reason: "it cannot be renewed", isAbsence: true) }
    let call = Call(
      "sso-oidc", "CreateToken",
      [
        "clientId": .string(id), "clientSecret": .string(secret), "grantType": "refresh_token",
        "refreshToken": .string(refresh),
      ])
    let answer: JSON
    do throws(Obstacle) { answer = try await errand.send(call, region: signIn.region) } catch {
      throw Errand.Failure(reason: error.inWords)
    }
    for name in Self.secrets { answer[name]?.string.map { Hiding.add($0) } }
    guard let token = answer["accessToken"]?.string else { throw Errand.Failure(reason: "the answer holds no token") }
    var renewed = cache
    renewed["accessToken"] = .string(token)
    renewed["expiresAt"] = .string(Moment(seconds: now.seconds + (answer["expiresIn"]?.double ?? 0)).rfc3339)
    if let next = answer["refreshToken"]?.string { renewed["refreshToken"] = .string(next) }
    // A cache that cannot be written costs another renewal, nothing more.
    _ = errand.doors.store(Array(renewed.pretty.utf8), SharedFiles.real(shownPath, errand.configuration.files.home))
    return token
  }
}
