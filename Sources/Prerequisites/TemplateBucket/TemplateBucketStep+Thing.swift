import Blueprints
import Checklist
import JSONDocument
import Policy

extension TemplateBucketStep {
  public func plan(_ seen: Observation, _ context: Context) -> [Change] {
    thing(seen, context).changes
  }

  public func holdings(_ seen: Observation, _ context: Context) -> [Holding] { thing(seen, context).holdings }

  private func thing(_ seen: Observation, _ context: Context) -> Thing {
    let owner = seen.bucket.owner
    // A name with a blank of a guide in it is nobody's wish.
    let isWanted = owner.isAbsent && !context.isPlaceholder(context.bucket)
    let isMade = owner.isAbsent || isMade(seen, context)
    return Thing(
      step: "template-bucket", resource: context.bucketARN, name: "bucket \(context.bucket)",
      isMade: isMade, fate: fate(seen, context), marked: owner.value == .ours ? seen.bucket.marked(context) : nil,
      whole: whole(seen, context, isWanted),
      parts: isWanted || owner.value == .ours ? BucketSettings(seen: seen, context: context, isMade: isMade).all : [])
  }

  private func whole(_ seen: Observation, _ context: Context, _ isWanted: Bool) -> Part {
    let leftovers = seen.content?.value?.leftovers ?? []
    let present: JSON = [
      "tags": JSON(tags: seen.bucket.tags.value ?? [:]),
      "versions": .array(leftovers.map { ["key": .string($0.key), "version": .string($0.id)] }),
    ]
    return Part(
      key: Self.bucketKey, name: "", present: seen.bucket.owner.isAbsent ? .null : present,
      set: { _, value in
        guard !value.isNull else { return Call(.s3, "DeleteBucket", context.bucketInput()) }
        var input: JSONObject = ["Bucket": .string(context.bucket)]
        // us-east-1 is S3's default and refused as a constraint.
        if context.region != "us-east-1" {
          input["CreateBucketConfiguration"] = ["LocationConstraint": .string(context.region)]
        }
        return Call(.s3, "CreateBucket", input)
      },
      wish: !isWanted
        ? nil
        : Wish(
          value: .object(wanted(seen, context)), summary: "made in \(context.region), private and encrypted",
          repairs: ["S3-01"]))
  }

  /// What the journal remembers of the bucket that is made. A tag of the domain that leads to its name before it is
  /// there is somebody's, and nothing but this line tells so afterwards.
  private func wanted(_ seen: Observation, _ context: Context) -> JSONObject {
    let wanted: JSONObject = ["region": .string(context.region)]
    if seen.location.obstacle != nil { return wanted.with(Self.locationMember, "not seen") }
    guard let location = seen.location.value, location == context.templatesLocation else { return wanted }
    return wanted.with(Self.locationMember, .string(location))
  }

  private static let locationMember = "domain tag before"

  /// Whether the journal tells that the domain's tag may have led to the bucket before onramp made it.
  static func isLedToBefore(_ context: Context) -> Bool {
    context.ledger[bucketKey, context.bucketARN]?.wanted[locationMember] != nil
  }

  private func fate(_ seen: Observation, _ context: Context) -> Thing.Fate {
    guard seen.bucket.owner.value == .ours else { return .absent }
    guard isCertainlyMade(seen, context) else {
      // What the journal says of settings is about the bucket that was there before.
      return isMade(seen, context)
        ? .stays(
          .foreign, because: "it has no tag \(context.ownership.key) any more, so it may be another of the same name")
        : .others(because: seen.bucket.marked(context).whyForeign)
    }
    guard let content = seen.content?.value else {
      let reason = seen.content?.obstacle?.inWords ?? "its objects were not looked at"
      return .stays(.ours, because: "cannot tell what is in it (\(reason))")
    }
    if let (key, reason) = content.lock { return .stays(.ours, because: "of \(key) in it: \(reason)") }
    let foreign = Set(content.foreign.map(\.key)).sorted()
    // What others put there is no reason to keep it from the setup that goes on using it.
    guard foreign.isEmpty || seen.bucket.marked(context).handover != nil else {
      let names =
        foreign.prefix(3).joined(separator: ", ") + (foreign.count > 3 ? " and \(foreign.count - 3) more" : "")
      return .stays(.shared, because: "holds what onramp did not put there: \(names)")
    }
    return .goes(
      because: context.reason(tags: seen.bucket.tags.value ?? [:]),
      ObjectVersion.deletions(content.leftovers, context)
        + [Call(.s3, "DeleteBucket", context.bucketInput())],
      meaning: "emptied before of all that onramp put there")
  }
}
