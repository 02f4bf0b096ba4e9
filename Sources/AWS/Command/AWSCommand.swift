import Checklist
import JSONDocument

/// Calls as command lines of `aws`, version 1, that do exactly what sending them would.
///
/// The names of commands and options come from the aws command's own tables. Words are given apart, not
/// joined for a shell; `ShellWords` quotes them for one. Documents, structures and secrets stand in files beside
/// the command, which therefore runs in a folder that holds them.
public enum AWSCommand {
  public struct Rendering: Hashable, Sendable {
    /// The words of each command, `aws` first; before it, what makes the files of bytes that it reads.
    public let commands: [[String]]
    /// Content by file name.
    public let files: [String: String]
  }

  /// Throws `.unexpected` for a call that the table does not know or whose input the model does not allow.
  /// - Parameter secretFile: the whole path of the file that holds the secret's text; without one, a call that
  ///   needs the secret is no command.
  public static func render(
    _ calls: [Call], region: String? = nil, secretFile: String? = nil
  ) throws(Obstacle) -> Rendering {
    var files = CommandFiles()
    var commands: [[String]] = []
    for call in calls {
      let modelled = try ModelledCall(call)
      do {
        try CommandWriter(modelled, region: region, secretFile: secretFile).write(&commands, &files)
      } catch {
        throw .unexpected(error.reason)
      }
    }
    return Rendering(commands: commands, files: files.contents)
  }
}
