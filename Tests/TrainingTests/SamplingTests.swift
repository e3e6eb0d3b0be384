import Basics
import Datasets
import Networks
import Testing
import Training

@Suite struct SamplingTests {
  /// Rows of three classes whose one feature is the row's number.
  private func data(_ counts: [Int]) throws -> Dataset {
    let labels = counts.enumerated().flatMap { Array(repeating: Scalar($0), count: $1) }
    return try Dataset(
      name: "rows", shape: [2], features: .scalars(numbers(labels.count * 2, salt: 4)),
      targets: ContiguousArray(labels),
      task: .classification(classes: counts.indices.map { "c\($0)" }))
  }

  private func run(
    _ counts: [Int], _ sampling: Sampling, threads: Int = 1, shuffle: Bool = true, epochs: Int = 3
  ) throws -> TrainingRun {
    let data = try data(counts)
    let network = try classifier(outputs: counts.count)
    var configuration = TrainingConfiguration(
      loss: CategoricalCrossEntropy(), epochs: epochs, batchSize: 4, shuffle: shuffle, seed: 5,
      threads: threads)
    configuration.sampling = sampling
    return try TrainingRun(
      network, configuration,
      training: try TrainingData(data, network: network, loss: configuration.loss))
  }

  @Test func countsOfAnEpoch() {
    #expect(Sampling.none.counts(of: [5, 0, 2]) == [5, 0, 2])
    #expect(Sampling.oversample.counts(of: [5, 0, 2]) == [5, 0, 5])
    #expect(Sampling.undersample.counts(of: [5, 0, 2]) == [2, 0, 2])
    #expect(Sampling.undersample.counts(of: []) == [])
  }

  /// Counts how often each row comes in an epoch.
  private func rows(_ sampler: RowSampler, _ epoch: Int, seed: UInt64 = 1) -> [Int: Int] {
    var counts: [Int: Int] = [:]
    for row in sampler.rows(ofEpoch: epoch, seed: seed) { counts[row, default: 0] += 1 }
    return counts
  }

  private func sampler(_ counts: [Int], _ sampling: Sampling, rows: [Int]? = nil) throws
    -> RowSampler
  {
    let data = try data(counts)
    let network = try classifier(outputs: counts.count)
    return try RowSampler(
      try TrainingData(data, rows: rows, network: network, loss: CategoricalCrossEntropy()),
      sampling)
  }

  @Test func oversamplingRepeatsRowsEvenly() throws {
    let sampler = try sampler([10, 4, 3], .oversample)
    #expect(sampler.count == 30)
    let first = rows(sampler, 0)
    #expect((0..<10).allSatisfy { first[$0] == 1 })
    #expect((10..<14).allSatisfy { 2...3 ~= first[$0] ?? 0 })
    #expect((14..<17).allSatisfy { 3...4 ~= first[$0] ?? 0 })
    #expect((10..<14).reduce(0) { $0 + (first[$1] ?? 0) } == 10)
    #expect((14..<17).reduce(0) { $0 + (first[$1] ?? 0) } == 10)
    #expect(Set((0..<20).map { rows(sampler, $0) }).count > 5, "each epoch draws others")
    #expect(rows(sampler, 3) == rows(sampler, 3))
    #expect((0..<5).contains { rows(sampler, $0, seed: 2) != rows(sampler, $0) })
  }

  @Test func undersamplingSeesAllRowsInTime() throws {
    let sampler = try sampler([10, 4, 3], .undersample)
    #expect(sampler.count == 9)
    var seen: Set<Int> = []
    for epoch in 0..<40 {
      let counts = rows(sampler, epoch)
      #expect(counts.values.allSatisfy { $0 == 1 })
      #expect(counts.keys.filter { $0 < 10 }.count == 3)
      #expect(counts.keys.filter { 10..<14 ~= $0 }.count == 3)
      #expect(counts.keys.filter { $0 >= 14 }.count == 3)
      seen.formUnion(counts.keys)
    }
    #expect(seen == Set(0..<17))
  }

  @Test func onlyTrainingRowsAreDrawn() throws {
    let chosen = [0, 3, 5, 11, 15, 16]
    for sampling in [Sampling.oversample, .undersample] {
      let sampler = try sampler([10, 4, 3], sampling, rows: chosen)
      #expect(sampler.count == (sampling == .oversample ? 9 : 3))
      for epoch in 0..<5 {
        #expect(Set(rows(sampler, epoch).keys).isSubset(of: chosen))
        let order = sampler.rows(ofEpoch: epoch, seed: 1)
        #expect(order == order.sorted())
      }
    }
    // A class without training rows has none in an epoch.
    #expect(try sampler([10, 4, 3], .oversample, rows: [0, 1, 2, 10]).count == 6)
  }

  @Test func anEpochHasAsManySteps() throws {
    let over = try run([10, 4, 3], .oversample)
    #expect(over.plan.stepsPerEpoch == 8)
    #expect(over.plan.trainingRows == 17)
    let under = try run([10, 4, 3], .undersample)
    #expect(under.plan.stepsPerEpoch == 3)
    #expect(try run([10, 4, 3], .none).plan.stepsPerEpoch == 5)
    let steps = try events(of: under).compactMap { event in
      if case .stepEnded(let step) = event { step.rows } else { nil }
    }
    #expect(steps == [4, 4, 1, 4, 4, 1, 4, 4, 1])
  }

  @Test(arguments: [Sampling.oversample, .undersample], [true, false])
  func threadsAndBreaksChangeNothing(_ sampling: Sampling, _ shuffle: Bool) throws {
    let whole = try run([10, 4, 3], sampling, shuffle: shuffle)
    try whole.complete()
    let threads = try run([10, 4, 3], sampling, threads: 3, shuffle: shuffle)
    try threads.complete()
    #expect(sameBits(whole.parameters, threads.parameters))
    #expect(!sameBits(whole.parameters, try completed(.none, shuffle)))
    for events in [2, 5, 9, 14] {
      let broken = try run([10, 4, 3], sampling, shuffle: shuffle)
      for _ in 0..<events { _ = try broken.next() }
      let again = try run([10, 4, 3], sampling, shuffle: shuffle)
      try again.restore(try broken.checkpoint())
      try again.complete()
      #expect(sameBits(whole.parameters, again.parameters))
    }
  }

  private func completed(_ sampling: Sampling, _ shuffle: Bool) throws -> Parameters {
    let run = try run([10, 4, 3], sampling, shuffle: shuffle)
    try run.complete()
    return run.parameters
  }

  @Test func aCheckpointOfOtherSamplingIsRefused() throws {
    let saved = try run([10, 4, 3], .oversample).checkpoint()
    #expect(
      refusal(.badData) { try run([10, 4, 3], .undersample).restore(saved) }
        == "the checkpoint is of another training: sampling: expected \"undersample\", "
        + "found \"oversample\"")
  }

  @Test func numbersHaveNoClasses() throws {
    let data = try numberTargets()
    let network = try Network(input: [3], layers: [Dense(1)])
    var configuration = TrainingConfiguration(loss: MeanSquaredError())
    configuration.sampling = .oversample
    #expect(
      refusal(.usage) {
        _ = try TrainingRun(
          network, configuration,
          training: try TrainingData(data, network: network, loss: MeanSquaredError()))
      } == "sampling: oversample needs classes, but numbers has numbers as targets")
  }
}
