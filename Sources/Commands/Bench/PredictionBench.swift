import Descent

/// What was measured of a prediction.
struct PredictionFigures {
  var workload: Workload
  var source: BenchData.Source
  var threads: Int
  /// Rows in a call.
  var rows: Int
  /// Weights that are multiplied with in a row.
  var weights: Int
  /// Seconds of a call, each the mean over a round of calls.
  var times: [Double]

  /// The middle one of the rounds.
  var secondsPerCall: Double { median(times) }
  /// Operations a second.
  var speed: Double { 2 * Double(weights) * Double(rows) / secondsPerCall }
}

/// Times calls of a predictor: scaled features in, probabilities out, as peers are timed.
struct PredictionBench {
  let workload: Workload
  let work: PredictionWork
  let limits: BenchLimits
  let surroundings: Surroundings

  func run() throws -> PredictionFigures {
    let catalog = DatasetCatalog(environment: surroundings.environment)
    let (dataset, source) = try work.data.load(catalog, limit: limits.rows)
    surroundings.note(
      "\(workload.name): \(workload.summary); \(work.data.title), "
        + origin(source, dataset.rows))
    let network = try Network(input: dataset.shape, layers: work.layers)
    let model = try Model(
      network: network, parameters: network.initialParameters(seed: 0),
      loss: CategoricalCrossEntropy(), task: dataset.task)
    let rows = min(work.batchSize, dataset.rows)
    let threads = limits.threads ?? ThreadCount.useful(network, batchSize: rows, rows: rows)
    let predictor = Predictor(model, batchSize: rows, threads: threads)
    let calls = inputs(dataset, rows: rows)
    var outputs = ContiguousArray<Scalar>(repeating: 0, count: rows * predictor.outputWidth)
    let perRound = try roundSize(predictor, calls, &outputs)
    var next = 0
    let times = try limits.times(SystemStopWatch()) {
      for _ in 0..<perRound {
        let features = calls[next]
        var span = outputs.mutableSpan
        try predictor.predict(features.span, into: &span)
        next = next + 1 == calls.count ? 0 : next + 1
      }
      try Interrupt.check("stopped")
    }
    let weights = network.layout.entries.filter { $0.spec.role == .weight }.map(\.spec.count)
    return PredictionFigures(
      workload: workload, source: source, threads: threads, rows: rows,
      weights: weights.reduce(0, +), times: times.map { $0 / Double(perRound) })
  }

  /// What is handed to the predictor, up to a thousand rows or one call.
  private func inputs(_ dataset: Dataset, rows: Int) -> [ContiguousArray<Scalar>] {
    let width = dataset.shape.count
    let count = max(1, min(1000, dataset.rows) / rows)
    return (0..<count).map { call in
      var features = ContiguousArray<Scalar>(repeating: 0, count: rows * width)
      var span = features.mutableSpan
      dataset.gatherFeatures(of: Array((call * rows)..<((call + 1) * rows))[...], into: &span)
      for i in 0..<span.count { span[i] /= 255 }
      return features
    }
  }

  /// As many calls as take a millisecond.
  private func roundSize(
    _ predictor: Predictor, _ calls: [ContiguousArray<Scalar>],
    _ outputs: inout ContiguousArray<Scalar>
  ) throws -> Int {
    let watch = SystemStopWatch()
    var count = 1
    while count < 1 << 20 {
      let start = watch.seconds
      for call in 0..<count {
        let features = calls[call % calls.count]
        var span = outputs.mutableSpan
        try predictor.predict(features.span, into: &span)
      }
      if watch.seconds - start > 0.001 { break }
      count *= 2
    }
    return count
  }
}
