import Checklist
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
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw Problem(reason: String(cString: strerror(errno))) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw Problem(reason: String(cString: strerror(errno))) }
    guard status.st_mode & S_IFMT == S_IFREG else { throw Problem(reason: "it is no plain file") }
    guard status.st_mode & 0o077 == 0 else {
      throw Problem(
        reason: "others on this machine may open it (mode \(String(status.st_mode & 0o777, radix: 8))): chmod 600")
    }
    guard status.st_size <= limit else { throw Problem(reason: "it is larger than 64 KiB") }
    var bytes = [UInt8](repeating: 0, count: limit + 1)
    defer { for place in bytes.indices { bytes[place] = 0 } }
    let count = Glibc.read(descriptor, &bytes, bytes.count)
    guard count >= 0 else { throw Problem(reason: String(cString: strerror(errno))) }
    guard let text = String(validating: bytes[..<count], as: UTF8.self) else { throw Problem(reason: "it is no text") }
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
