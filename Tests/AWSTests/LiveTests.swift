import AWS
import Checklist
import JSONDocument
import Testing
import Transport

/// Calls against whatever endpoint the environment names, such as the project's sandbox.
@Suite("Live", .enabled(if: Environment.current()["ONRAMP_LIVE_TESTS"] != nil))
struct LiveTests {
  @Test("the caller and a role that is not there")
  func thinPath() async throws {
    let client = AWSClient(try AWSConfiguration(), transport: try HTTPTransport())
    let caller = try await client.send(Call(.sts, "GetCallerIdentity"))
    #expect(caller["Account"]?.string?.count == 12)
    print(caller.compact)
    await #expect(throws: Obstacle.self) {
      do {
        _ = try await client.send(Call(.iam, "GetRole", ["RoleName": "no-such-role"]))
      } catch {
        print(error)
        throw error
      }
    }
  }
}
