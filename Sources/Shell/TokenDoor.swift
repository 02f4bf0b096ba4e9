import AWS
import Basics
import Checklist
import GitHub
import JSONDocument
import Prerequisites
import Transport

/// The Lambda's tokens, the stored one and the one to be stored, and GitHub asked with them.
///
/// Calls name a token and answers tell facts about it; neither token leaves this door, except into the one call
/// that stores it.
final class TokenDoor: Sendable {
  /// The file named in the setup, by its whole path.
  let file: String?
  /// What a person typed; it goes before the file.
  private let typed: Locked<Secret?>
  private let client: @Sendable (Secret) throws(Obstacle) -> GitHubClient
  private let stored = Locked<Secret?>(nil)

  init(file: String?, typed: Locked<Secret?>, client: @escaping @Sendable (Secret) throws(Obstacle) -> GitHubClient) {
    self.file = file
    self.typed = typed
    self.client = client
  }

  private enum Offer {
    case none
    case token(Secret, origin: String)
    case unusable(String)

    var secret: Secret? { if case .token(let secret, _) = self { secret } else { nil } }
  }

  /// The token to be stored. The file is read anew each time: a person may just have written it.
  private var offer: Offer {
    if let typed = typed.withLock({ $0 }) { return .token(typed, origin: "the wizard") }
    guard let file else { return .none }
    do throws(TokenFile.Problem) {
      return .token(try TokenFile.read(file), origin: file)
    } catch { return .unusable(error.reason) }
  }

  /// The file, when what is in it can be stored as it stands.
  var usableFile: String? { file.flatMap { (try? TokenFile.read($0)) == nil ? nil : $0 } }

  /// What can be told of the token to be stored; nil when nobody named or typed one.
  func told() -> TokenOffer? {
    switch offer {
    case .none: nil
    case .unusable(let reason): TokenOffer(origin: file ?? "", problem: reason)
    case .token(_, let origin): TokenOffer(origin: origin)
    }
  }

  /// Asks GitHub with the stored token, or with the one to be stored, about that token.
  func send(_ call: Call) async throws(Obstacle) -> JSON {
    guard let secret = call.door == .token(.stored) ? stored.withLock({ $0 }) : offer.secret else {
      throw .unexpected("there is no token for \(call.inWords)")
    }
    return try await client(secret).probe(call)
  }

  /// Remembers the token in an answer of GetSecretValue, and says in it whether it is the one to be stored.
  func noting(_ answer: JSON, _ call: Call) -> JSON {
    guard call.door == .aws(.secretsManager), call.operation == "GetSecretValue" else { return answer }
    hide(answer["SecretString"]?.string ?? "")
    let secret = StoredValue.usableToken(in: answer).map { Secret($0) }
    stored.withLock { $0 = secret }
    var noted = answer
    noted["IsOffered"] = .bool(secret != nil && secret == offer.secret)
    return noted
  }

  /// Makes known to all gates what stands in the secret, whatever its form; prose in its place is no secret.
  private func hide(_ text: String) {
    let parts = text.split { $0.isWhitespace || "\"'{}:,".contains($0) }
    for part in parts where part.utf8.count >= 20 { Hiding.add(String(part)) }
  }

  /// The text of a secret, as it is stored.
  func text(of name: SecretName) throws(Obstacle) -> Secret {
    guard name == .token else { throw .unexpected("\(name.rawValue) names no secret") }
    switch offer {
    case .none:
      throw .notSignedIn("no token is at hand: name its file at project.token_file, or type it in the wizard")
    case .unusable(let reason): throw .notSignedIn("project.token_file: \(file ?? ""): \(reason)")
    case .token(let secret, _):
      return Secret(JSON.object(["token": .string(secret.exposed)]).compact)
    }
  }

  /// Why the token to be stored cannot be, in lines for a person; empty when it can.
  func complaint() async -> [String] {
    guard let told = told() else {
      return [
        "  project.token_file: missing; write in the setup file the path of a file of mode 600 that holds"
          + #" {"token":"…"}, or type the token in the wizard: onramp setup"#
      ]
    }
    if let problem = told.problem { return ["  project.token_file: \(file ?? ""): \(problem)"] }
    // That GitHub cannot be asked now is no reason not to store it.
    let answer = try? await send(Call(.token(.offered), "GET /user"))
    guard answer?["status"]?.integer == 401 else { return [] }
    return ["  project.token_file: \(file ?? ""): GitHub does not accept the token in it (401)"]
  }
}

extension Session {
  /// Refuses to begin a plan that stores a token when there is none that could be stored.
  func requireToken() async throws(Failure) {
    let complaint = await doors.token.complaint()
    guard complaint.isEmpty else {
      throw Failure(
        ["onramp: the plan stores a GitHub token, and nobody can be asked for it here:"] + complaint, code: 2)
    }
  }
}
