import Basics
import Checklist
import Files
import Glibc
import JSONDocument
import Transport

/// The file named by `project.token_file`: the secret's exact text, `{"token":"…"}`, for its owner only.
public enum TokenFile {
  /// Why the file cannot be used; never a word of what is in it.
  public struct Problem: Error, Hashable, Sendable { public let reason: String }

  private static let wanted = #"write {"token":"…"} into it, the token between the quotes, and nothing else"#
  private static let limit = 65_536

  /// The token in the file.
  public static func read(_ path: String) throws(Problem) -> Secret {
    let text = try content(path)
    let (bare, shape) = TokenEntry.token(in: text)
    if shape.kind != nil, !bare.hasPrefix("{") { throw Problem(reason: "it holds a bare token; \(wanted)") }
    guard let json = try? JSON(parsing: text), let members = json.object else {
      throw Problem(reason: "it holds no JSON object; \(wanted)")
    }
    guard members.count == 1, let token = members["token"]?.string else {
      throw Problem(reason: #"it does not hold the one member "token"; \#(wanted)"#)
    }
    // The aws command stores the file as it is, and the Lambda would read a carriage return into the token.
    guard !text.utf8.contains(0x0D) else { throw Problem(reason: "it has lines that end with a carriage return") }
    if let problem = TokenShape(token).problem { throw Problem(reason: "its token: \(problem)") }
    return Secret(token)
  }

  private static func content(_ path: String) throws(Problem) -> String {
    var bytes: [UInt8]
    do throws(FileProblem) { bytes = try PlainFile.bytes(path, limit: limit, .closed) } catch {
      throw Problem(reason: error.reason)
    }
    defer { for place in bytes.indices { bytes[place] = 0 } }
    guard let text = String(validating: bytes, as: UTF8.self) else { throw Problem(reason: "it is no text") }
    return text
  }

  /// The whole path of a file as the setup names it: `~` is the home folder, other paths start at the working
  /// folder.
  public static func path(_ named: String, home: String?) -> String {
    if named.hasPrefix("~/"), let home { return home + named.dropFirst(1) }
    guard !named.hasPrefix("/"), let folder = getcwd(nil, 0) else { return named }
    defer { free(folder) }
    return String(cString: folder) + "/" + named
  }
}
