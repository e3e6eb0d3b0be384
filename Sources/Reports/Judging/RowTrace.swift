import Basics
import Datasets
import Kernels
import ModelFiles
import Networks
import Synchronization
import Training

/// A row on its way through a network: what each layer makes of it, what comes out, and what of the row
/// it comes from.
public struct RowTrace: Sendable, Equatable {
  /// What a layer gave.
  public struct Layer: Sendable, Equatable {
    /// `dense, relu`
    public var name: String
    /// The shape of its output.
    public var shape: Shape
    /// Its output, row-major.
    public var activations: [Scalar]
  }

  /// The row as the network took it, scaled; [input width].
  public var input: [Scalar]
  /// The layers in the order in which they run.
  public var layers: [Layer]
  /// A probability for each class, or the numbers, in their own units.
  public var outputs: [Scalar]
  /// What the explained output comes from.
  public var saliency: Saliency
}

/// Follows single rows through a model. Several threads may share one; their rows are taken in turn.
///
///     let tracer = RowTracer(model)
///     let trace = try tracer.trace(pixels)
///     trace.layers.last?.activations
///     trace.saliency.contributions
public final class RowTracer: Sendable {
  /// The model.
  public let model: Model
  private let method: Saliency.Method
  private let workspace: Mutex<WorkspaceBox>

  /// A tracer with memory of its own.
  public init(_ model: Model, method: Saliency.Method = .gradient) {
    self.model = model
    self.method = method
    workspace = Mutex(WorkspaceBox(model.network, capacity: method.points))
  }

  /// Follows a row.
  ///
  /// - Parameters:
  ///   - features: unscaled, as a data set has them; [input width].
  ///   - output: the class or target whose saliency is measured; nil takes the predicted class, or the
  ///     first target.
  ///
  /// Throws `DescentError`: bad data where these are not as many finite numbers as the model takes, usage
  /// where there is no such output.
  public func trace(
    _ features: some Collection<Scalar>, output: Int? = nil
  ) throws -> RowTrace {
    let network = model.network
    let input = try scaled(ContiguousArray(features))
    let outputs = model.task.classes.isEmpty ? network.output.count : model.task.classes.count
    if let output, output < 0 || output >= outputs {
      throw DescentError(
        .usage, "the model has \(counted(outputs, "output")), there is no number \(output)")
    }
    return workspace.withLock { box in
      let workspace = box.workspace
      run([input], in: workspace)
      let layers = network.layers.indices.map { index in
        RowTrace.Layer(
          name: network.layers[index].name, shape: network.plans[index].output,
          activations: Array(workspace.activation(ofLayer: index, rows: 1)))
      }
      let results = predictions(workspace.outputs(rows: 1))
      let explained =
        output
        ?? (model.task.classes.isEmpty ? 0 : results.indices.max { results[$0] < results[$1] })
        ?? 0
      return RowTrace(
        input: Array(input), layers: layers, outputs: results,
        saliency: saliency(of: explained, input, workspace))
    }
  }

  private func scaled(_ features: ContiguousArray<Scalar>) throws -> ContiguousArray<Scalar> {
    let width = model.network.input.count
    guard features.count == width else {
      throw DescentError(
        .badData, "the model takes \(counted(width, "feature")), found \(grouped(features.count))")
    }
    if let place = features.firstIndex(where: { !$0.isFinite }) {
      throw DescentError(
        .badData, "feature \(place + 1) is \(features[place]), not a finite number")
    }
    var features = features
    var span = features.mutableSpan
    model.scaling.apply(to: &span, width: width)
    return features
  }

  private func run(_ rows: [ContiguousArray<Scalar>], in workspace: Workspace) {
    model.network.load(rows: rows.count, into: workspace) { part, span in
      var place = 0
      for row in part {
        for value in rows[row] {
          span[place] = value
          place += 1
        }
      }
    }
    model.network.forward(
      rows: rows.count, parameters: model.parameters, in: workspace, mode: .inference)
  }

