import Basics
import Checklist
import JSONDocument
import SetupFile

/// How long a warning that the setup file accepts stays accepted.
///
/// The file is committed and copied, so neither its own date nor the day it was first read says when somebody
/// accepted the warning: the entry itself names its last day, at most 90 days ahead.
public enum Acceptance {
  static let days = 90

  /// The last day that an acceptance written at a moment (seconds since 1970) may name: `2027-02-19`.
  public static func lastDay(from now: Double) -> String {
    Moment(seconds: now + Double(days) * 86_400).day
  }

  /// The entries of a setup that name no last day or one too far ahead, with their lines.
  static func problems(_ setup: Setup, _ text: String, path: String, now: Double) -> [SetupFile.Problem] {
    let limit = lastDay(from: now)
    return (setup["accepted"]?.array ?? []).compactMap { entry in
      guard let check = entry["check"]?.string else { return nil }
      let message: String
      switch entry["until"]?.string {
      case nil:
        message = "accepted \(check) has no last day; write until: \(limit), \(days) days from today, or an earlier one"
      case let until? where until > limit:
        message =
          "accepted \(check) until \(until) is more than \(days) days ahead; write until: \(limit) or an earlier day"
      default: return nil
      }
      let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
      let line = lines.firstIndex { $0.contains("check:") && $0.contains(check) } ?? 0
      return SetupFile.Problem(path: path, line: line + 1, column: 1, message: message)
    }
  }

  /// A line for each warning that was accepted until a day that has passed.
  static func lapsed(_ report: CheckReport) -> [String] {
    let accepted = report.setup.accepted
    let today = Moment(seconds: report.started).day
    return Set(report.findings.filter { $0.status == .warn }.map(\.check)).sorted { $0.rawValue < $1.rawValue }
      .compactMap { check in
        guard let word = accepted[check.rawValue], let until = word.until, until < today else { return nil }
        return "onramp: \(check) was accepted until \(until), which has passed (\(word.reason))"
      }
  }
}
