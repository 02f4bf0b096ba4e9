import Basics
import Checklist
import JSONDocument
import Transport

/// A call written as a request, still without headers that every request has.
struct PreparedCall {
  let call: Call
  let isRead: Bool
  var request: HTTPRequest

  /// Throws `.unexpected` for an operation that is none, or a path parameter that is missing, empty or a dot.
  init(_ filled: consuming Filled, base: String) throws(Obstacle) {
    let call = filled.call
    let words = call.operation.split(separator: " ")
    guard call.door.isGitHub, words.count == 2,
      ["GET", "POST", "PUT", "PATCH", "DELETE"].contains(words[0]), words[1].hasPrefix("/")
    else { throw .unexpected("it is no operation of GitHub") }
    self.call = call
    isRead = words[0] == "GET"
    guard call.operation != CommitMutation.operation else {
      guard let body = CommitMutation.body(filled.input()) else { throw .unexpected("a member of it is missing") }
      request = HTTPRequest(
        method: "POST", url: CommitMutation.url(base), headers: [HTTPHeader("Content-Type", "application/json")],
        body: Array(body.compact.utf8), deadline: 30, freshConnection: true)
      return
    }
    var rest = filled.input()
    var path = ""
    for part in words[1].split(separator: "/") {
      path += "/"
      guard part.hasPrefix("{"), part.hasSuffix("}") else {
        path += part
        continue
      }
      let parameter = String(part.dropFirst().dropLast())
      // A file's path keeps its slashes, but each of its parts is held to the same rule.
      guard let text = Self.text(rest[parameter]),
        text.split(separator: "/", omittingEmptySubsequences: false)
          .allSatisfy({ !["", ".", ".."].contains($0) }),
        ["path", "branch", "environment_name"].contains(parameter) || !text.contains("/")
      else { throw .unexpected("\(parameter) is missing or cannot stand in a path") }
      path += Percent.encode(text, keeping: parameter == "path" ? "/" : "")
      rest[parameter] = nil
    }
    request = HTTPRequest(method: String(words[0]), url: base + path, deadline: 30, freshConnection: !isRead)
    if isRead {
      var pairs: [String] = []
      for (member, value) in rest.members {
        guard let text = Self.text(value) else { throw .unexpected("\(member) is no simple value") }
        pairs.append("\(Percent.encode(member))=\(Percent.encode(text))")
      }
      if !pairs.isEmpty { request.url += "?" + pairs.joined(separator: "&") }
    } else if !rest.isEmpty || words[0] != "DELETE" {
      request.headers.append(HTTPHeader("Content-Type", "application/json"))
      request.body = Array(JSON.object(rest).compact.utf8)
    }
  }

  private static func text(_ value: JSON?) -> String? {
    switch value {
    case .string(let text): text
    case .number(let digits): digits
    case .bool(let flag): flag ? "true" : "false"
    default: nil
    }
  }
}
