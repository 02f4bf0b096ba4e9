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

  func cleaned(_ obstacle: Obstacle) -> Obstacle { obstacle.mapTexts(cleaned) }

  private func cleaned(_ text: String) -> String {
    secrets.reduce(text) { text, secret in
      text.split(separator: secret, omittingEmptySubsequences: false).joined(separator: "…")
    }
  }
}
