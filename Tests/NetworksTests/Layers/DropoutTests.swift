import Basics
import Networks
import TestSupport
import Testing

@Suite struct DropoutTests {
  private let ones = ContiguousArray<Scalar>(repeating: 1, count: 40_000)

  @Test("The rate is the share of zeros; the others make up for them")
  func share() throws {
    let runner = try LayerRunner(Dropout(0.3), input: [100])
    let output = runner.forward(ones).output
    let zeros = output.count { $0 == 0 }
    #expect((Double(zeros) / 40_000 - 0.3).magnitude < 0.01)
    #expect(output.allSatisfy { $0 == 0 || $0 == Scalar(1 / 0.7) })
    for row in 0..<5 { #expect(output[(row * 100)..<((row + 1) * 100)].contains(0)) }
  }

  @Test("The same values are dropped on the way back")
  func gradient() throws {
    let runner = try LayerRunner(Dropout(0.3), input: [100])
    let run = runner.forward(ones)
    #expect(runner.backward(run, outputGradient: ones).input == run.output)
    #expect(run.saved.isEmpty)
  }

  @Test("Another step, seed or layer drops others; the same drops the same")
  func streams() throws {
    var runner = try LayerRunner(Dropout(0.5), input: [100])
    func output(_ seed: UInt64, _ step: Int) -> ContiguousArray<Scalar> {
      runner.forward(ones, mode: .training(seed: seed, step: step)).output
    }
    let first = output(1, 1)
    #expect(first == output(1, 1))
    #expect(first != output(1, 2))
    #expect(first != output(2, 1))
    runner.place += 1
    #expect(first != output(1, 1))
  }

  @Test("Everything passes in inference and with rate 0")
  func inference() throws {
    let batch = points(12, seed: 1)
    #expect(
      try LayerRunner(Dropout(0.9), input: [3]).forward(batch, mode: .inference).output == batch)
    #expect(try LayerRunner(Dropout(0), input: [3]).forward(batch).output == batch)
  }

  @Test("A rate out of range is refused, in code and in files", arguments: [-0.1, 1, 1.5])
  func range(rate: Double) {
    #expect(
      message { _ = try Dropout(rate).plan(for: [3]) }
        == "expected a dropout rate from 0 to below 1, found \(rate)")
    let value = Value.number(rate)
    #expect(
      message {
        _ = try LayerCatalog.standard.make(.table(["kind": "dropout", "rate": value]), path: "l")
      }
        == "l.rate: expected a number from 0 to below 1, found \(value.found)")
  }

  @Test("A rate that is not a number is refused; the largest below 1 is no trap")
  func edges() throws {
    #expect(message { _ = try Dropout(.nan).plan(for: [3]) } != nil)
    let runner = try LayerRunner(Dropout(1.0.nextDown), input: [100])
    #expect(runner.forward(ones).output.allSatisfy { $0 == 0 })
  }
}
