import JSONDocument
import Policy
import Testing

@Suite struct StoredPolicyTests {
  private static let text = #"{ "Statement": {"Effect": "Allow", "Action": ["s3:GetObject"]} }"#

  @Test func aPolicyKeepsItsTextAndIsItsDocument() throws {
    let policy = StoredPolicy(Self.text)
    #expect(policy.text == Self.text)
    #expect(policy.document == (try PolicyDocument(parsing: Self.text)))
  }

  @Test(arguments: [("", false), ("no policy", false), ("{}", true), ("[]", true)])
  func aTextThatIsNoPolicyIsAValueThatSaysWhy(_ text: String, _ isJSON: Bool) {
    let policy = StoredPolicy(text)
    #expect(policy.text == text && policy.document == nil)
    guard case .unreadable(let error) = policy.content else { return #expect(Bool(false), "\(text) is read") }
    if case .notJSON = error { #expect(!isJSON) } else { #expect(isJSON) }
  }

  @Test func twoAreTheSameByTheLetterAndMeanTheSameByWhatTheySay() {
    let respelt = StoredPolicy(#"{"Statement":[{"Action":"S3:getobject","Effect":"Allow"}]}"#)
    #expect(respelt != StoredPolicy(Self.text) && respelt.means(StoredPolicy(Self.text)))
    #expect(!respelt.means(StoredPolicy(#"{"Statement":[]}"#)))
    let odd = StoredPolicy("no policy")
    #expect(odd.means(odd) && !odd.means(StoredPolicy("none either")) && !odd.means(respelt) && !respelt.means(odd))
  }
}
