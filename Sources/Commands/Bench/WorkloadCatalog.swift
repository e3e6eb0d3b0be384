import Descent

/// What `descent bench` can measure. A line here is all that a further workload takes.
enum WorkloadCatalog {
  /// The trainings that are measured when nothing is named: networks that people publish.
  static let trainings = [
    training(
      "fashion-batchnorm", "a", .fashion(rows: 50_000),
      [
        Dense(32, useBias: false, initializer: HeNormal()), BatchNormalization(),
        Activation(LeakyReLU()), Dense(64, useBias: false, initializer: HeNormal()),
        BatchNormalization(), Activation(LeakyReLU()), Dense(10),
      ],
      TrainingConfiguration(
        loss: CategoricalCrossEntropy(), optimizer: SGD(), learningRate: 0.1, batchSize: 200)),
    training(
      "digit-pair", "b", .digitPair,
      [
        Dense(500, activation: .relu), Dense(250, activation: .relu),
        Dense(1, activation: .sigmoid),
      ],
      TrainingConfiguration(
        loss: HalfSquaredError(), optimizer: SGD(), learningRate: 0.1, batchSize: 4000)),
    training(
      "fashion-sigmoid", "c", .fashion(),
      [Dense(50, activation: .sigmoid), Dense(10)],
      TrainingConfiguration(
        loss: CategoricalCrossEntropy(), optimizer: SGD(), learningRate: 0.1, batchSize: 2400)),
    training(
      "fashion-adam-32", "d", .fashion(),
      [Dense(100, activation: .sigmoid), Dense(10)],
      TrainingConfiguration(
        loss: CategoricalCrossEntropy(), optimizer: Adam(), learningRate: 0.001, batchSize: 32)),
    training(
      "fashion-adam-128", "e", .fashion(),
      [Dense(128, activation: .relu), Dense(10)],
      TrainingConfiguration(
        loss: CategoricalCrossEntropy(), optimizer: Adam(), learningRate: 0.001, batchSize: 128)),
    training(
      "fashion-wide", "f", .fashion(),
      [Dense(1024, activation: .relu), Dense(1024, activation: .relu), Dense(10)],
      TrainingConfiguration(
        loss: CategoricalCrossEntropy(), optimizer: SGD(), learningRate: 0.1, batchSize: 512)),
    training(
      "digits-full-batch", "g", .digits(rows: 721),
      [Dense(48, activation: .sigmoid), Dense(32, activation: .sigmoid), Dense(10)],
      TrainingConfiguration(
        loss: CategoricalCrossEntropy(), optimizer: Momentum(), learningRate: 0.1, batchSize: nil),
      epochsPerRound: 1000),
  ]

  private static let mnist = training(
    "mnist-adam-128", nil, .mnist, [Dense(128, activation: .relu), Dense(10)],
    TrainingConfiguration(
      loss: CategoricalCrossEntropy(), optimizer: Adam(), learningRate: 0.001, batchSize: 128))

  /// What is measured only where it is named.
  static let others = [
    variant("digit-pair", of: trainings, "bf16") { $0.precision = .bfloat16 },
    variant("fashion-wide", of: trainings, "bf16") { $0.precision = .bfloat16 },
    variant("digit-pair", of: trainings, "skipping") { $0.skipsZeros = true },
    mnist, variant("mnist-adam-128", of: [mnist], "skipping") { $0.skipsZeros = true },
    prediction("predict-row", rows: 1), prediction("predict-32", rows: 32),
    prediction("predict-1000", rows: 1000), prediction("predict-10000", rows: 10_000),
    Workload(
      name: "load-mnist", summary: "MNIST from its files, ready to train on",
      work: .loading(.files("mnist"))),
    Workload(
      name: "load-fashion-mnist", summary: "Fashion-MNIST from its files, ready to train on",
      work: .loading(.files("fashion-mnist"))),
    Workload(
      name: "load-csv", summary: "a CSV file of 100,000 rows and 31 columns of numbers, in memory",
      work: .loading(.csv(rows: 100_000, columns: 31))),
    Workload(
      name: "load-pictures-jpeg", summary: "200 JPEG pictures of 512x512 in color, made 32x32",
      work: .loading(.pictures(.jpeg, count: 200, side: 512))),
    Workload(
      name: "load-pictures-png", summary: "200 PNG pictures of 512x512 in color, made 32x32",
      work: .loading(.pictures(.png, count: 200, side: 512))),
  ]

