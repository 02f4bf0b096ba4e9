import Testing

@testable import Checklist

/// Tags that AWS takes, as the setup file may hold them.
@Suite struct TagRuleTests {
  @Test(arguments: [
    ("team", "ml"), ("cost centre", ""), ("a/b:c=d+e-f@g.h_1", "Größe"), (String(repeating: "k", count: 128), "v"),
    ("k", String(repeating: "v", count: 256)),
  ]) func whatAWSTakesIsTaken(_ name: String, _ value: String) throws {
    #expect(MapRule.tag.problem(with: name, value) == nil)
    #expect(name.wholeMatch(of: try Regex(TextRule.tagKey.pattern)) != nil)
    #expect(value.wholeMatch(of: try Regex(TextRule.tagValue.pattern)) != nil)
  }

  @Test(arguments: [
    ("", "v"), ("aws:team", "v"), ("AWS:team", "v"), ("onramp:setup", "v"), ("sagemaker:studio-visibility", "v"),
    ("a*b", "v"), ("a\nb", "v"), (String(repeating: "k", count: 129), "v"),
  ]) func aKeyThatIsNoneIsSaid(_ name: String, _ value: String) throws {
    #expect(MapRule.tag.problem(with: name, value)?.hasPrefix("is not a tag's key") == true)
    #expect(name.wholeMatch(of: try Regex(TextRule.tagKey.pattern)) == nil)
  }

  @Test(arguments: ["a*b", "a\u{1}b", "{}", String(repeating: "v", count: 257)])
  func aValueThatIsNoneIsSaid(_ value: String) throws {
    #expect(MapRule.tag.problem(with: "team", value)?.contains("it is a tag's value") == true)
    #expect(value.wholeMatch(of: try Regex(TextRule.tagValue.pattern)) == nil)
  }
}
