import Basics
import Transport

/// `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`, `AWS_SESSION_TOKEN`, and `AWS_CREDENTIAL_EXPIRATION` for their end.
struct EnvironmentSource: CredentialSource {
  let name = "environment"
  let environment: Environment

  func look() async -> SourceAnswer {
    switch (environment["AWS_ACCESS_KEY_ID"], environment["AWS_SECRET_ACCESS_KEY"]) {
    case (nil, nil): return .nothing("AWS_ACCESS_KEY_ID is not set")
    case (nil, _): return .broken("AWS_SECRET_ACCESS_KEY is set, AWS_ACCESS_KEY_ID is not")
    case (_, nil): return .broken("AWS_ACCESS_KEY_ID is set, AWS_SECRET_ACCESS_KEY is not")
    case (let key?, let secret?):
      let credentials = Credentials(
        accessKeyID: key, secretAccessKey: Secret(secret),
        // The older name is botocore's, and still written by tools.
        sessionToken: (environment["AWS_SESSION_TOKEN"] ?? environment["AWS_SECURITY_TOKEN"]).map(Secret.init),
        expiration: environment["AWS_CREDENTIAL_EXPIRATION"].flatMap { Moment($0) },
        account: environment["AWS_ACCOUNT_ID"], origin: name)
      return credentials.mistake { $0.uppercased() }.map { .broken($0) } ?? .found(credentials)
    }
  }
}
