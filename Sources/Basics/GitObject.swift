import CCrypto

/// Git's name for a file's content: the SHA-1 of `blob`, its length and the bytes (Git's documentation, "Git Internals,
/// Git Objects").
///
/// By it a tree of GitHub's tells what a file holds without the file. It is compared, and proves nothing: whoever may
/// write to the repository may make two contents with one name.
public enum GitObject {
  /// 40 hexadecimal digits for a text in UTF-8.
  public static func blob(_ text: String) -> String {
    let content = Array(text.utf8)
    let bytes = Array("blob \(content.count)\0".utf8) + content
    var result = [UInt8](repeating: 0, count: 20)
    precondition(crypto_sha1(bytes, bytes.count, &result), "OpenSSL has no SHA-1")
    return Hexadecimal.encode(result)
  }
}
