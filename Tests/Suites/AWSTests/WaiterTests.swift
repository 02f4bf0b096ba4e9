import Checklist
import JSONDocument
import Testing
import Transport

@testable import AWS

@Suite("Waiters and pages")
struct WaiterTests {
  @Test("the table's waiters and pages are those AWS publishes", .enabled(if: Conformance.isThere, Conformance.absence))
  func published() async throws {
    for kind in ["waiters-2", "paginators-1"] {
      let paths = Conformance.files(below: "waiters-paginators", ending: ".\(kind).json")
      let cases = try paths.flatMap { path in
        let json = try Conformance.json(path)
        let service = String(path.stem.dropLast(kind.count + 1))
        return (json["waiters"] ?? json["pagination"])?.object?.members.map { (service, $0.name, $0.value) } ?? []
      }
      await Conformance.run(
        "waiters-paginators/\(kind)", cases, named: { "\($0.0) \($0.1)" },
        check: { service, name, facts in
          let operation = facts["operation"]?.string ?? name
          guard let model = try ServiceModel.named(service), let known = model.operations[operation] else {
            throw Conformance.Skip(reason: "operations onramp does not send")
          }
          if kind == "waiters-2" {
            let waiter = try Conformance.need(model.waiters[name], "it is not in the table")
            #expect(waiter.delay == facts["delay"]?.double && waiter.maximumAttempts == facts["maxAttempts"]?.integer)
            #expect(waiter.acceptors.count == facts["acceptors"]?.array?.count, "\(service) \(name)")
          } else {
            let pages = try Conformance.need(known.pages, "it is not in the table")
            #expect(pages.inputTokens == facts["input_token"]?.strings, "\(service) \(name)")
            #expect(pages.outputTokens == facts["output_token"]?.strings, "\(service) \(name)")
            #expect(pages.results == facts["result_key"]?.strings, "\(service) \(name)")
            #expect(pages.more == facts["more_results"]?.string, "\(service) \(name)")
          }
        })
    }
  }

  /// For each acceptor of each waiter of the published files an answer made to fit it, and one that fits none.
  @Test("every published acceptor takes what it is meant for", .enabled(if: Conformance.isThere, Conformance.absence))
  func acceptors() async throws {
    let paths = Conformance.files(below: "waiters-paginators", ending: ".waiters-2.json")
    let cases = try paths.flatMap { path in
      (try Conformance.json(path)["waiters"]?.object?.members ?? []).map { ("\(path.stem) \($0.name)", $0.value) }
    }
    await Conformance.run(
      "waiters-paginators/acceptors", cases, named: { $0.0 },
      check: { name, facts in
        let waiter = Waiter(name: name, facts)
        #expect(waiter.acceptors.count == facts["acceptors"]?.array?.count, "\(name)")
        for (index, acceptor) in waiter.acceptors.enumerated() {
          let outcome = Self.outcome(for: acceptor)
          let earlier = Waiter(
            name: name, ["acceptors": .array(Array((facts["acceptors"]?.array ?? []).prefix(index)))])
          #expect(earlier.state(of: outcome) ?? acceptor.state == waiter.state(of: outcome), "\(name) \(index)")
          #expect(waiter.state(of: outcome) != nil, "\(name) \(index)")
        }
        #expect(waiter.state(of: .error(code: "NoSuchCode", status: 499)) == nil, "\(name)")
      })
  }

  private static func outcome(for acceptor: Waiter.Acceptor) -> Waiter.Outcome {
    switch acceptor.matcher {
    case .status:
      acceptor.expected == 200 ? .answer([:]) : .error(code: "x", status: acceptor.expected.integer ?? 0)
    case .error:
      acceptor.expected == false
        ? .answer([:]) : .error(code: acceptor.expected.string ?? "anything", status: 400)
    case .path, .pathAll, .pathAny: .answer(answer(acceptor.path.split(separator: "."), acceptor.expected))
    }
  }

  private static func answer(_ path: [Substring], _ value: JSON) -> JSON {
    guard let first = path.first else { return value }
    let inner = answer(Array(path.dropFirst()), value)
    return first.hasSuffix("[]")
      ? .object(JSONObject([(String(first.dropLast(2)), .array([inner]))]))
      : .object(JSONObject([(String(first), inner)]))
  }

  private static let gone = Scripted.Answer.queryError(404, "NoSuchEntity")
  private static let there = Scripted.Answer.answer(
    200, "<GetRoleResponse><GetRoleResult><Role><RoleName>r</RoleName></Role></GetRoleResult></GetRoleResponse>")

  @Test("waiting looks again by AWS's rule, passes over what is only busy, and ends")
  func waiting() async throws {
    let (stage, transport) = (Stage(), Scripted([Self.gone, Self.gone, Self.there]))
    let ending = try await stage.client(transport).wait(until: "RoleExists", of: .iam, ["RoleName": "r"])
    #expect(ending == .reached(["Role": ["RoleName": "r"]]))
    #expect(stage.sleeps == [1, 1])
    let never = Scripted(Array(repeating: Self.gone, count: 20))
    #expect(try await Stage().client(never).wait(until: "RoleExists", of: .iam, ["RoleName": "r"]) == .exhausted)
    let failed = Scripted([.queryError(403, "AccessDenied")])
    await #expect(throws: Obstacle.self) {
      try await Stage().client(failed).wait(until: "RoleExists", of: .iam, ["RoleName": "r"])
    }
    let busy = Scripted(Array(repeating: .queryError(503, "ServiceUnavailable"), count: 3) + [Self.there])
    guard case .reached = try await Stage().client(busy).wait(until: "RoleExists", of: .iam, ["RoleName": "r"]) else {
      Issue.record("busy ended the waiting")
      return
    }
  }

  @Test("a stack that cannot become complete ends the waiting at once")
  func failure() async throws {
    let body =
      "<DescribeStacksResponse><DescribeStacksResult><Stacks><member><StackName>s</StackName>"
      + "<StackStatus>ROLLBACK_COMPLETE</StackStatus></member></Stacks></DescribeStacksResult></DescribeStacksResponse>"
    let client = try Stage().client(Scripted([.answer(200, body)]))
    let ending = try await client.wait(until: "StackCreateComplete", of: "cloudformation", ["StackName": "s"])
    guard case .failed(let answer) = ending else {
      Issue.record("\(ending)")
      return
    }
    #expect(answer?["Stacks"]?[0]?["StackStatus"] == "ROLLBACK_COMPLETE")
  }

  @Test("an answer of one page is left as it came")
  func onePage() async throws {
    let page = Scripted.Answer.answer(
      200,
      "<ListRolesResponse><ListRolesResult><Roles/><IsTruncated>false</IsTruncated></ListRolesResult></ListRolesResponse>"
    )
    #expect(
      try await Stage().client(Scripted([page])).all(Call(.iam, "ListRoles")) == ["Roles": [], "IsTruncated": false])
  }
}
