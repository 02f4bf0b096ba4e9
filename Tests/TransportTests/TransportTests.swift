import Testing

@testable import Transport

@Suite("Headers")
struct HeaderTests {
  @Test("a header is found whatever its letter case, and its value is trimmed")
  func reading() {
    let headers = HTTPResponse.headers(in: Array("HTTP/1.1 200 OK\r\nX-One:  a b \r\nEmpty:\r\n\r\n".utf8))
    #expect(headers == [HTTPHeader("X-One", "a b"), HTTPHeader("Empty", "")])
    #expect(headers["x-one"] == "a b")
  }
}
