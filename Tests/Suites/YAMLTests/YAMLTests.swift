import Testing
import YAML

@Suite("A YAML document")
struct YAMLTests {
  private func read(_ text: String) throws -> YAMLNode { try #require(try YAMLNode.read(text)) }

  private func error(_ text: String, _ limits: YAMLLimits = YAMLLimits()) throws -> YAMLError {
    try #require(#expect(throws: YAMLError.self) { _ = try YAMLNode.read(text, limits: limits) })
  }

  /// What stands in the text at a place.
  private func slice(_ text: String, _ place: YAMLPlace?) throws -> String {
    String(decoding: Array(text.utf8)[try #require(place).bytes], as: UTF8.self)
  }

  @Test(arguments: ["", "\n\n", "# only a comment\n"])
  func aTextWithoutADocumentIsNone(_ text: String) throws {
    #expect(try YAMLNode.read(text) == nil)
  }

  @Test("a scalar is a text until a type is asked for, by YAML 1.2's core schema")
  func types() throws {
    let node = try read("on: yes\nversion: 08\nhex: 0x1F\noctal: 0o17\nold: 017\ndigits: 1_000\nsixty: 12:30\n")
    #expect(node.entries?.map(\.name) == ["on", "version", "hex", "octal", "old", "digits", "sixty"])
    #expect(node["on"]?.bool == nil && node["on"]?.text == "yes")
    #expect(node["version"]?.int == 8 && node["version"]?.text == "08")
    #expect(node["hex"]?.int == 31 && node["octal"]?.int == 15 && node["old"]?.int == 17)
    #expect(node["digits"]?.int == nil && node["sixty"]?.int == nil)
  }

  @Test(
    arguments: [
      ("", .null), ("~", .null), ("null", .null), ("NULL", .null), ("nUll", .text("nUll")), ("'~'", .text("~")),
      ("true", .bool(true)), ("FALSE", .bool(false)), ("no", .text("no")), ("off", .text("off")),
      ("\"true\"", .text("true")), ("-12", .int(-12)), ("+12", .int(12)), ("12 ", .int(12)), ("'12'", .text("12")),
      ("0x", .text("0x")), ("0x-1", .text("0x-1")), ("0o8", .text("0o8")), ("-0x1", .text("-0x1")),
      ("1.5", .float(1.5)), (".5", .float(0.5)), ("1e3", .float(1000)), ("1.", .float(1)), ("1e", .text("1e")),
      ("-.inf", .float(-.infinity)), ("infinity", .text("infinity")), (".", .text(".")), ("+", .text("+")),
      ("99999999999999999999", .float(1e20)), ("1.2.3", .text("1.2.3")), ("!!str 12", .text("12")),
      ("!!int '12'", .int(12)), ("!own 12", .text("12")), ("|\n  12", .text("12")),
    ] as [(String, YAMLScalar.Typed)])
  func typing(_ text: String, _ wanted: YAMLScalar.Typed) throws {
    #expect(try read("a: \(text)")["a"]?.typed == wanted)
  }

  @Test func everythingHasItsPlaceInCharactersAndInBytes() throws {
    let text = "\u{FEFF}# é\nnäme: 'Zoë'   # ö\nlist:\n- a\n- {b: \"ü\", c: [1, 2]}\nlast:\n  deep: x\n\n# end\n"
    let node = try read(text)
    #expect(node.entries?.map { "\($0.key.place.line):\($0.key.place.column)" } == ["2:1", "3:1", "6:1"])
    let name = try #require(node["näme"])
    #expect(name.place.line == 2 && name.place.column == 7)
    #expect(try slice(text, name.place) == "'Zoë'")
    let flow = try #require(node["list"]?.items?.last)
    #expect(try slice(text, flow.place) == "{b: \"ü\", c: [1, 2]}" && flow.isFlow)
    #expect(try slice(text, flow["c"]?.place) == "[1, 2]")
    #expect(try slice(text, node["list"]?.place) == "- a\n- {b: \"ü\", c: [1, 2]}")
    #expect(try slice(text, node["last"]?.place) == "deep: x")
    #expect(node["last"]?.place.line == 7 && node["last"]?.place.column == 3)
  }

  @Test func aBlockScalarEndsWithItsText() throws {
    let text = "a: |\n  one\n   two\n\n\n# of b\nb: >-\n  three\n  four\r\nc: |+\n\n"
    let node = try read(text)
    #expect(try slice(text, node["a"]?.place) == "|\n  one\n   two")
    #expect(node["a"]?.text == "one\n two\n" && node["b"]?.text == "three four" && node["c"]?.text == "\n")
    #expect(try slice(text, node["b"]?.place) == ">-\n  three\n  four")
    #expect(node["a"]?.scalar?.style == .literal && node["b"]?.scalar?.style == .folded)
  }

  @Test func anchorsAndTagsStandBeforeTheValueAndAreKept() throws {
    let text = "a: &one !!str 08\nb: &two # why\n  c: 1\nd: *two\ne: [*one, !x y]\nf: &three\n"
    let node = try read(text)
    #expect(node["a"]?.tag == "tag:yaml.org,2002:str" && node["a"]?.anchor == "one" && node["a"]?.int == nil)
    #expect(try slice(text, node["a"]?.content) == "08" && slice(text, node["a"]?.place) == "&one !!str 08")
    #expect(try slice(text, node["b"]?.content) == "c: 1")
    #expect(node["b"]?.content.line == 3 && node["b"]?.content.column == 3 && node["b"]?.place.line == 2)
    #expect(node["a"]?.content.line == 1 && node["a"]?.content.column == 15)
    #expect(node["d"]?.alias == "two" && node["d"]?["c"]?.int == 1)
    #expect(try slice(text, node["d"]?.place) == "*two")
    #expect(node["e"]?.items?.first?.text == "08" && node["e"]?.items?.last?.tag == "!x")
    #expect(node["f"]?.isNull == true)
  }

  @Test func whatIsNotWrittenStandsWhereItWouldBegin() throws {
    let text = "a:\nb: # nothing\nc:\n  -\n  - x\nd: {e, f: }\n"
    let node = try read(text)
    #expect(node["a"]?.place.bytes == 2..<2 && node["b"]?.place.bytes == 5..<5)
    #expect(node["c"]?.items?.map(\.isNull) == [true, false])
    #expect(node["d"]?["e"]?.isNull == true && node["d"]?["f"]?.isNull == true)
  }

  @Test func aKeyThatStandsTwiceIsAnErrorWithBothPlaces() throws {
    let found = try error("a:\n  b: 1\n  c: 2\n  'b': 3\n")
    #expect(found.kind == .duplicateKey && found.line == 4 && found.column == 3)
    #expect(found.earlier?.line == 2 && found.earlier?.column == 3)
    #expect(found.words == "written twice: b; the first is in line 2, column 3")
  }

  @Test(arguments: [
    ("a: [1", 1), ("a: b\nc: d: e\n", 2), ("a: *none", 1), ("&a [*a]", 1), ("a: 1\n---\nb: 1\n", 2), ("? [a]\n: b", 1),
    ("\t- a", 1), ("a: b\nc: \u{1}\n", 2), ("%FOO\n---\n%", 1), ("a: 'é\u{7}", 1),
  ]) func whatIsNotReadSaysWhyAndWhere(_ text: String, _ line: Int) throws {
    let found = try error(text)
    #expect(found.kind == .syntax && !found.words.isEmpty && found.column > 0)
    #expect(found.line >= line && found.line <= line + 1, "\(found)")
  }

  @Test func limitsHold() throws {
    var bomb = "a0: &a0 [x]\n"
    for level in 1...30 { bomb += "a\(level): &a\(level) [*a\(level - 1), *a\(level - 1), *a\(level - 1)]\n" }
    #expect(try error(bomb).kind == .limit)
    var chain = "a0: &a0 [x]\n"
    for level in 1...80 { chain += "a\(level): &a\(level) [*a\(level - 1)]\n" }
    #expect(try error(chain).words == "more than 64 lists and blocks lie within one another")
    // libyaml itself may stop first.
    #expect(try error(String(repeating: "[", count: 100_000)).line == 1)
    #expect(try error(String(repeating: "- ", count: 100)).kind == .limit)
    #expect(try error("a: " + String(repeating: "b", count: 1 << 20)).kind == .limit)
    var few = YAMLLimits()
    few.nodes = 5
    #expect(try YAMLNode.read("[a, b, c, d]", limits: few) != nil)
    #expect(try error("[a, b, c, d, e]", few).kind == .limit)
  }
}
