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
  private let typed: Secret?
  private let client: @Sendable (Secret) -> GitHubClient
  private let stored = Locked<Secret?>(nil)

  init(file: String?, typed: Secret?, client: @escaping @Sendable (Secret) -> GitHubClient) {
    self.file = file
    self.typed = typed
    self.client = client
  }

  /// The token to be stored, nil when there is none. What a person typed goes before the file.
  private func offered() throws(TokenFile.Problem) -> (token: Secret, origin: String)? {
    if let typed { return (typed, "the wizard") }
    guard let file else { return nil }
    return (try TokenFile.read(file), file)
  }

  /// The file, when what is in it can be stored as it stands.
  var usableFile: String? { file.flatMap { (try? TokenFile.read($0)) == nil ? nil : $0 } }

  /// What must be kept out of every text.
  var secrets: [Secret] {
    [stored.withLock { $0 }, try? offered()?.token].compactMap(\.self)
  }

  /// Answers one call of the services `stored-token` and `offered-token`.
  func send(_ call: Call) async throws(Obstacle) -> JSON {
    if call.service == .storedToken {
      guard let secret = stored.withLock({ $0 }) else { throw .unexpected("no token was read before \(call.inWords)") }
      return try await client(secret).probe(call)
    }
    do throws(TokenFile.Problem) {
      guard let (secret, origin) = try offered() else {
        throw Obstacle.refused(code: "NoToken", message: "no token is at hand", status: 404)
      }
      if call.operation == "Describe" { return ["origin": .string(origin)] }
      return try await client(secret).probe(call)
    } catch let problem as TokenFile.Problem {
      return ["origin": .string(file ?? ""), "problem": .string(problem.reason)]
    } catch let obstacle as Obstacle {
      throw obstacle
    } catch {
      throw .unexpected("\(call.inWords) failed")
    }
  }

  /// Remembers the token in an answer of GetSecretValue, and says in it whether it is the one to be stored.
  func noting(_ answer: JSON, _ call: Call) -> JSON {
    guard call.service == .secretsManager, call.operation == "GetSecretValue" else { return answer }
    let secret = StoredValue.usableToken(in: answer).map { Secret($0) }
    stored.withLock { $0 = secret }
    var noted = answer
    noted["IsOffered"] = .bool(secret != nil && secret == (try? offered()?.token))
    return noted
  }

  /// The call with the secret in it, as it is sent.
  func completed(_ call: Call) throws(Obstacle) -> Call {
    guard call.needsSecret else { return call }
    do throws(TokenFile.Problem) {
      guard let (secret, _) = try offered() else {
        throw Obstacle.notSignedIn("no token is at hand: name its file at project.token_file, or type it in the wizard")
      }
      return call.with(secret: JSON.object(["token": .string(secret.exposed)]).compact)
    } catch let problem as TokenFile.Problem {
      throw .notSignedIn("project.token_file: \(file ?? ""): \(problem.reason)")
    } catch let obstacle as Obstacle {
      throw obstacle
    } catch {
      throw .unexpected("the token cannot be read")
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
      guard case .refused("NoToken", _, _) = error else { return [] }
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
      throw Failure(["onramp: the plan stores a GitHub token, and nobody can be asked for it here:"] + complaint, code: 2)
    }
  }
}
