import JSONDocument
import Testing

@Suite struct JSONTextTests {
  @Test func objectsAreEqualWhateverTheirOrderAndArraysAreNot() {
    let one: JSON = ["a": 1, "b": [1, 2]]
    let other: JSON = ["b": [1, 2], "a": 1]
    #expect(one == other)
    #expect(one.hashValue == other.hashValue)
    #expect(one.canonical == other.canonical)
    #expect(one.compact != other.compact)
    #expect(one != ["a": 1, "b": [2, 1]])
    #expect((1 as JSON) != .number("1.0"), "a number is its spelling")
  }

  @Test func prettyIsIndentedByTwoAndLeavesEmptyThingsOnOneLine() {
    let document: JSON = ["a": [1, ["b": .null]], "c": [:], "d": []]
    #expect(
      document.pretty == """
        {
          "a": [
            1,
            {
              "b": null
            }
          ],
          "c": {},
          "d": []
        }
        """)
  }

  @Test func everyScalarSurvivesARoundTripAndNoControlStandsBare() throws {
    var text = ""
    for value in [0...0x2FF, 0x2000...0x20FF, 0xD7F0...0xD7FF, 0xE000...0xE00F, 0xFE00...0xFFFF, 0x10FFF0...0x10FFFF]
      .joined()
    {
      if let scalar = Unicode.Scalar(UInt32(value)) { text.unicodeScalars.append(scalar) }
    }
    let written = JSON.string(text).compact
    #expect(try Array(#require(JSON(parsing: written).string).unicodeScalars) == Array(text.unicodeScalars))
    #expect(!written.unicodeScalars.contains { $0.properties.generalCategory == .control })
  }

  @Test func settingNilTakesAMemberOutAndSettingAnewKeepsItsPlace() {
    var object: JSONObject = ["a": 1, "b": 2, "c": 3]
    object["b"] = nil
    object["a"] = 4
    object["missing"] = nil
    object["b"] = 5
    #expect(object.names == ["a", "c", "b"])
    #expect(object.count == 3)
    #expect(JSON.object(object).compact == #"{"a":4,"c":3,"b":5}"#)
    #expect(!object.isEmpty && JSONObject().isEmpty)
  }

  @Test func readingAnotherShapeGivesNothing() {
    let document: JSON = ["list": ["x", 1, "y"], "text": "x", "flag": true, "nothing": .null]
    #expect(document["list"]?.strings == ["x", "y"])
    #expect(document["text"]?.strings == ["x"])
    #expect(document["flag"]?.strings == [])
    #expect(document["list"]?[1] == 1)
    #expect(document["list"]?[3] == nil && document["list"]?[-1] == nil)
    #expect(document["text"]?["member"] == nil && document["text"]?[0] == nil)
    #expect(document["flag"]?.bool == true && document["text"]?.bool == nil)
    #expect(document["nothing"]?.isNull == true && document["absent"] == nil)
    #expect(document["list"]?.object == nil && document["text"]?.array == nil)
  }

  @Test func writingAMemberOfSomethingElseMakesItAnObject() {
    var document: JSON = "text"
    document["a"] = "b"
    #expect(document == ["a": "b"])
  }
}
