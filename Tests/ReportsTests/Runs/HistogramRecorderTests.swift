import Basics
import DataFiles
import Datasets
import Networks
import Reports
import Testing
import Training

/// `histograms.jsonl` of trainings that run, stop and go on.
@Suite struct HistogramRecorderTests {
  static func run(epochs: Int = 30, patience: Int? = nil) throws -> TrainingRun {
    let data = try Dataset.digits()
    let network = try Network(
      input: data.shape, layers: [Flatten(), Dense(16, activation: .relu), Dense(10)])
    let loss = CategoricalCrossEntropy()
    let configuration = TrainingConfiguration(
      loss: loss, learningRate: patience == nil ? 0.001 : 1, epochs: epochs, batchSize: 64,
      earlyStopping: patience.map { EarlyStopping(monitor: "loss", patience: $0) }, seed: 1)
    return try TrainingRun(
      network, configuration,
      training: TrainingData(data, rows: Array(0..<600), network: network, loss: loss))
  }

  /// Runs to the end, or until so many epochs ended.
  private func follow(
    _ run: TrainingRun, _ recorder: HistogramRecorder, epochs: Int = .max
  ) throws {
    while let event = try run.next() {
      _ = try recorder.note(event, run)
      if case .epochEnded(let epoch) = event, epoch.epoch == epochs { return }
    }
  }

  @Test func aLineForEachEpochOfThePlan() throws {
    try inFolder { folder in
      let run = try Self.run()
      let recorder = try HistogramRecorder(run, file: folder + "/h.jsonl")
      try follow(run, recorder)
      try recorder.finish()
      let found = try LayerHistograms.read(readFile(folder + "/h.jsonl"))
      #expect(found == recorder.snapshots && found.map(\.epoch) == run.histogramPlan.epochs)
      #expect(found.count >= 2 && found.first?.epoch == 1 && found.last?.epoch == 30)
    }
  }

  @Test func theLastEpochOfOneThatStopsEarly() throws {
    let run = try Self.run(epochs: 1000, patience: 2)
    let recorder = try HistogramRecorder(run, file: nil)
    try follow(run, recorder)
    let last = run.history.epochs.count
    #expect(last < 1000 && !run.histogramPlan.epochs.contains(last))
    #expect(recorder.snapshots.last?.epoch == last)
    #expect(recorder.snapshots.map(\.epoch) == recorder.snapshots.map(\.epoch).sorted())
  }

  @Test(arguments: [1, 2, 12, 29]) func whoGoesOnComesToTheSameBytes(_ stop: Int) throws {
    try inFolder { folder in
      let whole = try Self.run()
      try follow(whole, try HistogramRecorder(whole, file: folder + "/whole"))
      let first = try Self.run()
      let recorder = try HistogramRecorder(first, file: folder + "/h")
      try follow(first, recorder, epochs: stop)
      let checkpoint = try first.checkpoint()
      // It goes on for a while and is killed in the middle of a line.
      try follow(first, recorder, epochs: min(stop + 15, 30))
      try AtomicFile.write(
        ContiguousArray(try readFile(folder + "/h") + [UInt8](#"{"epoch":2"#.utf8)),
        to: folder + "/h")
      let second = try Self.run()
      try second.restore(checkpoint)
      let again = try HistogramRecorder(second, file: folder + "/h")
      #expect(again.fault == nil)
      try follow(second, again)
      #expect(try readFile(folder + "/h") == readFile(folder + "/whole"))
    }
  }

  @Test func aDamagedFileIsBegunAnewAndSaid() throws {
    try inFolder { folder in
      let first = try Self.run()
      while case let event? = try first.next() {
        if case .epochEnded = event { break }
      }
      try AtomicFile.write("{\"epoch\":1}\n", to: folder + "/h")
      let second = try Self.run()
      try second.restore(try first.checkpoint())
      let recorder = try HistogramRecorder(second, file: folder + "/h")
      #expect(recorder.fault?.position?.line == 1)
      try follow(second, recorder)
      #expect(try LayerHistograms.read(readFile(folder + "/h")).last?.epoch == 30)
    }
  }
}
