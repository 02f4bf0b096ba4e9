import Basics
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
    if let kept = commandSession(device) { return kept }
    for attempt in 1... {
      guard let code = await errand.doors.askCode(device, hop.profile) else {
        throw Errand.Failure(
          reason: "profile \(hop.profile) needs a code of \(device) and nobody can be asked; run: "
            + "aws sts get-caller-identity --profile \(hop.profile), whose session is used afterwards")
      }
      input["TokenCode"] = .string(Secret(code).exposed)
      do throws(Errand.Failure) { return try await send(input, source) } catch {
        guard attempt < Self.codeAttempts, error.reason.contains("MultiFactorAuthentication") else { throw error }
      }
    }
    throw Errand.Failure(reason: "no code was right")
  }

  /// A session that the aws command has been given a code for and keeps (botocore `JSONFileCache`, named by the call).
  private func commandSession(_ device: String) -> Credentials? {
    func quoted(_ text: String) -> String { JSON.string(text).compact }
    var members = ["\"RoleArn\": \(quoted(hop.role))", "\"SerialNumber\": \(quoted(device))"]
    if let seconds = hop.seconds { members.append("\"DurationSeconds\": \(seconds)") }
    if let id = hop.externalID { members.append("\"ExternalId\": \(quoted(id))") }
    if let name = hop.sessionName { members.append("\"RoleSessionName\": \(quoted(name))") }
    let name = Hexadecimal.encode(Digest.sha1("{\(members.sorted().joined(separator: ", "))}"))
    do {
      let json = try JSON(parsing: errand.text("~/.aws/cli/cache/\(name).json"))
      let found = try errand.credentials(
        in: json, origin: "role \(hop.role) of profile \(hop.profile), from the aws command's session")
      guard let end = found.expiration, end.seconds - errand.doors.surroundings.now().seconds > Wallet.mandatory else {
        return nil
      }
      return found
    } catch { return nil }
  }

  private func send(_ input: JSONObject, _ source: Credentials) async throws(Errand.Failure) -> Credentials {
    let origin = "role \(hop.role) of profile \(hop.profile), from \(source.origin)"
    let answer: JSON
    do throws(Obstacle) { answer = try await errand.send(Call(.sts, "AssumeRole", input), as: source) } catch {
      throw Errand.Failure(reason: "role \(hop.role) of profile \(hop.profile): \(error.inWords)")
    }
    return try errand.credentials(in: answer, origin: origin)
  }

  /// A name of our own for a session, told apart by the second.
  static func name(_ errand: Errand) -> String { "onramp-\(Int(bounding: errand.doors.surroundings.now().seconds))" }
}
