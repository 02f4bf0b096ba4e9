/// A point in time as AWS writes it, in seconds since 1970 UTC.
///
/// Reads RFC 3339, HTTP dates and plain seconds, with fractions and offsets; writes each of the three.
/// Years outside 1 to 9999 are no moments.
public struct Moment: Hashable, Sendable, Comparable {
  public let seconds: Double

  /// A moment before the years we know is the first of them, one after them the last; what is no number is long over.
  public init(seconds: Double) {
    self.seconds = seconds.isNaN ? Self.earliest : min(max(seconds, Self.earliest), Self.latest + 0.999)
  }

  /// A moment by a number from outside: none outside the years we know.
  public init?(outside seconds: Double) {
    guard Self.known.contains(seconds) else { return nil }
    self.init(seconds: seconds)
  }

  public static func < (left: Moment, right: Moment) -> Bool { left.seconds < right.seconds }

  static let earliest = -62_135_596_800.0
  static let latest = 253_402_300_799.0
  private static let known = earliest..<latest + 1

  private var parts: (date: CivilDate, hour: Int, minute: Int, second: Int, weekday: Int) {
    let whole = Int(seconds.rounded(.down))
    let days = whole >= 0 ? whole / 86400 : (whole - 86399) / 86400
    let rest = whole - days * 86400
    return (CivilDate(days: days), rest / 3600, rest / 60 % 60, rest % 60, ((days % 7) + 11) % 7)
  }

  private func date(_ date: CivilDate, separator: String) -> String {
    [pad(date.year, 4), pad(date.month), pad(date.day)].joined(separator: separator)
  }

  /// `2015-08-30`.
  public var day: String { date(parts.date, separator: "-") }

  /// For a person: `12:36 UTC`, with the day where it is another one now.
  public func inWords(now: Moment) -> String {
    let time = pad(parts.hour) + ":" + pad(parts.minute) + " UTC"
    return day == now.day ? time : "\(day) \(time)"
  }

  /// `20150830T123600Z`, as signatures need it.
  public var basic: String {
    let now = parts
    return date(now.date, separator: "") + "T" + pad(now.hour) + pad(now.minute) + pad(now.second) + "Z"
  }

  /// `2015-08-30T12:36:00Z`, with milliseconds where there are any.
  public var rfc3339: String {
    // The nearest thousandth: a fraction in binary is a little more or less than what was written.
    let thousandths = min((seconds * 1000).rounded(), Self.latest * 1000 + 999)
    let milliseconds = Int(thousandths - (thousandths / 1000).rounded(.down) * 1000)
    let now = Moment(seconds: (thousandths / 1000).rounded(.down)).parts
    let fraction = milliseconds == 0 ? "" : "." + pad(milliseconds, 3)
    return date(now.date, separator: "-") + "T" + pad(now.hour) + ":" + pad(now.minute) + ":" + pad(now.second)
      + fraction + "Z"
  }

  /// `Sun, 30 Aug 2015 12:36:00 GMT`.
  public var httpDate: String {
    let now = parts
    return Self.weekdays[now.weekday] + ", " + pad(now.date.day) + " " + Self.months[now.date.month - 1] + " "
      + pad(now.date.year, 4) + " " + pad(now.hour) + ":" + pad(now.minute) + ":" + pad(now.second) + " GMT"
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
    guard (1...9999).contains(year), let date = CivilDate(year: year, month: month, day: day),
      (0...23).contains(hour), (0...59).contains(minute), (0..<61).contains(second)
    else { return nil }
    // An offset may leave the years we know.
    self.init(outside: Double(date.days * 86400 + hour * 3600 + minute * 60 - offset) + second)
  }
}
