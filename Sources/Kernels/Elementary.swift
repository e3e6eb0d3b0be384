import Basics
import CKernels

// The one door to the elementary functions for layers, activations and losses. They are Descent's
// own, with the same bits on every machine; the header elementary.h states their errors. A few
// scalars per step or per training (schedules, nadam, log loss, normal random numbers) call the C
// library in Double.

/// e to the power x; error at most 0.9 units in the last place.
public func exponential(_ x: Scalar) -> Scalar { one(DESCENT_EXP, x) }
/// The natural logarithm; error at most 0.9 units in the last place.
public func logarithm(_ x: Scalar) -> Scalar { one(DESCENT_LOG, x) }
/// log(1 + x), precise near 0; error at most 1.7 units in the last place.
public func logarithmOfOnePlus(_ x: Scalar) -> Scalar { one(DESCENT_LOG1P, x) }
/// e to the power x, less 1, precise near 0; error at most 1.7 units in the last place.
public func exponentialMinusOne(_ x: Scalar) -> Scalar { one(DESCENT_EXPM1, x) }
/// The hyperbolic tangent; error at most 1.5 units in the last place.
public func hyperbolicTangent(_ x: Scalar) -> Scalar { one(DESCENT_TANH, x) }
/// The error function; error at most 1.2 units in the last place.
public func errorFunction(_ x: Scalar) -> Scalar { one(DESCENT_ERF, x) }
/// 1 / (1 + e to the power -x), precise in both tails; error at most 2.5 units in the last place.
public func logistic(_ x: Scalar) -> Scalar { one(DESCENT_LOGISTIC, x) }

/// The array kernel on an array of one: the same bits.
private func one(_ function: descent_function, _ x: Scalar) -> Scalar {
  var x = x
  mapKernel(function, &x, 1)
  return x
}

/// An elementary function.
public enum ElementaryFunction: Sendable, CaseIterable {
  /// e to the power x.
  case exponential
  /// e to the power x, less 1.
  case exponentialMinusOne
  /// The natural logarithm.
  case logarithm
  /// log(1 + x).
  case logarithmOfOnePlus
  /// The hyperbolic tangent.
  case hyperbolicTangent
  /// The error function.
  case errorFunction
  /// 1 / (1 + e to the power -x).
  case logistic

  fileprivate var number: descent_function {
    switch self {
    case .exponential: DESCENT_EXP
    case .exponentialMinusOne: DESCENT_EXPM1
    case .logarithm: DESCENT_LOG
    case .logarithmOfOnePlus: DESCENT_LOG1P
    case .hyperbolicTangent: DESCENT_TANH
    case .errorFunction: DESCENT_ERF
    case .logistic: DESCENT_LOGISTIC
    }
  }
}

/// values[i] = f(values[i]), with the bits of the function of one number.
public func evaluate(_ function: ElementaryFunction, on values: inout MutableSpan<Scalar>) {
  let number = function.number
  values.withUnsafeMutableBufferPointer { mapKernel(number, $0.baseAddress, $0.count) }
}
