import AWS
import Basics
import Checklist
import GitHub
import JSONDocument
import Prerequisites
import Transport

/// `onramp handshake`: inside a job of GitHub Actions, the job's own token, what AWS makes of it, and why.
///
/// Exit codes: 0 where AWS admits the job, 3 where it refuses it, 4 where neither is known (GitHub gave no token, AWS was
/// not reached), 2 where no token can be asked for or no role is named.
public enum HandshakeCommand {
  /// What aws-actions/configure-aws-credentials calls a session unless it is told: a condition on the name decides here
  /// as it does there.
  private static let session = "GitHubActions"

  public static func run(_ options: Options, role: String?) async throws(Failure) -> Int32 {
    let environment = Environment.current()
    let voice = JobVoice(isJob: environment["GITHUB_ACTIONS"] == "true")
    do throws(Failure) { return try await shake(options, role, environment, voice) } catch {
      voice.annotate(error.lines.map(\.trimmed).joined(separator: " "))
      throw error
    }
  }

  private static func shake(
    _ options: Options, _ role: String?, _ environment: Environment, _ voice: JobVoice
  ) async throws(Failure) -> Int32 {
    let identity = try identity(environment)
    let door = try AWSDoor(options, environment: environment)
    guard let region = door.configuration.region?.value else {
      throw .usage("onramp: region: missing; give --region, or set AWS_REGION")
    }
    let role = try address(role, door.setup, region)
    let answer: JobIdentity.Answer
    do throws(Obstacle) {
      answer = try await identity.token(
        for: door.setup?.audience ?? "sts.amazonaws.com", over: door.transport, deadline: options.timeout,
        observer: { [log = door.log] in log.write($0) })
    } catch { throw Failure(["onramp: no token, so nothing is decided: \(error.inWords)"], code: code(error)) }
    guard let token = IdentityToken(claims: answer.claims) else {
      throw Failure(
        ["onramp: no token, so nothing is decided: what came names no subject, audience or issuer"], code: 4)
    }
    voice.say(lines(token))
    let outcome = await signIn(to: role, with: answer.token, door)
    voice.say(lines(outcome, role))
    let admission = await admission(of: token, by: role, region, outcome, door)
    voice.say(lines(admission, role, outcome))
    JobSummary { environment[$0] }.add(
      HandshakeSummary(
        token: token, role: role.arn, verdict: lines(outcome, role), decided: lines(admission, role, outcome)
      ).text)
    return end(outcome, role, token, voice)
  }

  private static func identity(_ environment: Environment) throws(Failure) -> JobIdentity {
    do throws(JobIdentity.Absence) { return try JobIdentity(environment) } catch {
      switch error {
      case .noJob:
        throw .usage(
          "onramp: this is no job of GitHub Actions (\(JobIdentity.addressVariable) is not set):",
          "  handshake is a step of a workflow; 'onramp check' says from here which jobs the role admits")
      case .noPermission:
        throw .usage(
          "onramp: this job may not ask for a token: give it permissions: id-token: write and contents: read",
          "  (a pull request from a fork never gets one)")
      case .badAddress(let problem): throw .usage("onramp: \(problem)")
      }
    }
  }

  private static func address(_ role: String?, _ setup: Setup?, _ region: String) throws(Failure) -> RoleAddress {
    if let role {
      guard let address = RoleAddress(role) else {
        throw .usage("onramp: --role: it is no ARN of a role, such as arn:aws:iam::111122223333:role/GitHubActionsRole")
      }
      return address
    }
    guard let setup, let account = setup.account,
      let address = RoleAddress(
        Context(setup: setup, account: account, partition: AWSConfiguration.partition(of: region), region: region)
          .roleARN)
    else { throw .usage("onramp: which role? Give --role ARN, or a setup file with account and access.role") }
    return address
  }

  // MARK: Asking

  private static func signIn(
    to role: RoleAddress, with token: Secret, _ door: AWSDoor
  ) async -> Result<JSON, Obstacle> {
    let call = Call(
      .sts, "AssumeRoleWithWebIdentity",
      [
        "RoleArn": .string(role.arn), "RoleSessionName": .string(session), "WebIdentityToken": .string(token.exposed),
      ])
    do throws(Obstacle) { return .success(try await door.client.send(call)) } catch {
      return .failure(door.cleaned(error))
    }
  }

