import Basics
import Testing

@Suite("Moments")
struct MomentTests {
  @Test(
    "every form of AWS is read",
    arguments: [
      ("2015-08-30T12:36:00Z", 1_440_938_160.0), ("Sun, 30 Aug 2015 12:36:00 GMT", 1_440_938_160),
      ("1440938160", 1_440_938_160), ("1.44093816E9", 1_440_938_160), ("2019-12-16T22:48:18-01:00", 1_576_540_098),
      ("2026-11-21T01:43:22.262001Z", 1_795_225_402.262001), ("0", 0), ("1969-12-31T23:59:59Z", -1),
    ])
  func reading(_ text: String, _ seconds: Double) throws {
    let moment = try #require(Moment(text))
    #expect(abs(moment.seconds - seconds) < 1e-5)
  }

  @Test(
    "what is no moment is none",
    arguments: [
      "", "x", "1e400", "nan", "2015-13-01T00:00:00Z", "99999-01-01", "-", "2015-02-29T00:00:00Z",
      "Tue, 31 Apr 2015 12:36:00 GMT", "9999-12-31T23:59:60Z", "0001-01-01T00:00:00+00:01", "253402300800",
    ])
  func refusing(_ text: String) { #expect(Moment(text) == nil) }

  @Test("the last moment we know is written as itself")
  func latest() throws {
    let moment = try #require(Moment("9999-12-31T23:59:59.9999Z"))
    #expect(moment.rfc3339 == "9999-12-31T23:59:59.999Z" && moment.httpDate == "Fri, 31 Dec 9999 23:59:59 GMT")
    #expect(Moment("253402300799.5")?.rfc3339 == "9999-12-31T23:59:59.500Z")
    #expect(Moment("2016-02-29T00:00:00Z")?.rfc3339 == "2016-02-29T00:00:00Z")
  }

  @Test(
    "a number that is no time we know is held to the years we know, and from outside it is none",
    arguments: [Double.nan, .infinity, -.infinity, 1e300, -1e300, 253_402_300_800, -62_135_596_801])
  func wildNumbers(_ seconds: Double) {
    let moment = Moment(seconds: seconds)
    #expect(["0001-01-01", "9999-12-31"].contains(moment.day))
    #expect([moment.rfc3339, moment.httpDate, moment.basic, moment.epoch].allSatisfy { !$0.isEmpty })
    #expect(Moment(outside: seconds) == nil)
    #expect(Moment(outside: 0) == Moment(seconds: 0))
  }

  @Test("writing and reading agree over the centuries")
  func roundTrip() throws {
    for seconds in stride(from: -62_135_596_800.0, to: 253_402_300_799, by: 86_399 * 997) {
      let moment = Moment(seconds: seconds)
      #expect(try #require(Moment(moment.rfc3339)) == moment)
      #expect(try #require(Moment(moment.httpDate)) == moment)
    }
  }
}

@Suite struct CivilDateTests {
  @Test(arguments: [
    (0, 1970, 1, 1), (-1, 1969, 12, 31), (11_016, 2000, 2, 29), (20_778, 2026, 11, 21), (-25_508, 1900, 3, 1),
    (-719_468, 0, 3, 1), (-719_469, 0, 2, 29), (-719_834, -1, 3, 1), (2_932_896, 9999, 12, 31),
  ]) func aDayIsItsNumber(_ days: Int, _ year: Int, _ month: Int, _ day: Int) throws {
    let date = try #require(CivilDate(year: year, month: month, day: day))
    #expect(date.days == days && CivilDate(days: days) == date)
  }

  @Test(arguments: [
    (2026, 2, 29), (1900, 2, 29), (2026, 4, 31), (2026, 0, 1), (2026, 13, 1), (2026, 1, 0), (2026, 1, 32),
  ])
  func aDayThatItsMonthDoesNotHaveIsNone(_ year: Int, _ month: Int, _ day: Int) {
    #expect(CivilDate(year: year, month: month, day: day) == nil)
  }

  @Test func everyDayOfFourCenturiesIsTheNextOfTheOneBefore() {
    var before = CivilDate(days: -146_097)
    for days in -146_096...0 {
      let date = CivilDate(days: days)
      #expect(date.days == days)
      let isNext =
        date.day == before.day + 1 && date.month == before.month && date.year == before.year
        || date.day == 1 && date.month == before.month % 12 + 1
          && date.year == before.year + (before.month == 12 ? 1 : 0)
      if !isNext { Issue.record("\(before) is followed by \(date)") }
      before = date
    }
  }

  @Test func aMomentHasItsDay() {
    #expect(Moment(seconds: 1_795_244_400).day == "2026-11-21" && Moment(seconds: -1).day == "1969-12-31")
  }
}

@Suite("Bounds")
struct BoundsTests {
  @Test(arguments: [
    (2.9, 2), (-2.9, -2), (0.0, 0), (Double.nan, 0), (1e300, 9_200_000_000_000_000_000),
    (-Double.infinity, -9_200_000_000_000_000_000), (9.3e18, 9_200_000_000_000_000_000),
  ])
  func aNumberWithAFractionIsBounded(_ value: Double, _ whole: Int) { #expect(Int(bounding: value) == whole) }

  @Test func aPauseIsBounded() {
    #expect(Duration.bounded(seconds: 1.5) == .milliseconds(1500))
    #expect(Duration.bounded(seconds: 1e300) == .seconds(86_400))
    for nothing in [-1, Double.nan, -Double.infinity, 0] { #expect(Duration.bounded(seconds: nothing) == .zero) }
    #expect(Duration.seconds(3).milliseconds == 3000 && Duration.milliseconds(-1500).milliseconds == -1500)
  }
}
