import Kernels
import Testing

/// The multiply-adds that tell the greatest speed.
@Suite struct PeakTests {
  /// A thousand rounds are a thousand times the operations of one.
  @Test(arguments: PeakArithmetic.allCases) func operations(_ arithmetic: PeakArithmetic) {
    let one = multiplyAddInRegisters(arithmetic, rounds: 1)
    #expect(multiplyAddInRegisters(arithmetic, rounds: 1000) == 1000 * one)
    #expect(multiplyAddInRegisters(arithmetic, rounds: 0) == 0)
    #expect(multiplyAddInRegisters(arithmetic, rounds: -1) == 0)
    if arithmetic == .scalar { #expect(one > 0) }
  }
}
