import Basics
import Datasets
import Kernels
import Networks

/// Rows ready for a network: a data set with the scaling, the target encoding and the weights that
/// go with a model. Nothing is copied; batches are made as they are needed.
public struct TrainingData: Sendable {
  /// The rows as they were read.
  public let dataset: Dataset
  /// Which rows of it, in the order used when nothing is shuffled.
  public let rows: [Int]
  /// The scaling that was fitted on the training rows.
  public let scaling: FittedScaling
  /// The scaling of targets that are numbers, fitted on the training rows. The loss is that of scaled
  /// targets; predictions and all other figures are in the targets' own units.
  public let targetScaling: FittedScaling
  /// How targets are written for the loss.
  public let encoding: TargetEncoding
  /// What the weight of a row is multiplied with for its class; nil where classes count the same.
  public let classWeights: [Scalar]?

  /// Rows for a network and a loss.
  ///
  /// - Parameters:
  ///   - rows: which rows; all unless stated.
  ///   - classWeights: one per class.
  ///
  /// Throws `DescentError` (bad data) where the network's shapes or the loss don't fit the data or a
  /// row isn't there, (usage) where the class weights don't fit.
  public init(
    _ dataset: Dataset, rows: [Int]? = nil, scaling: FittedScaling = .none,
    targetScaling: FittedScaling = .none, network: Network, loss: any Loss,
    classWeights: [Double]? = nil
  ) throws {
    self.dataset = dataset
    self.rows = rows ?? Array(0..<dataset.rows)
    self.scaling = scaling
    self.targetScaling = targetScaling
    self.classWeights = classWeights?.map { Scalar($0) }
    guard dataset.columns == nil else {
      throw DescentError(
        .usage, "\(dataset.name) has columns that are not encoded yet",
        fix: "Fit a TableEncoding on the training rows, and train on what its encode gives.")
    }
    guard network.input.count == dataset.shape.count else {
      throw DescentError(
        .badData,
        "the network takes \(network.input.count) features (\(network.input)), but a row of "
          + "\(dataset.name) has \(dataset.shape.count) (\(dataset.shape))")
    }
    if let row = self.rows.first(where: { $0 < 0 || $0 >= dataset.rows }) {
      throw DescentError(
        .badData, "\(dataset.name): there is no row \(row), the last one is \(dataset.rows - 1)")
    }
    encoding = try Self.encoding(dataset, network: network, loss: loss)
    guard targetScaling.scaling == .none || encoding == .values && !(loss is BinaryCrossEntropy),
      targetScaling.offsets.isEmpty || targetScaling.offsets.count == dataset.task.targetWidth
    else {
      throw DescentError(
        .usage, "\(dataset.name): the scaling of the targets doesn't fit the targets or the loss")
    }
    if let classWeights { try Self.check(classWeights, of: dataset) }
  }

  private static func check(_ classWeights: [Double], of dataset: Dataset) throws {
    let classes = dataset.task.classes
    guard !classes.isEmpty else {
      throw DescentError(.usage, "class weights need classes, but \(dataset.name) has numbers")
    }
    guard classWeights.count == classes.count else {
      throw DescentError(
        .usage,
        "expected \(classes.count) class weights, one per class, found \(classWeights.count)")
    }
    for (name, weight) in zip(classes, classWeights)
    where !(weight >= 0 && Scalar(weight).isFinite) {
      throw DescentError(
        .usage, "the weight of the class \"\(name)\" is \(weight), expected 0 or more")
    }
  }

