import Checklist
import Transport

/// Takes the run's secrets out of what services say.
///
/// A service may repeat in its error text what it was sent, headers included; no text of an obstacle leaves the
/// doors with a secret in it. What the program itself says never holds one.
struct Redaction: Sendable {
  private let secrets: [String]

  /// Short texts are no secrets worth the name, and would blot out ordinary words.
  init(_ secrets: [Secret]) { self.secrets = secrets.map(\.exposed).filter { $0.utf8.count >= 8 } }

  func cleaned(_ obstacle: Obstacle) -> Obstacle {
    switch obstacle {
    case .denied(let permission, let message): .denied(permission: permission, message: cleaned(message))
    case .notSignedIn(let message): .notSignedIn(cleaned(message))
    case .throttled(let message): .throttled(cleaned(message))
    case .timedOut(let message): .timedOut(cleaned(message))
    case .unreachable(let message): .unreachable(cleaned(message))
    case .refused(let code, let message, let status):
      .refused(code: code, message: cleaned(message), status: status)
    case .ambiguous(let message): .ambiguous(cleaned(message))
    case .unexpected(let message): .unexpected(cleaned(message))
    case .cancelled: .cancelled
    }
  }

  private func cleaned(_ text: String) -> String {
    secrets.reduce(text) { text, secret in
      text.split(separator: secret, omittingEmptySubsequences: false).joined(separator: "…")
    }
  }
}
