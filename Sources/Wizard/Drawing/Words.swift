import Checklist
import TextUI

/// `1 change`, `3 changes`.
func counted(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }

/// A time that passed: `4 s`, `1 m 41 s`.
func elapsed(_ milliseconds: Int) -> String {
  let total = max(0, milliseconds) / 1000
  return total < 60 ? "\(total) s" : "\(total / 60) m \(total % 60) s"
}

func seconds(_ value: Double) -> String {
  guard value.isFinite, value >= 0, value < 1_000_000 else { return "?" }
  let tenths = Int((value * 10).rounded())
  return "\(tenths / 10).\(tenths % 10) s"
}

/// The counts in words: `41 ok, 1 failed, 2 warnings`.
func summary(of counts: [Status: Int]) -> String {
  let words: [(Status, String)] = [
    (.pass, "ok"), (.fail, "failed"), (.crash, "crashed"), (.warn, "to improve"), (.unknown, "not seen"),
    (.blocked, "blocked"), (.notYet, "not yet"), (.accepted, "accepted"),
  ]
  let parts = words.compactMap { status, word in counts[status].map { "\($0) \(word)" } }
  return parts.isEmpty ? "nothing was looked at" : parts.joined(separator: ", ")
}

extension Call {
  /// The call as the permissions name it.
  var inShort: String { door.isGitHub ? operation : "\(door.name):\(operation)" }
}

extension Change.Kind {
  var sign: String {
    switch self {
    case .create: "+"
    case .update: "~"
    case .delete: "-"
    }
  }

  var role: Role {
    switch self {
    case .create: .added
    case .update: .changed
    case .delete: .removed
    }
  }
}

extension Status {
  /// What the status means, for who sees its sign for the first time.
  var words: String {
    switch self {
    case .pass: "holds"
    case .fail: "does not hold"
    case .warn: "should be better"
    case .notYet: "not yet"
    case .blocked: "waits for another check"
    case .unknown: "could not look"
    case .skipped: "skipped"
    case .accepted: "accepted"
    case .crash: "crashed"
    }
  }
}
