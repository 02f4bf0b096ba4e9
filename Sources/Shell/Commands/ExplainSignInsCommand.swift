import Checklist
import TextUI

/// `onramp explain github-role --matrix`: who may sign in to the roles that trust GitHub, as the account stands now.
public enum ExplainSignInsCommand {
  /// - Returns: 3 where the setup's own role refuses one of its jobs or admits a stranger, or where that or the role itself is not known.
  public static func run(_ options: Options) async throws(Failure) -> Int32 {
    let session = try Session.open(options)
    let survey = Survey(session)
    let report = await survey.report(try await survey.footing(), only: ["github-role"])
    guard let table = report.steps.lazy.compactMap(\.signIns).first else {
      Output.message("onramp: no role that trusts GitHub was seen, so nothing can be said of who may sign in")
      let cause = report.findings.first { $0.check == "TRUST-01" }
      if let cause { Output.message("  \(cause.check) \(cause.status.words): \(cause.found)") }
      return report.exitCode(strict: false) == 4 ? 4 : 3
    }
    Output.lines(PlainText.lines(table))
    return table.isOwnRight ? 0 : 3
  }
}

extension PlainText {
  /// A role after the other: who gets in and who does not, then the policy with the lines that decide.
  static func lines(_ table: SignInTable) -> [String] {
    let roles = table.roles.indices.flatMap { role -> [String] in
      let cells = table.rows.indices.flatMap { row -> [String] in
        let cell = table.cells[row][role]
        let standing = table.standing(row: row, role: role)
        let mark =
          switch standing {
          case .right: "pass"
          case .wrong: "FAIL"
          case .open: "?   "
          case .notOurs: "-   "
          }
        let check = standing == .wrong ? table.rows[row].check.map { " (\($0))" } ?? "" : ""
        return ["  \(mark)  \(table.rows[row].name) \(cell.verdict.inWords)\(check)", "        \(cell.reason)"]
      }
      let marked = Set(table.rows.indices.compactMap { table.cells[$0][role].lines }.flatMap(Array.init))
      let policy = table.roles[role].policy.enumerated().map { index, line in
        "\(marked.contains(index + 1) ? ">" : " ") \(line)"
      }
      return [table.roles[role].arn, ""] + cells + ["", "  The trust policy, with the lines that decide:"] + policy + [
        ""
      ]
    }
    return roles + table.notes.map { "Not known here: \($0)." }
  }
}
