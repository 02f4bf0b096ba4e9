import Checklist
import JSONDocument
import Policy

extension GitHubRoleStep {
  /// The repositories that onramp let into a role by what a journal says, as `owner/name` in small letters. Which of
  /// them stood in the role's trust policy before is not onramp's doing.
  public static func repositories(in ledger: Ledger) -> Set<String> {
    func named(_ value: JSON) -> Set<String> { value.policy?.document.map(TrustPolicy.repositories) ?? [] }
    return ledger.all.filter { [roleKey, trustKey].contains($0.key) }
      .reduce(into: []) { $0.formUnion(named($1.wanted).subtracting(named($1.previous))) }
  }
}
