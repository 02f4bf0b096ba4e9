/// How one presented value is compared with one value of the policy.
struct Comparison: Hashable {
  enum Kind: Hashable { case equals, equalsIgnoringCase, like, arn, bool, numeric, date, address, null }
  enum Order: Hashable { case same, less, lessOrSame, more, moreOrSame }

  let kind: Kind
  var order = Order.same
  var isNegated = false

  /// Reads the name of an operator in small letters, without quantifier and `IfExists`.
  init?(_ name: String) {
    switch name {
    case "stringequals", "binaryequals": kind = .equals
    case "stringequalsignorecase": kind = .equalsIgnoringCase
    case "stringlike": kind = .like
    case "arnequals", "arnlike": kind = .arn
    case "bool": kind = .bool
    case "null": kind = .null
    case "ipaddress": kind = .address
    case "stringnotequals": (kind, isNegated) = (.equals, true)
    case "stringnotequalsignorecase": (kind, isNegated) = (.equalsIgnoringCase, true)
    case "stringnotlike": (kind, isNegated) = (.like, true)
    case "arnnotequals", "arnnotlike": (kind, isNegated) = (.arn, true)
    case "notipaddress": (kind, isNegated) = (.address, true)
    default:
      let prefix = name.hasPrefix("numeric") ? "numeric" : "date"
      guard name.hasPrefix(prefix) else { return nil }
      kind = prefix == "numeric" ? .numeric : .date
      switch name.dropFirst(prefix.count) {
      case "equals": order = .same
      case "notequals": isNegated = true
      case "lessthan": order = .less
      case "lessthanequals": order = .lessOrSame
      case "greaterthan": order = .more
      case "greaterthanequals": order = .moreOrSame
      default: return nil
      }
    }
  }

  /// Whether a presented value agrees with a policy value, negation left aside.
  func matches(_ presented: String, _ wanted: String) -> Bool {
    switch kind {
    case .equals: presented.isSame(as: wanted)
    case .equalsIgnoringCase: presented.lowercased().isSame(as: wanted.lowercased())
    case .like: Wildcard(wanted).matches(presented)
    case .arn: Self.arn(presented, matches: wanted)
    case .bool: presented.lowercased() == wanted.lowercased()
    case .numeric: ordered(Double(presented), Double(wanted))
    case .date: ordered(Self.seconds(presented), Self.seconds(wanted))
    case .address: Self.address(presented, isIn: wanted)
    case .null: false
    }
  }

  private func ordered(_ presented: Double?, _ wanted: Double?) -> Bool {
    guard let presented, let wanted else { return false }
    return switch order {
    case .same: presented == wanted
    case .less: presented < wanted
    case .lessOrSame: presented <= wanted
    case .more: presented > wanted
    case .moreOrSame: presented >= wanted
    }
  }

  /// The six parts of an ARN are compared one by one: a `*` does not reach over a colon.
  private static func arn(_ presented: String, matches wanted: String) -> Bool {
    let parts = { (text: String) in text.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false) }
    let (left, right) = (parts(presented), parts(wanted))
    guard left.count == 6, right.count == 6 else { return false }
    return zip(left, right).allSatisfy { Wildcard(String($1)).matches(String($0)) }
  }

  /// Seconds since 1970 of `2026-11-21`, `2026-11-21T09:00Z`, `2026-11-21T09:00:00Z` or a plain number.
  static func seconds(_ text: String) -> Double? {
    if let plain = Double(text) { return plain }
    let halves = text.split(separator: "T", omittingEmptySubsequences: false)
    let day = halves[0].split(separator: "-").compactMap { Int($0) }
    guard halves.count <= 2, day.count == 3, (1...12).contains(day[1]), (1...31).contains(day[2]) else { return nil }
    var clock = [0.0, 0, 0]
    if halves.count == 2 {
      guard halves[1].hasSuffix("Z") else { return nil }
      let times = halves[1].dropLast().split(separator: ":").compactMap { Double($0) }
      guard times.count == 2 || times.count == 3 else { return nil }
      clock = times + (times.count == 2 ? [0] : [])
    }
    // Days from 1970 in the Gregorian calendar, years counted from March so that leap days come last.
    let year = day[1] > 2 ? day[0] : day[0] - 1
    let month = (day[1] + 9) % 12
    let days = 365 * year + year / 4 - year / 100 + year / 400 + (month * 306 + 5) / 10 + day[2] - 1 - 719_468
    return Double(days) * 86_400 + clock[0] * 3_600 + clock[1] * 60 + clock[2]
  }

  /// IPv4 in CIDR notation; an IPv6 address agrees only with itself.
  private static func address(_ presented: String, isIn range: String) -> Bool {
    let parts = range.split(separator: "/", omittingEmptySubsequences: false)
    guard let address = number(presented), let network = number(String(parts[0])) else { return presented == range }
    guard let length = parts.count == 1 ? 32 : Int(parts[1]), (0...32).contains(length) else { return false }
    let mask: UInt32 = length == 0 ? 0 : ~0 << UInt32(32 - length)
    return address & mask == network & mask
  }

  private static func number(_ address: String) -> UInt32? {
    let bytes = address.split(separator: ".", omittingEmptySubsequences: false).compactMap { UInt8($0) }
    guard bytes.count == 4 else { return nil }
    return bytes.reduce(0) { $0 << 8 | UInt32($1) }
  }
}
