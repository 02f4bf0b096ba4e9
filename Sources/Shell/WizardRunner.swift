import AWS
import Basics
import Checklist
import Glibc
import JSONDocument
import Prerequisites
import Runs
import Transport
import Wizard

/// Runs what the wizard asks for, and tells it what came of it.
///
/// It is the same engine as the commands': the same survey and runner, so that what is done by
/// keys and what is done by `--yes` cannot differ. Nothing here draws, and nothing here blocks the keys:
/// every effect runs in a task of its own, one at a time.
public actor WizardRunner {
  public typealias Post = @Sendable (Event) -> Void

  let options: Options
  let path: String
  /// The answers in use. They change at once, whatever else is under way.
  let answers: Locked<Setup>
  private var wallet: Wallet?
  var session: Session?
  /// Whether AWS did not accept the credentials at the latest look: the next one looks for others.
  private var isRefused = false
  var reports: [StepID: StepReport] = [:]
  var last: CheckReport?
  /// What the changes so far leave for a person.
  let leftForYou = Locked<[String]>([])
  /// The Lambda's token, from a person's hands to the change that stores it.
  private let token = Locked<Secret?>(nil)
  private let isStopping = Locked(false)
  /// What each thing that a person asks for may take.
  private let limit: TimeLimit
  let post: Post

  public init(
    _ options: Options, setup: Setup?, path: String, signIn: EarlySignIn? = nil, post: @escaping Post
  ) {
    self.options = options
    self.path = path
    answers = Locked(setup ?? Setup())
    wallet = signIn?.wallet
    limit = TimeLimit(options.runLimit)
    self.post = post
  }

  /// Starts what an effect asks for and returns at once.
  public nonisolated func perform(_ effect: Effect) {
    switch effect {
    case .stop: return isStopping.withLock { $0 = true }
    case .adopt(let values): return adopt(values)
    case .save(let values): adopt(values)
    default: break
    }
    Task {
      do throws(Failure) {
        try await self.run(effect)
      } catch {
        self.post(.problem(Problem(title: "This cannot go on", lines: error.lines, code: error.code)))
      }
    }
  }

  private func run(_ effect: Effect) async throws(Failure) {
    limit.begin()
    switch effect {
    case .check(let steps): try await check(steps)
    case .apply(let plan, let answers):
      if let answers { try save(answers) }
      try await apply(plan)
    case .offer(let text): try await offer(text)
    case .survey: try await survey()
    case .tearDown(let inventory, let account): try await tearDown(inventory, account)
    case .save(let values): try save(values)
    case .accept(let check, let reason): try await accept(check, reason)
    case .writeReport: writeReport()
    case .open(let url): browse(url)
    case .keep(let files): try keep(files)
    case .script(let proposal, let isWriting): try script(proposal, isWriting)
    case .showLog: try showLog()
    case .adopt, .copy, .mouse, .stop, .suspend, .redraw, .quit: break
    }
  }

  /// Looks up who is calling, for the welcome page.
  public func introduce() async {
    do throws(Failure) {
      limit.begin()
      let session = try opened()
      for remark in session.remarks { post(.message(remark)) }
      let caller = await session.caller(session.world())
      post(.facts(await facts(session, caller)))
    } catch { for line in error.lines { post(.message(line)) } }
  }

  func opened() throws(Failure) -> Session {
    let setup = answers.withLock { $0 }
    if let session, session.setup == setup { return session }
    let opened = try Session(options, setup, wallet: wallet, typedToken: token, limit: limit)
    session = opened
    return opened
  }

  /// The session for a new look: whoever signed in beside the wizard, or wrote to AWS's shared files, is seen.
  private func openedAnew() async throws(Failure) -> Session {
    if let session, try !session.isCurrent() {
      // What a person was asked for before the screen was up belongs to what the files said then.
      (self.session, wallet) = (nil, nil)
    }
    let session = try opened()
    if isRefused { await session.doors.aws.forgetCredentials() }
    return session
  }

  private func facts(_ session: Session, _ caller: Session.Caller) async -> Facts {
    var facts = Facts()
    (facts.isAsked, facts.wantedAccount) = (true, session.setup.account)
    (facts.account, facts.caller, facts.region) = (caller.account, caller.arn, session.region)
    facts.profile = options.profile
    facts.github = await session.githubTokenOrigin().map { "token from \($0)" }
    (facts.setupFile, facts.setupPath) = (access(path, F_OK) == 0 ? path : nil, path)
    (facts.logFile, facts.version) = (session.log.path, Version.current)
    facts.credentialsLeft = await session.credentialsLeft()
    if let account = caller.account, let entries = try? JournalFile.entries(at: session.journalPath(account)) {
      facts.unfinished = RunNote.read(beside: session.journalPath(account)).map { note in
        UnfinishedRun(
          isRemoval: note.isRemoval, keys: note.keys, summary: note.summary(entries, now: Clock.now()))
      }
      facts.lastReport = ReportFiles.last(in: session.setupFolder(account))
    }
    return facts
  }

  // MARK: Looking

  func check(_ steps: [StepID]?) async throws(Failure) {
    let missing = answers.withLock { $0.missing }
    guard missing.isEmpty else {
      throw Failure(missing.map { "\($0.path) is not answered yet" }, code: 2)
    }
    let session = try await openedAnew()
    let survey = Survey(session)
    let footing = try await survey.footing(looksAhead: steps == nil)
    isRefused = footing.caller.obstacle?.kind == .notSignedIn
    post(.facts(await facts(session, footing.caller)))
    let asked = steps.map(Set.init)
    if asked == nil { reports = [:] }
    let report = await survey.report(footing, only: asked) { [post] report in
      if asked?.contains(report.step) ?? true { post(.report(report)) }
    }
    for step in report.steps where asked?.contains(step.step) ?? true { reports[step.step] = step }
    last = report.with(session.prerequisites.all.compactMap { reports[$0.id] })
      .withWhatIsLeft(footing.context, session.prerequisites, afterwards: leftForYou.withLock { $0 })
    if asked == nil, let account = footing.caller.account, forgetRun(beside: session.journalPath(account)) {
      post(.facts(await facts(session, footing.caller)))
    }
    post(
      .checked(
        seconds: report.seconds, requests: report.requests, code: last?.exitCode(strict: options.isStrict),
        next: last?.todos ?? []))
  }

  /// Drops the note of a run of which nothing is left to do; whether it was dropped. What could not be judged may
  /// still be left.
  private func forgetRun(beside journal: String) -> Bool {
    guard let note = RunNote.read(beside: journal), !note.isRemoval else { return false }
    let own = reports.values.filter { report in
      note.keys.contains { $0.rawValue.hasPrefix(report.step.rawValue + "/") }
    }
    let isSeen = own.flatMap(\.findings).allSatisfy { ![.unknown, .blocked, .crash].contains($0.status) }
    guard isSeen, own.flatMap(\.changes).allSatisfy({ !note.keys.contains($0.key) }) else { return false }
    RunNote.remove(beside: journal)
    return true
  }

  // MARK: Acting

  /// Keeps a token for the change that stores it, after GitHub was asked about it.
  private func offer(_ text: Secret) async throws(Failure) {
    let known = text.withBytes { Secret(bytes: $0) }
    token.withLock { $0 = known }
    do throws(Failure) {
      let session = try opened()
      let footing = try await Survey(session).footing()
      let (isAccepted, lines) = await TokenInterview.opinion(session.world(), footing.context)
      if !isAccepted { token.withLock { $0 = nil } }
      post(.opinion(TokenOpinion(isAccepted: isAccepted, lines: lines)))
    } catch {
      token.withLock { $0 = nil }
      post(.opinion(TokenOpinion(isAccepted: false, lines: error.lines)))
    }
  }

  /// Makes the changes that were shown, and no others.
  private func apply(_ plan: Plan) async throws(Failure) {
    let session = try opened()
    let footing = try await Survey(session).footing()
    let run = agreedRun(session, footing)
    try session.requireCertainty(footing.caller)
    do throws(Failure) {
      let result = try await run.make(plan)
      leftForYou.withLock { $0 += result.leftForYou }
      if result.ending == .complete { token.withLock { $0 = nil } }
      post(.ended(result.ending))
    } catch { post(.ended(.stopped(error.lines.joined(separator: " ")))) }
  }

  /// A run of what was agreed to on the screen, whose operator is there to do a person's part.
  private func agreedRun(_ session: Session, _ footing: Survey.Footing) -> AgreedRun {
    isStopping.withLock { $0 = false }
    let (stopping, post) = (isStopping, post)
    return AgreedRun(
      session: session, footing: footing, waitsForPeople: true, isStopped: { stopping.withLock { $0 } },
      tell: { post(.progress($0)) })
  }

  private func survey() async throws(Failure) {
    let session = try opened()
    let footing = try await Survey(session).footing(.teardown)
    try session.requireCertainty(footing.caller)
    post(.facts(await facts(session, footing.caller)))
    let found = await session.inventory(footing)
    let unseen = await session.unseen(found, footing)
    for words in unseen { post(.message("could not look at \(words)")) }
    for line in session.madeUnderOtherNames(footing.context) { post(.message(line)) }
    post(.inventory(found, unseen: unseen))
  }

  /// Deletes and restores what was shown, and nothing else.
  private func tearDown(_ going: Inventory, _ account: String) async throws(Failure) {
    let session = try opened()
    let footing = try await Survey(session).footing(.teardown)
    try session.requireCertainty(footing.caller)
    guard footing.context.account == account else {
      throw Failure(["\(account) is not this account; nothing was removed"], code: 4)
    }
    do throws(Failure) {
      post(.ended(try await agreedRun(session, footing).takeBack(going)))
    } catch { post(.ended(.stopped(error.lines.joined(separator: " ")))) }
  }
}
