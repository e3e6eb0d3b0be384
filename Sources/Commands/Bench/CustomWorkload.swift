import Descent
import Kernels

/// A workload made of flags: any network of dense layers, on random numbers.
struct CustomWorkload {
  /// `784-97-53-10`: numbers in a row, units of every layer.
  var network: String
  /// Rows of a step, or `full`.
  var batch = "32"
  /// An optimizer, as `train` takes it.
  var optimizer = "sgd"
  /// An activation function, as `train` takes it.
  var activation = "relu"
  /// Rows of an epoch.
  var rows: Int?

  /// Throws `DescentError` (usage) for flags that can't be.
  func workload() throws -> Workload {
    let sizes = try self.sizes()
    let outputs = sizes[sizes.count - 1]
    let function = try flag("--activation", activation, ActivationCatalog.standard)
    let optimizer = try flag("--optimizer", self.optimizer, OptimizerCatalog.standard)
    let rows = self.rows ?? 10_000
    let bytes = Double(sizes[0]) * Double(rows) * Double(MemoryLayout<Scalar>.stride)
    guard bytes < Double(availableMemory) else {
      throw DescentError(
        .usage,
        "--network: \(counted(rows, "row")) of \(counted(sizes[0], "number")) are more than this "
          + "machine's memory holds", fix: "Ask for fewer with --rows.")
    }
    let work = TrainingWork(
      data: .random(features: sizes[0], outputs: outputs, rows: rows),
      layers: sizes[1...].dropLast().map { dense($0, function) } + [Dense(outputs)],
      configuration: TrainingConfiguration(
        loss: outputs == 1 ? BinaryCrossEntropy() : CategoricalCrossEntropy(),
        optimizer: optimizer, learningRate: 0.001, batchSize: try batchSize()),
      epochsPerRound: nil)
    return Workload(
      name: network, letter: nil, summary: work.summary, work: .training(work))
  }

  private func sizes() throws -> [Int] {
    let parts = network.split(separator: "-", omittingEmptySubsequences: false)
    let sizes = parts.compactMap { Int($0) }
    guard sizes.count == parts.count, sizes.count >= 2,
      sizes.allSatisfy({ (1...1_000_000_000).contains($0) })
    else {
      throw DescentError(
        .usage,
        "--network: expected the numbers in a row and the units of every layer, such as "
          + "784-97-53-10, found \"\(network)\"")
    }
    return sizes
  }

  /// What a catalog makes of the text behind a flag; faults in it are faults of the command.
  private func flag<Thing>(
    _ name: String, _ text: String, _ catalog: Catalog<Thing>
  ) throws -> Thing {
    do {
      return try catalog.make(flagValue(text, .described), path: name)
    } catch var error as DescentError {
      error.kind = .usage
      throw error
    }
  }

  private func batchSize() throws -> Int? {
    if batch == "full" { return nil }
    guard let size = Int(batch), size >= 1 else {
      throw DescentError(
        .usage, "--batch: expected a whole number of 1 or more, or full, found \"\(batch)\"")
    }
    return size
  }
}

/// A dense layer with a function of any kind.
private func dense(_ units: Int, _ function: any ActivationFunction) -> any Layer {
  func make(_ function: some ActivationFunction) -> any Layer { Dense(units, activation: function) }
  return make(function)
}
