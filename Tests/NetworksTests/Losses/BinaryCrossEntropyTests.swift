import Basics
import Networks
import TestSupport
import Testing

@Suite struct BinaryCrossEntropyTests {
  @Test("Known values and gradients")
  func values() {
    let (losses, gradient) = evaluate(
      BinaryCrossEntropy(), [0, 2, -1], [1, 0, 0], width: 1, rows: 3)
    let expected: ContiguousArray<Scalar> = [
      0.6931471805599453, 2.1269280110429727, 0.31326168751822286,
    ]
    #expect(difference(losses, expected) < goldenTolerance)
    #expect(
      difference(gradient, [-0.5, 0.8807970779778823, 0.2689414213699951]) < goldenTolerance)
  }

  @Test("Any finite logits give a finite loss and gradient", arguments: [0, 0.1, 1])
  func extremes(smoothing: Double) {
    let loss = BinaryCrossEntropy(labelSmoothing: smoothing)
    for target in [Scalar(0), 0.5, 1] {
      for width in [1, extremeValues.count] {
        let (losses, gradient) = evaluate(
          loss, extremeValues, ContiguousArray(repeating: target, count: extremeValues.count),
          width: width, rows: extremeValues.count / width)
        #expect(allFinite(losses) && allFinite(gradient))
        #expect(losses.allSatisfy { $0 >= 0 })
      }
    }
  }

  @Test("A right answer far out costs nothing, a wrong one its logit")
  func farOut() {
    let (losses, gradient) = evaluate(
      BinaryCrossEntropy(), [1000, -1000, 1000], [1, 0, 0], width: 1, rows: 3)
    #expect(losses == [0, 0, 1000])
    #expect(gradient == [0, 0, 1])
  }

  @Test("A smoothing out of range is refused")
  func range() {
    let text = message {
      _ = try LossCatalog.standard.make(
        .table(["kind": "binary-cross-entropy", "label-smoothing": 2]), path: "loss")
    }
    #expect(text == "loss.label-smoothing: expected a number from 0 to 1, found 2")
  }
}
