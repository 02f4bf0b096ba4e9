import Testing
import Transport

@testable import AWS

@Suite("XML")
struct XMLReaderTests {
  @Test("elements, attributes, CDATA, references and prefixes are read")
  func reading() throws {
    let node = try XMLReader.read(
      Array(
        "\u{FEFF}<?xml version=\"1.0\"?><!-- c --><n:a x='1&amp;2'><b>&lt;&#x41;&#66;</b><![CDATA[<c>]]></n:a>\n".utf8))
    #expect(node.name == "a" && node.attributes["x"] == "1&2")
    #expect(node.child("b")?.text == "<AB" && node.text == "<c>")
  }

  @Test(
    "what is malformed or hostile is refused",
    arguments: [
      "", "x", "<a>", "<a></b>", "<a/><b/>", "<a b></a>", "<a b=1/>", "<a>&nbsp;</a>", "<a>&amp</a>", "<a>\0</a>",
      "<!DOCTYPE a [<!ENTITY l \"lol\">]><a>&l;</a>", "<!DOCTYPE a SYSTEM \"file:///etc/passwd\"><a/>", "<a><!-- ",
      "<a><![CDATA[", "</a>", "<", "<a", "<a x=\"", "<a>&#xD800;</a>", "<a>&#0;</a>", "<a><![CDATA[\0]]></a>", "<a\0/>",
    ])
  func hostile(_ text: String) {
    #expect(throws: XMLError.self) { try XMLReader.read(Array(text.utf8)) }
  }

  @Test("depth and number of elements are bounded")
  func bounds() {
    let deep = String(repeating: "<a>", count: 100_000)
    #expect(throws: XMLError.self) { try XMLReader.read(Array(deep.utf8)) }
    #expect(throws: XMLError.self) {
      try XMLReader.read(Array(("<r>" + String(repeating: "<a/>", count: 20) + "</r>").utf8), elements: 10)
    }
    #expect(throws: XMLError.self) { try XMLReader.read("<r a='' b='' c=''/>".utf8, elements: 3) }
    #expect(throws: Never.self) { try XMLReader.read("<r a='' b='' c=''/>".utf8, elements: 4) }
  }

  @Test("no cut or changed byte of an answer can crash the reader")
  func damage() {
    let whole = Array("<?xml version='1.0'?><A x=\"1\"><B>t&amp;<![CDATA[x]]></B><!-- c --><C/></A>".utf8)
    var readable = 0
    for position in whole.indices {
      for byte in [UInt8(0), 0x26, 0x3C, 0x3E, 0x22, 0xFF] {
        var text = whole
        text[position] = byte
        for text in [text, Array(text[..<position])] {
          do {
            _ = try XMLReader.read(text)
            readable += 1
          } catch {
            #expect(error.offset <= text.count)
          }
        }
      }
    }
    #expect(readable > 0)
  }
}

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

  @Test("writing and reading agree over the centuries")
  func roundTrip() throws {
    for seconds in stride(from: -62_135_596_800.0, to: 253_402_300_799, by: 86_399 * 997) {
      let moment = Moment(seconds: seconds)
      #expect(try #require(Moment(moment.rfc3339)) == moment)
      #expect(try #require(Moment(moment.httpDate)) == moment)
    }
  }
}
