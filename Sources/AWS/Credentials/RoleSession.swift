import Checklist
import JSONDocument
import Transport

/// Assumes one role of a profile.
struct RoleSession {
  let errand: Errand
  let hop: ProfileRoute.Hop

  /// How often a wrong code is asked for again.
  private static let codeAttempts = 3

  func credentials(from source: Credentials) async throws(Errand.Failure) -> Credentials {
    var input: JSONObject = [
      "RoleArn": .string(hop.role), "RoleSessionName": .string(hop.sessionName ?? Self.name(errand)),
    ]
    if let id = hop.externalID { input["ExternalId"] = .string(id) }
    if let seconds = hop.seconds { input["DurationSeconds"] = .number(String(seconds)) }
    guard let device = hop.device else { return try await send(input, source) }
    input["SerialNumber"] = .string(device)
    for attempt in 1... {
      guard let code = await errand.doors.askCode(device, hop.profile) else {
        throw Errand.Failure(
          reason: "profile \(hop.profile) needs a code of \(device) and nobody can be asked; sign in first and "
            + "hand over the session: aws configure export-credentials --profile \(hop.profile) --format env")
      }
      input["TokenCode"] = .string(code)
      do throws(Errand.Failure) { return try await send(input, source) } catch {
        guard attempt < Self.codeAttempts, error.reason.contains("MultiFactorAuthentication") else { throw error }
      }
    }
    throw Errand.Failure(reason: "no code was right")
  }

  private func send(_ input: JSONObject, _ source: Credentials) async throws(Errand.Failure) -> Credentials {
    let origin = "role \(hop.role) of profile \(hop.profile), from \(source.origin)"
    let answer: JSON
    do throws(Obstacle) { answer = try await errand.send(Call(.sts, "AssumeRole", input), as: source) } catch {
      throw Errand.Failure(reason: "role \(hop.role) of profile \(hop.profile): \(error.asReason)")
    }
    return try errand.credentials(in: answer, origin: origin)
  }

  /// A name of our own for a session, told apart by the second.
  static func name(_ errand: Errand) -> String { "onramp-\(Int(errand.doors.surroundings.now().seconds))" }
}