  /// All of them.
  static let all = trainings + others

  /// The workloads of these names or letters, in this order; the trainings where none is named, and
  /// all of them for `all`.
  ///
  /// Throws `DescentError` (usage) for an unknown one, with the nearest name.
  static func workloads(_ names: [String]) throws -> [Workload] {
    if names.isEmpty { return trainings }
    return try names.flatMap { name in
      if name == "all" { return all }
      if name == "data" {
        return all.filter { if case .loading = $0.work { true } else { false } }
      }
      guard let found = all.first(where: { $0.name == name || $0.letter == name }) else {
        throw DescentError(
          .usage, "unknown workload \"\(name)\"",
          fix: suggestion(for: name, in: all.map(\.name) + ["all", "data"]))
      }
      return [found]
    }
  }

  private static func training(
    _ name: String, _ letter: String?, _ data: BenchData, _ layers: [any Layer],
    _ configuration: TrainingConfiguration, epochsPerRound: Int = 1
  ) -> Workload {
    var configuration = configuration
    // Dense, so that every training does the same work; leaving out zeros is measured by itself.
    configuration.skipsZeros = false
    let work = TrainingWork(
      data: data, layers: layers, configuration: configuration, epochsPerRound: epochsPerRound)
    return Workload(
      name: name, letter: letter, summary: work.summary, work: .training(work))
  }

  /// A training that is done another way: `digit-pair-bf16`.
  private static func variant(
    _ name: String, of workloads: [Workload], _ suffix: String,
    _ change: (inout TrainingConfiguration) -> Void
  ) -> Workload {
    guard var workload = workloads.first(where: { $0.name == name }),
      case .training(var work) = workload.work
    else { preconditionFailure("there is no training \(name)") }
    change(&work.configuration)
    workload.name += "-" + suffix
    workload.letter = nil
    workload.summary = work.summary
    workload.work = .training(work)
    return workload
  }

  private static func prediction(_ name: String, rows: Int) -> Workload {
    Workload(
      name: name, summary: "784-128-10, relu; \(counted(rows, "row")) at a time",
      work: .prediction(
        PredictionWork(
          data: .fashion(rows: 10_000), layers: [Dense(128, activation: .relu), Dense(10)],
          batchSize: rows)))
  }
}

extension TrainingWork {
  /// `784-128-10, relu; batches of 128, adam; Fashion-MNIST`
  var summary: String {
    let units = layers.compactMap { ($0 as? Dense)?.units }
    let network = ([data.features] + units).map(String.init).joined(separator: "-")
    let batch = configuration.batchSize.map { "batches of \(grouped($0))" } ?? "full batch"
    let optimizer = type(of: configuration.optimizer).kind
    var extras = configuration.precision == .full ? "" : ", \(configuration.precision.rawValue)"
    if configuration.skipsZeros == true { extras += ", zeros left out" }
    return "\(network), \(functions.joined(separator: ", ")); \(batch), \(optimizer)\(extras); "
      + data.title
  }

  /// What stands between the dense layers, each once: `leaky-relu`, `batch-normalization`.
  private var functions: [String] {
    var names: [String] = []
    for layer in layers {
      var name = type(of: layer).kind
      if let dense = layer as? Dense { name = type(of: dense.activation).kind }
      if let activation = layer as? Activation { name = type(of: activation.function).kind }
      if name != Linear.kind, !names.contains(name) { names.append(name) }
    }
    return names.isEmpty ? [Linear.kind] : names
  }
}
