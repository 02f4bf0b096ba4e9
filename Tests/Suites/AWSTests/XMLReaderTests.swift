import Testing

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
