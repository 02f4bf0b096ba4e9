import Blueprints
import Checklist
import JSONDocument
import Policy

extension TemplateBucketStep {
  /// The first defect explains the ones behind it, so these wait for it. A rule for everyone is judged by itself.
  func cors(_ seen: Observation, _ context: Context) -> [Judgement] {
    let checks: [CheckID] = ["S3-05", "S3-06", "S3-07", "S3-08"]
    let rules = seen.cors.absent(as: [])
    func broken(_ remark: CORS.Remark) -> Verdict {
      let found = remark.found.listed(else: "no CORS rules")
      return remark.isNarrow
        ? .broken(
          found: "\(found): Studio in \(context.region) alone", needed: remark.needed.listed(), severity: .medium)
        : .broken(found: found, needed: remark.needed.listed())
    }
    func origins(_ rules: [JSON]) -> String {
      rules.isEmpty ? "no CORS rules" : rules.compactMap { $0["AllowedOrigins"]?.compact }.joined(separator: " ")
    }
    return checks.enumerated().map { place, check in
      rules.judge(check, on: context.bucket, absent: .blocked(by: "S3-05")) { rules in
        let remarks = CORS.remarks(rules, region: context.region)
        // A narrow origin hides nothing of what its rule says.
        if let remark = remarks.first(where: { $0.isNarrow && $0.check == check.rawValue }) { return broken(remark) }
        guard let remark = remarks.first(where: { !$0.isNarrow }),
          let defect = checks.firstIndex(of: CheckID(rawValue: remark.check)), defect <= place
        else { return .holds(found: origins(rules)) }
        return place > defect ? .blocked(by: checks[defect]) : broken(remark)
      }
    } + [
      rules.judge("S3-09", on: context.bucket, absent: .blocked(by: "S3-05")) { rules in
        CORS.remarks(rules, region: context.region).first { $0.check == "S3-09" }.map(broken)
          ?? .holds(found: origins(rules))
      }
    ]
  }

  /// Public access, encryption, versions and access lists.
  func protection(_ seen: Observation, _ context: Context) -> [Judgement] {
    let name = context.bucket
    let enabled = "Enabled"
    return [
      seen.publicAccess.judge("S3-11", on: name, absent: .broken(found: "no setting", needed: "all four switches on")) {
        access in
        let off = Self.switches.filter { access[$0] != true }
        return off.isEmpty
          ? .holds(found: "all four switches on")
          : .broken(found: off.map { "\($0) false" }.joined(separator: ", "), needed: "all four switches on")
      },
      encryption(seen, context),
      seen.versioning.judge("S3-15", on: name, absent: .blocked(by: "S3-01")) {
        .judged($0.isEmpty ? "versioning was never enabled" : $0, isRight: $0 == enabled, needed: enabled)
      },
      seen.objectOwnership.judge(
        "S3-16", on: name, absent: .broken(found: "no ownership controls", needed: Self.ownerEnforced)
      ) {
        .judged($0, isRight: $0 == Self.ownerEnforced, needed: Self.ownerEnforced)
      },
    ]
  }

  /// Under this setting access lists count for nothing.
  static let ownerEnforced = "BucketOwnerEnforced"

  private func encryption(_ seen: Observation, _ context: Context) -> Judgement {
    let name = context.bucket
    guard let key = seen.key, let id = Self.customerKey(seen.encryption.value) else {
      return seen.encryption.judge("S3-14", on: name, absent: .holds(found: "no rule; S3 encrypts with its own keys")) {
        let rule = $0["Rules"]?.array?.first?["ApplyServerSideEncryptionByDefault"]
        return .holds(found: "\(rule?["SSEAlgorithm"]?.string ?? "AES256"), no key of the customer's")
      }
    }
    let needed = "a key in state Enabled"
    let state = Look(seen.encryption.source + key.source, key.sight)
    return state.judge("S3-14", on: name, absent: .broken(found: "no key \(id)", needed: needed)) {
      $0 == "Enabled" ? .holds(found: "\(id) Enabled") : .broken(found: "\(id) \($0)", needed: needed)
    }
  }

  /// Whether new objects cannot be encrypted as the bucket asks.
  static func isKeyUnusable(_ seen: Observation) -> Bool {
    guard let key = seen.key else { return false }
    return key.isAbsent || key.value.map { $0 != "Enabled" } == true
  }
}
