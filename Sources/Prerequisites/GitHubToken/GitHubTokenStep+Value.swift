import Basics
import Checklist

extension GitHubTokenStep {
  static let shapeChecks: [CheckID] = ["SEC-07", "SEC-05", "SEC-06"]
  static let rightsChecks: [CheckID] = ["SEC-09", "SEC-10", "SEC-11", "SEC-12", "SEC-18"]
  /// What makes the token unfit for the Lambda; the others are advice.
  static let necessary: Set<CheckID> = ["SEC-05", "SEC-06", "SEC-07", "SEC-09"]
  /// The days after which a token should have been replaced.
  private static let age = 90.0

  /// The checks of what stands in the secret, each waiting for the one that would explain it.
  func judgements(ofValue seen: Observation, _ context: Context) -> [Judgement] {
    let name = context.setup.tokenSecret
    let checks = Self.shapeChecks + Self.rightsChecks
    guard let secret = seen.secret.value, secret.deletion == nil else {
      let barrier: Verdict =
        seen.secret.obstacle.map { .hidden($0) } ?? .blocked(by: seen.secret.isAbsent ? "SEC-01" : "SEC-02")
      return (checks + ["SEC-13"]).map { Judgement($0, on: name, lookedAt: seen.secret.source, barrier) }
    }
    guard let value = seen.value else {
      let reason = context.setup.readsSecret ? "not looked at for a teardown" : "project.read_secret is false"
      return [aged(secret.changed, seen.secret, on: name, context)]
        + checks.map { Judgement($0, on: name, lookedAt: seen.secret.source, .skipped(reason)) }
    }
    if let state = seen.key.value, state != "Enabled" {
      let sources = value.source + seen.key.source.filter { !value.source.contains($0) }
      return (checks + ["SEC-13"]).map { Judgement($0, on: name, lookedAt: sources, .blocked(by: "SEC-08")) }
    }
    return shape(value, on: name) + rights(seen, value, on: name, context) + [
      aged(value.value?.created ?? secret.changed, value, on: name, context)
    ]
  }

  private func aged(_ since: Double?, _ look: Look<some Hashable & Sendable>, on name: String, _ context: Context)
    -> Judgement
  {
    look.judge("SEC-13", on: name, absent: .blocked(by: "SEC-05")) { _ in
      guard let since else { return .skipped("Secrets Manager does not say since when it stands there") }
      let days = Int(bounding: ((context.now - since) / 86_400).rounded(.down))
      let found = "stored on \(since.day)" + (days > 0 ? ", \(days) days ago" : "")
      return Double(days) > Self.age
        ? .broken(found: found, needed: "a token stored within the last \(Int(bounding: Self.age)) days")
        : .holds(found: found)
    }
  }

  private func shape(_ value: Look<StoredValue>, on name: String) -> [Judgement] {
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
        case .unreadable where value.members > 0:
          .broken(found: "JSON with \(value.members) members, and the Lambda reads another than token", needed: exact)
        case .unreadable: .broken(found: "a text the Lambda reads no token out of", needed: exact)
        case .bare: .broken(found: "plain text of \(value.shape.inWords)", needed: exact)
        }
      },
      value.judge("SEC-06", on: name, absent: .blocked(by: "SEC-05")) { value in
        switch value.form {
        case .binary: return .blocked(by: "SEC-07")
        case .unreadable: return .blocked(by: "SEC-05")
        case .exact, .otherName, .severalReadable, .bare: break
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

  private func rights(_ seen: Observation, _ value: Look<StoredValue>, on name: String, _ context: Context)
    -> [Judgement]
  {
    guard let stored = value.value else {
      return Self.rightsChecks.map { check in
        value.judge(check, on: name, absent: .blocked(by: "SEC-05")) { _ in .blocked(by: "SEC-05") }
      }
    }
    guard stored.isUsable, let rights = seen.rights else {
      let barrier: CheckID = stored.form == .binary ? "SEC-07" : stored.form == .unreadable ? "SEC-05" : "SEC-06"
      return Self.rightsChecks.map { Judgement($0, on: name, lookedAt: value.source, .blocked(by: barrier)) }
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
