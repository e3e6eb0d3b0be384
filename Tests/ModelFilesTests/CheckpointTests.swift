import Basics
import Datasets
import ModelFiles
import Networks
import TestSupport
import Testing
import Training

/// A training goes on from a file to the same bits.
@Suite struct CheckpointTests {
  @Test func everyKindIsTried() {
    #expect(
      trainingCases.count
        == OptimizerCatalog.standard.kinds.count + ScheduleCatalog.standard.kinds.count + 12)
    #expect(OptimizerCatalog.standard.kinds.count >= 10)
  }

  /// The cases do what they are there for.
  @Test func ratesFallAndTrainingsStopEarly() throws {
    for training in trainingCases {
      let ending = try Ending(try training.run())
      if training.name == "plateau at once" {
        #expect(Set(ending.history.dropLast().map(\.learningRate)).count > 1)
      }
      if training.name.hasPrefix("early stopping") {
        #expect(ending.outcome.keptEpoch < ending.history.count)
        #expect(ending.outcome.reason == .stoppedEarly)
      }
    }
  }

  /// At every event of a training: to a file, back, and on to the end on other threads.
  @Test(arguments: trainingCases)
  func goesOnFromEveryEvent(_ training: TrainingCase) throws {
    let expected = try Ending(try training.run())
    var events = 0
    var steps = Set<Int>()
    while true {
      let run = try training.run(after: events)
      let checkpoint = try training.checkpoint(run)
      let bytes = try checkpoint.safetensors()
      let read = try Checkpoint(safetensors: bytes)
      #expect(read.training == checkpoint.training)
      #expect(try read.safetensors() == bytes)
      let again = try training.run(threads: 1 + events % 3)
      try again.restore(read.training)
      #expect(try Ending(again) == expected, "after \(events) events")
      steps.insert(read.training.trainer.stepCount)
      guard try run.next() != nil else { break }
      events += 1
    }
    #expect(events >= expected.history.count)
    #expect(steps.count == 1 + expected.history.reduce(0) { $0 + $1.steps })
  }

  /// A training that is taken down and goes on again and again.
  @Test func goesOnAgainAndAgain() throws {
    let training = TrainingCase("again")
    let expected = try Ending(try training.run())
    var run = try training.run()
    var rounds = 0
    while try run.next() != nil {
      let bytes = try training.checkpoint(run).safetensors()
      run = try training.run(threads: 1 + rounds % 4)
      try run.restore(try Checkpoint(safetensors: bytes).training)
      #expect(try run.next() != nil)
      rounds += 1
      if rounds > 100 { break }
    }
    #expect(try Ending(run) == expected)
  }

  @Test func everythingComesBack() throws {
    let training = TrainingCase("all") {
      $0.configuration.earlyStopping = EarlyStopping()
      $0.configuration.regularization.averageDecay = 0.9
    }
    // One epoch of three steps, and two steps more.
    let run = try training.run(after: 7)
    let checkpoint = try training.checkpoint(run)
    #expect(checkpoint.training.history.epochs.count == 1)
    #expect(checkpoint.training.step == 2)
    #expect(checkpoint.training.best?.epoch == 1)
    let read = try Checkpoint(safetensors: try checkpoint.safetensors())
    #expect(read.program == "1.2.3")
    #expect(read.configuration == ["epochs": 3, "rate": 0.05])
    #expect(read.data == checkpoint.data)
    #expect(read.remarks == ["folder": "/somewhere", "seconds": 1.25])
    #expect(read.model.description == checkpoint.model.description)
    #expect(read.model.parameters == run.trainer.parameters)
    let file = try SafetensorsFile(try checkpoint.safetensors())
    let names = Set(file.tensors.map(\.name))
    for prefix in ["parameters", "state.0", "state.1", "average", "start", "best"] {
      for entry in run.trainer.network.layout.entries {
        #expect(names.contains("\(prefix).\(entry.name)"))
      }
    }
    #expect(names.count == 6 * run.trainer.network.layout.entries.count + 1)
  }

  /// Numbers that JSON can't say keep their bits, too.
  @Test func numbersOfAnyKind() throws {
    let training = TrainingCase("numbers")
    var checkpoint = try training.checkpoint(try training.run(after: 7))
    let odd = [Double.nan, .infinity, -.infinity, -0.0, .leastNonzeroMagnitude, 0.1, 1e300]
    for value in odd {
      checkpoint.training.history.epochs[0].gradientNorm = value
      checkpoint.training.history.epochs[0].validation[0].value = value
      checkpoint.training.epoch?.lossSum = value
      checkpoint.training.trainer.optimizerState[1][2] = Scalar(value)
      checkpoint.training.trainer.parameters.values[3] = Scalar(value)
      let read = try Checkpoint(safetensors: try checkpoint.safetensors()).training
      #expect(read.history.epochs[0].gradientNorm.bitPattern == value.bitPattern)
      #expect(read.history.epochs[0].validation[0].value.bitPattern == value.bitPattern)
      #expect(read.epoch?.lossSum.bitPattern == value.bitPattern)
      #expect(read.trainer.optimizerState[1][2].bitPattern == Scalar(value).bitPattern)
      #expect(read.trainer.parameters.values[3].bitPattern == Scalar(value).bitPattern)
    }
    // A figure that some epochs don't have.
    var epoch = checkpoint.training.history.epochs[0]
    (epoch.epoch, epoch.accuracy) = (2, nil)
    epoch.validation.removeFirst()
    checkpoint.training.history.epochs = [checkpoint.training.history.epochs[0], epoch]
    checkpoint.training.history.epochs[0].gradientNorm = 1
    checkpoint.training.history.epochs[1].gradientNorm = 2
    checkpoint.training.history.epochs[0].validation[0].value = 3
    let read = try Checkpoint(safetensors: try checkpoint.safetensors()).training
    #expect(read.history == checkpoint.training.history)
  }

  // MARK: Refusals

  @Test func anotherTrainingIsRefused() throws {
    let saved = try TrainingCase("one").run(after: 5).checkpoint()
    func fault(_ change: (inout TrainingCase) -> Void) throws -> String? {
      let run = try TrainingCase("other", change).run()
      return message { try run.restore(saved) }
    }
    #expect(try fault { _ in } == nil)
    #expect(try fault { $0.configuration.threads = 3 } == nil)
    let start = "the checkpoint is of another training: "
    #expect(
      try fault { $0.configuration.learningRate = 0.1 }
        == start + "learning-rate: expected 0.1, found 0.05")
    #expect(
      try fault { $0.configuration.optimizer = SGD() }
        == start + "optimizer: expected \"sgd\", found "
        + "{\"kind\":\"adam\",\"beta1\":0.9,\"beta2\":0.999,\"epsilon\":1e-08}")
    #expect(try fault { $0.configuration.seed = 4 }?.hasPrefix(start + "seed: ") == true)
    #expect(try fault { $0.configuration.epochs = 4 }?.hasPrefix(start + "epochs: ") == true)
    #expect(try fault { $0.configuration.shuffle = false }?.hasPrefix(start + "shuffle") == true)
    #expect(try fault { $0.configuration.batchSize = 5 }?.hasPrefix(start + "batch-size") == true)
    #expect(
      try fault {
        $0.shape = [1, 3]
        $0.configuration.augmentation.mixup = 0.2
      } == start + "augment: expected {\"mixup\":0.2}, found \"none\"")
    #expect(
      try fault { $0.configuration.earlyStopping = EarlyStopping() }?
        .hasPrefix(start + "early-stopping: ") == true)
    #expect(try fault { $0.isValidated = false }?.hasPrefix(start + "validation rows: ") == true)
    #expect(
      try fault { $0.layers = [Dense(5, activation: .tanh), Dense(2)] }
        == start + "parameters: expected 32, found 26")
    // A run that has begun is not restored.
    let begun = try TrainingCase("begun").run(after: 2)
    #expect(
      message { try begun.restore(saved) }
        == "a training that has begun can't be restored. Make a new TrainingRun.")
  }

  @Test func partsThatDoNotFitAreRefused() throws {
    let training = TrainingCase("parts") { $0.configuration.earlyStopping = EarlyStopping() }
    let saved = try training.run(after: 7).checkpoint()
    func fault(_ change: (inout TrainingCheckpoint) -> Void) throws -> String? {
      var copy = saved
      change(&copy)
      let run = try training.run()
      return message { try run.restore(copy) }
    }
    let text = "the checkpoint's parts don't fit together"
    #expect(try fault { _ in } == nil)
    #expect(try fault { $0.trainer.stepCount += 1 } == text)
    #expect(try fault { $0.trainer.stepCount = .max } == text)
    #expect(try fault { $0.epoch = nil } == text)
    #expect(try fault { $0.epoch?.step = 4 } == text)
    #expect(try fault { $0.history.epochs = [] } == text)
    #expect(try fault { $0.best?.epoch = 2 } == text)
    #expect(try fault { $0.best?.parameters.values.removeLast() } == text)
    #expect(try fault { $0.epoch?.startParameters.values.append(1) } == text)
    #expect(
      try fault { $0.trainer.optimizerState.removeLast() }?
        .contains("optimizer state per parameter: expected 2, found 1") == true)
    #expect(try fault { $0.trainer.optimizerState[0].removeLast() } != nil)
    #expect(try fault { $0.trainer.average = $0.trainer.parameters } != nil)
  }

  /// After a fault there is nothing to go on from.
  @Test func noCheckpointAfterAFault() throws {
    let training = TrainingCase("diverges") {
      $0.configuration.optimizer = SGD()
      $0.configuration.learningRate = 1e30
      $0.configuration.loss = MeanSquaredError()
      $0.isRegression = true
      $0.layers = [Dense(2)]
      $0.configuration.metrics = []
    }
    let run = try training.run()
    #expect(message { try run.complete() } != nil)
    #expect(
      message { _ = try run.checkpoint() }
        == "a training that ended with an error has no checkpoint")
  }

  @Test func otherFilesAreRefused() throws {
    let model = try smallModel().safetensors()
    #expect(
      message { _ = try Checkpoint(safetensors: model, file: "m") }
        == "m: a safetensors file, but not a checkpoint of Descent: its metadata has no entry "
        + "\"descent-checkpoint\"")
    let training = TrainingCase("no model")
    let bytes = try training.checkpoint(try training.run(after: 5)).safetensors()
    #expect(
      loadingFault(bytes)?.hasPrefix(
        "m.safetensors: a safetensors file, but not of a Descent model")
        == true)
  }
}
