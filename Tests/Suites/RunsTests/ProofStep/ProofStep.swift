import Checklist
import JSONDocument
import Prerequisites

/// A prerequisite that no build has: a stack whose making and deletion take the service a while, and a connection
/// whose name the service chooses and that a person has to confirm.
struct ProofStep: Step {
  struct Observation: Hashable, Sendable {
    /// `CREATE_IN_PROGRESS`, `CREATE_COMPLETE`, `DELETE_IN_PROGRESS`; absent when there is none.
    let stack: Look<String>
    /// `PENDING`, `AVAILABLE`; absent before one was made.
    let connection: Look<String>
  }

  static let stackKey: ItemKey = "proof/stack"
  static let connectionKey: ItemKey = "proof/connection"
  static let stack = "onramp-proof"
  static let connection = "onramp-proof-connection"
  static let link = "https://console.aws.amazon.com/codesuite/settings/connections"

  func observe(_ world: World, _ context: Context) async -> Observation {
    let stack = await look(Call("cloudformation", "DescribeStacks", ["StackName": .string(Self.stack)]), world)
    // Only the journal knows the name that the service gave.
    guard let arn = identity(context) else {
      return Observation(stack: stack, connection: Look(["the journal"], .absent))
    }
    return Observation(
      stack: stack,
      connection: await look(Call("codeconnections", "GetConnection", ["ConnectionArn": .string(arn)]), world))
  }

  private func identity(_ context: Context) -> String? {
    context.ledger[Self.connectionKey, Self.connection]?.identity
  }

  private func look(_ call: Call, _ world: World) async -> Look<String> {
    do throws(Obstacle) {
      let status = try await world.read(call)["Status"]?.string
      return Look([call.inWords], status.map { .seen($0) } ?? .hidden(.unexpected("no status")))
    } catch {
      return Look([call.inWords], error.code == "NotFound" ? .absent : .hidden(error))
    }
  }

  func judge(_ seen: Observation, _ context: Context) -> [Judgement] {
    [
      judgement("PROOF-01", seen.stack, wanted: "CREATE_COMPLETE"),
      judgement("PROOF-02", seen.connection, wanted: "AVAILABLE"),
    ]
  }

  private func judgement(_ check: CheckID, _ look: Look<String>, wanted: String) -> Judgement {
    let verdict: Verdict =
      switch look.sight {
      case .seen(wanted): .holds(found: wanted)
      case .seen(let status): .waiting(found: status, needed: wanted)
      case .absent: .broken(found: "none", needed: wanted)
      case .hidden(let obstacle): .hidden(obstacle)
      }
    return Judgement(check, lookedAt: look.source, verdict)
  }

  func plan(_ seen: Observation, _ context: Context) -> [Change] {
    var changes: [Change] = []
    if seen.stack.isAbsent {
      let name: JSONObject = ["StackName": .string(Self.stack)]
      changes.append(
        Change(
          key: Self.stackKey, step: "proof", kind: .create, resource: Self.stack, title: "Stack \(Self.stack)",
          summary: "three resources", call: Call("cloudformation", "CreateStack", name), wanted: "CREATE_COMPLETE",
          undo: .call(Call("cloudformation", "DeleteStack", name)), repairs: ["PROOF-01"]))
    }
    if seen.connection.isAbsent {
      changes.append(
        Change(
          key: Self.connectionKey, step: "proof", kind: .create, resource: Self.connection,
          title: "Connection \(Self.connection)", summary: "to be confirmed by a person",
          call: Call("codeconnections", "CreateConnection", ["ConnectionName": .string(Self.connection)]),
          identity: ["ConnectionArn"], wanted: "AVAILABLE", undo: .never(because: "its name is known once it is made"),
          repairs: ["PROOF-02"], after: [Self.stackKey]))
    }
    return changes
  }

  func underway(_ seen: Observation, _ context: Context) -> [Underway] {
    var works: [Underway] = []
    if let status = seen.stack.value, status.hasSuffix("IN_PROGRESS") {
      works.append(Underway(Self.stackKey, of: Self.stack, "Stack \(Self.stack)", words: status))
    }
    if seen.connection.value == "PENDING" {
      works.append(
        Underway(
          Self.connectionKey, of: Self.connection, "Connection \(Self.connection)",
          by: .person(link: Self.link, steps: ["Choose Update pending connection"]), words: "PENDING"))
    }
    return works
  }

  func holdings(_ seen: Observation, _ context: Context) -> [Holding] {
    var held: [Holding] = []
    if seen.connection.value == "AVAILABLE", let arn = identity(context) {
      held.append(
        Holding(
          key: Self.connectionKey, step: "proof", resource: Self.connection, title: "Connection \(Self.connection)",
          ownership: .ours, reason: "the journal says so", action: .remove,
          calls: [Call("codeconnections", "DeleteConnection", ["ConnectionArn": .string(arn)])], present: .string(arn),
          uses: [Self.stackKey]))
    }
    if seen.stack.value == "CREATE_COMPLETE" {
      held.append(
        Holding(
          key: Self.stackKey, step: "proof", resource: Self.stack, title: "Stack \(Self.stack)", ownership: .ours,
          reason: "the journal says so", action: .remove,
          calls: [Call("cloudformation", "DeleteStack", ["StackName": .string(Self.stack)])],
          present: "CREATE_COMPLETE"))
    }
    return held
  }
}
