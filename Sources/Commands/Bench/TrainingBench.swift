import Descent

/// How long to measure.
struct BenchLimits {
  /// Timed rounds; nil for as many as fit into `seconds`, 3 at least.
  var rounds: Int?
  /// Seconds per workload, warm-up not counted.
  var seconds = 3.0
  /// Rows at most; nil for all.
  var rows: Int?
  /// Threads; nil for as many as have enough to do.
  var threads: Int?

  /// Repeats something after a warm-up and returns the seconds that each round took.
  func times(_ watch: any StopWatch, _ round: () throws -> Void) throws -> [Double] {
    try round()
    var times: [Double] = []
    let start = watch.seconds
    while rounds.map({ times.count < $0 })
      ?? (times.count < 3 || watch.seconds - start < seconds)
    {
      let before = watch.seconds
      try round()
      times.append(watch.seconds - before)
    }
    return times
  }
}

/// What was measured of a training.
struct TrainingFigures {
  var workload: Workload
  var work: TrainingWork
  var source: BenchData.Source
  var plan: TrainingPlan
  /// Weights that are multiplied with in a row: of all layers, and of the first.
  var weights: (all: Int, first: Int)
  /// Epochs timed as one.
  var epochsPerRound: Int
  /// Seconds of every round.
  var times: [Double]
  /// Seconds per epoch in each part; nil where they weren't measured.
  var parts: PartTimes?
  /// Seconds of the epoch whose parts were measured.
  var partsSeconds = 0.0
  /// The loss of the last epoch, which shows that it was learned from.
  var loss: Double

  /// The middle one of the rounds, per epoch.
  var secondsPerEpoch: Double { median(times) / Double(epochsPerRound) }
  /// Multiplications and additions in an epoch: forward, the gradient of the weights, and the
  /// gradient of all inputs but the first.
  var operations: Double {
    Double(plan.trainingRows) * 2 * Double(3 * weights.all - weights.first)
  }
  /// Operations a second.
  var speed: Double { operations / secondsPerEpoch }

  /// The share of the floor: how much of the time a perfect program would take.
  func shareOfFloor(_ peak: MachinePeak) -> Double {
    peak.scalar.all > 0 ? speed / peak.scalar.all : 0
  }
}

/// Times epochs of a training, as everybody gets them from `TrainingRun`.
struct TrainingBench {
  let workload: Workload
  let work: TrainingWork
  let limits: BenchLimits
  let surroundings: Surroundings

  func run() throws -> TrainingFigures {
    let catalog = DatasetCatalog(environment: surroundings.environment)
    let (dataset, source) = try work.data.load(catalog, limit: limits.rows)
    surroundings.note("\(workload.name): \(work.summary), \(origin(source, dataset.rows))")
    let network = try Network(input: dataset.shape, layers: work.layers)
    var configuration = work.configuration
    // Nobody asks for the last of them.
    configuration.epochs = 1 << 30
    configuration.threads =
      limits.threads
      ?? ThreadCount.useful(network, batchSize: configuration.batchSize, rows: dataset.rows)
    let scaling = try FittedScaling(
      dataset.features.isBytes ? .unit : .none, training: dataset)
    let run = try TrainingRun(
      network, configuration,
      training: try TrainingData(
        dataset, scaling: scaling, network: network, loss: configuration.loss))
    return try measure(run, network, source)
  }

  private func measure(
    _ run: TrainingRun, _ network: Network, _ source: BenchData.Source
  ) throws -> TrainingFigures {
    let watch = SystemStopWatch()
    let perRound = try work.epochsPerRound ?? roundSize(run, watch)
    let times = try limits.times(watch) { try epochs(perRound, of: run) }
    let weights = network.layout.entries.filter { $0.spec.role == .weight }.map(\.spec.count)
    var figures = TrainingFigures(
      workload: workload, work: work, source: source, plan: run.plan,
      weights: (weights.reduce(0, +), weights.first ?? 0), epochsPerRound: perRound,
      times: times, loss: run.history.epochs.last?.loss ?? 0)
    try measureParts(run, &figures, watch)
    return figures
  }

  /// Runs one more round that takes the time of every part, which itself takes time.
  private func measureParts(
    _ run: TrainingRun, _ figures: inout TrainingFigures, _ watch: any StopWatch
  ) throws {
    let count = figures.epochsPerRound
    run.trainer.measureParts(true)
    let start = watch.seconds
    try epochs(count, of: run)
    figures.partsSeconds = (watch.seconds - start) / Double(count)
    figures.parts = run.trainer.partTimes.map { $0 / Double(count) }
    run.trainer.measureParts(false)
  }

  /// As many epochs as take 20 milliseconds.
  private func roundSize(_ run: TrainingRun, _ watch: any StopWatch) throws -> Int {
    var count = 1
    while count < 1 << 20 {
      let start = watch.seconds
      try epochs(count, of: run)
      if watch.seconds - start > 0.02 { break }
      count *= 2
    }
    return count
  }

  /// Goes on to the end of so many epochs.
  private func epochs(_ count: Int, of run: TrainingRun) throws {
    var left = count
    while left > 0, let event = try run.next() {
      if case .epochEnded = event {
        left -= 1
        try Interrupt.check("stopped")
      }
    }
  }
}

/// `60,000 rows from files`
func origin(_ source: BenchData.Source, _ rows: Int) -> String {
  let origin =
    switch source {
    case .files: "from files"
    case .embedded: "that are built in"
    case .generated: "generated"
    }
  return "\(counted(rows, "row")) \(origin)"
}

/// The middle value; the mean of the two in the middle of an even count.
func median(_ values: [Double]) -> Double {
  let sorted = values.sorted()
  guard !sorted.isEmpty else { return .nan }
  let middle = sorted.count / 2
  return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}

extension FeatureStorage {
  /// Whether the numbers are pixels.
  var isBytes: Bool { if case .bytes = self { true } else { false } }
}