  private static func encoding(
    _ dataset: Dataset, network: Network, loss: any Loss
  ) throws -> TargetEncoding {
    let outputs = network.output.count
    let classes = dataset.task.classes.count
    let kind = type(of: loss).kind
    if classes == 0 && outputs != dataset.task.targetWidth {
      throw DescentError(
        .badData,
        "the network has \(counted(outputs, "output")), but \(dataset.name) has "
          + counted(dataset.task.targetWidth, "target"))
    }
    try refuseDoubled(network, loss)
    if let encoding = loss.targetEncoding(classes: classes, outputs: outputs) {
      try checkProbabilities(dataset, encoding, loss)
      return encoding
    }
    let target = classes == 0 ? "numbers as targets" : "\(classes) classes"
    throw DescentError(
      .badData,
      "the loss \(kind) can't train \(counted(outputs, "output")) on \(target)",
      fix: classes == 0
        ? "Use mean-squared-error, mean-absolute-error or huber."
        : "Give the last layer \(classes) units for cross-entropy.")
  }

  /// Numbers as targets of a cross-entropy are probabilities: each by itself for the binary one, those of a row
  /// together for the categorical one.
  private static func checkProbabilities(
    _ dataset: Dataset, _ encoding: TargetEncoding, _ loss: any Loss
  ) throws {
    guard encoding == .values, loss is BinaryCrossEntropy || loss is CategoricalCrossEntropy else {
      return
    }
    let (width, kind) = (dataset.task.targetWidth, type(of: loss).kind)
    func fault(_ row: Int, _ expected: String, _ found: String) -> DescentError {
      DescentError(
        .badData,
        "\(dataset.name): row \(row + 1): the loss \(kind) takes targets \(expected), found \(found)",
        fix: "Use mean-squared-error, mean-absolute-error or huber for numbers.")
    }
    if let place = dataset.targets.firstIndex(where: { !(0...1 ~= $0) }) {
      throw fault(place / width, "from 0 to 1", "\(dataset.targets[place])")
    }
    guard loss is CategoricalCrossEntropy else { return }
    for row in 0..<dataset.rows {
      let sum = dataset.targets[(row * width)..<((row + 1) * width)].reduce(0, +)
      guard abs(sum - 1) < 1e-3 else { throw fault(row, "that add up to 1", "a sum of \(sum)") }
    }
  }

  /// A loss that takes logits applies its function itself; a last layer that does, too, is a mistake
  /// that trains badly instead of failing.
  private static func refuseDoubled(_ network: Network, _ loss: any Loss) throws {
    let function = type(of: loss.outputActivation).kind
    let last: (any ActivationFunction)? =
      switch network.layers.last {
      case let dense as Dense: dense.activation
      case let layer as Activation: layer.function
      default: nil
      }
    guard function != Linear.kind, let last, type(of: last).kind == function else { return }
    throw DescentError(
      .usage,
      "the loss \(type(of: loss).kind) applies \(function) itself, and the last layer does so, too",
      fix: "Leave the activation of the last layer linear.")
  }

  /// Scalars per row of an encoded target.
  public var targetWidth: Int {
    switch encoding {
    case .classIndex, .binary: 1
    case .oneHot: dataset.task.classes.count
    case .values: dataset.task.targetWidth
    }
  }

  /// Whether targets are written for the loss in another form than the data set's.
  var isEncoded: Bool { encoding == .oneHot || targetScaling.scaling != .none }

  /// Whether any row may have a weight other than 1.
  public var isWeighted: Bool { classWeights != nil || dataset.sampleWeights != nil }

  /// Writes the features of a part of a batch, scaled: the same bits as gathering them and applying
  /// the scaling.
  func load(
    _ part: Range<Int>, of batch: ArraySlice<Int>, into features: inout MutableSpan<Scalar>
  ) {
    let first = batch.startIndex
    let rows = batch[(first + part.lowerBound)..<(first + part.upperBound)]
    let width = dataset.shape.count
    switch scaling.scaling {
    case .none, .unit, .imageMax, .imageStandardize, .log, .quantile:
      let isDivided = scaling.scaling == .unit && scaling.divisor != 1
      let unit = isDivided ? GatherScaling.divide(by: Scalar(scaling.divisor)) : .plain
      switch dataset.features {
      case .bytes(let values):
        values.withSpan {
          gather($0, rows: rows, width: width, scaling: unit, into: &features)
        }
      case .scalars(let values):
        values.withSpan {
          gather($0, rows: rows, width: width, scaling: unit, into: &features)
        }
      }
      if scaling.scaling != .unit { scaling.apply(to: &features, width: width) }
    case .minMax, .standardize, .robust:
      switch dataset.features {
      case .bytes(let values):
        values.withSpan {
          gather(
            $0, rows: rows, width: width, offsets: scaling.scalarOffsets.span,
            divisors: scaling.scalarDivisors.span, into: &features)
        }
      case .scalars(let values):
        values.withSpan {
          gather(
            $0, rows: rows, width: width, offsets: scaling.scalarOffsets.span,
            divisors: scaling.scalarDivisors.span, into: &features)
        }
      }
    }
  }

