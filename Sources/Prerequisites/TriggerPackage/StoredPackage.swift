import Basics
import Blueprints
import Checklist
import JSONDocument

/// A package as it lies in the bucket.
struct StoredPackage: Hashable, Sendable {
  enum Origin: Hashable, Sendable {
    /// Today's, byte for byte.
    case present
    /// An archive that an older onramp brought.
    case older
    case others
  }

  /// SHA-256 in hexadecimal; nil for one that was not read whole.
  let sha256: String?
  /// In bytes.
  let size: Int
  /// The id of its version, where versions are kept, and its entity tag: as the answer to its upload named it.
  let identity: String?
  let reading: ArchiveListing.Reading

  /// How many of an object's last bytes are read: the directory of some ten thousand files.
  private static let limit = 1 << 20

  init(tail: [UInt8], of size: Int, identity: String?) {
    sha256 = tail.count == size ? SHA256.hexadecimal(of: tail) : nil
    (self.size, self.identity) = (size, identity)
    reading = ArchiveListing.read(tail, of: size)
  }

  /// - Parameter version: nil for the present one.
  static func look(
    at key: String, version: String? = nil, _ world: World, _ context: Context
  ) async -> Look<StoredPackage> {
    var input: JSONObject = ["Key": .string(key), "Range": .string("bytes=-\(limit)")]
    if let version { input["VersionId"] = .string(version) }
    let call = Call(.s3, "GetObject", context.bucketInput(input))
    // Of nothing there are no last bytes, and S3 says so by an error.
    let empty = "InvalidRange"
    let seen = await world.look(call, absent: ["NoSuchKey", "NoSuchVersion", "NoSuchBucket", empty])
    if seen.isAbsent, case .failure(let refusal) = await world.answer(to: call), refusal.code == empty {
      return Look(seen.source, .seen(StoredPackage(tail: [], of: 0, identity: nil)))
    }
    return seen.reading(StoredPackage.init)
  }

  private init?(_ answer: JSON) {
    guard let tail = answer["Body"]?.blob else { return nil }
    // `bytes 0-99/100`; a service that sends the whole says no range.
    let total = answer["ContentRange"]?.string.map { $0.split(separator: "/").last.flatMap { Int($0) } } ?? tail.count
    guard let total, total >= tail.count else { return nil }
    let identity = StoredText.uploaded.compactMap { answer[$0]?.string }.joined(separator: " ")
    self.init(tail: tail, of: total, identity: identity.isEmpty ? nil : identity)
  }

  var origin: Origin {
    guard let sha256 else { return .others }
    if sha256 == TriggerPackage.sha256 { return .present }
    return TriggerPackage.generations.contains(sha256) ? .older : .others
  }

  var inWords: String { sha256.map { "SHA-256 \($0)" } ?? "\(size) bytes" }
}

/// One of the two objects of the package, with its tags.
struct PackageObject: Hashable, Sendable {
  let key: String
  let package: Look<StoredPackage>
  let tags: Look<[String: String]>

  /// The key that people in Studio fill in, and the one that a project is given, with the items under which the journal
  /// tells of them; one of them where the setup names the same key.
  static func items(_ context: Context) -> [(key: String, item: ItemKey)] {
    let documented = (context.setup.lambdaKey, TriggerPackageStep.documentedKey)
    let project = (TriggerPackage.key, TriggerPackageStep.projectKey)
    return documented.0 == project.0 ? [project] : [documented, project]
  }

  static func keys(_ context: Context) -> [String] { items(context).map(\.key) }

  static func look(at key: String, _ world: World, _ context: Context) async -> PackageObject {
    async let tags = VisibleTemplates.tags(of: key, world, context)
    let package = await StoredPackage.look(at: key, world, context)
    return await PackageObject(key: key, package: package, tags: tags)
  }
}
