import AWS
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
  private let client: @Sendable (Secret) -> GitHubClient
  private let stored = Locked<Secret?>(nil)

  init(file: String?, typed: Locked<Secret?>, client: @escaping @Sendable (Secret) -> GitHubClient) {
    self.file = file
    self.typed = typed
    self.client = client
  }

  /// The code of "nobody named or typed a token".
  private static let noToken = "NoToken"

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

  /// What must be kept out of every text.
  var secrets: [Secret] { [stored.withLock { $0 }, offer.secret].compactMap(\.self) }

  /// Answers one call of the services `stored-token` and `offered-token`.
  func send(_ call: Call) async throws(Obstacle) -> JSON {
    if call.service == .storedToken {
      guard let secret = stored.withLock({ $0 }) else { throw .unexpected("no token was read before \(call.inWords)") }
      return try await client(secret).probe(Call(.github, call.operation, call.input))
    }
    switch offer {
    case .none: throw .refused(code: Self.noToken, message: "no token is at hand", status: 404)
    case .unusable(let reason): return ["origin": .string(file ?? ""), "problem": .string(reason)]
    case .token(let secret, let origin):
      return call.operation == "Describe"
        ? ["origin": .string(origin)] : try await client(secret).probe(Call(.github, call.operation, call.input))
    }
  }

  /// Remembers the token in an answer of GetSecretValue, and says in it whether it is the one to be stored.
  func noting(_ answer: JSON, _ call: Call) -> JSON {
    guard call.service == .secretsManager, call.operation == "GetSecretValue" else { return answer }
    let secret = StoredValue.usableToken(in: answer).map { Secret($0) }
    stored.withLock { $0 = secret }
    var noted = answer
    noted["IsOffered"] = .bool(secret != nil && secret == offer.secret)
    return noted
  }

  /// The call with the secret in it, as it is sent.
  func completed(_ call: Call) throws(Obstacle) -> Call {
    guard call.needsSecret else { return call }
    switch offer {
    case .none:
      throw .notSignedIn("no token is at hand: name its file at project.token_file, or type it in the wizard")
    case .unusable(let reason): throw .notSignedIn("project.token_file: \(file ?? ""): \(reason)")
    case .token(let secret, _):
      return call.with(secret: JSON.object(["token": .string(secret.exposed)]).compact)
    }
  }

  /// Why the token to be stored cannot be, in lines for a person; empty when it can.
  func complaint() async -> [String] {
    let call = Call(.offeredToken, "Describe")
    do throws(Obstacle) {
      if let problem = try await send(call)["problem"]?.string {
        return ["  project.token_file: \(file ?? ""): \(problem)"]
      }
      if try await send(Call(.offeredToken, "GET /user"))["status"]?.integer == 401 {
        return ["  project.token_file: \(file ?? ""): GitHub does not accept the token in it (401)"]
      }
      return []
    } catch {
      guard error.code == Self.noToken else { return [] }
      return [
        "  project.token_file: missing; write in the setup file the path of a file of mode 600 that holds"
          + #" {"token":"…"}, or type the token in the wizard: onramp setup"#
      ]
    }
  }
}

extension Session {
  /// Refuses to begin a plan that stores a token when there is none that could be stored.
  func requireToken() async throws(Failure) {
    let complaint = await token.complaint()
    guard complaint.isEmpty else {
      throw Failure(
        ["onramp: the plan stores a GitHub token, and nobody can be asked for it here:"] + complaint, code: 2)
    }
  }
}
