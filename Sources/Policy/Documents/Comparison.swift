import Basics

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
  /// - Parameter presented: the value, or the form it has where only that is known.
  func agrees(_ presented: Wildcard, _ wanted: [Wildcard.Piece]) -> Outcome {
    guard presented.isPattern else { return Outcome(matches(Self.text(presented.pieces), wanted)) }
    let text = Self.text(wanted)
    switch kind {
    case .equals: return presented.matches(text) ? .undecided : .fails
    case .equalsIgnoringCase: return presented.lowercased.matches(text.lowercased()) ? .undecided : .fails
    case .like: return Wildcard(text, pieces: wanted).agreement(with: presented)
    case .arn: return Self.arn(presented.pieces, agreesWith: wanted)
    case .bool, .numeric, .date, .address, .null: return .undecided
    }
  }

  /// Whether no value can disagree with the policy's.
  func agreesWithEverything(_ wanted: [Wildcard.Piece]) -> Bool {
    kind == .like && !wanted.isEmpty && wanted.allSatisfy { $0 == .run }
  }

  private func matches(_ presented: String, _ wanted: [Wildcard.Piece]) -> Bool {
    let text = Self.text(wanted)
    return switch kind {
    case .equals: presented.isSame(as: text)
    case .equalsIgnoringCase: presented.lowercased().isSame(as: text.lowercased())
    case .like: Wildcard(text, pieces: wanted).matches(presented)
    case .arn: Self.arn(presented.unicodeScalars.map { .scalar($0) }, agreesWith: wanted) == .holds
    case .bool: presented.lowercased() == text.lowercased()
    case .numeric: ordered(Self.number(presented), Self.number(text))
    case .date: ordered(Self.seconds(presented), Self.seconds(text))
    case .address: Self.address(presented, isIn: text)
    case .null: false
    }
  }

  /// The value where `*` and `?` are letters.
  private static func text(_ pieces: [Wildcard.Piece]) -> String {
    var text = String.UnicodeScalarView()
    for piece in pieces {
      switch piece {
      case .run: text.append("*")
      case .one: text.append("?")
      case .scalar(let scalar): text.append(scalar)
      }
    }
    return String(text)
  }

  /// A decimal number; Swift would also read `0x10`, `inf` and `nan`.
  private static func number(_ text: String) -> Double? {
    text.utf8.allSatisfy { (0x30...0x39).contains($0) || [0x2B, 0x2D, 0x2E, 0x45, 0x65].contains($0) }
      ? Double(text) : nil
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

  /// The six parts of an ARN are compared one by one: a `*` does not reach over a colon, but in the last part.
  private static func arn(_ presented: [Wildcard.Piece], agreesWith wanted: [Wildcard.Piece]) -> Outcome {
    let left = presented.split(separator: .scalar(":"), maxSplits: 5, omittingEmptySubsequences: false)
    let right = wanted.split(separator: .scalar(":"), maxSplits: 5, omittingEmptySubsequences: false)
    guard left.count == 6, right.count == 6 else { return .fails }
    return Outcome.all(
      zip(left, right).map { Wildcard("", pieces: Array($1)).agreement(with: Wildcard("", pieces: Array($0))) })
  }

  /// Seconds since 1970 of `2026-11-21`, `2026-11-21T09:00Z`, `2026-11-21T10:00:00+01:00` or a plain number.
  static func seconds(_ text: String) -> Double? {
    if let plain = number(text) { return plain }
    let halves = text.split(separator: "T", omittingEmptySubsequences: false)
    let day = halves[0].split(separator: "-").compactMap { Int($0) }
    guard halves.count <= 2, day.count == 3, (0...9999).contains(day[0]),
      let date = CivilDate(year: day[0], month: day[1], day: day[2])
    else { return nil }
    guard let clock = halves.count == 2 ? time(halves[1]) : 0 else { return nil }
    return Double(date.days) * 86_400 + clock
  }

  /// Seconds since midnight in UTC of `09:00Z`, `09:00:00.5Z` or `10:00:00+01:00`.
  private static func time(_ text: Substring) -> Double? {
    guard let zone = text.firstIndex(where: { "Zz+-".contains($0) }) else { return nil }
    let times = text[..<zone].split(separator: ":", omittingEmptySubsequences: false).map { number(String($0)) }
    guard times.count == 2 || times.count == 3, let hours = times[0], let minutes = times[1],
      let seconds = times.count == 3 ? times[2] : 0
    else { return nil }
    let clock = hours * 3_600 + minutes * 60 + seconds
    guard text[zone] != "Z", text[zone] != "z" else { return text.index(after: zone) == text.endIndex ? clock : nil }
    let offset = text[text.index(after: zone)...].split(separator: ":").compactMap { number(String($0)) }
    guard offset.count == 2 else { return nil }
    return clock - (text[zone] == "+" ? 1 : -1) * (offset[0] * 3_600 + offset[1] * 60)
  }

  /// IPv4 in CIDR notation; an IPv6 address agrees only with itself.
  private static func address(_ presented: String, isIn range: String) -> Bool {
    let parts = range.split(separator: "/", omittingEmptySubsequences: false)
    guard let address = octets(presented), let network = octets(String(parts[0])) else { return presented == range }
    guard let length = parts.count == 1 ? 32 : Int(parts[1]), (0...32).contains(length) else { return false }
    let mask: UInt32 = length == 0 ? 0 : ~0 << UInt32(32 - length)
    return address & mask == network & mask
  }

  private static func octets(_ address: String) -> UInt32? {
    let bytes = address.split(separator: ".", omittingEmptySubsequences: false).compactMap { UInt8($0) }
    guard bytes.count == 4 else { return nil }
    return bytes.reduce(0) { $0 << 8 | UInt32($1) }
  }
}
