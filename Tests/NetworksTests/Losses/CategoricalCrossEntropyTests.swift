import Basics
import Networks
import TestSupport
import Testing

@Suite struct CategoricalCrossEntropyTests {
  private let logits: ContiguousArray<Scalar> = [1, 2, 3]

  @Test("A class and its one-hot distribution give the same")
  func forms() {
    for smoothing in [0, 0.2] {
      let loss = CategoricalCrossEntropy(labelSmoothing: smoothing)
      let byClass = evaluate(loss, logits, [2], width: 3, rows: 1)
      let byShare = evaluate(loss, logits, [0, 0, 1], width: 3, rows: 1)
      #expect(difference(byClass.losses, byShare.losses) < goldenTolerance)
      #expect(difference(byClass.gradient, byShare.gradient) < goldenTolerance)
    }
    let losses = evaluate(.crossEntropy, logits, [2], width: 3, rows: 1).losses
    #expect(difference(losses, [0.4076059644443804]) < goldenTolerance)
  }

  @Test("Any finite logits give a finite loss and gradient", arguments: [0, 0.1, 1])
  func extremes(smoothing: Double) {
    let loss = CategoricalCrossEntropy(labelSmoothing: smoothing)
    let width = extremeValues.count
    for target in 0..<width {
      let byClass = evaluate(loss, extremeValues, [Scalar(target)], width: width, rows: 1)
      #expect(allFinite(byClass.losses) && allFinite(byClass.gradient))
      var shares = ContiguousArray<Scalar>(repeating: 0, count: width)
      shares[target] = 1
      let byShare = evaluate(loss, extremeValues, shares, width: width, rows: 1)
      #expect(allFinite(byShare.losses) && allFinite(byShare.gradient))
    }
  }

  @Test("A class that does not exist gives no number, and harms no other row")
  func unknownClass() {
    for target in [Scalar(3), -1, 0.5, .nan, .infinity] {
      let (losses, gradient) = evaluate(
        .crossEntropy, logits + logits, [target, 1], width: 3, rows: 2)
      #expect(losses[0].isNaN && gradient[0...2].allSatisfy { $0.isNaN })
      #expect(losses[1].isFinite && gradient[3...5].allSatisfy { $0.isFinite })
    }
  }

  @Test("Which targets it takes")
  func encodings() {
    let loss = CategoricalCrossEntropy()
    #expect(loss.targetEncoding(classes: 3, outputs: 3) == .classIndex)
    #expect(loss.targetEncoding(classes: 0, outputs: 3) == .values)
    #expect(loss.targetEncoding(classes: 0, outputs: 1) == nil)
    #expect(loss.targetEncoding(classes: 2, outputs: 1) == nil)
    #expect(loss.targetEncoding(classes: 3, outputs: 4) == nil)
  }
}
