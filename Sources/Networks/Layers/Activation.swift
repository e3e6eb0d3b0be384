import Basics

/// An activation function as a layer of its own. Shapes pass through.
///
/// `Dense(10, activation: .relu)` computes the same as `Dense(10)` and `Activation(.relu)`, faster.
public struct Activation: Layer {
  /// `activation`
  public static let kind = "activation"

  /// The function.
  public let function: any ActivationFunction

  /// A layer that applies a function.
  public init(_ function: some ActivationFunction) { self.function = function }

  /// From a file.
  public init(from reader: inout SettingsReader) throws {
    function = try reader.activation("function") ?? Linear()
  }

  /// The function.
  public var settings: Settings { ["function": function.described] }

  /// The same shape. The input is at hand on the way back, so nothing is saved.
  public func plan(for input: Shape) throws(ShapeError) -> LayerPlan { LayerPlan(output: input) }

  /// y = f(x)
  public func forward(
    _ input: Span<Scalar>, parameters: Span<Scalar>, shared: Span<Scalar>,
    output: inout MutableSpan<Scalar>, saved: inout MutableSpan<Scalar>, pass: Pass
  ) {
    for i in 0..<output.count { output[i] = input[i] }
    function.apply(&output, width: pass.outputWidth)
  }

  /// dL/dx = f'(x) dL/dy
  public func propagate(
    _ outputGradient: Span<Scalar>, input: Span<Scalar>, output: Span<Scalar>, saved: Span<Scalar>,
    shared: Span<Scalar>, parameters: Span<Scalar>, inputGradient: inout MutableSpan<Scalar>,
    pass: Pass
  ) {
    for i in 0..<inputGradient.count { inputGradient[i] = outputGradient[i] }
    let readsInput = type(of: function).derivativeReads == .input
    function.backward(
      &inputGradient, operand: readsInput ? input : output, width: pass.outputWidth)
  }
}
