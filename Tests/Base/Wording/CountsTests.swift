// Numbers with what they count.

import Testing
import Wording

@Suite("Counts")
struct CountsTests {
  @Test(
    "one of a thing is singular, any other number of them plural",
    arguments: [
      (1, "step", "1 step"), (0, "step", "0 steps"), (2, "step", "2 steps"),
      (1, "entry", "1 entry"), (3, "entry", "3 entries"), (2, "key", "2 keys"),
      (2, "batch", "2 batches"), (11, "box", "11 boxes"), (-1, "update", "-1 updates"),
      (21, "held-out question", "21 held-out questions"),
    ])
  func counts(number: Int, thing: String, text: String) {
    #expect(counted(number, thing) == text)
  }

  @Test("a number that was rounded is singular if it is written 1")
  func rounded() {
    #expect(counted("1", "step") == "1 step")
    #expect(counted("1.0", "step") == "1.0 steps")
    #expect(plural("thread", 1) == "thread" && plural("thread", 4) == "threads")
  }
}
