import Basics
import Checklist
import JSONDocument
import Transport

/// What GitHub said instead of an answer, as an obstacle.
struct Refusal {
  let response: HTTPResponse

  init(_ response: HTTPResponse) { self.response = response }

  func obstacle(host: String) -> Obstacle {
    let message = words
    func obstacle(
      _ kind: Obstacle.Kind, _ message: String, code: String? = nil, permission: String? = nil
    ) -> Obstacle {
      Obstacle(
        kind, message, code: code, permission: permission, requestID: requestID, host: host, status: response.status)
    }
    switch response.status {
    case 401: return obstacle(.notSignedIn, "GitHub does not accept the token: \(message)")
    case 429: return obstacle(.throttled, message + wait)
    case 403 where isLimit: return obstacle(.throttled, message + wait)
    case 403:
      if let page = ssoPage {
        return obstacle(
          .denied, "\(message); authorize it at \(page)", permission: "single sign-on of the organization")
      }
      return obstacle(.denied, message, permission: isAboutRights ? permission : nil)
    case 301, 302, 307, 308: return obstacle(.unreachable, "moved to another place, where the token is not sent")
    case 500...: return obstacle(.unreachable, "GitHub answered status \(response.status)")
    default: return obstacle(.refused, message, code: code)
    }
  }

  /// By which GitHub finds the request again.
  var requestID: String? { response.headers["X-GitHub-Request-Id"].map { Display.clean($0) } }

  /// GitHub's own words.
  var words: String {
    let text: String
    do {
      text = try JSON(parsing: response.body)["message"]?.string ?? ""
    } catch {
      text = "status \(response.status)"
    }
    return Display.clean(text)
  }

  private var code: String {
    switch response.status {
    case 400: "BadRequest"
    case 404: "NotFound"
    case 409: "Conflict"
    case 410: "Gone"
    case 415: "UnsupportedMediaType"
    case 422: "ValidationFailed"
    default: "Status\(response.status)"
    }
  }

  /// Primary limits leave nothing remaining, secondary ones ask to wait.
  var isLimit: Bool {
    response.headers["Retry-After"] != nil || response.headers["X-RateLimit-Remaining"] == "0"
      // A secondary limit may come without either.
      || words.lowercased().contains("rate limit")
  }

  /// Whether a right of the token is missing, or of the person behind it; else it is a rule that refuses: of an
  /// organization for tokens, an IP allow list, a plan.
  private var isAboutRights: Bool {
    let words = words.lowercased()
    return words.isEmpty || words.contains("not accessible by") || words.hasPrefix("must have") || words == "forbidden"
  }

  /// Seconds after which GitHub takes the request again; nil where there is no limit, or it lasts more than a minute.
  var shortWait: Double? {
    guard [403, 429].contains(response.status), isLimit,
      let seconds = response.headers["Retry-After"].flatMap({ Int($0) }), (0...60).contains(seconds)
    else { return nil }
    return Double(seconds)
  }

  private var wait: String {
    if let seconds = response.headers["Retry-After"].flatMap({ Int($0) }), seconds >= 0 {
      return " (again in \(seconds) s)"
    }
    if let reset = response.headers["X-RateLimit-Reset"].flatMap({ Double($0) }).flatMap(Moment.init(outside:)) {
      return " (again at \(reset.rfc3339))"
    }
    return ""
  }

  /// From `required; url=https://…`.
  var ssoPage: String? {
    response.headers["X-GitHub-SSO"]?.split(separator: "url=", maxSplits: 1).dropFirst().first.map {
      Display.clean($0)
    }
  }

  /// `administration=read; contents=write,workflows=write` in the words of GitHub's settings page: sets are
  /// parted by semicolons, and what belongs together by commas.
  var permission: String {
    let header = response.headers["X-Accepted-GitHub-Permissions"] ?? ""
    let sets = header.split(separator: ";").map { set in
      set.split(separator: ",").map { Self.translated($0) }.joined(separator: " and ")
    }.filter { !$0.isEmpty }
    return sets.isEmpty ? "access to the repository" : sets.joined(separator: ", or ")
  }

  private static func translated(_ text: Substring) -> String {
    let parts = text.split(separator: "=").map { Display.clean($0).filter { $0 != " " } }
    guard parts.count == 2, let first = parts[0].first else { return "" }
    let words = (first.uppercased() + parts[0].dropFirst()).replacing("_", with: " ")
    return "\(words): \(parts[1])"
  }
}
