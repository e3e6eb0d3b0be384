import Basics
import Datasets
import Kernels
import Networks

// Unsafe: threads note samples of the gradient's disjoint tiles in one region.

/// Runs a few training rows forward and back beside a training, in memory of its own, and looks at every
/// layer on the way.
struct LayerProbe {
  private let network: Network
  private let loss: any Loss
  private let workspace: Workspace
  private let rows: Int
  private let targets: ContiguousArray<Scalar>
  private let weights: ContiguousArray<Scalar>?
  /// Which numbers of each parameter are looked at, and where they lie in `gradient`.
  private let samples: [Samples]
  private let gradient: Region
  private let numbers: Int

  /// Evenly chosen numbers of a tensor.
  private struct Samples {
    /// From one to the next.
    var step: Int
    var count: Int
    /// Where they lie among those of all parameters.
    var start: Int

    /// - Parameter width: of a row; a step that shares a factor with it would see few columns alone.
    init(of count: Int, width: Int, most: Int, start: Int = 0) {
      var step = max(1, count / max(1, most))
      while step > 1, Self.commonFactor(step, width) > 1 { step -= 1 }
      self.step = step
      self.count = (count + step - 1) / step
      self.start = start
    }

    private static func commonFactor(_ a: Int, _ b: Int) -> Int {
      b == 0 ? a : commonFactor(b, a % b)
    }
  }

  /// - Parameters:
  ///   - data: the training rows; of these, `rows` are evenly chosen.
  ///   - numbers: of a tensor that are looked at, about, at most.
  init(
    _ network: Network, loss: any Loss, _ data: TrainingData, rows: Int, numbers: Int,
    workers: Workers, skipsZeros: Bool
  ) {
    self.network = network
    self.loss = loss
    self.numbers = numbers
    let count = max(1, min(rows, data.rows.count))
    let chosen = (0..<count).map { data.rows[$0 * data.rows.count / count] }
    self.rows = count
    workspace = Workspace(for: network, capacity: count, workers: workers)
    workspace.skipsZeros = skipsZeros
    // The features stay where they are put: nothing writes over the input.
    network.load(rows: count, into: workspace) { data.load($0, of: chosen[...], into: &$1) }
    var plain = ContiguousArray<Scalar>(
      repeating: 0, count: count * data.dataset.task.targetWidth)
    var encoded = ContiguousArray<Scalar>(repeating: 0, count: count * data.targetWidth)
    var plainSpan = plain.mutableSpan
    data.dataset.gatherTargets(of: chosen[...], into: &plainSpan)
    var span = encoded.mutableSpan
    data.encode(plain.span, count: count, into: &span)
    targets = encoded
    weights = data.isWeighted ? ContiguousArray(chosen.map { data.weight(ofRow: $0) }) : nil
    var samples: [Samples] = []
    var start = 0
    for entry in network.layout.entries {
      let width = entry.spec.shape.last ?? 1
      samples.append(Samples(of: entry.spec.count, width: width, most: numbers, start: start))
      start += samples[samples.count - 1].count
    }
    self.samples = samples
    gradient = Region(start)
  }

  /// Everything that is to be seen with some parameters.
  ///
  /// - Parameters:
  ///   - seed: of dropout.
  ///   - step: that would be next.
  func entries(_ parameters: Parameters, seed: UInt64, step: Int) -> [LayerHistograms.Entry] {
    run(parameters, .training(seed: seed, step: step))
    var entries: [LayerHistograms.Entry] = []
    var next = 0
    for layer in network.layers.indices {
      while next < network.layout.entries.count, network.layout.entries[next].layer == layer {
        entries += self.entries(ofParameter: next, parameters)
        next += 1
      }
      // What these put out are the numbers of the layer before.
      if network.layers[layer] is Flatten || network.layers[layer] is Dropout { continue }
      entries.append(activations(of: layer))
    }
    return entries
  }

  private func run(_ parameters: Parameters, _ mode: Pass.Mode) {
    network.forward(rows: rows, parameters: parameters, in: workspace, mode: mode)
    if let weights {
      _ = network.evaluateLoss(
        loss, targets: targets.span, weights: weights.span, rows: rows, in: workspace)
    } else {
      _ = network.evaluateLoss(
        loss, targets: targets.span, weights: nil, rows: rows, in: workspace)
    }
    network.backward(rows: rows, parameters: parameters, in: workspace, mode: mode)
    let layout = network.layout
    // All of a large gradient is never kept: what is looked at is taken as it comes by.
    network.parameterGradients(rows: rows, in: workspace, mode: mode, isKept: false) {
      tile, part in
      let place = layout.tiles[tile]
      let samples = samples[place.entry]
      let first = place.range.lowerBound - layout.entries[place.entry].range.lowerBound
      var sample = (first + samples.step - 1) / samples.step
      let end = min((first + part.count + samples.step - 1) / samples.step, samples.count)
      guard sample < end else { return }
      let range = (samples.start + sample)..<(samples.start + end)
      var kept = MutableSpan(_unsafeStart: gradient.part(range), count: range.count)
      for i in 0..<range.count {
        kept[i] = part[sample * samples.step - first]
        sample += 1
      }
    }
  }

  /// A parameter and its gradient; statistics are moved by no gradient and left out.
  private func entries(
    ofParameter index: Int, _ parameters: Parameters
  ) -> [LayerHistograms.Entry] {
    let entry = network.layout.entries[index]
    if case .statistic = entry.spec.role { return [] }
    let samples = samples[index]
    let place = samples.start..<(samples.start + samples.count)
    let slopes = Span(_unsafeStart: gradient.part(place), count: samples.count)
    let weights = Self.every(samples.step, of: parameters.values.span.extracting(entry.range))
    let count = entry.spec.count
    return [
      LayerHistograms.Entry(
        kind: .weights, name: entry.name, layer: network.names[entry.layer],
        histogram: NumberHistogram(weights.span, of: count)),
      LayerHistograms.Entry(
        kind: .gradients, name: entry.name, layer: network.names[entry.layer],
        histogram: NumberHistogram(slopes, of: count)),
    ]
  }

  private func activations(of layer: Int) -> LayerHistograms.Entry {
    let units = network.plans[layer].output.count
    let outputs = workspace.activation(ofLayer: layer, rows: rows)
    let samples = Samples(of: outputs.count, width: units, most: numbers)
    let name = network.names[layer]
    return LayerHistograms.Entry(
      kind: .activations, name: name, layer: name,
      histogram: NumberHistogram(
        Self.every(samples.step, of: outputs.span).span, of: outputs.count),
      units: units, dead: Self.dead(outputs.span, units: units))
  }

  private static func every(_ step: Int, of numbers: Span<Scalar>) -> ContiguousArray<Scalar> {
    var taken = ContiguousArray<Scalar>()
    taken.reserveCapacity((numbers.count + step - 1) / step)
    for i in stride(from: 0, to: numbers.count, by: step) { taken.append(numbers[i]) }
    return taken
  }

  /// How many columns are 0 in every row.
  private static func dead(_ outputs: Span<Scalar>, units: Int) -> Int {
    var isLive = [Bool](repeating: false, count: units)
    var live = 0
    for start in stride(from: 0, to: outputs.count, by: units) where live < units {
      for unit in 0..<units where !isLive[unit] && outputs[start + unit] != 0 {
        isLive[unit] = true
        live += 1
      }
    }
    return units - live
  }
}
