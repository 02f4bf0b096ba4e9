import Checklist
import JSONDocument
import Transport

/// What GitHub said instead of an answer, as an obstacle.
struct Refusal {
  let name: String
  let response: HTTPResponse

  init(_ name: String, _ response: HTTPResponse) {
    self.name = name
    self.response = response
  }

  func obstacle(token: Secret) -> Obstacle {
    let message = words(token)
    switch response.status {
    case 401: return .notSignedIn("GitHub does not accept the token: \(message)")
    case 429: return .throttled("\(name): \(message)\(wait)")
    case 403 where isLimit: return .throttled("\(name): \(message)\(wait)")
    case 403:
      if let page = ssoPage {
        return .denied(permission: "single sign-on of the organization", message: "\(message); authorize it at \(page)")
      }
      return .denied(permission: permission, message: message)
    case 404: return .refused(code: "NotFound", message: message, status: 404)
    case 301, 302, 307, 308:
      return .unreachable("\(name): moved to another place, where the token is not sent")
    case 500...: return .unreachable("\(name): GitHub answered status \(response.status)")
    default: return .refused(code: code, message: message, status: response.status)
    }
  }

  /// GitHub's own words, without the token.
  func words(_ token: Secret) -> String {
    let text: String
    do {
      text = try JSON(parsing: response.body)["message"]?.string ?? ""
    } catch {
      text = "status \(response.status)"
    }
    let cleaned = Display.clean(text)
    return token.exposed.isEmpty ? cleaned : cleaned.replacing(token.exposed, with: "••••••")
  }

  private var code: String {
    switch response.status {
    case 400: "BadRequest"
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
  }

  private var wait: String {
    if let seconds = response.headers["Retry-After"].flatMap({ Int($0) }) { return " (again in \(seconds) s)" }
    if let reset = response.headers["X-RateLimit-Reset"].flatMap({ Double($0) }) {
      return " (again at \(Moment(seconds: reset).rfc3339))"
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

extension Refusal {
  static func isTransient(_ error: TransportError) -> Bool {
    switch error {
    case .refused, .timedOut, .interrupted, .unresolved: true
    default: false
    }
  }

  static func obstacle(_ error: TransportError, _ name: String, isRead: Bool) -> Obstacle {
    let words = "\(name): \(words(error))"
    switch error {
    case .cancelled: return .cancelled
    case .timedOut(let afterSend), .interrupted(_, let afterSend):
      if !isRead, afterSend { return .ambiguous(words) }
      if case .timedOut = error { return .timedOut(words) }
      return .unreachable(words)
    case .unusable: return .unexpected(words)
    case .malformed, .tooLarge: return isRead ? .unreachable(words) : .ambiguous(words)
    default: return .unreachable(words)
    }
  }

  static func words(_ error: TransportError) -> String {
    switch error {
    case .unresolved: "the host has no address"
    case .refused: "cannot connect"
    case .proxy: "the proxy refused"
    case .untrusted, .tls: "no trusted TLS connection"
    case .timedOut: "no answer in time"
    case .interrupted: "the connection broke"
    case .tooLarge: "the answer is too large"
    case .malformed: "what answered is no HTTP"
    case .unusable: "the request cannot be sent"
    case .cancelled: "cancelled"
    }
  }
}
