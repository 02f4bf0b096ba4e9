import JSONDocument
import Policy
import Testing

@Suite struct PolicyDocumentTests {
  private func same(_ one: String, _ other: String) throws -> Bool {
    try PolicyDocument(parsing: one).means(try PolicyDocument(parsing: other))
  }

  @Test(arguments: [
    ("[]", PolicyError.notAnObject), ("{}", .noStatement), (#"{"Statement": 7}"#, .statementIsNoObject(0)),
    (#"{"Statement": [{}, "x"]}"#, .statementIsNoObject(1)),
  ]) func whatIsNoPolicyIsSaidSo(text: String, error: PolicyError) {
    #expect(throws: error) { try PolicyDocument(parsing: text) }
  }

  @Test func brokenJSONIsSaidWhere() {
    #expect { try PolicyDocument(parsing: "{") } throws: { error in
      if case PolicyError.notJSON(let inner) = error { inner.offset == 1 } else { false }
    }
  }

  @Test func whatNobodyTouchedStays() throws {
    let text =
      #"{"Id":"x","Statement":[{"Condition":{"Bool":{"aws:SecureTransport":true}},"Sid":"b","Effect":"Deny","Principal":"*"},{"Effect":"Allow"}],"Version":"2012-10-17"}"#
    var document = try PolicyDocument(parsing: text)
    #expect(document.text == text)
    document.statements[1].json["Sid"] = "c"
    #expect(document.text == text.replacing(#"{"Effect":"Allow"}"#, with: #"{"Effect":"Allow","Sid":"c"}"#))
  }

  @Test func spellingDoesNotChangeTheMeaning() throws {
    #expect(
      try same(
        #"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":["S3:GetObject"],"Resource":["b","a"],"Principal":{"AWS":"*"},"Condition":{"Bool":{"AWS:SecureTransport":true}}}}"#,
        #"{"Statement":[{"Condition":{"bool":{"aws:SecureTransport":["true"]}},"Principal":"*","Resource":["a","b"],"Action":"s3:getobject","Effect":"Allow"}],"Version":"2012-10-17"}"#
      ))
    #expect(
      try same(
        #"{"Statement":[{"Sid":"a","Principal":{"AWS":"111122223333"}},{"Sid":"b"}]}"#,
        #"{"Version":"2008-10-17","Statement":[{"Sid":"b"},{"Sid":"a","Principal":{"AWS":"arn:aws:iam::111122223333:root"}}]}"#
      ))
  }

  @Test(arguments: [
    (#"{"Statement":[{"Resource":"A"}]}"#, #"{"Statement":[{"Resource":"a"}]}"#),
    (#"{"Statement":[{"Action":"a"}]}"#, #"{"Statement":[{"NotAction":"a"}]}"#),
    (#"{"Statement":[{"Sid":"a"}]}"#, #"{"Statement":[{"Sid":"b"}]}"#),
    (
      #"{"Statement":[{"Condition":{"StringEquals":{"k":"V"}}}]}"#,
      #"{"Statement":[{"Condition":{"StringEquals":{"k":"v"}}}]}"#
    ),
    (#"{"Statement":[]}"#, #"{"Version":"2012-10-17","Statement":[]}"#),
  ]) func otherMeaningsDiffer(one: String, other: String) throws {
    #expect(!(try same(one, other)))
  }

  @Test func sizeIsCountedWithoutWhiteSpace() throws {
    let document = try PolicyDocument(parsing: "{ \"Statement\" : [ ] ,\n \"Version\": \"2012-10-17\" }")
    #expect(document.size == #"{"Statement":[],"Version":"2012-10-17"}"#.count)
  }
}
