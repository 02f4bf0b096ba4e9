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
      files(answer).map { RepositoryTree(commit: commit, files: $0) }
    }
  }

  /// Nil where an entry is none.
  private static func files(_ answer: JSON) -> [String: File]? {
    guard let entries = answer["tree"]?.array else { return nil }
    var files: [String: File] = [:]
    for entry in entries where entry["type"] != "tree" {
      guard let path = entry["path"]?.string, let id = entry["sha"]?.objectID else { return nil }
      files[path] = File(id: id, size: entry["size"]?.integer ?? 0)
    }
    return files
  }

  /// Whether a file can come to stand at a path: nothing is there, nothing is below it, and no folder of it is a file.
  func isFree(_ path: String) -> Bool {
    let parts = path.split(separator: "/")
    let folders = parts.indices.dropFirst().map { parts[..<$0].joined(separator: "/") }
    return files[path] == nil && !folders.contains { files[$0] != nil }
      && !files.keys.contains { $0.hasPrefix(path + "/") }
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

extension JSON {
  /// Git's name of a commit, a tree or a file, by SHA-1 or SHA-256: it becomes a part of an address.
  var objectID: String? {
    guard let string, [40, 64].contains(string.utf8.count), string.utf8.allSatisfy(Self.isHexadecimal) else {
      return nil
    }
    return string
  }

  private static func isHexadecimal(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x61...0x66).contains(byte) || (0x41...0x46).contains(byte)
  }
}
