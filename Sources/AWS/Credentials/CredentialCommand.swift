import Basics
import JSONDocument
import Transport

/// The `credential_process` of a profile: a program that prints credentials as JSON of version 1.
struct CredentialCommand {
  let profile: String
  let command: String
  /// The profile's account, where the program names none.
  let account: String?

  /// Seconds the program may take.
  private static let patience = 60.0

  func credentials(_ errand: Errand) async throws(Errand.Failure) -> Credentials {
    // The line is the operator's own and goes to the shell as it stands, as in most SDKs: nothing is put into it.
    let result = await errand.doors.commands.run(["/bin/sh", "-c", command], Self.patience)
    let outcome: CommandRun.Outcome
    switch result {
    case .success(let ended): outcome = ended
    case .failure(.timedOut): throw failure("gave nothing within \(Int(bounding: Self.patience)) s and was stopped")
    case .failure(.tooMuch): throw failure("printed more than 64 KiB and was stopped")
    case .failure(.unstartable(let reason)): throw failure("cannot be started: \(reason)")
    }
    guard outcome.status == 0 else {
      let said = Display.clean(String(decoding: outcome.messages.suffix(2000), as: UTF8.self))
      throw failure(
        "ended with code \(outcome.status)" + (said.isEmpty ? "" : ": \(Masking.withoutKeys(Masking.masked(said)))"))
    }
    let json: JSON
    do throws(JSONError) { json = try JSON(parsing: outcome.output) } catch {
      throw failure("printed no JSON object: \(error)")
    }
    guard json.object != nil else { throw failure("printed no JSON object") }
    guard json["Version"]?.integer == 1 else {
      throw failure("printed credentials of another version than 1")
    }
    guard let key = json["AccessKeyId"]?.string, let secret = json["SecretAccessKey"]?.string else {
      throw failure("printed no AccessKeyId or no SecretAccessKey")
    }
    let end = try expiration(json["Expiration"])
    if let end, end.seconds <= errand.doors.surroundings.now().seconds {
      throw failure("printed credentials that ended \(end.rfc3339)")
    }
    let credentials = Credentials(
      accessKeyID: key, secretAccessKey: Secret(secret), sessionToken: json["SessionToken"]?.string.map(Secret.init),
      expiration: end, account: json["AccountId"]?.string ?? account,
      origin: "credential_process of profile \(profile)")
    guard credentials.isWellFormed else { throw failure("printed a key that holds blanks or line breaks") }
    return credentials
  }

  private func expiration(_ json: JSON?) throws(Errand.Failure) -> Moment? {
    guard let json, !json.isNull else { return nil }
    guard let end = json.string.flatMap({ Moment($0) }) else { throw failure("printed an Expiration that is no time") }
    return end
  }

  private func failure(_ reason: String) -> Errand.Failure {
    Errand.Failure(reason: "credential_process of profile \(profile) \(reason)")
  }
}
