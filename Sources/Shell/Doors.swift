import AWS
import Basics
import Checklist
import GitHub
import JSONDocument
import Prerequisites
import Transport

/// What a run can reach, by where a call goes: to look, to write, as a command for a person, and the rights it takes.
struct Doors: Sendable {
  let aws: AWSClient
  let github: GitHubAccess
  let token: TokenDoor

  /// Sends a call that looks, and brings all pages of the answer; refuses any other.
  func read(_ call: Call) async throws(Obstacle) -> JSON {
    switch call.door {
    case .aws: token.noting(try Self.believed(try await AWSReader(aws).all(call), call), call)
    case .github: try await github.send(call)
    case .token(.caller): try await github.probe(call)
    case .token: try await token.send(call)
    }
  }

  /// An answer that names who is calling names an account: it becomes a part of paths and names.
  private static func believed(_ answer: JSON, _ call: Call) throws(Obstacle) -> JSON {
    guard call == IdentityStep.call, IdentityStep.account(in: answer) == nil else { return answer }
    throw .unreachable("what answered names no account of 12 digits")
  }

  /// Sends a call that writes, filled with what only sending puts in. `rows` are the errors that pass by themselves.
  func write(_ call: Call, waitingOut rows: [Consistency]) async throws(Obstacle) -> JSON {
    let filled = try await filled(call)
    switch call.door {
    case .aws: return try await aws.send(filled, waitingOut: rows)
    case .github: return try await github.write(filled)
    case .token: throw .unexpected("a token is asked about, not written with")
    }
  }

  /// The one place where a call's blanks are filled.
  private func filled(_ call: Call) async throws(Obstacle) -> Filled {
    var fillings: [String: JSON] = [:]
    for (path, blank) in call.blanks {
      switch blank {
      case .secret(let name): fillings[path] = .string(try token.text(of: name).exposed)
      case .artifact(let artifact):
        fillings[path] = JSON(blob: artifact.content)
        // The aws command computes the checksum that is asked for; here it comes with the bytes.
        guard call.input["ChecksumAlgorithm"] == "SHA256" else { break }
        fillings["ChecksumSHA256"] = .string(Base64.encode(SHA256.digest(of: artifact.content)))
      case .sealed(let name):
        (fillings[path], fillings["key_id"]) = try await sealed(try token.text(of: name).exposed, for: call)
      case .sealedText(let text): (fillings[path], fillings["key_id"]) = try await sealed(text, for: call)
      }
    }
    return try Filled(call, fillings)
  }

  /// A text in a box for the place where a call stores it, and the id of the key that it is sealed with.
  private func sealed(_ text: String, for call: Call) async throws(Obstacle) -> (box: JSON, key: JSON) {
    let key = try await github.send(try GitHubSecret.keyCall(for: call))
    guard let box = key["key"]?.string.flatMap({ SealedBox.seal(text, for: $0) }), let id = key["key_id"] else {
      throw .unreadable("what GitHub gave is no public key")
    }
    return (.string(box), id)
  }

  /// The commands that make some calls, and the files they read; nil where no command can.
  /// - Parameter seals: whether a command may be given a text that GitHub keeps as a secret and that is none.
  func render(_ calls: [Call], region: String, sealing seals: Bool = false) -> (
    commands: [[String]], files: [String: String]
  )? {
    guard !calls.isEmpty else { return nil }
    if calls.allSatisfy(\.door.isGitHub) { return GitHubScript.render(calls, sealing: seals) }
    do throws(Obstacle) {
      let rendering = try AWSCommand.render(calls, region: region, secretFile: token.usableFile)
      return (rendering.commands, rendering.files)
    } catch { return nil }
  }

  /// The rights that a call takes: IAM actions, or a permission in the words of GitHub's settings page.
  static func rights(_ call: Call) -> [String] {
    switch call.door {
    case .aws: Permission.needed(for: call)
    case .github, .token: [GitHubPermission.needed(for: call)]
    }
  }
}
