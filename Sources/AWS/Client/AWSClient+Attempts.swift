import Basics
import Checklist
import JSONDocument
import Transport

extension AWSClient {
  /// What one call goes through: how often it was tried and what was changed on the way.
  struct Course {
    var attempt = 0
    var spent: Int?
    var region: String?
    var renewed = false
    var corrected = false
    let invocation: String
  }

  /// What to do about a fault.
  private enum Verdict {
    case giveUp
    case again(after: Double)
  }

  func perform(_ exchange: Exchange) async throws(Obstacle) -> JSONObject {
    var course = Course(invocation: surroundings.uuid())
    while true {
      course.attempt += 1
      let (credentials, request) = try await prepared(exchange, course)
      let outcome = await attempt(request, exchange, course)
      switch outcome {
      case .success(let response) where (200..<300).contains(response.status):
        let answer = try read(response, exchange, request.host, &course)
        guard isProving, let refusal = PartialRefusal.first(in: answer, of: exchange) else { return answer }
        let error = refusal.error(response)
        guard case .again(let pause) = try await judge(error, response, exchange, credentials, &course) else {
          throw Mapping(exchange, host: request.host).obstacle(error, skew: nil)
        }
        try await wait(pause)
      case .success(let response):
        var error = ErrorReader.read(response, exchange.model)
        // Any web server says that there is nothing; only the service's word for it proves something.
        if isProving, error.status == 404, response.body.isEmpty, !response.isSigned { error.isSpoken = false }
        guard case .again(let pause) = try await judge(error, response, exchange, credentials, &course) else {
          throw Mapping(exchange, host: request.host).obstacle(error, skew: skew(response))
        }
        try await wait(pause)
      case .failure(let error):
        guard case .again(let pause) = judge(error, exchange, &course) else {
          throw Obstacle(error, exchange.call, request, isRepeatable: exchange.isRepeatable)
        }
        try await wait(pause)
      }
    }
  }

  private func attempt(
    _ request: HTTPRequest, _ exchange: Exchange, _ course: Course
  ) async -> Result<HTTPResponse, TransportError> {
    let start = surroundings.monotonic()
    let result: Result<HTTPResponse, TransportError>
    do {
      result = .success(try await transport.send(request))
    } catch {
      result = .failure(error)
    }
    if case .success(let response) = result, let skew = skew(response) { clock.saw(skew: skew) }
    report(result, exchange, course, surroundings.monotonic() - start)
    return result
  }

  private func report(
    _ result: Result<HTTPResponse, TransportError>, _ exchange: Exchange, _ course: Course, _ duration: Double
  ) {
    guard let observer else { return }
    var (status, fault, identity): (Int?, String?, String?) = (nil, nil, nil)
    switch result {
    case .success(let response):
      status = response.status
      identity = response.headers["x-amzn-RequestId"] ?? response.headers["x-amz-request-id"]
      if response.status >= 300 {
        let error = ErrorReader.read(response, exchange.model)
        (fault, identity) = (Display.clean(error.code), error.requestID)
      }
    case .failure(let error): fault = error.inWords
    }
    observer(
      RequestEvent(
        service: exchange.call.door.name, operation: exchange.operation.name, attempt: course.attempt,
        status: status, fault: fault, requestID: identity.map { Display.clean($0) }, duration: duration))
  }

  private func read(
    _ response: HTTPResponse, _ exchange: Exchange, _ host: String, _ course: inout Course
  ) throws(Obstacle) -> JSONObject {
    quota.giveBack(course.spent)
    // S3 reports some failures in a body under the status 200.
    if exchange.model.wire == .restXML, response.body.starts(with: Array("<?xml".utf8)) || response.body.first == 0x3C {
      let error = ErrorReader.read(response, exchange.model)
      let isPlain = exchange.operation.output.flatMap { exchange.model.shapes[$0.shape]?.payload } != nil
      if error.isSpoken, !isPlain { throw Mapping(exchange, host: host).obstacle(error, skew: nil) }
    }
    do {
      let answer = try Wire.answer(response, exchange.operation, exchange.model)
      if isProving { try AnswerCheck(operation: exchange.operation, model: exchange.model).verify(response, answer) }
      return try PolicyText.decoded(answer, service: exchange.call.door.name)
    } catch let error as ModelError {
      throw .unexpected(error.reason)
    } catch {
      let isRead = exchange.operation.isRead
      throw Obstacle(
        isRead ? .unreachable : .ambiguous,
        isRead ? "what answered does not speak this operation" : "it was accepted, but the answer cannot be read",
        host: host, status: response.status)
    }
  }

  private func judge(_ error: TransportError, _ exchange: Exchange, _ course: inout Course) -> Verdict {
    guard error.isTransient, exchange.isRepeatable || !error.mayHaveHappened else { return .giveUp }
    var isTimeout = false
    if case .timedOut = error { isTimeout = true }
    return retry(&course, .transient, isTimeout: isTimeout)
  }

  private func retry(
    _ course: inout Course, _ kind: RetryRules.Kind, isTimeout: Bool = false, wish: String? = nil
  ) -> Verdict {
    let edition = configuration.retryEdition
    let cost = RetryRules.cost(edition, kind, isTimeout: isTimeout)
    guard course.attempt < configuration.maximumAttempts.value, quota.take(cost) else { return .giveUp }
    course.spent = cost
    return .again(
      after: RetryRules.delay(
        edition, kind, beforeRetry: course.attempt, random: surroundings.random(), wish: wish))
  }

  private func judge(
    _ error: ServiceError, _ response: HTTPResponse, _ exchange: Exchange, _ credentials: Credentials?,
    _ course: inout Course
  ) async throws(Obstacle) -> Verdict {
    let service = exchange.call.door.name
    let server = response.headers["Date"].flatMap(Moment.init)
    if !course.corrected,
      let offset = RetryRules.offset(
        code: error.code, server: server, local: surroundings.now(), inUse: clock.offset)
    {
      course.corrected = true
      clock.correct(by: offset)
      return retry(&course, .transient)
    }
    if Mapping.expiredCodes.contains(error.code), !course.renewed, let credentials {
      course.renewed = true
      let isRenewed: Bool
      do {
        isRenewed = try await wallet.renew(after: credentials)
      } catch {
        throw .notSignedIn(error.description)
      }
      return isRenewed ? .again(after: 0) : .giveUp
    }
    // A bucket in another region says where it is; it is asked there, once.
    if service == "s3", let region = error.bucketRegion, course.region == nil, error.status != 403,
      region != configuration.region?.value, Endpoint.isLabel(region)
    {
      course.region = region
      return .again(after: 0)
    }
    let isMarked = exchange.operation.errors.contains {
      let shape = exchange.model.shapes[$0]
      return shape?.isRetryable == true && (shape?.errorCode ?? $0) == error.code
    }
    guard
      let kind = RetryRules.kind(
        of: error, service: service, isRetryable: isMarked, edition: configuration.retryEdition)
    else { return .giveUp }
    return retry(&course, kind, wish: response.headers["x-amz-retry-after"])
  }

  /// By how many seconds the server's clock is ahead of ours, where it says what time it is.
  private func skew(_ response: HTTPResponse) -> Double? {
    response.headers["Date"].flatMap(Moment.init).map { $0.seconds - surroundings.now().seconds }
  }

  func wait(_ seconds: Double) async throws(Obstacle) {
    do {
      try await surroundings.sleep(seconds)
    } catch {
      throw .cancelled
    }
  }
}
