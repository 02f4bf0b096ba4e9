import Checklist
import JSONDocument
import Transport

extension AWSClient {
  /// The most pages followed; AWS's own lists end long before.
  static let pageLimit = 1000

  /// The answer with its lists complete: every page is asked for and the lists are joined. An operation
  /// without pages is sent once. A list that AWS says goes on but not where is an obstacle, never a
  /// shorter list: absence would be read from it. Of one that the table bounds the answer keeps the token of the page
  /// that was not asked for.
  public func all(_ call: Call) async throws(Obstacle) -> JSON {
    do throws(Obstacle) { return try await joined(call) } catch { throw error.met(by: call) }
  }

  private func joined(_ call: Call) async throws(Obstacle) -> JSON {
    guard let pages = try ModelledCall(call).operation.pages else { return try await send(call) }
    var call = call
    var result = JSONObject()
    var seen: Set<JSONObject> = []
    for number in 0..<Self.pageLimit {
      let page = try await perform(Exchange(Filled(call), uuid: surroundings.uuid))
      let token = try next(after: page, pages)
      // An answer that is one page stays as the service gave it.
      if number == 0, token == nil { return .object(page) }
      for (name, value) in page.members where !pages.outputTokens.contains(name) && name != pages.more {
        if pages.results.contains(name), let items = value.array {
          result[name] = .array((result[name]?.array ?? []) + items)
        } else if result[name] == nil {
          result[name] = value
        }
      }
      guard let token else { return .object(result) }
      if number + 1 == pages.limit {
        for name in pages.outputTokens { result[name] = page[name] }
        return .object(result)
      }
      guard seen.insert(token).inserted else {
        throw .unreachable("its pages lead in a circle")
      }
      for (name, value) in token.members { call.input[name] = value }
    }
    throw .unreachable("more than \(Self.pageLimit) pages")
  }

  private func next(after page: JSONObject, _ pages: Operation.Pages) throws(Obstacle) -> JSONObject? {
    let more = pages.more.flatMap { page[$0]?.bool }
    if more == false { return nil }
    var token = JSONObject()
    for (input, output) in zip(pages.inputTokens, pages.outputTokens) {
      if let value = page[output], !value.isNull, value != .string("") { token[input] = value }
    }
    if !token.isEmpty { return token }
    guard more == true else { return nil }
    throw .unreachable("more is said to come, but not where")
  }
}
