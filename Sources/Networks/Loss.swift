import Basics

/// What training makes small: one number per row, and its gradient by the network's outputs.
///
/// A loss knows nothing of weights and batches: the step multiplies every row by its weight (sample
/// weight times class weight) and divides by the sum of the weights, the same way for every loss.
/// So the loss of a batch is the weighted mean over its rows.
public protocol Loss: Described {
  /// The function that makes predictions of the network's outputs: softmax where the loss takes
  /// logits of classes, sigmoid for logits of yes and no, linear otherwise.
  var outputActivation: any ActivationFunction { get }

  /// How targets reach the loss, for a network with so many outputs; nil if it can't take them.
  func targetEncoding(classes: Int, outputs: Int) -> TargetEncoding?

  /// Loss and gradient of some rows.
  ///
  /// - Parameters:
  ///   - outputs: what the network computed, [rows][width].
  ///   - targets: [rows][targetWidth], encoded as `targetEncoding` says.
  ///   - width: scalars in a row of outputs.
  ///   - losses: written, [rows].
  ///   - gradient: written, the gradient of each row's loss, [rows][width].
  func evaluate(
    outputs: Span<Scalar>, targets: Span<Scalar>, width: Int, losses: inout MutableSpan<Scalar>,
    gradient: inout MutableSpan<Scalar>)
}

/// How the target of a row is written for a loss.
public enum TargetEncoding: Sendable, Hashable {
  /// The class index, one scalar.
  case classIndex
  /// A 1 at the class index, 0 elsewhere; as many scalars as classes.
  case oneHot
  /// 0 for the first class and 1 for the second, one scalar.
  case binary
  /// The numbers as they are; as many as outputs.
  case values
}
