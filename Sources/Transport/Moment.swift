/// A point in time as AWS writes it, in seconds since 1970 UTC.
///
/// Reads RFC 3339, HTTP dates and plain seconds, with fractions and offsets; writes each of the three.
/// Years outside 1 to 9999 are no moments.
public struct Moment: Hashable, Sendable, Comparable {
  public let seconds: Double

  public init(seconds: Double) { self.seconds = seconds }

  public static func < (left: Moment, right: Moment) -> Bool { left.seconds < right.seconds }

  static let earliest = -62_135_596_800.0
  static let latest = 253_402_300_799.0
  private static let known = earliest..<latest + 1

  private var parts: (year: Int, month: Int, day: Int, hour: Int, minute: Int, second: Int, weekday: Int) {
    let whole = Int(min(max(seconds.rounded(.down), Self.earliest), Self.latest))
    let days = whole >= 0 ? whole / 86400 : (whole - 86399) / 86400
    let rest = whole - days * 86400
    // Days to a civil date, counted from 1 March of the year 0 so that leap days come last.
    let shifted = days + 719_468
    let era = shifted / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let fromMarch = (5 * dayOfYear + 2) / 153
    let month = fromMarch < 10 ? fromMarch + 3 : fromMarch - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    let day = dayOfYear - (153 * fromMarch + 2) / 5 + 1
    return (year, month, day, rest / 3600, rest / 60 % 60, rest % 60, ((days % 7) + 11) % 7)
  }

  /// `20150830T123600Z`, as signatures need it.
  public var basic: String {
    let now = parts
    return pad(now.year, 4) + pad(now.month) + pad(now.day) + "T" + pad(now.hour) + pad(now.minute) + pad(now.second)
      + "Z"
  }

  /// `2015-08-30T12:36:00Z`, with milliseconds where there are any.
  public var rfc3339: String {
    // The nearest thousandth: a fraction in binary is a little more or less than what was written.
    let thousandths = min((seconds * 1000).rounded(), Self.latest * 1000 + 999)
    let milliseconds = Int(thousandths - (thousandths / 1000).rounded(.down) * 1000)
    let now = Moment(seconds: (thousandths / 1000).rounded(.down)).parts
    let fraction = milliseconds == 0 ? "" : "." + pad(milliseconds, 3)
    return pad(now.year, 4) + "-" + pad(now.month) + "-" + pad(now.day) + "T" + pad(now.hour) + ":" + pad(now.minute)
      + ":" + pad(now.second) + fraction + "Z"
  }

  /// `Sun, 30 Aug 2015 12:36:00 GMT`.
  public var httpDate: String {
    let now = parts
    return Self.weekdays[now.weekday] + ", " + pad(now.day) + " " + Self.months[now.month - 1] + " "
      + pad(now.year, 4) + " " + pad(now.hour) + ":" + pad(now.minute) + ":" + pad(now.second) + " GMT"
  }

  /// Seconds, without a fraction where it is nought.
  public var epoch: String { seconds == seconds.rounded() ? String(Int(seconds)) : "\(seconds)" }

  private static let weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
  private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

  private func pad(_ number: Int, _ width: Int = 2) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }

  /// Reads any of the forms AWS uses.
  public init?(_ text: String) {
    let text = text.split(separator: " ", omittingEmptySubsequences: true).joined(separator: " ")
    if let seconds = Double(text), text.utf8.allSatisfy({ $0 < 0x41 || $0 == 0x45 || $0 == 0x65 }) {
      guard Self.known.contains(seconds) else { return nil }
      self.init(seconds: seconds)
    } else if text.hasSuffix("GMT") || text.hasSuffix("UTC"), text.contains(",") {
      self.init(httpDate: text)
    } else {
      self.init(rfc3339: text)
    }
  }

  private init?(httpDate text: String) {
    let words = text.split { $0 == " " || $0 == "," }
    guard words.count == 6, let month = Self.months.firstIndex(of: String(words[2])) else { return nil }
    let clock = words[4].split(separator: ":")
    guard clock.count == 3, let day = Int(words[1]), let year = Int(words[3]), let hour = Int(clock[0]),
      let minute = Int(clock[1]), let second = Double(clock[2])
    else { return nil }
    self.init(year, month + 1, day, hour, minute, second, offset: 0)
  }

  private init?(rfc3339 text: String) {
    let bytes = Array(text.utf8)
    func number(_ range: Range<Int>) -> Int? {
      guard range.upperBound <= bytes.count, bytes[range].allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
      return Int(String(decoding: bytes[range], as: UTF8.self))
    }
    guard let year = number(0..<4), let month = number(5..<7), let day = number(8..<10), let hour = number(11..<13),
      let minute = number(14..<16), let second = number(17..<19), bytes[4] == UInt8(ascii: "-"),
      bytes[13] == UInt8(ascii: ":")
    else { return nil }
    var at = 19
    var fraction = 0.0
    if at < bytes.count, bytes[at] == UInt8(ascii: ".") {
      let end = bytes[(at + 1)...].firstIndex { !(0x30...0x39).contains($0) } ?? bytes.count
      fraction = Double("0" + String(decoding: bytes[at..<end], as: UTF8.self)) ?? 0
      at = end
    }
    let zone = String(decoding: bytes[at...], as: UTF8.self)
    guard let offset = Self.offset(zone) else { return nil }
    self.init(year, month, day, hour, minute, Double(second) + fraction, offset: offset)
  }

  private static func offset(_ zone: String) -> Int? {
    if ["", "Z", "z", "UTC"].contains(zone) { return 0 }
    let digits = zone.dropFirst().filter { $0 != ":" }
    guard let sign = zone.first, sign == "+" || sign == "-", digits.count == 4, let number = Int(digits) else {
      return nil
    }
    return (sign == "-" ? -1 : 1) * (number / 100 * 3600 + number % 100 * 60)
  }

  private init?(_ year: Int, _ month: Int, _ day: Int, _ hour: Int, _ minute: Int, _ second: Double, offset: Int) {
    guard (1...9999).contains(year), (1...12).contains(month), (1...31).contains(day), (0...23).contains(hour),
      (0...59).contains(minute), (0..<61).contains(second)
    else { return nil }
    let fromMarch = (month + 9) % 12
    let years = month <= 2 ? year - 1 : year
    let era = years / 400
    let yearOfEra = years - era * 400
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + (153 * fromMarch + 2) / 5 + day - 1
    let days = era * 146_097 + dayOfEra - 719_468
    // A day its month does not have would come out as one of the next; an offset may leave the years we know.
    guard Moment(seconds: Double(days * 86400)).parts.day == day else { return nil }
    self.init(seconds: Double(days * 86400 + hour * 3600 + minute * 60 - offset) + second)
    guard Self.known.contains(seconds) else { return nil }
  }
}
