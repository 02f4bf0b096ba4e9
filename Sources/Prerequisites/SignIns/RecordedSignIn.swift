import Basics
import Checklist
import JSONDocument

/// A sign-in with a web identity as CloudTrail keeps it, some minutes after it was tried (CloudTrail User Guide,
/// "userIdentity element" and "CloudTrail record contents").
struct RecordedSignIn: Hashable, Sendable {
  let moment: Moment
  /// The ARN of the role that was asked for, as the job wrote it.
  let role: String
  /// The subject that GitHub sent; nil where no provider of the account vouched for the token.
  let subject: String?
  /// The ARN of the identity provider that the token was verified by.
  let provider: String?
  let audience: String?
  /// The code of the refusal; nil for a sign-in that was admitted.
  let refusal: String?
}

/// The sign-ins with web identities of the last day, in the Region that is looked at: each Region keeps those that asked
/// its own STS.
struct SignInTrail: Hashable, Sendable {
  /// The newest first.
  let signIns: [RecordedSignIn]
  /// When the oldest of them was, where there are more than were read; nil where these are all of the day.
  let horizon: Moment?
  /// How many events hold what no event of a sign-in does.
  let unreadable: Int

  /// Seconds that are looked back.
  static let span = 86_400.0
  private static let event = "AssumeRoleWithWebIdentity"

  /// Nothing is absent: who was not there left no event. A change is judged by what stands, so it asks for none.
  static func look(_ world: World, _ context: Context) async -> Look<SignInTrail> {
    guard context.purpose == .checkup, context.looksBack else { return Look([], .absent) }
    let since = context.now - span
    return await world.look(call(since)).reading { SignInTrail($0, since: Moment(seconds: since)) }
  }

  /// One bounded question, which steps that look at about the same time share: from the ten minutes in which the day begins.
  private static func call(_ since: Double) -> Call {
    Call(
      .cloudTrail, "LookupEvents",
      [
        "LookupAttributes": [["AttributeKey": "EventName", "AttributeValue": .string(event)]],
        "StartTime": .number(String(Int(bounding: since / 600) * 600)), "MaxResults": .number("50"),
      ])
  }

  private init?(_ answer: JSON, since: Moment) {
    guard let events = answer["Events"]?.array else { return nil }
    var (signIns, unreadable): ([RecordedSignIn], Int) = ([], 0)
    for event in events {
      do throws(JSONError) {
        guard let text = event["CloudTrailEvent"]?.string else {
          unreadable += 1
          continue
        }
        let record = try JSON(parsing: text)
        // What asked for no role, or for something else, is nobody's sign-in.
        guard record["eventName"]?.string ?? Self.event == Self.event,
          let role = record["requestParameters"]?["roleArn"]?.string
        else { continue }
        if let signIn = RecordedSignIn(record, role: role) { signIns.append(signIn) } else { unreadable += 1 }
      } catch {
        unreadable += 1
      }
    }
    self.init(signIns, isWhole: answer["NextToken"]?.string == nil, unreadable: unreadable, since: since)
  }

  /// - Parameter isWhole: whether no more than these were kept.
  init(_ signIns: [RecordedSignIn], isWhole: Bool = true, unreadable: Int = 0, since: Moment) {
    self.signIns = signIns.filter { $0.moment >= since }.sorted { $0.moment > $1.moment }
    horizon = isWhole ? nil : signIns.map(\.moment).min()
    self.unreadable = unreadable
  }

  /// `in the last day`, or since when where a day has more sign-ins than are read.
  func inWords(now: Moment) -> String { horizon.map { "since \($0.inWords(now: now))" } ?? "in the last day" }

  /// Why nothing good can be said of the day.
  var obstacle: Obstacle? {
    unreadable == 0 ? nil : .unreadable("\(unreadable) of CloudTrail's events of sign-ins have another form")
  }
}

extension RecordedSignIn {
  /// Letters of the longest text that is taken: IAM's own limits of ARNs and claims are below it.
  private static let limit = 2048

  /// - Parameter record: the event as JSON. Nil for one that has no time, or texts that are none.
  fileprivate init?(_ record: JSON, role: String) {
    guard let moment = record["eventTime"]?.string.flatMap({ Moment($0) }) else { return nil }
    let identity = record["userIdentity"]
    let answer = record["responseElements"]
    let subject = identity?["userName"]?.string ?? answer?["subjectFromWebIdentityToken"]?.string
    let provider = identity?["identityProvider"]?.string ?? answer?["provider"]?.string
    let principal = identity?["principalId"]?.string
    let audience = answer?["audience"]?.string ?? Self.audience(of: principal, provider, subject)
    let refusal = record["errorCode"]?.string
    let texts = [role, subject, provider, audience, refusal].compactMap(\.self)
    guard texts.allSatisfy({ $0.utf8.count <= Self.limit && $0.withoutControls == $0 }) else { return nil }
    self.init(
      moment: moment, role: role, subject: subject, provider: provider, audience: audience, refusal: refusal)
  }

  /// What stands between provider and subject: `PROVIDER:AUDIENCE:SUBJECT`.
  private static func audience(of principal: String?, _ provider: String?, _ subject: String?) -> String? {
    guard let principal, let provider, let subject, principal.hasPrefix(provider + ":"),
      principal.hasSuffix(":" + subject), principal.utf8.count > provider.utf8.count + subject.utf8.count + 2
    else { return nil }
    return String(
      decoding: principal.utf8.dropFirst(provider.utf8.count + 1).dropLast(subject.utf8.count + 1), as: UTF8.self)
  }
}
