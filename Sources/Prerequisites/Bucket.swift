import Checklist
import JSONDocument

/// The template bucket, and whose it is. Several steps look at it; the calls are made once.
struct Bucket: Hashable, Sendable {
  enum Owner: Hashable, Sendable {
    case ours, foreign
    /// This account's, in another Region: nothing can be asked of it from here.
    case elsewhere(String)
  }

  /// Absent when no bucket has the name.
  let owner: Look<Owner>
  /// The tags of the bucket; empty when it has none.
  let tags: Look<[String: String]>

  /// `NoSuchBucket` is not among the codes that mean "not set": the bucket's absence is judged by itself.
  static func look(_ world: World, _ context: Context) async -> Bucket {
    async let tags = world.look(
      Call(.s3, "GetBucketTagging", context.bucketInput()), absent: ["NoSuchTagSet", "NoSuchBucket"])
    let owner = await owner(world, context)
    return await Bucket(owner: owner, tags: tags.map { $0.tags("TagSet") })
  }

  /// A bucket that is denied to us may be ours and closed, or a stranger's: the list of our buckets tells. So
  /// it does for a bucket in another Region, where S3 redirects before it looks at the owner.
  private static func owner(_ world: World, _ context: Context) async -> Look<Owner> {
    let head = await world.look(
      Call(.s3, "HeadBucket", context.bucketInput()), absent: ["NotFound", "NoSuchBucket", "404"])
    let region: String?
    switch head.sight {
    case .hidden(.denied): region = nil
    case .hidden(.refused(_, let message, 301)), .hidden(.refused(_, let message, 400)):
      guard let named = Self.region(in: message) else { return head.map { _ in .ours } }
      region = named
    case .seen(let json):
      let named = json["BucketRegion"]?.string ?? context.region
      return Look(head.source, .seen(named == context.region ? .ours : .elsewhere(named)))
    default: return head.map { _ in .ours }
    }
    let list = await world.look(Call(.s3, "ListBuckets")).map { json in
      json["Buckets"]?.array?.compactMap { $0["Name"]?.string } ?? []
    }
    let source = head.source + list.source
    guard let names = list.value else { return Look(source, .hidden(head.obstacle ?? .cancelled)) }
    guard names.contains(context.bucket) else { return Look(source, .seen(.foreign)) }
    return Look(source, region.map { .seen(.elsewhere($0)) } ?? .hidden(head.obstacle ?? .cancelled))
  }

  /// The Region in the client's words for a redirect, which has no body: `(the bucket is in eu-west-1)`.
  private static func region(in message: String) -> String? {
    let words = "the bucket is in "
    guard let start = message.firstRange(of: words)?.upperBound else { return nil }
    return String(message[start...].prefix { $0 != ")" })
  }

  /// Why nothing in the bucket can be judged: it is not there, a stranger's, or in another Region.
  var barrier: CheckID? {
    if owner.isAbsent { return "S3-01" }
    switch owner.value {
    case .foreign: return "S3-02"
    case .elsewhere: return "S3-04"
    case .ours, nil: return nil
    }
  }
}

extension Context {
  /// The input of a call about the bucket, refused by S3 when the bucket is not this account's.
  func bucketInput(_ more: JSONObject = [:]) -> JSONObject {
    var input: JSONObject = ["Bucket": .string(bucket)]
    for member in more.members { input[member.name] = member.value }
    input["ExpectedBucketOwner"] = .string(account)
    return input
  }
}
