import Basics
import Testing

@Suite struct EncodingTests {
  /// The examples of FIPS 180-4, and the lengths around a whole block.
  @Test(arguments: [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ), (String(repeating: "a", count: 55), "9f4390f8d30c2dd92ec9f095b65e2b9ae9b0a925a5258e241c9f1e910f734318"),
    (String(repeating: "a", count: 64), "ffe054fe7ae0cb6dc65c3af9b61d5209f439851db43d0ba5997337df154668eb"),
  ]) func itIsSHA256(_ text: String, _ digest: String) {
    #expect(SHA256.hexadecimal(of: text) == digest)
  }

  @Test(arguments: [
    ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("foobar", "Zm9vYmFy"),
  ])
  func base64IsThatOfRFC4648(_ text: String, _ encoded: String) {
    #expect(Base64.encode(text.utf8) == encoded)
    #expect(Base64.decode(encoded) == Array(text.utf8))
  }

  @Test(arguments: ["Z", "Zg=a", "Zm9v!", "Zm9v===", "Zg==="])
  func whatIsNoBase64IsNotRead(_ text: String) { #expect(Base64.decode(text) == nil) }

  @Test func everyByteComesBack() {
    let bytes = (UInt8.min...UInt8.max).map { $0 }
    #expect(Base64.decode(Base64.encode(bytes)) == bytes)
    #expect(Percent.decode(Percent.encode(bytes)) == bytes)
    #expect(Hexadecimal.encode([0x00, 0x0F, 0xA0, 0xFF]) == "000fa0ff")
  }

  @Test func onlyUnreservedCharactersStandForThemselves() {
    #expect(Percent.encode("aZ09-._~") == "aZ09-._~")
    #expect(Percent.encode("a b+c/d%é") == "a%20b%2Bc%2Fd%25%C3%A9")
    #expect(Percent.encode("a/b c", keeping: "/") == "a/b%20c")
    #expect(Percent.decode("%4a%4A+%zz%4") == Array("JJ+%zz%4".utf8))
  }
}
