import Files
import Glibc
import Transport

extension Session {
  /// Where onramp keeps what it knows: `$XDG_STATE_HOME/onramp`, else below the home folder.
  ///
  /// A relative path counts as none (XDG Base Directory Specification): it would be another folder each time. Without
  /// `HOME` the home folder is the one that the system knows for the caller.
  static func stateFolder(_ environment: Environment) -> String {
    if let state = environment["XDG_STATE_HOME"], state.hasPrefix("/") { return state + "/onramp" }
    var home = environment["HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil }
    if home == nil, let entry = getpwuid(geteuid()), let folder = entry.pointee.pw_dir {
      home = String(cString: folder)
    }
    return (home ?? "/") + "/.local/state/onramp"
  }

  /// Refuses folders of the state in which somebody else could have put a journal.
  func checkFolders(_ account: String) throws(Failure) {
    for folder in [stateFolder, "\(stateFolder)/\(account)", setupFolder(account)] {
      do throws(FileProblem) { try Folder.check(folder) } catch {
        throw .usage("onramp: \(error.path): \(error.reason)")
      }
    }
  }
}
