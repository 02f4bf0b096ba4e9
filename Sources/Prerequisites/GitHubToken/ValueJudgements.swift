import Basics
import Checklist

/// The checks of what stands in the secret, each waiting for the one that would explain it.
struct ValueJudgements {
  let seen: GitHubTokenStep.Observation
  let context: Context

  /// What makes the token unfit for the Lambda; the others are advice.
  static let necessary: Set<CheckID> = ["SEC-05", "SEC-06", "SEC-07", "SEC-09"]
  private static let shapeChecks: [CheckID] = ["SEC-07", "SEC-05", "SEC-06"]
  private static let rightsChecks: [CheckID] = ["SEC-09", "SEC-10", "SEC-11", "SEC-12", "SEC-18"]
  /// The days after which a token should have been replaced.
  private static let age = 90.0

  private var name: String { context.setup.tokenSecret }

  /// Those that do not hold.
  var broken: Set<CheckID> { Set(all.filter(\.verdict.isBroken).map(\.check)) }

  var all: [Judgement] {
    let checks = Self.shapeChecks + Self.rightsChecks
    let secret = seen.secret
    guard let found = secret.value, seen.barrier == nil else {
      let verdict = secret.obstacle.map { .hidden($0) } ?? Verdict.blocked(by: seen.barrier ?? "SEC-01")
      return same(verdict, for: checks + ["SEC-13"], secret.source)
    }
    guard let value = seen.value else {
      let reason = context.setup.readsSecret ? "not looked at for a teardown" : "project.read_secret is false"
      return [aged(found.changed, secret)] + same(.skipped(reason), for: checks, secret.source)
    }
    if let state = seen.key.value?.state, state != "Enabled" {
      return same(.blocked(by: "SEC-08"), for: checks + ["SEC-13"], seen.key.after(value).source)
    }
    return shape(value) + rights(value) + [aged(value.value?.created ?? found.changed, value)]
  }

  private func same(_ verdict: Verdict, for checks: [CheckID], _ source: [String]) -> [Judgement] {
    checks.map { Judgement($0, on: name, lookedAt: source, verdict) }
  }

  private func aged(_ since: Double?, _ look: Look<some Hashable & Sendable>) -> Judgement {
    look.judge("SEC-13", on: name, absent: .blocked(by: "SEC-05")) { _ in
      guard let since else { return .skipped("Secrets Manager does not say since when it stands there") }
      let days = Int(bounding: ((context.now - since) / 86_400).rounded(.down))
      let found = "stored on \(since.day)" + (days > 0 ? ", \(days) days ago" : "")
      return Double(days) > Self.age
        ? .broken(found: found, needed: "a token stored within the last \(Int(bounding: Self.age)) days")
        : .holds(found: found)
    }
  }

  private func shape(_ value: Look<StoredValue>) -> [Judgement] {
    let exact = #"{"token":"…"}, one member"#
    return [
      value.judge("SEC-07", on: name, absent: .blocked(by: "SEC-05")) {
        $0.form == .binary
          ? .broken(found: "bytes, no text", needed: "a text: \(exact)") : .holds(found: "a text")
      },
      value.judge("SEC-05", on: name, absent: .broken(found: "no value", needed: exact)) { value in
        switch value.form {
        case .exact: .holds(found: "JSON with the one member token: \(value.shape.inWords)")
        case .binary: .blocked(by: "SEC-07")
        case .otherName:
          .broken(found: "JSON with one member of another name", needed: exact, severity: .medium)
        case .severalReadable:
          .broken(found: "JSON with \(value.members) members, token the last", needed: exact, severity: .medium)
        case .loose:
          .broken(
            found: "not JSON\(flaw(value)); the Lambda reads a token all the same: \(value.shape.inWords)",
            needed: exact, severity: .medium)
        case .unreadable where value.members > 1:
          .broken(
            found: "JSON with \(value.members) members\(flaw(value)), and the Lambda reads another than token",
            needed: exact)
        case .unreadable where value.members == 1:
          .broken(found: "JSON with one member\(flaw(value)): the Lambda reads more than its value", needed: exact)
        case .unreadable: .broken(found: "not JSON\(flaw(value)): the Lambda reads no token out of it", needed: exact)
        case .bare: .broken(found: "plain text of \(value.shape.inWords)", needed: exact)
        }
      },
      value.judge("SEC-06", on: name, absent: .blocked(by: "SEC-05")) { value in
        switch value.form {
        case .binary: return .blocked(by: "SEC-07")
        case .unreadable: return .blocked(by: "SEC-05")
        case .exact, .otherName, .severalReadable, .loose, .bare: break
        }
        let needed = "a token of GitHub: github_pat_… or ghp_…"
        if value.shape.isPlaceholder {
          return .broken(found: "a guide's placeholder, \(value.shape.inWords)", needed: needed)
        }
        return value.shape.problem.map { .broken(found: "\(value.shape.inWords): \($0)", needed: needed) }
          ?? .holds(found: value.shape.inWords)
      },
    ]
  }

  private func flaw(_ value: StoredValue) -> String { value.flaw.map { ", for \($0.inWords)" } ?? "" }

  private func rights(_ value: Look<StoredValue>) -> [Judgement] {
    guard let stored = value.value else {
      let verdict = value.obstacle.map { .hidden($0) } ?? Verdict.blocked(by: "SEC-05")
      return same(verdict, for: Self.rightsChecks, value.source)
    }
    guard stored.isUsable, let rights = seen.rights else {
      let barrier: CheckID = stored.form == .binary ? "SEC-07" : stored.form == .unreadable ? "SEC-05" : "SEC-06"
      return same(.blocked(by: barrier), for: Self.rightsChecks, value.source)
    }
    let verdicts = TokenVerdicts(context: context)
    func judge<Answer: Hashable & Sendable>(
      _ check: CheckID, _ look: Look<Answer>, _ user: @escaping (Answer) -> TokenAnswer, _ verdict: (Answer) -> Verdict
    ) -> Judgement {
      look.after(value).judge(check, on: name, absent: .blocked(by: "SEC-09")) {
        user($0).isThere || check == "SEC-09" ? verdict($0) : .blocked(by: "SEC-09")
      }
    }
    return [
      judge("SEC-09", rights.user, { $0 }, verdicts.accepted),
      judge("SEC-10", rights.user, { $0 }, verdicts.lasting),
      judge("SEC-11", rights.all, \.user) { seen.isRepositoryThere ? verdicts.reaching($0) : .blocked(by: "GH-01") },
      judge("SEC-12", rights.user, { $0 }, verdicts.narrow),
      judge("SEC-18", rights.user.and(rights.repository), \.first) { verdicts.ownedByAWriter($0.first, $0.second) },
    ]
  }
}
