internal import Synchronization
enum Interrupt {
  private static let flag = Atomic<Bool>(false)
  private static let working = Atomic<Bool>(false)
  static var isRequested: Bool { flag.load(ordering: .relaxed) }
  static var isWorking: Bool {
    get { working.load(ordering: .relaxed) }
    set { working.store(newValue, ordering: .relaxed) }
  }
  static func reset() { flag.store(false, ordering: .relaxed) }
  static func install() {}
}
