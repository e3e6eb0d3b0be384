import Basics
import Kernels

/// Half of the sum over the outputs of (y - t)²; gradient y - t.
///
/// The classical error of backpropagation: Rumelhart, Hinton and Williams, "Learning representations
/// by back-propagating errors", Nature 1986.
public struct HalfSquaredError: Loss, Hashable {
  /// `half-squared-error`
  public static let kind = "half-squared-error"

  /// The loss; it has no settings.
  public init() {}
  /// From a file.
  public init(from reader: inout SettingsReader) throws {}

  /// Outputs are predictions as they are.
  public var outputActivation: any ActivationFunction { Linear() }

  /// One-hot classes, 0 and 1 for two classes and one output, or numbers.
  public func targetEncoding(classes: Int, outputs: Int) -> TargetEncoding? {
    elementwiseEncoding(classes: classes, outputs: outputs)
  }

  /// Loss and gradient of some rows.
  public func evaluate(
    outputs: Span<Scalar>, targets: Span<Scalar>, width: Int, losses: inout MutableSpan<Scalar>,
    gradient: inout MutableSpan<Scalar>
  ) {
    elementLossRows(
      .halfSquared, outputs: outputs, targets: targets, width: width,
      losses: &losses, gradient: &gradient)
  }
}

extension Loss where Self == HalfSquaredError {
  /// Half of the sum over the outputs of (y - t)²
  public static var halfSquaredError: HalfSquaredError { HalfSquaredError() }
}
