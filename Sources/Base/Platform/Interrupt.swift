// Ctrl-C, termination, a closed terminal and closed pipes: flags that work polls. Nothing happens
// inside a signal but a store to a flag, or leaving at once, without temporary files.

internal import Synchronization

/// What signals asked for.
package enum Interrupt {
  private static let requested = Atomic<Bool>(false)
  /// The signal that asked to leave, SIGTERM or SIGHUP; 0 if none did.
  private static let terminating = Atomic<Int32>(0)
  private static let repeated = Atomic<Bool>(false)
  private static let prompting = Atomic<Bool>(false)
  private static let unsaved = Atomic<Bool>(false)
  /// When SIGINT came last, in milliseconds of the monotonic clock.
  private static let lastMoment = Atomic<Int>(-10_000)

  /// Whether work is to stop at its next whole piece.
  package static var isRequested: Bool { requested.load(ordering: .relaxed) }

  /// Whether SIGTERM or SIGHUP asked to leave.
  package static var isTerminating: Bool { terminating.load(ordering: .relaxed) != 0 }

  /// Whether it was SIGHUP: the terminal is gone.
  package static var isHungUp: Bool { terminating.load(ordering: .relaxed) == SIGHUP }

  /// Whether a second SIGINT asked to leave a prompt that has unsaved weights.
  package static var isRepeated: Bool { repeated.load(ordering: .relaxed) }

  /// Forgets a request that was followed.
  package static func reset() {
    repeated.store(false, ordering: .relaxed)
    if !isTerminating { requested.store(false, ordering: .relaxed) }
  }

  /// Says that a prompt waits after the work, and whether it has unsaved weights.
  ///
  /// If so, the second of two SIGINTs only sets ``isRepeated``, and the third leaves.
  package static func beginWork(hasUnsavedWeights: Bool) {
    prompting.store(true, ordering: .relaxed)
    unsaved.store(hasUnsavedWeights, ordering: .relaxed)
  }

  /// Says that the work makes weights that are saved nowhere.
  package static func noteUnsavedWeights() { unsaved.store(true, ordering: .relaxed) }

  /// Handles SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGPIPE and SIGXFSZ for the whole process.
  package static func install() {
    signal(SIGPIPE, SIG_IGN)
    // A file beyond the limit of its size is an error of its write.
    signal(SIGXFSZ, SIG_IGN)
    // Whoever started this program may have kept these from it.
    var mask = sigset_t()
    sigemptyset(&mask)
    sigaddset(&mask, SIGINT)
    sigaddset(&mask, SIGTERM)
    sigprocmask(SIG_UNBLOCK, &mask, nil)
    // What the handlers use is initialized before they can run.
    _ = (isRequested, isTerminating, isRepeated, lastMoment.load(ordering: .relaxed))
    _ = (prompting.load(ordering: .relaxed), unsaved.load(ordering: .relaxed))
    TemporaryPaths.prepare()
    installWorkHandler()
    handle(SIGTERM) { Interrupt.terminate($0) }
    // nohup's choice stays.
    if !isIgnored(SIGHUP) { handle(SIGHUP) { Interrupt.terminate($0) } }
    if !isIgnored(SIGQUIT) {
      handle(SIGQUIT) {
        TemporaryPaths.removeAll()
        signal($0, SIG_DFL)
        raise($0)
      }
    }
  }

  /// Asks to leave; a second request doesn't wait for the work.
  private static func terminate(_ signal: Int32) {
    if terminating.exchange(signal, ordering: .relaxed) != 0 { leave(128 + signal) }
    requested.store(true, ordering: .relaxed)
  }

  /// Ends the process, in a signal handler.
  private static func leave(_ code: Int32) -> Never {
    TemporaryPaths.removeAll()
    _exit(code)
  }

  private static func handle(_ signal: Int32, _ handler: @escaping @convention(c) (Int32) -> Void) {
    var action = sigaction()
    action.__sigaction_handler.sa_handler = handler
    sigaction(signal, &action, nil)
  }

  private static func isIgnored(_ signal: Int32) -> Bool {
    var action = sigaction()
    sigaction(signal, nil, &action)
    // SIG_IGN is no function, but the address 1.
    return unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self) == 1
  }

  /// SIGINT while work runs: stop it; again within a second: leave, or ask first at a prompt with
  /// unsaved weights.
  private static func installWorkHandler() {
    handle(SIGINT) { _ in
      let moment = Int(Clock.now * 1000)
      let last = Interrupt.lastMoment.exchange(moment, ordering: .relaxed)
      guard Interrupt.requested.exchange(true, ordering: .relaxed), moment - last <= 1000 else {
        return
      }
      let asks =
        Interrupt.prompting.load(ordering: .relaxed) && Interrupt.unsaved.load(ordering: .relaxed)
      if asks && !Interrupt.repeated.exchange(true, ordering: .relaxed) { return }
      Interrupt.leave(130)
    }
  }
}
