import Transport

/// Static keys of a profile, from the credentials file before the config file.
struct ProfileSource: CredentialSource {
  let profile: String
  let files: SharedFiles
  var name: String { "profile \(profile)" }

  func look() async -> SourceAnswer {
    let found = files.settings(of: profile)
    guard let found else { return .nothing("no such profile in \(files.places)") }
    switch (found["aws_access_key_id"], found["aws_secret_access_key"]) {
    case (nil, nil): return .nothing("it holds no access key")
    case (nil, _): return .broken("aws_secret_access_key is set, aws_access_key_id is not")
    case (_, nil): return .broken("aws_access_key_id is set, aws_secret_access_key is not")
    case (let key?, let secret?):
      return .found(
        Credentials(
          accessKeyID: key.value, secretAccessKey: Secret(secret.value),
          sessionToken: found["aws_session_token"].map { Secret($0.value) }, origin: "\(name) in \(key.origin)"))
    }
  }
}
