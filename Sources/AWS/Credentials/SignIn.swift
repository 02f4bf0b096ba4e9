import Basics
import Checklist
import JSONDocument
import Transport

/// A sign-in through IAM Identity Center (`aws sso login`), in either of its forms.
struct SignIn: Hashable, Sendable {
  let profile: String
  let startURL: String
  let region: String
  /// Of the newer form, whose tokens can be renewed.
  let session: String?
  /// What is asked for with the token; nil where the token is all there is, as for services that take one.
  let grant: Grant?

  struct Grant: Hashable, Sendable {
    let account: String
    let role: String
  }

  /// The sign-in a profile names, nil when it names none.
  static func of(
    _ profile: String, _ settings: [String: Setting<String>], _ files: SharedFiles
  ) throws(Errand.Failure) -> SignIn? {
    func text(_ key: String) -> String? { settings[key]?.value }
    func failure(_ reason: String) -> Errand.Failure { .init(reason: "profile \(profile) \(Display.clean(reason))") }
    let session = text("sso_session")
    guard
      session != nil || text("sso_start_url") != nil || text("sso_account_id") != nil || text("sso_role_name") != nil
    else { return nil }
    var startURL = text("sso_start_url")
    var region = text("sso_region")
    if let session {
      if let fault = files.fault(ofSession: session) { throw failure("names the sso_session \(session): \(fault)") }
      guard let section = files.session(session) else {
        throw failure("names the sso_session \(session), which is not in \(files.configPath)")
      }
      for key in ["sso_region", "sso_start_url"] {
        guard let value = section[key] else { throw failure("names the sso_session \(session), which has no \(key)") }
        if let own = text(key), own != value {
          throw failure("has \(key) \(own), its sso_session \(session) has \(value): it belongs to the session only")
        }
      }
      (startURL, region) = (section["sso_start_url"], section["sso_region"])
    }
    let grant = text("sso_account_id").flatMap { account in
      text("sso_role_name").map { Grant(account: account, role: $0) }
    }
    let isTokenAlone = session != nil && text("sso_account_id") == nil && text("sso_role_name") == nil
    guard let startURL, let region, grant != nil || isTokenAlone else {
      // Address and Region of a session stand in its own section.
      let keys = (session == nil ? ["sso_start_url", "sso_region"] : []) + ["sso_account_id", "sso_role_name"]
      let missing = keys.filter { text($0) == nil }
      throw failure("has a sign-in that lacks \(missing.joined(separator: ", "))")
    }
    guard Endpoint.isLabel(region) else { throw failure("has sso_region \(region), which is no Region") }
    return SignIn(profile: profile, startURL: startURL, region: region, session: session, grant: grant)
  }

  /// What helps when the sign-in has ended.
  var remedy: String { "run: aws sso login --profile \(profile)" }

  /// Fails with an absence where the sign-in gives a token alone.
  func credentials(_ errand: Errand) async throws(Errand.Failure) -> Credentials {
    guard let grant else {
      throw Errand.Failure(
        reason: "its sign-in gives a token, not credentials: it names no sso_account_id and no sso_role_name",
        isAbsence: true)
    }
    let (account, role) = (grant.account, grant.role)
    let token = try await SignInToken(signIn: self, errand: errand).current()
    let call = Call(
      "sso", "GetRoleCredentials",
      ["roleName": .string(role), "accountId": .string(account), "accessToken": .string(token)])
    let answer: JSON
    do throws(Obstacle) { answer = try await errand.send(call, region: region) } catch {
      if error.code == "UnauthorizedException" {
        throw Errand.Failure(reason: "the sign-in of profile \(profile) is over; \(remedy)")
      }
      throw Errand.Failure(reason: "role \(role) in account \(account): \(error.inWords)")
    }
    let found = answer["roleCredentials"]
    guard let key = found?["accessKeyId"]?.string, let secret = found?["secretAccessKey"]?.string else {
      throw Errand.Failure(reason: "the sign-in service answered without credentials")
    }
    return Credentials(
      accessKeyID: key, secretAccessKey: Secret(secret),
      sessionToken: found?["sessionToken"]?.string.map(Secret.init),
      expiration: found?["expiration"]?.double.flatMap { Moment(outside: $0 / 1000) }, account: account,
      origin: "sign-in of profile \(profile): role \(role) in account \(account)")
  }
}
