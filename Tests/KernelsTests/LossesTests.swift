import Basics
import Kernels
import TestSupport
import Testing

@Suite struct LossesTests {
  static let rowCounts = [0, 1, 2, 5, 15, 16, 17, 33]

  typealias Result = (losses: ContiguousArray<Scalar>, gradient: ContiguousArray<Scalar>)

  static func run(
    _ rows: Int, _ width: Int,
    _ body: (inout MutableSpan<Scalar>, inout MutableSpan<Scalar>) -> Void
  ) -> Result {
    var losses = ContiguousArray<Scalar>(repeating: 7, count: rows)
    // Some numbers behind, to see them stay.
    var gradient = ContiguousArray<Scalar>(repeating: 7, count: rows * width + 3)
    var lossSpan = losses.mutableSpan
    var span = gradient.mutableSpan
    body(&lossSpan, &span)
    return (losses, gradient)
  }

  static func expectSame(_ a: Result, _ b: Result, _ what: String) {
    #expect(sameBits(a.losses, b.losses) && sameBits(a.gradient, b.gradient), "\(what)")
  }

  @Test(arguments: [(1.0, 0.0), (0.9, 0.1), (0.0, 1.0)])
  func crossEntropyIsTheReference(_ kept: Double, _ smoothing: Double) {
    onEveryInstructionSet { name in
      for width in sizes where width > 0 {
        for rows in Self.rowCounts {
          var logits = spread(rows * width, seed: 1, scale: 9)
          if rows > 4 {
            logits[0] = .nan
            logits[2 * width] = .infinity
            logits[3 * width] = -.greatestFiniteMagnitude
            logits[4 * width] = .greatestFiniteMagnitude
          }
          var classes = ContiguousArray((0..<rows).map { Scalar(($0 * 7) % width) })
          if rows > 5 { classes.replaceSubrange(1..<4, with: [-1, Scalar(width), 0.5]) }
          var shares = spread(rows * width, seed: 2)
          for i in shares.indices { shares[i] = i % 3 == 0 ? 0 : shares[i].magnitude }
          let spread = Scalar(smoothing) / Scalar(width)
          for targets in [classes, shares] {
            let found = Self.run(rows, width) {
              crossEntropyRows(
                logits: logits.span, targets: targets.span, width: width, kept: Scalar(kept),
                spread: spread, losses: &$0, gradient: &$1)
            }
            let expected = Self.run(rows, width) {
              crossEntropyRowsReference(
                logits: logits.span, targets: targets.span, width: width, kept: Scalar(kept),
                spread: spread, losses: &$0, gradient: &$1)
            }
            Self.expectSame(found, expected, "\(rows)x\(width) \(targets.count) \(name)")
          }
        }
      }
    }
  }

  @Test(arguments: [
    ElementLossKernel.halfSquared, .squared(share: 0.3), .absolute(share: 0.3),
    .huber(share: 0.3, delta: 1.5), .binaryCrossEntropy(share: 0.3, kept: 0.9, added: 0.05),
  ]) func elementLossesAreTheReference(_ loss: ElementLossKernel) {
    onEveryInstructionSet { name in
      for width in sizes where width > 0 {
        for rows in Self.rowCounts {
          var outputs = spread(rows * width, seed: 1, scale: 9)
          let targets = spread(rows * width, seed: 2, scale: 1)
          if rows > 3 {
            outputs[0] = .nan
            outputs[width] = .infinity
            outputs[2 * width] = -.greatestFiniteMagnitude
            outputs[3 * width] = targets[3 * width]
          }
          let found = Self.run(rows, width) {
            elementLossRows(
              loss, outputs: outputs.span, targets: targets.span, width: width, losses: &$0,
              gradient: &$1)
          }
          let expected = Self.run(rows, width) {
            elementLossRowsReference(
              loss, outputs: outputs.span, targets: targets.span, width: width, losses: &$0,
              gradient: &$1)
          }
          Self.expectSame(found, expected, "\(loss) \(rows)x\(width) \(name)")
        }
      }
    }
  }
}
