import Descent
import Testing

/// What a training shows on standard error, in terminals and elsewhere.
@Suite struct ProgressViewTests {
  private let folder: Folder

  init() throws { folder = try Folder() }

  private func train(
    _ arguments: [String], _ environment: [String: String], width: Int? = 80, height: Int = 24
  ) -> Answer {
    descent(
      [
        "train", "moons", "--rows", "60", "--epochs", "8", "--hidden", "4", "--output",
        folder["run"],
      ]
        + arguments, environment: environment, width: width, height: height, in: folder)
  }

  /// The frames that were drawn: what lies between two places where drawing begins.
  private func frames(_ notes: String) -> [String] {
    notes.split(separator: "\u{1B}[?7l\r", omittingEmptySubsequences: true).map(String.init)
  }

  private let terminal = ["TERM": "xterm-256color", "LANG": "C.UTF-8"]

  @Test func curvesStayInTheTerminal() throws {
    let answer = train([], terminal)
    #expect(answer.code == 0)
    let last = try #require(frames(answer.notes).last)
    // Up to where the view stood, the curves, and nothing below them; lines are cut no more.
    #expect(last.contains("loss") && last.contains("accuracy") && last.contains("⠤"))
    #expect(last.contains("\u{1B}[38;5;32m") && last.contains("\u{1B}[38;5;208m"))
    #expect(last.hasSuffix("\u{1B}[?7h"))
    #expect(!last.contains("left"))
    #expect(frames(answer.notes).count > 1)
  }

  @Test func noColorIsStillRedrawn() throws {
    let answer = train([], terminal.merging(["NO_COLOR": "1"]) { $1 })
    #expect(frames(answer.notes).count > 1)
    #expect(!answer.notes.contains("m──") && answer.notes.contains("╌╌"))
    #expect(!answer.notes.contains(/\u{1B}\[[0-9;]*m/))
  }

  @Test func withoutUTF8ItIsASCII() {
    #expect(train([], ["TERM": "xterm"]).notes.utf8.allSatisfy { $0 < 0x80 })
  }

  @Test(arguments: [(49, 24), (80, 11), (80, 0)])
  func smallTerminalsKeepNothing(_ width: Int, _ height: Int) throws {
    let answer = train([], terminal, width: width, height: height)
    let last = try #require(frames(answer.notes).last)
    #expect(last == "\u{1B}[1A\u{1B}[2K\n\u{1B}[2K\u{1B}[1A\u{1B}[?7h")
  }

  @Test(arguments: [["TERM": "dumb"], ["TERM": "xterm-256color", "CI": "true"]])
  func aLinePerEpochElsewhere(_ environment: [String: String]) {
    let answer = train([], environment)
    #expect(answer.notes.split(separator: "\n").count == 8)
    #expect(answer.notes.hasPrefix("epoch 1/8  loss ") && !answer.notes.contains("\u{1B}"))
  }

  @Test func filesGetALinePerEpoch() {
    let answer = train([], terminal, width: nil)
    #expect(answer.notes.split(separator: "\n").count == 8 && !answer.notes.contains("\u{1B}"))
  }

  @Test(arguments: ["--quiet", "--json"]) func silence(_ flag: String) {
    #expect(train([flag], terminal).notes == "")
  }

  /// A line of each fold stays, with the figures of its last epoch.
  @Test func foldsLeaveALineEach() throws {
    let answer = train(["--folds", "3"], terminal)
    #expect(answer.code == 0)
    let kept = frames(answer.notes).filter { !$0.contains("left") }
    #expect(kept.count == 3)
    #expect(frames(answer.notes)[0].contains("fold 1 of 3, epoch 1/8"))
    for frame in kept { #expect(frame.contains("val_loss ") && frame.contains("val_accuracy ")) }
  }

  /// The view goes away before an error is said.
  @Test func anErrorBeginsOnALineOfItsOwn() {
    let tooMuch = Scalar.self == Float.self ? "1e30" : "1e300"
    let answer = train(["--learning-rate", tooMuch], terminal)
    #expect(answer.code == 65)
    #expect(answer.notes.contains("\u{1B}[?7herror: training diverged in epoch"))
  }
}
