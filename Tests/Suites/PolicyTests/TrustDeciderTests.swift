import JSONDocument
import Policy
import Testing

/// The part of a policy's text that decides: in whatever form the text is written.
@Suite struct TrustDeciderTests {
  private static let main = Example.immutable + ":ref:refs/heads/main"

  private func decided(_ text: String, _ subject: String = main, audience: String = "sts.amazonaws.com") throws
    -> String?
  {
    let document = try PolicyDocument(parsing: text)
    let token = Example.token(subject, aud: audience)
    let answer = TrustPolicy.evaluate(document, token: token, provider: Example.provider)
    return answer.decider(for: token)?.place(in: text).map { String(decoding: Array(text.utf8)[$0], as: UTF8.self) }
  }

  private func policy(_ condition: String, principal: String? = nil, action: String = TrustPolicy.action) -> String {
    let principal = principal ?? #"{"Federated" : "\#(Example.provider)"}"#
    return #"{"Version":"2012-10-17","Statement": [{"Effect":"Allow","Principal":\#(principal),"#
      + #""Action": "\#(action)", "Condition":{\#(condition)}}]}"#
  }

  @Test("of an admission it is the subject's value that counts")
  func admitted() throws {
    let key = "\(Example.issuer):sub"
    let listed = policy(
      #""StringEquals":{"\#(Example.issuer):aud":"sts.amazonaws.com"},"StringLike": {"\#(key)": ["repo:o/a:*", "\#(Example.immutable):*"]}"#
    )
    #expect(try decided(listed) == "\"\(Example.immutable):*\"")
    #expect(
      try decided(policy(#""StringLike":{ "\#(key)" :"\#(Example.immutable):*" }"#))
        == #""\#(key)" :"\#(Example.immutable):*""#)
    // Without a subject the audience is all that is asked for, and without that nothing.
    #expect(
      try decided(policy(#""StringEquals":{"\#(Example.issuer):aud":["sts.amazonaws.com"]}"#))
        == #""sts.amazonaws.com""#)
    #expect(try decided(policy(""))?.hasPrefix(#"{"Effect""#) == true)
    // A test that lets everybody pass is named after one that does not.
    #expect(
      try decided(
        policy(#""StringNotLike":{"\#(key)":"x"},"StringEquals":{"\#(Example.issuer):aud":"sts.amazonaws.com"}"#))
        == #""\#(Example.issuer):aud":"sts.amazonaws.com""#)
  }

  @Test("of a refusal it is the test that is not met, the principal or the action")
  func refused() throws {
    let test = #""\#(Example.issuer):sub": ["a", "b"]"#
    #expect(try decided(policy(#""StringEquals":{\#(test)}"#)) == test)
    #expect(
      try decided(policy("", principal: #"{"AWS":"arn:aws:iam::1:root"}"#))
        == #""Principal":{"AWS":"arn:aws:iam::1:root"}"#)
    #expect(try decided(policy("", action: "sts:AssumeRole")) == #""Action": "sts:AssumeRole""#)
    #expect(try decided(#"{"Statement":[]}"#) == nil)
  }

  @Test("a single statement that is no list has a place too, and so has a Deny")
  func forms() throws {
    let inner = policy(#""StringEquals":{"\#(Example.issuer):sub":"x"}"#)
    let start = try #require(inner.firstRange(of: "["))
    let end = try #require(inner.lastIndex(of: "]"))
    let single = inner[..<start.lowerBound] + inner[start.upperBound..<end] + inner[inner.index(after: end)...]
    #expect(try decided(String(single)) == #""\#(Example.issuer):sub":"x""#)
    let deny = #"{"Effect":"Deny","Principal":"*","Action":"sts:*","Condition":{"Null":{"aws:SourceVpc":"true"}}}"#
    let both = policy("").split(separator: "}]}").joined() + "},\(deny)]}"
    #expect(try decided(both) == #""aws:SourceVpc":"true""#)
  }
}
