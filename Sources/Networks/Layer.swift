import Basics

/// A description of a computation: hyper-parameters only, no weights, no caches.
///
/// A network asks a layer once for its plan, then calls it on spans that the network owns:
///
/// - **Rows.** `forward`, `prepareBackward` and `propagate` are called for some consecutive rows of
///   the batch, on several threads at once, each with its own rows. What they compute for a row must
///   depend on that row alone; then the bits are the same for any number of threads.
/// - **Tiles.** `parameterGradient` is called for the whole batch and for a tile of one parameter,
///   on several threads at once, each with its own tiles.
/// - **Batch.** A layer whose rows depend on each other (batch normalization) asks for `shared`
///   scalars and fills them in `observe` and `observeGradient`, which see the whole batch.
///
/// Buffers are lent: a layer writes `output`, `saved`, `inputGradient` and `gradient` and keeps
/// nothing. All spans are row-major, [rows][width].
///
/// Only `plan` and `forward` and `propagate` must be written; a layer with parameters adds
/// `parameterGradient`.
public protocol Layer: Described {
  /// Checks the input's shape and says what the layer needs for it.
  ///
  /// Throws `ShapeError` with what was expected; the network adds the layer's name and place.
  func plan(for input: Shape) throws(ShapeError) -> LayerPlan

  /// The layers that a composite layer stands for; nil for all others.
  ///
  /// A network runs these in the composite's place, so its own `forward` and `propagate` are never
  /// called.
  var expansion: Expansion? { get }

  /// Computes the output of some rows, and leaves in `saved`, where it has room, what the way back
  /// needs. There may be a way back from inference, too: to the gradient of the input.
  ///
  /// - Parameters:
  ///   - input: [rows][inputWidth].
  ///   - parameters: all parameters of this layer, in the order of the plan.
  ///   - shared: what `observe` left; [plan.shared].
  ///   - output: written, [rows][outputWidth].
  ///   - saved: written, [rows][plan.savedPerRow]; empty where there is no way back.
  func forward(
    _ input: Span<Scalar>, parameters: Span<Scalar>, shared: Span<Scalar>,
    output: inout MutableSpan<Scalar>, saved: inout MutableSpan<Scalar>, pass: Pass)

  /// Looks at the whole batch's input before `forward` in training; only where `plan.shared > 0`.
  func observe(
    _ input: Span<Scalar>, parameters: Span<Scalar>, shared: inout MutableSpan<Scalar>, pass: Pass)

  /// Turns the gradient of the output, in place, into what `propagate` and `parameterGradient` share:
  /// a dense layer multiplies the derivative of its activation in here.
  func prepareBackward(
    _ outputGradient: inout MutableSpan<Scalar>, output: Span<Scalar>, saved: Span<Scalar>,
    pass: Pass)

  /// Looks at the whole batch's prepared gradient before `propagate`; only where `plan.shared > 0`.
  func observeGradient(
    _ outputGradient: Span<Scalar>, input: Span<Scalar>, parameters: Span<Scalar>,
    shared: inout MutableSpan<Scalar>, pass: Pass)

  /// Writes the gradient of the input of some rows. Not called for the first layer of a network, unless
  /// the gradient of the network's input is wanted; in inference without `observeGradient` before it.
  func propagate(
    _ outputGradient: Span<Scalar>, input: Span<Scalar>, output: Span<Scalar>, saved: Span<Scalar>,
    shared: Span<Scalar>, parameters: Span<Scalar>, inputGradient: inout MutableSpan<Scalar>,
    pass: Pass)

  /// Writes (does not add) the gradient of a tile of one parameter, summed over the whole batch.
  ///
  /// For a parameter of role `statistic` it writes the batch's value of the statistic instead.
  ///
  /// - Parameters:
  ///   - index: which parameter of the plan.
  ///   - tile: rows of the parameter's first dimension; all of them unless the parameter is `tiled`.
  ///   - gradient: written, [tile.count][rest of the parameter's shape].
  func parameterGradient(
    _ index: Int, tile: Range<Int>, _ outputGradient: Span<Scalar>, input: Span<Scalar>,
    output: Span<Scalar>, saved: Span<Scalar>, shared: Span<Scalar>,
    gradient: inout MutableSpan<Scalar>, pass: Pass)
}

