// What distinguishes one kind of recursive network from another.

/// The states of a kind of network, its modules, and the order in which they update the states.
///
/// A cycle is n inner updates and an outer one; a supervision step is T cycles. An update adds up
/// some states, and x if it sees the question, and applies a module to the sum.
package struct Architecture: Sendable {
  /// One of the states that a run carries from step to step, (S, D) for each sequence.
  package struct State: Sendable {
    /// Its name in addresses.
    package let kind: StateID.Kind
    /// The official key of its start, (D).
    package let startKey: String
  }

  /// One application of a module.
  package struct Update: Equatable, Sendable, BitwiseCopyable {
    /// The index of the module.
    let module: Int
    /// The index of the state that it replaces.
    let target: Int
    /// A bit for each state that it reads.
    let sources: UInt32
    /// Whether it sees the question x.
    let readsQuestion: Bool

    /// target = module(the sum of `sources`, and x if `readsQuestion`).
    init(_ target: Int, from sources: [Int], module: Int = 0, readsQuestion: Bool = false) {
      self.module = module
      self.target = target
      self.sources = sources.reduce(0) { $0 | 1 << UInt32($1) }
      self.readsQuestion = readsQuestion
    }

    /// Whether it reads the state with an index.
    @inline(__always)
    func reads(_ state: Int) -> Bool { sources >> UInt32(state) & 1 == 1 }
  }

  /// The name of the official class, as `all_config.yaml` has it.
  package let officialName: String
  /// What the network is, in a few words.
  package let summary: String
  /// The states; the first is the one that the heads read.
  package let states: [State]
  /// The prefixes of the modules' official keys.
  package let modules: [String]
  /// The inner updates of a cycle, in order; after the last, the first follows again.
  let innerUpdates: [Update]
  /// The last update of a cycle.
  let outerUpdate: Update
  /// The values that n may have.
  package let innerRange: ClosedRange<Int>
  /// How many of the last cycle's updates carry gradient, at most.
  let updatesWithGradient: Int
  /// Whether the continue head is trained too, and a run halts where halt exceeds continue.
  package let learnsContinue: Bool

  init(
    officialName: String, summary: String, states: [State], modules: [String] = ["L_level"],
    innerUpdates: [Update], outerUpdate: Update, innerRange: ClosedRange<Int> = 1...1 << 20,
    updatesWithGradient: Int = .max, learnsContinue: Bool = false
  ) {
    self.officialName = officialName
    self.summary = summary
    self.states = states
    self.modules = modules
    self.innerUpdates = innerUpdates
    self.outerUpdate = outerUpdate
    self.innerRange = innerRange
    self.updatesWithGradient = updatesWithGradient
    self.learnsContinue = learnsContinue
  }

  /// The kinds of its states in order; the first is the one that the heads read.
  package var kinds: [StateID.Kind] { states.map(\.kind) }

  /// The kind of the state that the heads read.
  package var answerKind: StateID.Kind { states[0].kind }

  /// The kinds of states that hold no answer; the answer's own if there are no others.
  package var latentKinds: [StateID.Kind] {
    states.count > 1 ? Array(kinds.dropFirst()) : kinds
  }

  /// The index of the state of a kind; traps if it has none.
  func index(of kind: StateID.Kind) -> Int {
    guard let index = states.firstIndex(where: { $0.kind == kind }) else {
      preconditionFailure("the network has no state \(kind)")
    }
    return index
  }

  /// The number of inner updates nearest to `count` that it can make.
  package func nearestInner(to count: Int) -> Int {
    min(max(count, innerRange.lowerBound), innerRange.upperBound)
  }

  /// What n may be, as the end of a sentence about the network.
  package var innerSentence: String {
    innerRange.upperBound == 0
      ? "makes no inner updates"
      : "makes \(innerRange.lowerBound) to \(innerRange.upperBound) inner updates a cycle"
  }

  /// The update with index `number` in a cycle of n = `inner`.
  func update(_ number: Int, inner: Int) -> Update {
    number < inner ? innerUpdates[number % innerUpdates.count] : outerUpdate
  }

  /// The ID of one of a step's T · (n + 1) updates, counted from 0.
  func stateID(update: Int, of step: Int, inner: Int) -> StateID {
    let (cycle, at) = (update / (inner + 1) + 1, update % (inner + 1))
    let kind = states[self.update(at, inner: inner).target].kind
    return StateID(kind: kind, step: step, cycle: cycle, inner: kind == .y ? 0 : at + 1)
  }

  /// Whether no later update of its cycle, one of n = `inner`, computes the same state.
  package func isLastOfCycle(_ stateID: StateID, inner: Int) -> Bool {
    let next = stateID.inner == 0 ? inner + 1 : stateID.inner
    return !(next..<inner + 1).contains { number in
      states[update(number, inner: inner).target].kind == stateID.kind
    }
  }

  /// The IDs of the states at the start.
  package var startIDs: [StateID] { kinds.map { StateID(kind: $0, step: 0) } }

  /// The IDs of what a step computes in order, heads included.
  package func stateIDs(of step: Int, cycles: Int, inner: Int) -> [StateID] {
    (0..<cycles * (inner + 1)).map { stateID(update: $0, of: step, inner: inner) }
      + [StateID(kind: .logits, step: step), StateID(kind: .halt, step: step)]
  }
}
