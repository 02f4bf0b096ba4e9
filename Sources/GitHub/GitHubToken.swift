import Basics
import Files
import Transport

/// A token for GitHub and the place it came from.
public struct GitHubToken: Hashable, Sendable {
  public let secret: Secret
  /// `GH_TOKEN`, `gh auth token`, or the file's path.
  public let origin: String

  public init(secret: Secret, origin: String) {
    self.secret = secret
    self.origin = origin
  }

  /// No token, and what each place said about that, in order.
  public struct Nothing: Error, Hashable, Sendable, CustomStringConvertible {
    public let trail: [String]
    public var description: String { "no GitHub token: " + trail.joined(separator: "; ") }
  }

  /// Looks in the file given by an option (`-`: standard input), in the variables whose token belongs to the place, and
  /// last asks `gh auth token` for the place's host. A file that was named but has no token ends the search: another
  /// account's token is not what was meant.
  public static func find(
    file: String? = nil, for place: GitHubPlace = GitHubPlace(), environment: Environment = .current(),
    files: FileDoor = .system,
    input: FileDoor = .standardInput,
    gh: (@Sendable (String) -> String?)? = nil
  ) throws(Nothing) -> GitHubToken {
    if let file {
      let (name, answer) = file == "-" ? ("standard input", input.read(file)) : (file, files.read(file))
      switch answer {
      case .absent: throw Nothing(trail: ["\(name) is not there"])
      case .unreadable(let reason): throw Nothing(trail: ["\(name) cannot be read: \(reason)"])
      case .text(let bytes):
        guard let token = checked(String(decoding: bytes, as: UTF8.self)) else {
          throw Nothing(trail: ["\(name) holds no token"])
        }
        return GitHubToken(secret: token, origin: name)
      }
    }
    let names = place.variables(environment)
    for name in names {
      guard let text = environment[name] else { continue }
      guard let token = checked(text) else { throw Nothing(trail: ["\(name) is no token"]) }
      return GitHubToken(secret: token, origin: name)
    }
    var trail = names.map { "\($0) is not set" }
    if names.isEmpty {
      trail.append(
        "only the setup file names \(place.hostname), so no token of the environment goes there: GH_HOST=\(place.hostname)"
          + " and GH_ENTERPRISE_TOKEN, or --github-token-file, say that one may")
    }
    let host = place.login(environment)
    let asked = "gh auth token" + (host == "github.com" ? "" : " --hostname \(host)")
    let kept = gh.map { $0(host) } ?? GitHubCommand.token(host: host, environment: environment)
    guard let token = kept.flatMap(checked) else { throw Nothing(trail: trail + ["\(asked) gave none"]) }
    return GitHubToken(secret: token, origin: asked)
  }

  /// One word of visible ASCII; blanks and line breaks around it are dropped.
  public static func checked(_ text: String) -> Secret? {
    let words = text.split(whereSeparator: \.isWhitespace)
    guard words.count == 1, words[0].utf8.count < 1024, words[0].utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
      return nil
    }
    return Secret(String(words[0]))
  }
}
