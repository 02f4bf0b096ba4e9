import Basics
import Checklist
import JSONDocument
import Transport

extension GitHubClient {
  /// Bytes of a log that are kept: its end, where errors stand.
  private static let most = 1_000_000

  /// Whether a call asks for the log of a job, whose answer is text at another place.
  static func isLog(_ call: Call) -> Bool {
    call.operation == "GET /repos/{owner}/{repo}/actions/jobs/{job_id}/logs"
  }

  /// The log of a job as one text; of a long one the end. GitHub answers with an address at another server (REST API,
  /// "Download job logs for a workflow run"), which is asked without the token.
  func log(_ prepared: PreparedCall) async throws(Obstacle) -> JSON {
    let answer = try await response(to: prepared) { $0.status == 302 }
    guard let url = Location.elsewhere(answer.headers["Location"] ?? "", from: base) else {
      throw .unreadable("GitHub leads to no address where a log could be")
    }
    let request = HTTPRequest(
      url: url, headers: [HTTPHeader("User-Agent", Version.userAgent)], deadline: deadline)
    do {
      let kept = try await transport.send(request)
      guard kept.status == 200 else {
        throw Obstacle(
          .unreachable, "where GitHub keeps the log answered status \(kept.status)", host: request.host,
          status: kept.status)
      }
      return .string(String(decoding: kept.body.suffix(Self.most), as: UTF8.self))
    } catch let obstacle as Obstacle {
      throw obstacle
    } catch let error as TransportError {
      throw Obstacle(error, prepared.call, request, isRepeatable: true)
    } catch {
      throw .unexpected("it failed")
    }
  }
}
