import Basics
import TestSupport
import Testing
import Training

@Suite struct RegularizationTests {
  @Test("The penalty is l1 times the sum of magnitudes plus half of l2 times the sum of squares")
  func penalty() {
    var regularization = Regularization()
    #expect(regularization.penalty(of: weights.span) == 0)
    regularization.l1 = 0.5
    #expect(regularization.penalty(of: weights.span) == 0.5 * 10)
    regularization.l1 = 0
    regularization.l2 = 0.5
    #expect(regularization.penalty(of: weights.span) == 0.25 * 30)
    regularization.l1 = 2
    #expect(regularization.penalty(of: weights.span) == 2 * 10 + 0.25 * 30)
  }

  @Test("The gradient of l1 is the true sign, 0 at 0; penalties add to what is there")
  func gradient() {
    var regularization = Regularization()
    regularization.l1 = 0.25
    #expect(added(regularization, to: [1, 1, 1, 1, 1]) == [1.25, 0.75, 1, 1.25, 0.75])
    regularization.l1 = 0
    regularization.l2 = 0.5
    #expect(added(regularization, to: [1, 1, 1, 1, 1]) == [1.5, 0, 1, 2.5, -1])
    regularization.l2 = 0
    #expect(added(regularization, to: [1, 2, 3, 4, 5]) == [1, 2, 3, 4, 5])
  }

  @Test("Clipping by value limits both sides and keeps what is not a number")
  func clipByValue() {
    var regularization = Regularization()
    #expect(clipped(regularization, [-9, 9]) == [-9, 9])
    regularization.clipValue = 0.5
    #expect(
      clipped(regularization, [-9, -0.5, -0.25, 0, 0.5, 7]) == [-0.5, -0.5, -0.25, 0, 0.5, 0.5])
    #expect(clipped(regularization, [.infinity, -.infinity]) == [0.5, -0.5])
    #expect(clipped(regularization, [.nan])[0].isNaN)
  }

  @Test("Max-norm scales the weights into a unit, and only units beyond it")
  func maxNorm() {
    var regularization = Regularization()
    // Three inputs, two units, of norms 5 and 1.
    let weights: ContiguousArray<Scalar> = [3, 1, 0, 0, 4, 0]
    #expect(limited(regularization, weights, units: 2) == weights)
    regularization.maxNorm = 2.5
    #expect(limited(regularization, weights, units: 2) == [1.5, 1, 0, 0, 2, 0])
    regularization.maxNorm = 0.5
    let result = limited(regularization, weights, units: 2)
    #expect(difference(result, [0.3, 0.5, 0, 0, 0.4, 0]) < 1e-6)
    regularization.maxNorm = 5
    #expect(limited(regularization, weights, units: 2) == weights)
    // A square matrix tells rows from columns, and nothing is out of bounds.
    #expect(limited(regularization, [6, 0, 8, 0], units: 2) == [3, 0, 4, 0])
    #expect(limited(regularization, [], units: 3) == [])
    #expect(limited(regularization, [1], units: 0) == [1])
  }

  @Test("The moving average forgets the start quickly and then moves slowly")
  func average() {
    var regularization = Regularization()
    #expect(moved(regularization, [0], to: [1], step: 1) == [0])
    regularization.averageDecay = 0.999
    let first = Double(moved(regularization, [0], to: [1], step: 1)[0])
    #expect((first - 9.0 / 11).magnitude < 1e-6)
    let later = Double(moved(regularization, [0], to: [1], step: 1_000_000)[0])
    #expect((later / 0.001 - 1).magnitude < 1e-6)
    var average: ContiguousArray<Scalar> = [100]
    for step in 1...2000 { average = moved(regularization, average, to: [1], step: step) }
    #expect((average[0] - 1).magnitude < 1e-3)
  }

  @Test("Values out of range are refused")
  func refusals() {
    func refusal(_ change: (inout Regularization) -> Void) -> String? {
      var regularization = Regularization()
      change(&regularization)
      return message { try regularization.check() }
    }
    #expect(refusal { _ in } == nil)
    #expect(refusal { $0.l1 = -1 } == "l1: expected a number of 0 or more, found -1.0")
    #expect(refusal { $0.l2 = .nan } == "l2: expected a number of 0 or more, found nan")
    #expect(
      refusal { $0.weightDecay = .infinity }
        == "weight decay: expected a number of 0 or more, found inf")
    #expect(refusal { $0.maxNorm = 0 } == "max norm: expected a number above 0, found 0.0")
    #expect(refusal { $0.clipValue = -1 } == "clip value: expected a number above 0, found -1.0")
    #expect(refusal { $0.clipNorm = 0 } == "clip norm: expected a number above 0, found 0.0")
    #expect(
      refusal { $0.averageDecay = 1 }
        == "average decay: expected a number from 0 to below 1, found 1.0")
    #expect(
      refusal {
        ($0.l1, $0.l2, $0.weightDecay, $0.maxNorm) = (0, 1, 0.5, 1)
        ($0.clipValue, $0.clipNorm, $0.averageDecay) = (1, 1, 0)
      } == nil)
  }
}

private let weights: ContiguousArray<Scalar> = [1, -2, 0, 3, -4]

private func added(
  _ regularization: Regularization, to start: ContiguousArray<Scalar>
) -> ContiguousArray<Scalar> {
  var gradient = start
  var span = gradient.mutableSpan
  regularization.addGradient(of: weights.span, to: &span)
  return gradient
}

private func clipped(
  _ regularization: Regularization, _ gradient: ContiguousArray<Scalar>
) -> ContiguousArray<Scalar> {
  var result = gradient
  var span = result.mutableSpan
  regularization.clipByValue(&span)
  return result
}

private func limited(
  _ regularization: Regularization, _ weights: ContiguousArray<Scalar>, units: Int
) -> ContiguousArray<Scalar> {
  var result = weights
  var span = result.mutableSpan
  regularization.limitNorms(&span, units: units)
  return result
}

private func moved(
  _ regularization: Regularization, _ average: ContiguousArray<Scalar>,
  to parameters: ContiguousArray<Scalar>, step: Int
) -> ContiguousArray<Scalar> {
  var result = average
  var span = result.mutableSpan
  regularization.updateAverage(&span, with: parameters.span, step: step)
  return result
}
