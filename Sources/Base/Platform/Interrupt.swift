// Ctrl-C, termination and closed pipes: flags that work polls. Nothing happens inside a signal but
// a store to a flag, or leaving at once.

internal import Synchronization

/// What signals asked for.
package enum Interrupt {
  private static let requested = Atomic<Bool>(false)
  private static let terminating = Atomic<Bool>(false)
  /// When SIGINT came last, in milliseconds of the monotonic clock.
  private static let lastMoment = Atomic<Int>(-10_000)

  /// Whether work is to stop at its next whole piece.
  package static var isRequested: Bool { requested.load(ordering: .relaxed) }

  /// Whether SIGTERM asked to leave.
  package static var isTerminating: Bool { terminating.load(ordering: .relaxed) }

  /// Forgets a request that was followed.
  package static func reset() {
    if !isTerminating { requested.store(false, ordering: .relaxed) }
  }

  /// Handles SIGINT, SIGTERM, SIGPIPE and SIGXFSZ for the whole process.
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
    installWorkHandler()
    var action = sigaction()
    action.__sigaction_handler.sa_handler = { _ in
      // A second request doesn't wait for the work.
      if Interrupt.terminating.exchange(true, ordering: .relaxed) { _exit(143) }
      Interrupt.requested.store(true, ordering: .relaxed)
    }
    sigaction(SIGTERM, &action, nil)
  }

  /// SIGINT while work runs: stop it; again within a second: leave.
  private static func installWorkHandler() {
    var action = sigaction()
    action.__sigaction_handler.sa_handler = { _ in
      let moment = Int(Clock.now * 1000)
      let last = Interrupt.lastMoment.exchange(moment, ordering: .relaxed)
      let isRepeated = Interrupt.requested.exchange(true, ordering: .relaxed)
      if isRepeated && moment - last <= 1000 { _exit(130) }
    }
    sigaction(SIGINT, &action, nil)
  }
}
