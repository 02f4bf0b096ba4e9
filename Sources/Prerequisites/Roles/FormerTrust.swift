import Checklist
import JSONDocument
import Policy

/// How a trust policy that stood in a role before stands to what GitHub writes today.
enum FormerTrust {
  /// It goes back letter by letter.
  case fits
  /// As it was it would refuse the jobs that it admitted then; this one admits them still.
  case outdated(today: PolicyDocument, because: String)
  /// Nobody can tell.
  case unclear(String)
}

extension RoleKeep {
  /// What comes out of a part, of a trust policy so that nobody is refused whom it admitted before onramp; and what is
  /// said of that.
  func timely(
    _ withdrawal: Withdrawal<JSON>, _ part: RolePart, _ present: Look<JSON>, _ item: Ledger.Item?
  ) -> (Withdrawal<JSON>, because: String?) {
    guard part == .trust, let current = present.value?.policy?.document,
      let before = item?.previous.policy?.document
    else { return (withdrawal, nil) }
    // An earlier run may have put it back so, or onramp has changed no more than that.
    if case .outdated(let today, let reason) = former(before), current.means(today) {
      return (.impossible("it is \(reason)"), nil)
    }
    guard let restored = withdrawal.value?.policy?.document else { return (withdrawal, nil) }
    return switch former(restored) {
    case .fits: (withdrawal, nil)
    case .outdated(let today, let reason): (.edited(.string(today.text)), reason)
    case .unclear(let reason): (.impossible(reason), nil)
    }
  }
}

extension Withdrawal {
  /// What stands there then; nil where nothing is changed.
  fileprivate var value: Value? {
    switch self {
    case .nothing, .impossible: nil
    case .previous(let value), .edited(let value): value
    }
  }
}
