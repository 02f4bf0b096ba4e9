import Policy
import Testing

@Suite struct WildcardTests {
  @Test(arguments: [
    ("repo:*", "repo:octo-org/app:ref:refs/heads/main", true), ("repo:o/app:*", "repo:o/app-evil:x", false),
    ("*", "", true), ("?", "", false), ("a?c", "abc", true), ("a*c*e", "abcde", true), ("a*c*e", "abcdf", false),
    ("Repo:*", "repo:x", false), ("a${*}b", "a*b", true), ("a${*}b", "axb", false), ("é", "e\u{301}", false),
  ]) func aPatternAcceptsWhatIAMAccepts(pattern: String, text: String, accepted: Bool) {
    #expect(Wildcard(pattern).matches(text) == accepted)
  }

  @Test(arguments: [
    ("arn:aws:iam::*:role/*", "arn:aws:iam::1:role/service-role/*", true), ("a*", "*", false), ("*", "?", true),
    ("a?", "a*", false), ("a*b", "a*b", true),
  ]) func aPatternCoversAnother(wide: String, narrow: String, covered: Bool) {
    #expect(Wildcard(wide).covers(Wildcard(narrow)) == covered)
  }

  @Test(arguments: [
    ("pipeline/churn-*", "pipeline/*", true), ("a*", "*b", true), ("a*", "b*", false), ("a?c", "abc", true),
    ("ab", "a", false), ("a*", "a", true), ("?", "", false), ("", "*", true),
  ]) func patternsOverlap(one: String, other: String, overlap: Bool) {
    #expect(Wildcard(one).overlaps(Wildcard(other)) == overlap)
    #expect(Wildcard(other).overlaps(Wildcard(one)) == overlap)
  }
}
