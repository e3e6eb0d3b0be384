import Basics
import Testing

@Suite struct DescentErrorTests {
  @Test func textsOfErrors() {
    #expect("\(DescentError(.badData, "it is wrong"))" == "it is wrong")
    let place = Position(file: "data.csv", line: 57, column: 3)
    #expect("\(DescentError(.badData, "it is wrong", at: place))" == "data.csv:57:3: it is wrong")
    #expect(
      "\(DescentError(.badData, "it is wrong", at: place, fix: "Mend it."))"
        == "data.csv:57:3: it is wrong. Mend it.")
    #expect("\(DescentError(.usage, "What?", fix: "That."))" == "What? That.")
    #expect("\(DescentError(.usage, "Done.", fix: "That."))" == "Done. That.")
    #expect("\(DescentError(.usage, "x", at: Position()))" == "x")
  }

  @Test(arguments: [
    (Position(file: "a", line: 2, column: 3), "a:2:3"), (Position(file: "a", line: 2), "a:2"),
    (Position(file: "a"), "a"), (Position(line: 2, column: 3), "line 2:3"), (Position(), ""),
    (Position(file: "a", column: 3), "a"),
  ])
  func textsOfPositions(_ position: Position, _ expected: String) {
    #expect(position.description == expected)
  }

  @Test func positionsKeepTheirParts() {
    var position = Position(file: "a", line: 70_000, column: 5)
    #expect(position.line == 70_000)
    #expect(position.column == 5)
    position.line = nil
    #expect(position.line == nil)
    #expect(position == Position(file: "a", column: 5))
    // A line that no file has is no reason to trap.
    #expect(Position(line: .max).line == Int(UInt32.max))
    #expect(Position(line: -1).line == nil)
  }

  /// A file can't fill the screen with what it holds.
  @Test func longMessagesAreShortened() {
    let error = DescentError(.badData, String(repeating: "x", count: 100_000) + "end")
    #expect(error.message.count == 2503)
    #expect(error.message.hasSuffix("xend"))
    #expect(DescentError(.badData, String(repeating: "x", count: 10_000)).message.count == 10_000)
  }

  @Test func exitCodes() {
    let kinds: [DescentError.Kind] = [
      .usage, .badData, .noInput, .bug, .cannotWrite, .inputOutput, .interrupted,
    ]
    #expect(kinds.map(\.rawValue) == [64, 65, 66, 70, 73, 74, 130])
  }
}
