import Basics
import Transport

/// How a profile comes to its credentials: where they begin, and the roles assumed one after the other from there.
///
/// Pure. The rules are those of the AWS SDKs' shared configuration: a role is taken before anything else a profile
/// says; a profile that is another's source gives its access key first.
struct ProfileRoute: Hashable, Sendable {
  enum Start: Hashable, Sendable {
    case keys(Credentials)
    /// `Environment`, `Ec2InstanceMetadata` or `EcsContainer`.
    case named(String)
    case webIdentity(WebIdentity)
    case signIn(SignIn)
    case consoleSignIn(ConsoleSignIn)
    case command(String, account: String?)
  }

  struct Hop: Hashable, Sendable {
    let profile: String
    let role: String
    let sessionName: String?
    let externalID: String?
    let device: String?
    let seconds: Int?
  }

  let start: Start
  /// The profile `start` stands in.
  let origin: String
  let hops: [Hop]

  /// The route of a profile, nil when it names no credentials at all.
  static func of(_ profile: String, _ files: SharedFiles) throws(Errand.Failure) -> ProfileRoute? {
    try find(profile, files, visited: [], hops: [])
  }

  /// Settings on the way to credentials of which none may begin or end with a quotation mark, the keys aside.
  private static let quotable: Set = [
    "role_arn", "source_profile", "credential_source", "mfa_serial", "web_identity_token_file", "sso_session",
    "sso_start_url", "sso_region", "sso_account_id", "sso_role_name",
  ]

  private static func find(
    _ profile: String, _ files: SharedFiles, visited: [String], hops: [Hop]
  ) throws(Errand.Failure) -> ProfileRoute? {
    guard let settings = files.settings(of: profile) else {
      guard let user = visited.last else { return nil }
      throw failure("source_profile of \(user) is \(profile), which is in neither \(files.places)")
    }
    if let fault = files.fault(of: profile) { throw failure("profile \(profile): \(fault)") }
    for key in quotable.sorted() where settings[key].map({ Quotation.touches($0.value) }) == true {
      throw failure("\(key) of profile \(profile) in \(settings[key]?.origin ?? "") \(Quotation.advice)")
    }
    func text(_ key: String) -> String? { settings[key]?.value }
    if !visited.isEmpty, let keys = try keys(profile, settings) {
      return ProfileRoute(start: .keys(keys), origin: profile, hops: hops)
    }
    if let file = text("web_identity_token_file") {
      guard let role = text("role_arn") else {
        throw failure("profile \(profile) has web_identity_token_file but no role_arn")
      }
      let identity = WebIdentity(role: role, file: file, sessionName: text("role_session_name"))
      return ProfileRoute(start: .webIdentity(identity), origin: profile, hops: hops)
    }
    if let role = text("role_arn") {
      let hop = try hop(profile, role, settings)
      return try source(of: profile, settings, files, visited: visited, hops: [hop] + hops)
    }
    if let start = try plain(profile, settings, files) {
      return ProfileRoute(start: start, origin: profile, hops: hops)
    }
    guard let user = visited.last else { return nil }
    throw failure("profile \(profile), the source of \(user), names no credentials")
  }

  /// What a profile without a role gives: a sign-in, an access key, a command, what `aws login` left.
  private static func plain(
    _ profile: String, _ settings: [String: Setting<String>], _ files: SharedFiles
  ) throws(Errand.Failure) -> Start? {
    let signIn = try SignIn.of(profile, settings, files)
    if let signIn, signIn.grant != nil { return .signIn(signIn) }
    if let keys = try keys(profile, settings) { return .keys(keys) }
    if let command = settings["credential_process"]?.value {
      return .command(command, account: settings["aws_account_id"]?.value)
    }
    if let session = settings["login_session"] {
      return .consoleSignIn(ConsoleSignIn(profile: profile, session: session.value))
    }
    return signIn.map { .signIn($0) }
  }

  private static func source(
    of profile: String, _ settings: [String: Setting<String>], _ files: SharedFiles, visited: [String], hops: [Hop]
  ) throws(Errand.Failure) -> ProfileRoute? {
    switch (settings["source_profile"]?.value, settings["credential_source"]?.value) {
    case (_?, _?): throw failure("profile \(profile) has both source_profile and credential_source")
    case (nil, nil): throw failure("profile \(profile) has role_arn but neither source_profile nor credential_source")
    case (nil, let name?):
      guard let known = namedSources.first(where: { $0.lowercased() == name.lowercased() }) else {
        throw failure("credential_source of \(profile) is \(name), none of \(namedSources.joined(separator: ", "))")
      }
      return ProfileRoute(start: .named(known), origin: profile, hops: hops)
    case (let next?, nil):
      // A profile that is its own source means its own access key.
      if next == profile {
        guard let keys = try keys(profile, settings) else {
          throw failure("profile \(profile) is its own source_profile and has no access key")
        }
        return ProfileRoute(start: .keys(keys), origin: profile, hops: hops)
      }
      let chain = visited + [profile]
      guard !chain.contains(next) else {
        throw failure("source_profile leads in a circle: \((chain + [next]).joined(separator: " → "))")
      }
      return try find(next, files, visited: chain, hops: hops)
    }
  }

  private static let namedSources = ["Environment", "Ec2InstanceMetadata", "EcsContainer"]

  private static func hop(
    _ profile: String, _ role: String, _ settings: [String: Setting<String>]
  ) throws(Errand.Failure) -> Hop {
    let duration = settings["duration_seconds"]?.value
    if let duration, Int(duration).map({ (900...43200).contains($0) }) != true {
      throw failure("duration_seconds of \(profile) is \(duration), not a number from 900 to 43200")
    }
    return Hop(
      profile: profile, role: role, sessionName: settings["role_session_name"]?.value,
      externalID: settings["external_id"]?.value, device: settings["mfa_serial"]?.value,
      seconds: duration.flatMap { Int($0) })
  }

  private static func keys(
    _ profile: String, _ settings: [String: Setting<String>]
  ) throws(Errand.Failure) -> Credentials? {
    switch (settings["aws_access_key_id"], settings["aws_secret_access_key"]) {
    case (nil, nil): return nil
    case (nil, _): throw failure("profile \(profile) has aws_secret_access_key but no aws_access_key_id")
    case (_, nil): throw failure("profile \(profile) has aws_access_key_id but no aws_secret_access_key")
    case (let key?, let secret?):
      let token = settings["aws_session_token"] ?? settings["aws_security_token"]
      let keys = Credentials(
        accessKeyID: key.value, secretAccessKey: Secret(secret.value), sessionToken: token.map { Secret($0.value) },
        account: settings["aws_account_id"]?.value, origin: "profile \(profile) in \(key.origin)")
      if let mistake = keys.mistake({ $0 }) {
        throw failure("profile \(profile) in \(key.origin): \(mistake)")
      }
      return keys
    }
  }

  private static func failure(_ reason: String) -> Errand.Failure { Errand.Failure(reason: Display.clean(reason)) }
}
