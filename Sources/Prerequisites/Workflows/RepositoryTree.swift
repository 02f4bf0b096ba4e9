import Basics
import Checklist
import JSONDocument

/// All files of one commit by path, without their contents.
struct RepositoryTree: Hashable, Sendable {
  struct File: Hashable, Sendable {
    /// Git's name for what it holds; of a submodule its commit.
    let id: String
    /// In bytes.
    let size: Int
  }

  let commit: String
  let files: [String: File]

  /// Hidden where the repository has more files than GitHub lists at once (100,000, or 7 MB of names; REST API, "Get a
  /// tree").
  static func look(_ commit: String, _ world: World, _ setup: Setup) async -> Look<RepositoryTree> {
    let call = Call(
      .github, "GET /repos/{owner}/{repo}/git/trees/{tree_sha}",
      setup.repositoryPath.with("tree_sha", .string(commit)).with("recursive", "1"))
    let answer = await world.look(call)
    if answer.value?["truncated"]?.bool == true {
      return Look(answer.source, .hidden(.unreadable("the repository has more files than GitHub lists at once")))
    }
    return answer.reading { answer in
      answer["tree"]?.array.map { entries in
        RepositoryTree(
          commit: commit,
          files: entries.reduce(into: [:]) { files, entry in
            guard let path = entry["path"]?.string, let id = entry["sha"]?.string, entry["type"] != "tree" else {
              return
            }
            files[path] = File(id: id, size: entry["size"]?.integer ?? 0)
          })
      }
    }
  }

  /// Whether a file can come to stand at a path: nothing is there, nothing is below it, and no folder of it is a file.
  func isFree(_ path: String) -> Bool {
    let parts = path.split(separator: "/")
    let folders = parts.indices.dropFirst().map { parts[..<$0].joined(separator: "/") }
    return files[path] == nil && !folders.contains { files[$0] != nil } && !files.keys.contains { $0.hasPrefix(path + "/") }
  }

  /// The same with some texts in the place of what stands there.
  func with(_ texts: [String: String]) -> [String: String] {
    files.mapValues(\.id).merging(texts.mapValues(GitObject.blob)) { $1 }
  }

  /// The paths that another tree has otherwise, or does not have.
  func differing(from other: RepositoryTree) -> Set<String> {
    Set(files.keys).union(other.files.keys).filter { files[$0]?.id != other.files[$0]?.id }
  }
}
