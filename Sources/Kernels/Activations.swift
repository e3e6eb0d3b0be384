import Basics
import CKernels

/// An activation function that treats every number by itself; formulas at the types of the same names
/// in the module Networks.
public enum ActivationKernel: Sendable, Hashable {
  /// max(0, z)
  case relu
  /// z or slope · z
  case leakyRelu(slope: Scalar)
  /// z or alpha · (eᶻ - 1)
  case elu(alpha: Scalar)
  /// Scaled elu.
  case selu
  /// The logistic function.
  case sigmoid
  /// The hyperbolic tangent.
  case tanh
  /// log(1 + eᶻ)
  case softplus
  /// z σ(z)
  case silu
  /// z Φ(z), by the error function.
  case gelu
  /// z Φ(z), by the hyperbolic tangent.
  case geluByTanh

  var number: descent_activation {
    switch self {
    case .relu: DESCENT_RELU
    case .leakyRelu: DESCENT_LEAKY_RELU
    case .elu: DESCENT_ELU
    case .selu: DESCENT_SELU
    case .sigmoid: DESCENT_SIGMOID
    case .tanh: DESCENT_TANH_ACTIVATION
    case .softplus: DESCENT_SOFTPLUS
    case .silu: DESCENT_SILU
    case .gelu: DESCENT_GELU
    case .geluByTanh: DESCENT_GELU_BY_TANH
    }
  }

  var constant: Scalar {
    switch self {
    case .leakyRelu(let slope): slope
    case .elu(let alpha): alpha
    default: 0
    }
  }
}

/// values[i] = f(values[i])
public func activate(_ function: ActivationKernel, _ values: inout MutableSpan<Scalar>) {
  let (number, constant) = (function.number, function.constant)
  values.withUnsafeMutableBufferPointer {
    activateKernel(number, constant, $0.baseAddress, $0.count)
  }
}

/// gradient[i] is multiplied with f'.
///
/// - Parameter operand: the function's input for silu and both gelus, its output for all others; as
///   many as the gradient.
public func activateBack(
  _ function: ActivationKernel, _ gradient: inout MutableSpan<Scalar>, operand: Span<Scalar>
) {
  precondition(operand.count >= gradient.count, "the operand is too short")
  let (number, constant) = (function.number, function.constant)
  operand.withUnsafeBufferPointer { operand in
    gradient.withUnsafeMutableBufferPointer {
      activateBackKernel(number, constant, $0.baseAddress, operand.baseAddress, $0.count)
    }
  }
}

/// Every row of [rows][width] becomes its softmax.
///
/// The largest value is subtracted first. A row's sum has as many partial sums as numbers in 64 bytes
/// (element j in sum j mod 16 for Float), added by halves: the same bits everywhere.
public func softmaxRows(_ values: inout MutableSpan<Scalar>, width: Int) {
  guard width > 0 else { return }
  values.withUnsafeMutableBufferPointer {
    softmaxKernel($0.baseAddress, $0.count / width, width)
  }
}

/// gradient_j = y_j (gradient_j - Σ_k gradient_k y_k) in every row, with sums as in `softmaxRows`.
///
/// - Parameter shares: the softmax y, [rows][width].
public func softmaxRowsBack(
  _ gradient: inout MutableSpan<Scalar>, shares: Span<Scalar>, width: Int
) {
  guard width > 0 else { return }
  precondition(shares.count >= gradient.count, "the shares are too short")
  shares.withUnsafeBufferPointer { shares in
    gradient.withUnsafeMutableBufferPointer {
      softmaxBackKernel($0.baseAddress, shares.baseAddress, $0.count / width, width)
    }
  }
}
