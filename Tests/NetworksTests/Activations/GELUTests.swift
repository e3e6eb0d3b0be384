import Basics
import Networks
import TestSupport
import Testing

@Suite struct GELUTests {
  @Test("Known values of both forms")
  func values() {
    let exact = GELU().values([-1, 0, 1, 2])
    #expect(
      difference(exact, [-0.15865525393145707, 0, 0.8413447460685429, 1.9544997361036416])
        < goldenTolerance)
    let tanh = GELU(approximate: .tanh).values([-1, 0, 1, 2])
    #expect(
      difference(tanh, [-0.15880800939172324, 0, 0.8411919906082768, 1.954597694087775])
        < goldenTolerance)
  }

  @Test("Far out it is 0 or the identity", arguments: GELU.Approximation.allCases)
  func tails(form: GELU.Approximation) {
    let function = GELU(approximate: form)
    let z: ContiguousArray<Scalar> = [-1e30, -50, 50, 1e30]
    #expect(function.values(z) == [0, 0, 50, 1e30])
    #expect(function.gradient(at: z) == [0, 0, 1, 1])
  }

  @Test("The derivative is read from the input: the output is the same for two inputs")
  func readsInput() {
    #expect(GELU.derivativeReads == .input)
  }

  @Test("An unknown approximation is refused")
  func settings() {
    func make(_ value: Value) -> String? {
      message {
        _ = try ActivationCatalog.standard.make(
          .table(["kind": "gelu", "approximate": value]), path: "a")
      }
    }
    #expect(make("erf") == "a.approximate: expected none or tanh, found \"erf\"")
    #expect(make(3) == "a.approximate: expected none or tanh, found 3")
    #expect(make("tanh") == nil)
  }
}