  private func predictions(_ outputs: ContiguousArray<Scalar>) -> [Scalar] {
    var values = outputs
    var span = values.mutableSpan
    model.loss.outputActivation.apply(&span, width: outputs.count)
    model.targetScaling.undo(on: &span)
    return Predictions.probabilities(Array(values), classes: model.task.classes.count)
  }

  // MARK: Saliency

  /// - Parameter input: that ran last, if the method looks at no other.
  private func saliency(
    of output: Int, _ input: ContiguousArray<Scalar>, _ workspace: Workspace
  ) -> Saliency {
    var points = 1
    if case .integrated = method {
      points = method.points
      let levels = Set(
        (model.network.layers.first as? Embedding)?.columns.map(\.feature) ?? [])
      run(
        (0..<points).map { point in
          let share = (Scalar(point) + 0.5) / Scalar(points)
          return ContiguousArray(
            input.indices.map { levels.contains($0) ? input[$0] : input[$0] * share })
        }, in: workspace)
    }
    let width = model.network.output.count
    var start = ContiguousArray<Scalar>(repeating: 0, count: points * width)
    // One output for two classes is the logit of the second.
    let isPair = width == 1 && model.task.classes.count == 2
    for point in 0..<points {
      start[point * width + (isPair ? 0 : output)] = isPair && output == 0 ? -1 : 1
    }
    model.network.backward(
      from: start.span, rows: points, parameters: model.parameters, in: workspace, mode: .inference)
    var gradient = mean(workspace.inputGradient(rows: points), points)
    var contributions = zip(gradient, input).map { $0 * $1 }
    if let embedding = model.network.layers.first as? Embedding {
      addVectors(of: embedding, points, workspace, to: &contributions)
    }
    if let unit = unit(ofTarget: output) {
      gradient = gradient.map { $0 * unit }
      contributions = contributions.map { $0 * unit }
    }
    return Saliency(output: output, gradient: gradient, contributions: contributions)
  }

  /// What a target was divided by for the loss; nil where it wasn't, or where more was done to it.
  private func unit(ofTarget target: Int) -> Scalar? {
    switch model.targetScaling.scaling {
    case .minMax, .standardize, .robust:
      target < model.targetScaling.divisors.count
        ? Scalar(model.targetScaling.divisors[target]) : nil
    case .none, .unit, .imageMax, .imageStandardize, .log, .quantile: nil
    }
  }

  private func mean(_ values: ContiguousArray<Scalar>, _ rows: Int) -> [Scalar] {
    let width = values.count / rows
    guard rows > 1 else { return Array(values) }
    return (0..<width).map { column in
      (0..<rows).reduce(0) { $0 + values[$1 * width + column] } / Scalar(rows)
    }
  }

  /// The levels of an embedding are numbers between which nothing lies: the vectors stand for them.
  private func addVectors(
    of embedding: Embedding, _ points: Int, _ workspace: Workspace, to contributions: inout [Scalar]
  ) {
    let outputs = workspace.activation(ofLayer: 0, rows: points)
    let gradient = workspace.gradient(ofLayer: 0, rows: points)
    let width = outputs.count / points
    let vectors = embedding.columns.reduce(0) { $0 + $1.width }
    var place = width - vectors
    for column in embedding.columns {
      let part = (0..<points).flatMap { point in
        (place..<(place + column.width)).map { point * width + $0 }
      }
      contributions[column.feature] =
        part.reduce(0) { $0 + outputs[$1] * gradient[$1] } / Scalar(points)
      place += column.width
    }
  }
}

/// Lent to one thread at a time.
private final class WorkspaceBox: @unchecked Sendable {
  let workspace: Workspace

  init(_ network: Network, capacity: Int) {
    workspace = Workspace(for: network, capacity: capacity, inputGradient: true)
  }
}

extension Saliency.Method {
  /// Rows that are computed at once.
  fileprivate var points: Int {
    switch self {
    case .gradient: 1
    case .integrated(let steps): min(max(steps, 1), 1024)
    }
  }
}
