import Basics

/// The package of the function that starts the deployment workflow: one file in a zip archive, the same bytes on every
/// machine, so that its hash says which code it is.
///
/// The file is stored as it is, with the date 1 January 1980: what compresses differs from library to library.
public enum TriggerPackage {
  /// The file's name: the function's handler names it.
  public static let entry = "lambda_function.py"

  /// The key that guides name, for people who fill in a form.
  public static let documentedKey = "lambda-github-workflow-trigger.zip"

  /// The key that the project's template is given: another code has another key, and CloudFormation sees a change.
  public static var key: String { "lambda-github-workflow-trigger-\(sha256.prefix(12)).zip" }

  /// The SHA-256 of each package that was ever brought, in hexadecimal; the last is that of today.
  public static let generations = [
    "13827ac7a682e3baf00e18cc3cba4cf9f285167f06ee793da8f2fcacfb4986cd"
  ]

  public static let sha256 = SHA256.hexadecimal(of: bytes)

  /// The archive.
  public static let bytes: [UInt8] = {
    let content = Array(text.utf8)
    // Version 2.0, no flags, stored, midnight, 1 January 1980.
    var facts: [UInt8] = little(20, 2) + little(0, 2) + little(0, 2) + little(0, 2) + little(0x21, 2)
    facts += little(checksum(content), 4) + little(UInt32(content.count), 4) + little(UInt32(content.count), 4)
    facts += little(UInt32(entry.utf8.count), 2) + little(0, 2)
    let file: [UInt8] = little(0x0403_4b50, 4) + facts + Array(entry.utf8) + content
    // Made on Unix by version 2.0; no comment, the first disk, no attributes of DOS, -rw-r--r--, at the beginning.
    var directory: [UInt8] = little(0x0201_4b50, 4) + little(0x0314, 2) + facts
    directory += little(0, 2) + little(0, 2) + little(0, 2) + little(0o100644 << 16, 4) + little(0, 4)
    directory += Array(entry.utf8)
    var end: [UInt8] = little(0x0605_4b50, 4) + little(0, 2) + little(0, 2) + little(1, 2) + little(1, 2)
    end += little(UInt32(directory.count), 4) + little(UInt32(file.count), 4) + little(0, 2)
    return file + directory + end
  }()

  /// A number as so many bytes, the lowest first.
  private static func little(_ number: UInt32, _ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: number >> (8 * UInt32($0))) }
  }

  /// CRC-32 as zip archives have it.
  static func checksum(_ bytes: [UInt8]) -> UInt32 {
    var rest: UInt32 = 0xFFFF_FFFF
    for byte in bytes {
      rest ^= UInt32(byte)
      for _ in 0..<8 { rest = rest & 1 == 1 ? rest >> 1 ^ 0xEDB8_8320 : rest >> 1 }
    }
    return ~rest
  }
}
