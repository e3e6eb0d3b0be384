import Basics
import Networks
import TestSupport
import Testing

@Suite struct LeakyReLUTests {
  @Test("Negative values and their gradients are multiplied with the slope")
  func values() {
    #expect(LeakyReLU(slope: 0.25).values([-2, 0, 3]) == [-0.5, 0, 3])
    #expect(LeakyReLU(slope: 0.25).gradient(at: [-2, 0, 3], upstream: [4, 8, 7]) == [1, 2, 7])
    #expect(LeakyReLU(slope: 0).gradient(at: [-2, 0, 3]) == [0, 0, 1])
  }

  @Test("A slope that underflows keeps its gradient")
  func underflow() {
    let z: ContiguousArray<Scalar> = [-.leastNonzeroMagnitude]
    #expect(LeakyReLU(slope: 0.25).gradient(at: z) == [0.25])
  }

  @Test("A slope out of range is refused", arguments: [-0.1, 1.5])
  func range(slope: Double) {
    let text = message {
      _ = try ActivationCatalog.standard.make(
        .table(["kind": "leaky-relu", "slope": .number(slope)]), path: "a")
    }
    #expect(text == "a.slope: expected a number from 0 to 1, found \(slope)")
  }
}
