import Basics
import JSONDocument
import Transport

/// The credentials that `aws login` keeps for a profile with `login_session` (botocore `LoginProvider`): they last a
/// quarter of an hour, and the aws command renews them with a key of its own.
///
/// They are read, never renewed: a renewal replaces the cache's refresh token, and one that got lost would end the
/// sign-in for the aws command too.
struct ConsoleSignIn: Hashable, Sendable {
  let profile: String
  /// What `aws login` wrote as `login_session`: the ARN of who signed in.
  let session: String

  func credentials(_ errand: Errand) throws(Errand.Failure) -> Credentials {
    let path = shownPath(errand.configuration.environment)
    let text: String
    do throws(Errand.Failure) { text = try errand.text(path) } catch {
      throw Errand.Failure(
        reason: "profile \(profile) is not signed in: \(error.reason); run: aws login --profile \(profile)")
    }
    func unreadable(_ reason: String) -> Errand.Failure {
      Errand.Failure(reason: "\(path) holds no credentials that can be read: \(reason); \(remedy)")
    }
    let json: JSON
    do throws(JSONError) { json = try JSON(parsing: text) } catch { throw unreadable("\(error)") }
    for name in ["refreshToken", "idToken", "dpopKey"] { json[name]?.string.map { Hiding.add($0) } }
    let token = json["accessToken"]
    func member(_ name: String) throws(Errand.Failure) -> String {
      guard let value = token?[name]?.string, !value.isEmpty else { throw unreadable("no \(name)") }
      return value
    }
    let written = try member("expiresAt")
    guard let end = Moment(written) else { throw unreadable("expiresAt is no time") }
    guard end.seconds > errand.doors.surroundings.now().seconds else {
      throw Errand.Failure(reason: "what 'aws login' left for profile \(profile) ended \(end.rfc3339); \(remedy)")
    }
    let credentials = Credentials(
      accessKeyID: try member("accessKeyId"), secretAccessKey: Secret(try member("secretAccessKey")),
      sessionToken: Secret(try member("sessionToken")), expiration: end, account: token?["accountId"]?.string,
      origin: "aws login of profile \(profile)")
    guard credentials.isWellFormed else { throw unreadable("a key holds blanks or line breaks") }
    return credentials
  }

  private func shownPath(_ environment: Environment) -> String {
    let folder = environment["AWS_LOGIN_CACHE_DIRECTORY"] ?? "~/.aws/login/cache"
    return "\(folder)/\(Hexadecimal.encode(Digest.sha256(Array(session.utf8)))).json"
  }

  /// What renews them, and what does so by itself.
  private var remedy: String {
    "run: aws sts get-caller-identity --profile \(profile), which renews it; what renews it by itself is a line of the "
      + "profile: credential_process = aws configure export-credentials --profile \(profile) --format process"
  }
}
