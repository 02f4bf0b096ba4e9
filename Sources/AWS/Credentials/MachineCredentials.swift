import Basics
import JSONDocument
import Transport

/// The JSON form in which containers and instances hand out credentials.
enum MachineCredentials {
  static func read(_ body: [UInt8], origin: String) throws(Errand.Failure) -> Credentials {
    let json: JSON
    do throws(JSONError) { json = try JSON(parsing: body) } catch {
      throw Errand.Failure(reason: "the answer is no JSON: \(error)")
    }
    guard json.object != nil else { throw Errand.Failure(reason: "the answer is no JSON object") }
    let code = json["Code"]?.string ?? json["code"]?.string
    if let code, code != "Success" {
      let message = json["Message"]?.string ?? json["message"]?.string ?? ""
      throw Errand.Failure(reason: Display.clean("\(code) \(message)"))
    }
    guard let key = json["AccessKeyId"]?.string, let secret = json["SecretAccessKey"]?.string else {
      throw Errand.Failure(reason: "the answer holds no AccessKeyId or no SecretAccessKey")
    }
    let credentials = Credentials(
      accessKeyID: key, secretAccessKey: Secret(secret), sessionToken: json["Token"]?.string.map(Secret.init),
      expiration: json["Expiration"]?.string.flatMap { Moment($0) }, account: json["AccountId"]?.string, origin: origin)
    guard credentials.isWellFormed else { throw Errand.Failure(reason: "the answer's keys hold blanks or line breaks") }
    return credentials
  }
}
