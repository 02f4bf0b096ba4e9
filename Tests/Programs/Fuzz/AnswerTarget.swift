import JSONDocument
import Transport

@testable import AWS

/// Any bytes as the answer of a service: refused with an error, or read into JSON that can be printed and read again.
enum AnswerTarget {
  static func broken(_ bytes: [UInt8], _ operations: [(service: String, name: String)]) -> String? {
    for (service, name) in operations {
      let model: ServiceModel
      do throws(ModelError) {
        guard let found = try ServiceModel.named(service) else { return "there is no service \(service)" }
        model = found
      } catch {
        return error.reason
      }
      guard let operation = model.operations[name] else { return "\(service) has no \(name)" }
      guard let answer = try? Wire.answer(HTTPResponse(status: 200, body: bytes), operation, model) else { continue }
      let text = JSON.object(answer).compact
      do throws(JSONError) {
        if try JSON(parsing: text) != .object(answer) { return "an answer to \(name) prints as another value" }
      } catch {
        return "an answer to \(name) is no JSON: \(error)"
      }
    }
    guard let (service, _) = operations.first, let model = try? ServiceModel.named(service) else { return nil }
    let error = ErrorReader.read(HTTPResponse(status: 400, body: bytes), model)
    // Markup outgrows nothing: what is shown of an error stood in the answer.
    return error.message.utf8.count > 3 * bytes.count ? "an error's message is longer than its answer" : nil
  }
}
