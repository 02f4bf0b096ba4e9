import Basics
import Checklist
import JSONDocument
import Transport

/// A role assumed with a token that lies in a file, as on EKS.
struct WebIdentity: Hashable, Sendable {
  let role: String
  let file: String
  let sessionName: String?

  func credentials(_ errand: Errand, origin: String) async throws(Errand.Failure) -> Credentials {
    // Read anew each time: whoever wrote it renews it.
    let text = try errand.text(file)
    let token = text.trimmed
    guard !token.isEmpty else { throw Errand.Failure(reason: "\(file) is empty") }
    let call = Call(
      .sts, "AssumeRoleWithWebIdentity",
      [
        "RoleArn": .string(role), "RoleSessionName": .string(sessionName ?? RoleSession.name(errand)),
        "WebIdentityToken": .string(Secret(token).exposed),
      ])
    let answer: JSON
    do throws(Obstacle) { answer = try await errand.send(call) } catch {
      throw Errand.Failure(reason: "role \(role) with the token in \(file): \(error.inWords)")
    }
    return try errand.credentials(in: answer, origin: origin)
  }
}

/// `AWS_WEB_IDENTITY_TOKEN_FILE`, `AWS_ROLE_ARN` and `AWS_ROLE_SESSION_NAME`.
struct WebIdentitySource: CredentialSource {
  let name = "web identity"
  let errand: Errand

  func look() async -> SourceAnswer {
    let environment = errand.configuration.environment
    guard let file = environment["AWS_WEB_IDENTITY_TOKEN_FILE"] else {
      return .nothing("AWS_WEB_IDENTITY_TOKEN_FILE is not set")
    }
    guard let role = environment["AWS_ROLE_ARN"] else {
      return .broken("AWS_WEB_IDENTITY_TOKEN_FILE is set, AWS_ROLE_ARN is not")
    }
    let identity = WebIdentity(role: role, file: file, sessionName: environment["AWS_ROLE_SESSION_NAME"])
    do throws(Errand.Failure) { return .found(try await identity.credentials(errand, origin: name)) } catch {
      return .broken(error.reason)
    }
  }
}
