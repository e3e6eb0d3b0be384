import Basics
import Networks

/// Runs one layer on arrays as a network would, so that a test needs no network.
public struct LayerRunner: Sendable {
  /// What a forward pass leaves.
  public struct Run: Sendable {
    /// [rows][inputWidth]
    public var input: ContiguousArray<Scalar>
    /// [rows][outputWidth]
    public var output: ContiguousArray<Scalar>
    /// [rows][savedPerRow]
    public var saved: ContiguousArray<Scalar>
    /// [plan.shared]
    public var shared: ContiguousArray<Scalar>
    /// Training or inference.
    public var mode: Pass.Mode
  }

  /// What the way back leaves.
  public struct Gradients: Sendable, Equatable {
    /// [rows][inputWidth]
    public var input: ContiguousArray<Scalar>
    /// One array per parameter.
    public var parameters: [ContiguousArray<Scalar>]
  }

  /// The layer.
  public let layer: any Layer
  /// What it said of itself.
  public let plan: LayerPlan
  /// Scalars in a row of input.
  public let inputWidth: Int
  /// Scalars in a row of output.
  public var outputWidth: Int { plan.output.count }
  /// All parameters, one after another.
  public var parameters: ContiguousArray<Scalar>
  /// Rows in a call of `forward` and `propagate`; nil for all at once.
  public var rowsPerCall: Int?
  /// Rows of a tiled parameter in a call of `parameterGradient`; nil for all at once.
  public var rowsPerTile: Int?
  /// The layer's place in the network.
  public var place = 2

  /// A runner with parameters as the layer's initializers make them.
  ///
  /// Throws `ShapeError` as the layer does.
  public init(_ layer: any Layer, input: Shape, seed: UInt64 = 1) throws {
    self.layer = layer
    plan = try layer.plan(for: input)
    inputWidth = input.count
    parameters = []
    for (index, spec) in plan.parameters.enumerated() {
      var values = ContiguousArray<Scalar>(repeating: 0, count: spec.count)
      var random = RandomSource(seed: seed, .initialization, index)
      var span = values.mutableSpan
      spec.initializer.fill(&span, for: spec, random: &random)
      parameters += values
    }
  }

  /// Where each parameter lies.
  public var parameterRanges: [Range<Int>] {
    var start = 0
    return plan.parameters.map { spec in
      defer { start += spec.count }
      return start..<(start + spec.count)
    }
  }

  /// Computes the output of a batch.
  public func forward(
    _ input: ContiguousArray<Scalar>, mode: Pass.Mode = .training(seed: 5, step: 3)
  ) -> Run {
    let rows = input.count / inputWidth
    let training = mode != .inference
    var run = Run(
      input: input, output: .init(repeating: .nan, count: rows * outputWidth),
      saved: .init(repeating: .nan, count: training ? rows * plan.savedPerRow : 0),
      shared: .init(repeating: .nan, count: training ? plan.shared : 0), mode: mode)
    if training && plan.shared > 0 {
      var shared = run.shared.mutableSpan
      layer.observe(
        input.span, parameters: parameters.span, shared: &shared, pass: pass(0..<rows, rows, mode))
    }
    for part in parts(of: rows, rowsPerCall) {
      var output = ContiguousArray<Scalar>(repeating: .nan, count: part.count * outputWidth)
      let kept = part.scaled(by: training ? plan.savedPerRow : 0)
      var saved = ContiguousArray<Scalar>(repeating: .nan, count: kept.count)
      var outputSpan = output.mutableSpan
      var savedSpan = saved.mutableSpan
      layer.forward(
        input.span.extracting(part.scaled(by: inputWidth)), parameters: parameters.span,
        shared: run.shared.span, output: &outputSpan, saved: &savedSpan,
        pass: pass(part, rows, mode))
      run.output.replaceSubrange(part.scaled(by: outputWidth), with: output)
      run.saved.replaceSubrange(kept, with: saved)
    }
    return run
  }

  /// Computes all gradients of a batch from that of its output.
  public func backward(_ run: Run, outputGradient: ContiguousArray<Scalar>) -> Gradients {
    let rows = run.input.count / inputWidth
    var run = run
    var prepared = outputGradient
    for part in parts(of: rows, rowsPerCall) {
      let place = part.scaled(by: outputWidth)
      var gradient = ContiguousArray(prepared[place])
      var span = gradient.mutableSpan
      layer.prepareBackward(
        &span, output: run.output.span.extracting(place),
        saved: run.saved.span.extracting(part.scaled(by: plan.savedPerRow)),
        pass: pass(part, rows, run.mode))
      prepared.replaceSubrange(place, with: gradient)
    }
    if plan.shared > 0 {
      var shared = run.shared
      var span = shared.mutableSpan
      layer.observeGradient(
        prepared.span, input: run.input.span, parameters: parameters.span, shared: &span,
        pass: pass(0..<rows, rows, run.mode))
      run.shared = shared
    }
    return Gradients(
      input: inputGradient(run, prepared),
      parameters: plan.parameters.indices.map { parameterGradient($0, run, prepared) })
  }

  private func inputGradient(
    _ run: Run, _ prepared: ContiguousArray<Scalar>
  ) -> ContiguousArray<Scalar> {
    let rows = run.input.count / inputWidth
    var result = ContiguousArray<Scalar>()
    for part in parts(of: rows, rowsPerCall) {
      var gradient = ContiguousArray<Scalar>(repeating: .nan, count: part.count * inputWidth)
      var span = gradient.mutableSpan
      let outputs = part.scaled(by: outputWidth)
      layer.propagate(
        prepared.span.extracting(outputs),
        input: run.input.span.extracting(part.scaled(by: inputWidth)),
        output: run.output.span.extracting(outputs),
        saved: run.saved.span.extracting(part.scaled(by: plan.savedPerRow)),
        shared: run.shared.span, parameters: parameters.span, inputGradient: &span,
        pass: pass(part, rows, run.mode))
      result += gradient
    }
    return result
  }

  private func parameterGradient(
    _ index: Int, _ run: Run, _ prepared: ContiguousArray<Scalar>
  ) -> ContiguousArray<Scalar> {
    let rows = run.input.count / inputWidth
    let spec = plan.parameters[index]
    let height = spec.shape.first ?? 1
    var result = ContiguousArray<Scalar>()
    for tile in parts(of: height, spec.tiled ? rowsPerTile : nil) {
      var gradient = ContiguousArray<Scalar>(
        repeating: .nan, count: tile.count * (spec.count / height))
      var span = gradient.mutableSpan
      layer.parameterGradient(
        index, tile: tile, prepared.span, input: run.input.span, output: run.output.span,
        saved: run.saved.span, shared: run.shared.span, gradient: &span,
        pass: pass(0..<rows, rows, run.mode))
      result += gradient
    }
    return result
  }

  private func pass(_ rows: Range<Int>, _ batchSize: Int, _ mode: Pass.Mode) -> Pass {
    Pass(
      rows: rows, batchSize: batchSize, inputWidth: inputWidth, outputWidth: outputWidth,
      mode: mode, layer: place)
  }
}

/// 0 ..< count in parts of a size; in one part where the size is nil.
private func parts(of count: Int, _ size: Int?) -> [Range<Int>] {
  guard let size else { return [0..<count] }
  return stride(from: 0, to: count, by: size).map { $0..<min($0 + size, count) }
}

extension Range<Int> {
  fileprivate func scaled(by width: Int) -> Range<Int> {
    (lowerBound * width)..<(upperBound * width)
  }
}
