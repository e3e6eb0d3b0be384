import Basics
import CKernels

/// Kinds of arithmetic whose greatest speed can be measured.
public enum PeakArithmetic: String, CaseIterable, Sendable {
  /// Fused multiply-adds of scalars.
  case scalar
  /// Products of bfloat16 numbers, summed in 32 bits.
  case bfloat16
}

/// Does multiply-adds that touch nothing but registers; whoever takes the time knows the greatest
/// speed of a thread, the floor under any training.
///
/// Each round is some dozen vectors of multiply-adds that don't wait for each other, on the
/// instruction set in use.
///
/// - Returns: how many multiplications and additions were done; 0 where the processor, or the
///   instruction set in use, doesn't have this arithmetic.
public func multiplyAddInRegisters(_ arithmetic: PeakArithmetic, rounds: Int) -> Double {
  let rounds = max(0, rounds)
  switch arithmetic {
  case .scalar:
    var result: Scalar = 1
    #if DoublePrecision
      return descent_peak_f64(rounds, &result)
    #else
      return descent_peak_f32(rounds, &result)
    #endif
  case .bfloat16:
    var result: Float = 1
    return descent_peak_bf16(rounds, &result)
  }
}
