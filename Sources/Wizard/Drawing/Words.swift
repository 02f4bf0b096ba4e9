import Basics
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
  let tenths = Int(bounding: (value * 10).rounded())
  return "\(tenths / 10).\(tenths % 10) s"
}

/// The counts in words: `41 pass, 1 fail, 2 warnings`.
func summary(of counts: [Status: Int]) -> String {
  let parts = Status.counted.compactMap { status in counts[status].map { status.counted($0) } }
  return parts.isEmpty ? "nothing was looked at" : parts.joined(separator: ", ")
}

extension Call {
  /// The call as the permissions name it.
  var inShort: String { door.isGitHub ? operation : "\(door.name):\(operation)" }
}

extension Change.Kind {
  var sign: String { mark.text }

  var mark: Span {
    switch self {
    case .create: Span("+", .added)
    case .update: Span("~", .changed)
    case .delete: Span("-", .removed)
    }
  }
}

extension Status {
  /// In the order in which they are counted.
  static let counted: [Status] = [.pass, .fail, .crash, .warn, .unknown, .blocked, .notYet, .accepted]

  /// What the status means, for who sees its sign for the first time.
  var meaning: String {
    switch self {
    case .pass: "looked, and it is as needed"
    case .fail: "something cannot work, or is exposed"
    case .warn: "works, but is too broad or will break"
    case .notYet: "rightly absent for now, or waits for a person"
    case .blocked: "cannot be judged until another check passes"
    case .unknown: "could not look; never means missing"
    case .skipped: "not part of this setup"
    case .accepted: "a warning the setup file accepts"
    case .crash: "the check itself failed"
    }
  }
}