  /// What the role's trust policy says of the token, seen by whoever may: who runs the command, else the role itself.
  private static func admission(
    of token: IdentityToken, by role: RoleAddress, _ region: String, _ outcome: Result<JSON, Obstacle>, _ door: AWSDoor
  ) async -> Result<Admission, Obstacle> {
    var clients: [AWSClient] = []
    do throws(CredentialChain.Nothing) {
      _ = try await door.client.search()
      clients.append(door.client)
    } catch {}
    if case .success(let answer) = outcome, let client = door.client.acting(by: answer) { clients.append(client) }
    var obstacle = Obstacle.notSignedIn("no credentials here, and none from AWS")
    for client in clients {
      let reader = AWSReader(client)
      do throws(Obstacle) {
        return .success(
          try await token.admission(
            by: role, through: { call throws(Obstacle) in try await reader.send(call) }, region: region,
            session: session, now: Clock.now()))
      } catch { obstacle = door.cleaned(error) }
    }
    return .failure(obstacle)
  }

  // MARK: Saying

  private static func lines(_ token: IdentityToken) -> [String] {
    let width = token.claims.map(\.name.count).max() ?? 0
    return ["The token of this job says (* AWS makes it a condition key):"]
      + token.claims.map { claim in
        let name = claim.name.padded(to: width)
        return "  \(claim.isConditionKey ? "*" : " ") \(name)  \(claim.text.isEmpty ? "(empty)" : claim.text)"
      }
  }

  private static func lines(_ outcome: Result<JSON, Obstacle>, _ role: RoleAddress) -> [String] {
    switch outcome {
    case .success(let answer):
      let user = answer["AssumedRoleUser"]?["Arn"]?.string ?? role.arn
      let end = answer["Credentials"]?["Expiration"]?.string.map { ", until \($0)" } ?? ""
      return ["", "AWS STS admits it: \(user)\(end)"]
    case .failure(let obstacle) where isRefusal(obstacle):
      var lines = ["", "AWS STS refuses it: \(said(obstacle))", "  Role: \(role.arn)"]
      for sighting in KnownMessage.sightings(in: obstacle.message) {
        lines += ["  Cause: \(sighting.message.cause)", "  Fix: \(sighting.message.fix)"]
        lines +=
          sighting.message.checks.isEmpty
          ? [] : ["  Checks: \(sighting.message.checks.map(\.rawValue).joined(separator: ", "))"]
      }
      return lines
    case .failure(let obstacle): return ["", "Whether AWS STS admits it is not known: \(obstacle.inWords)"]
    }
  }

  private static func lines(
    _ admission: Result<Admission, Obstacle>, _ role: RoleAddress, _ outcome: Result<JSON, Obstacle>
  ) -> [String] {
    switch admission {
    case .failure(let obstacle):
      ["", "Which condition decided is not known, for the trust policy could not be read: \(obstacle.inWords)"]
    case .success(let admission):
      ["", "The trust policy of \(role.name): \(admission.reason)"] + contradiction(admission, outcome)
        + admission.lines.map { "\($0.isDeciding ? "> " : "  ")\($0.text)" }
    }
  }

  /// What stands between the policy and what STS said.
  private static func contradiction(_ admission: Admission, _ outcome: Result<JSON, Obstacle>) -> [String] {
    switch (admission.verdict, outcome) {
    case (.refused, .success):
      ["  STS admitted it all the same: the policy was another then, or a change is on its way"]
    case (.admitted, .failure(let obstacle)) where isRefusal(obstacle):
      ["  STS refuses it all the same: for the reason above, an organization's policy, or a change that is on its way"]
    default: []
    }
  }

  private static func end(
    _ outcome: Result<JSON, Obstacle>, _ role: RoleAddress, _ token: IdentityToken, _ voice: JobVoice
  ) -> Int32 {
    guard case .failure(let obstacle) = outcome else { return 0 }
    let subject = token.claims.first?.text ?? ""
    guard isRefusal(obstacle) else {
      voice.annotate("Whether \(role.arn) admits \(subject) is not known: \(obstacle.inWords)")
      return code(obstacle)
    }
    voice.annotate("\(role.arn) does not admit \(subject): \(said(obstacle))")
    return 3
  }

  /// STS's own words, with its code.
  private static func said(_ obstacle: Obstacle) -> String {
    [obstacle.code, obstacle.message].compactMap(\.self).joined(separator: ": ")
      + (obstacle.requestID.map { " (request \($0))" } ?? "")
  }

  /// Whether STS read the request and said no.
  private static func isRefusal(_ obstacle: Obstacle) -> Bool {
    [.denied, .refused, .notSignedIn].contains(obstacle.kind) && obstacle.code != nil
  }

  private static func code(_ obstacle: Obstacle) -> Int32 {
    switch obstacle.kind {
    case .cancelled: 130
    case .unexpected: 1
    default: 4
    }
  }
}
