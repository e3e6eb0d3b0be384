import Basics
import DataFiles
import Datasets
import Foundation
import Networks
import Reports
import Testing
import Training

/// What the log of a training holds; Tests/EventFilesTests reads such files with TensorBoard's package.
@Suite struct TensorBoardLogTests {
  private static let opening = TensorBoardLog.Opening(
    settings: ["epochs": 30, "hidden": [16]], texts: [("command", "    descent train digits")])

  private func folders(_ folder: String) throws {
    for part in TensorBoardLog.parts {
      try FileManager.default.createDirectory(
        atPath: folder + "/" + part, withIntermediateDirectories: true)
    }
  }

  /// How often a text comes in all files of a folder.
  private func count(_ text: String, in folder: String) throws -> Int {
    try namesInFolder(folder)?.filter { $0.hasPrefix("events.out.") }.reduce(0) { sum, name in
      let bytes = try Data(readFile(folder + "/" + name))
      var (found, from) = (0, bytes.startIndex)
      while let range = bytes.range(of: Data(text.utf8), in: from..<bytes.endIndex) {
        (found, from) = (found + 1, range.upperBound)
      }
      return sum + found
    } ?? 0
  }

  private func validated(epochs: Int) throws -> TrainingRun {
    let data = try Dataset.digits()
    let network = try Network(
      input: data.shape, layers: [Flatten(), Dense(8, activation: .relu), Dense(10)])
    let loss = CategoricalCrossEntropy()
    return try TrainingRun(
      network, TrainingConfiguration(loss: loss, epochs: epochs, batchSize: 50, seed: 1),
      training: TrainingData(data, rows: Array(0..<500), network: network, loss: loss),
      validation: TrainingData(data, rows: Array(500..<600), network: network, loss: loss))
  }

  @Test func everythingIsThere() throws {
    try inFolder { folder in
      try folders(folder)
      let run = try validated(epochs: 4)
      let log = try TensorBoardLog(folder, run, Self.opening)
      let recorder = try HistogramRecorder(run, file: nil)
      while let event = try run.next() {
        try log.note(event, run)
        if let snapshot = try recorder.note(event, run) { try log.note(snapshot, run) }
      }
      let data = try Dataset.digits()
      let rows = Array(600..<700)
      let test = try TrainingData(
        data, rows: rows, network: run.trainer.network, loss: run.configuration.loss)
      try log.finish(
        [NamedFigure("test_accuracy", 0.5)],
        judged: RunReport.Judged("test rows", run.evaluate(test), dataset: data, rows: rows),
        step: run.trainer.stepCount)
      for text in [
        "_hparams_/experiment", "_hparams_/session_start_info", "_hparams_/session_end_info",
        "descent train digits", "final/test_accuracy", "the_least_certain",
        "confusion_matrix_counts", "| actual | 0 |",
      ] { #expect(try count(text, in: folder) > 0, "\(text)") }
      let train = folder + "/train"
      #expect(try count("loss_by_step", in: train) == 40)
      #expect(try count("learning_rate", in: train) == 4)
      #expect(try count("weight_change/layers.1.weight", in: train) == 4)
      let looks = run.histogramPlan.epochs.count
      #expect(try count("gradients/layers.2.bias", in: train) == looks)
      // With "activations/…" and "dead_units/…".
      #expect(try count("layer 2 (dense)", in: train) == 2 * looks)
      #expect(try count("weights_of_the_first_layer", in: train) == looks)
      #expect(try count("loss", in: folder + "/validation") == 4)
      #expect(log.files.count == 3 && log.files.allSatisfy { fileKind(folder + "/" + $0) == .file })
    }
  }

  @Test func longTrainingsAreThinned() throws {
    try inFolder { folder in
      try folders(folder)
      let data = try Dataset.digits()
      let network = try Network(input: data.shape, layers: [Flatten(), Dense(10)])
      let loss = CategoricalCrossEntropy()
      let run = try TrainingRun(
        network, TrainingConfiguration(loss: loss, epochs: 12_001, batchSize: nil),
        training: TrainingData(data, rows: Array(0..<10), network: network, loss: loss))
      let log = try TensorBoardLog(folder, run, Self.opening)
      while let event = try run.next() { try log.note(event, run) }
      let steps = try count("loss_by_step", in: folder + "/train")
      #expect((1000...1100).contains(steps))
      // Every second epoch, and the last one.
      #expect(try count("learning_rate", in: folder + "/train") == 6001)
      #expect(namesInFolder(folder + "/validation") == [])
    }
  }

  @Test func whoGoesOnWritesNewFiles() throws {
    try inFolder { folder in
      try folders(folder)
      let first = try validated(epochs: 4)
      let log = try TensorBoardLog(folder, first, Self.opening)
      while let event = try first.next() {
        try log.note(event, first)
        if case .epochEnded = event { break }
      }
      let second = try validated(epochs: 4)
      try second.restore(try first.checkpoint())
      _ = try TensorBoardLog(folder, second, Self.opening)
      for part in ["", "/train", "/validation"] {
        let names = namesInFolder(folder + part)?.filter { $0.hasPrefix("events.out.") } ?? []
        #expect(names.count == 2)
      }
      // The settings are told once.
      #expect(try count("_hparams_/experiment", in: folder) == 1)
    }
  }

  @Test func aFolderThatIsNotThereIsAnError() throws {
    let run = try validated(epochs: 1)
    let error = #expect(throws: DescentError.self) {
      try TensorBoardLog("/nowhere/at/all", run, Self.opening)
    }
    #expect(error?.kind == .cannotWrite)
  }
}
