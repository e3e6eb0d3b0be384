import Basics

/// A function applied to the outputs of a layer.
///
/// Works in place on rows, so that it can be fused into the layer before it. Must be safe for any
/// finite input: no overflow, no NaN.
public protocol ActivationFunction: Described {
  /// What the derivative is computed from. `output` costs no memory; `input` makes the layer keep a
  /// copy of the values before the function.
  static var derivativeReads: DerivativeOperand { get }

  /// z becomes f(z).
  ///
  /// - Parameters:
  ///   - values: [rows][width], in place.
  ///   - width: scalars per row; matters to functions of a whole row, such as softmax.
  func apply(_ values: inout MutableSpan<Scalar>, width: Int)

  /// The gradient of f(z) becomes that of z.
  ///
  /// - Parameters:
  ///   - gradient: [rows][width], in place.
  ///   - operand: f(z) or z, as `derivativeReads` says; [rows][width].
  func backward(_ gradient: inout MutableSpan<Scalar>, operand: Span<Scalar>, width: Int)
}

/// What the derivative of an activation is computed from.
public enum DerivativeOperand: Sendable, Hashable {
  /// The value before the function.
  case input
  /// The value after it.
  case output
}

extension ActivationFunction {
  /// The output, unless stated.
  public static var derivativeReads: DerivativeOperand { .output }
}