/// What a composite layer is made of.
public struct Expansion: Sendable {
  /// The layers that run one after the other.
  public var layers: [any Layer]
  /// Whether the input is added to the output of the last of them.
  public var addsInput: Bool

  /// Layers in a row, with a connection around them or without.
  public init(_ layers: [any Layer], addsInput: Bool) {
    self.layers = layers
    self.addsInput = addsInput
  }
}

extension Layer {
  /// Not composite.
  public var expansion: Expansion? { nil }

  /// Nothing to look at.
  public func observe(
    _ input: Span<Scalar>, parameters: Span<Scalar>, shared: inout MutableSpan<Scalar>, pass: Pass
  ) {}

  /// Nothing to share.
  public func prepareBackward(
    _ outputGradient: inout MutableSpan<Scalar>, output: Span<Scalar>, saved: Span<Scalar>,
    pass: Pass
  ) {}

  /// Nothing to look at.
  public func observeGradient(
    _ outputGradient: Span<Scalar>, input: Span<Scalar>, parameters: Span<Scalar>,
    shared: inout MutableSpan<Scalar>, pass: Pass
  ) {}

  /// No parameters.
  public func parameterGradient(
    _ index: Int, tile: Range<Int>, _ outputGradient: Span<Scalar>, input: Span<Scalar>,
    output: Span<Scalar>, saved: Span<Scalar>, shared: Span<Scalar>,
    gradient: inout MutableSpan<Scalar>, pass: Pass
  ) {}
}

/// What a layer needs in order to run on inputs of one shape.
public struct LayerPlan: Sendable {
  /// The shape of one row of the output.
  public var output: Shape
  /// The parameters, in the order in which they lie in the flat vector.
  public var parameters: [ParameterSpec]
  /// Scalars per row that `forward` leaves for the way back, beyond input and output.
  public var savedPerRow: Int
  /// Scalars per batch that `observe` and `observeGradient` fill.
  public var shared: Int

  /// A plan.
  public init(
    output: Shape, parameters: [ParameterSpec] = [], savedPerRow: Int = 0, shared: Int = 0
  ) {
    self.output = output
    self.parameters = parameters
    self.savedPerRow = savedPerRow
    self.shared = shared
  }
}

/// One call of a layer: which rows of which batch, and how.
public struct Pass: Sendable {
  /// Whether the network is training or predicting.
  public enum Mode: Sendable, Hashable {
    /// Predicting: running statistics, no dropout.
    case inference
    /// Training; random numbers are those of this seed and step.
    case training(seed: UInt64, step: Int)
  }

  /// The rows of the batch in this call; the spans hold exactly these.
  public var rows: Range<Int>
  /// Rows in the whole batch.
  public var batchSize: Int
  /// Scalars in a row of the input.
  public var inputWidth: Int
  /// Scalars in a row of the output.
  public var outputWidth: Int
  /// Training or inference.
  public var mode: Mode
  /// The layer's place in the network, from 0.
  public var layer: Int
  /// Whether so much of the input is 0 that products with it are worth leaving out. Never changes a
  /// result.
  public var skipsZeros: Bool
  /// What products of matrices are computed in.
  public var precision: Precision

  /// A pass.
  public init(
    rows: Range<Int>, batchSize: Int, inputWidth: Int, outputWidth: Int, mode: Mode, layer: Int,
    skipsZeros: Bool = false, precision: Precision = .full
  ) {
    self.rows = rows
    self.batchSize = batchSize
    self.inputWidth = inputWidth
    self.outputWidth = outputWidth
    self.mode = mode
    self.layer = layer
    self.skipsZeros = skipsZeros
    self.precision = precision
  }

  /// Whether the network is training.
  public var isTraining: Bool { mode != .inference }
}

/// A layer that can't take the input it is given.
public struct ShapeError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What the layer can take.
  public var expected: String
  /// What it was given.
  public var found: String
  /// The layer as the user knows it: `layer 3 (dense)`. The network fills it in.
  public var layer: String

  /// An error; the network fills in which layer it was.
  public init(expected: String, found: String, layer: String = "") {
    self.expected = expected
    self.found = found
    self.layer = layer
  }

  /// `layer 3 (dense): expected …, found …`
  public var description: String {
    (layer.isEmpty ? "" : "\(layer): ") + "expected \(expected), found \(found)"
  }
}
