import Basics
import Checklist
import JSONDocument
import Transport

/// `createCommitOnBranch` of GitHub's GraphQL interface: one commit of several files, made only while the branch still
/// points at the commit that was looked at (GitHub Docs, "GraphQL API reference, Mutations").
///
/// As a call it has an input of its own: `owner`, `repo`, `branch`, `expected_head` (a commit), `message` (the headline),
/// `body` (optional) and `files` (text by path). The same value is shown, sent and written as a command of `gh`.
enum CommitMutation {
  static let operation = "POST /graphql"

  private static let query = """
    mutation($input: CreateCommitOnBranchInput\u{21}) { createCommitOnBranch(input: $input) { commit { oid } } }
    """

  /// The request's body; nil where a member is missing.
  static func body(_ input: JSONObject) -> JSON? {
    guard let owner = input["owner"]?.string, let repository = input["repo"]?.string,
      let branch = input["branch"]?.string, let head = input["expected_head"]?.string,
      let message = input["message"]?.string, let files = input["files"]?.object, !files.members.isEmpty
    else { return nil }
    let additions = files.members.compactMap { path, text in
      text.string.map { ["path": .string(path), "contents": .string(Base64.encode($0.utf8))] as JSON }
    }
    guard additions.count == files.members.count else { return nil }
    var words: JSON = ["headline": .string(message)]
    if let body = input["body"]?.string { words["body"] = .string(body) }
    return [
      "query": .string(query),
      "variables": [
        "input": [
          "branch": ["repositoryNameWithOwner": .string("\(owner)/\(repository)"), "branchName": .string(branch)],
          "expectedHeadOid": .string(head), "message": words, "fileChanges": ["additions": .array(additions)],
        ]
      ],
    ]
  }

  /// Where a server has it: on Enterprise Server beside the REST interface's folder and not in it.
  static func url(_ base: String) -> String {
    let rest = "/api/v3"
    return base.hasSuffix(rest) ? base.dropLast(rest.count) + "/api/graphql" : base + "/graphql"
  }

  /// The commit's id as `oid`. Errors come with status 200, and say in a sentence and a word what they are.
  static func answer(_ body: JSON, host: String) throws(Obstacle) -> JSON {
    if let error = body["errors"]?.array?.first {
      let words = Display.clean(error["message"]?.string ?? "GitHub does not say why")
      let type = error["type"]?.string.map { Display.clean($0) }
      let isDenied = ["FORBIDDEN", "INSUFFICIENT_SCOPES", "UNAUTHORIZED"].contains(type ?? "")
      throw Obstacle(isDenied ? .denied : .refused, words, code: type ?? "GraphQL", host: host, status: 200)
    }
    guard let id = body["data"]?["createCommitOnBranch"]?["commit"]?["oid"] else {
      throw Obstacle(.ambiguous, "it was accepted, but the answer names no commit", host: host, status: 200)
    }
    return ["oid": id]
  }
}
