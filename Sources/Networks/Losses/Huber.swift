import Basics
import Kernels

/// Squared for small errors e = y - t, straight for large ones: the mean over the outputs of
/// ½ e² where |e| ≤ δ, otherwise δ (|e| - ½ δ). Gradient: e clipped to ±δ, divided by the outputs.
///
/// Huber, "Robust estimation of a location parameter", 1964.
public struct Huber: Loss, Hashable {
  /// `huber`
  public static let kind = "huber"

  /// The error δ from which on the loss is straight.
  public let delta: Double

  /// The loss.
  ///
  /// - Parameter delta: above 0 and at most 1e30, 1 unless stated; anything else is a programming
  ///   error.
  public init(delta: Double = 1) {
    precondition(delta > 0 && fits(delta), "the delta of a huber loss must be above 0")
    self.delta = delta
  }

  /// From a file: `delta`.
  public init(from reader: inout SettingsReader) throws {
    delta = try reader.number(
      "delta", default: 1, expected: "a number above 0 and up to 1e30"
    ) { $0 > 0 && fits($0) }
  }

  /// `delta`
  public var settings: Settings { ["delta": .number(delta)] }

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
    let share = 1 / Scalar(max(1, width))
    elementLossRows(
      .huber(share: share, delta: Scalar(delta)), outputs: outputs, targets: targets, width: width,
      losses: &losses, gradient: &gradient)
  }
}

extension Loss where Self == Huber {
  /// Squared for errors up to 1, straight beyond.
  public static var huber: Huber { Huber() }

  /// Squared for errors up to delta, straight beyond.
  public static func huber(delta: Double) -> Huber { Huber(delta: delta) }
}