  /// The share of the features that are not 0 in all of a dozen rows, as a matrix kernel sees them:
  /// 1 where nothing can be skipped. Estimated from some rows, always the same.
  ///
  /// - Parameter augmenter: what changes the rows before they are trained on.
  func liveShare(_ augmenter: Augmenter? = nil) -> Double {
    let width = dataset.shape.count
    let dozen = 12
    guard rows.count >= 50 * dozen else { return 1 }
    var features = ContiguousArray<Scalar>(repeating: 0, count: dozen * width)
    var live = 0
    let samples = 50
    for sample in 0..<samples {
      let first = (rows.count - dozen) * sample / samples
      var span = features.mutableSpan
      let batch = rows[first..<(first + dozen)]
      if let augmenter {
        let mixes = augmenter.mixes(rows: dozen, step: sample)
        augmenter.load(0..<dozen, of: batch, from: self, step: sample, mixes: mixes, into: &span)
      } else {
        load(0..<dozen, of: batch, into: &span)
      }
      for column in 0..<width {
        var isLive = false
        for row in 0..<dozen where span[row * width + column] != 0 { isLive = true }
        if isLive { live += 1 }
      }
    }
    return Double(live) / Double(samples * width)
  }

  /// Rewrites targets for the loss.
  ///
  /// - Parameters:
  ///   - plain: as in the data set, [count][task.targetWidth].
  ///   - encoded: written, [count][targetWidth].
  func encode(_ plain: Span<Scalar>, count: Int, into encoded: inout MutableSpan<Scalar>) {
    guard encoding == .oneHot else {
      for i in 0..<(count * targetWidth) { encoded[i] = plain[i] }
      // Beyond `count` rows there may be room; what stands there is nobody's target.
      targetScaling.apply(to: &encoded, width: targetWidth)
      return
    }
    let width = targetWidth
    for i in 0..<(count * width) { encoded[i] = 0 }
    for row in 0..<count { encoded[row * width + Int(plain[row])] = 1 }
  }

  /// Writes the weight of each row: sample weight times class weight, [count].
  func weights(_ batch: ArraySlice<Int>, into weights: inout MutableSpan<Scalar>) {
    for (index, row) in batch.enumerated() { weights[index] = weight(ofRow: row) }
  }

  /// Sample weight times class weight.
  public func weight(ofRow row: Int) -> Scalar {
    var weight: Scalar = dataset.sampleWeights?[row] ?? 1
    if let classWeights { weight *= classWeights[Int(dataset.targets[row])] }
    return weight
  }

  /// Weights that make every class count the same: rows / (classes * rows of the class).
  ///
  /// A class without rows gets 0. Sample weights count as fractions of rows. Empty for a regression.
  public static func balancedClassWeights(_ dataset: Dataset, rows: [Int]) -> [Double] {
    guard case .classification(let classes) = dataset.task else { return [] }
    var totals = [Double](repeating: 0, count: classes.count)
    for row in rows {
      totals[Int(dataset.targets[row])] += Double(dataset.sampleWeights?[row] ?? 1)
    }
    let all = totals.reduce(0, +)
    return totals.map { $0 > 0 ? all / (Double(totals.count) * $0) : 0 }
  }
}
