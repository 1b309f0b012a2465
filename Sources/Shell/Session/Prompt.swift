// The prompt: reads a line, runs it, reads the next.
internal import Drawing

struct Prompt {
  init(_ session: Session, _ interpreter: Interpreter, _ options: Options) {}
  func run() -> Int32 { 0 }
}
