import Descent

extension SettingsTable {
  static let training: [Setting] = [
    .described(
      "loss", .training, "What training makes small.",
      default: "cross-entropy for classes, mean-squared-error for numbers", \.loss,
      in: LossCatalog.standard, described: { $0.described }),
    .described(
      "optimizer", .training, "The rule that moves the parameters.", default: "adam",
      \.optimizer, in: OptimizerCatalog.standard, described: { $0.described }),
    Setting(
      "learning-rate", .training, .scalar, "number", "The base learning rate.",
      default: "depends on the data; otherwise the optimizer's own"
    ) { value, place, settings in
      if value.text == "auto" {
        settings.learningRate = nil
        return
      }
      guard let rate = value.number, Scalar(rate) > 0, Scalar(rate).isFinite else {
        throw wrong(place, value, "a number above 0, or auto")
      }
      settings.learningRate = rate
    } write: { settings in
      .number(settings.resolvedLearningRate)
    },
    .described(
      "schedule", .training, "How the learning rate changes.", default: "constant", \.schedule,
      in: ScheduleCatalog.standard, described: { $0.described }),
    .integer(
      "epochs", .training, "Times that every training row is seen, at most.",
      default: "depends on the data", \.epochs, expected: "a whole number of 1 or more",
      where: { $0 >= 1 }),
    .optionalInteger(
      "batch-size", .training, "Rows per step; full takes all at once.",
      default: "depends on the data", \.batchSize, expected: "a whole number of 1 or more",
      none: "full"),
    .flag(
      "shuffle", .training, "A new order of the rows in every epoch.", default: "yes", \.shuffle),
    .integer(
      "early-stopping", .training,
      "Stops after so many epochs without a better figure and keeps the best weights; 0: never.",
      default: "20 for tables, 0 otherwise", \.earlyStopping,
      expected: "a whole number of 0 or more epochs", where: { $0 >= 0 }),
    Setting(
      "monitor", .training, .text, "figure", "The figure that early stopping watches.",
      default: "val_loss, or loss without validation"
    ) { value, place, settings in
      guard let text = value.plainText, !text.isEmpty else {
        throw wrong(place, value, "the name of a figure")
      }
      settings.monitor = text
    } write: {
      .text($0.resolvedMonitor)
    },
    Setting(
      "metrics", .training, .list, "a,b,…",
      "What is measured on the validation rows besides the loss.",
      default: "accuracy for classes; mean_absolute_error and r2 for numbers",
      kinds: MetricCatalog.standard.map(\.name)
    ) { value, place, settings in
      let elements = value.list ?? [value]
      settings.metrics = try elements.map { element in
        guard let name = element.plainText else {
          throw wrong(place, element, "the name of a metric")
        }
        do {
          return try MetricCatalog.metric(name)
        } catch let error as DescentError {
          throw DescentError(
            .badData, "\(place): \(error.message)", at: element.position, fix: error.fix)
        }
      }
    } write: { settings in
      .list(settings.metrics.map { .text($0.name) })
    },
    Setting(
      "class-weight", .training, .list, "weights",
      "What each class counts: balanced, none, or one number per class.", default: "none",
      read: readClassWeight
    ) { settings in
      switch settings.classWeight {
      case .none: "none"
      case .balanced: "balanced"
      case .list(let weights): .list(weights.map { .number($0) })
      }
    },
    Setting(
      "seed", .training, .scalar, "n", "Decides everything random.", default: "0"
    ) { value, place, settings in
      guard let number = value.integer, let seed = UInt64(exactly: number) else {
        throw wrong(place, value, "a whole number of 0 or more")
      }
      settings.seed = seed
    } write: {
      .integer(Int(clamping: $0.seed))
    },
    .optionalInteger(
      "threads", .training, "Threads that share the work; never changes a result.",
      default: "auto: as many as are useful, at most one per core", \.threads,
      expected: "a whole number from 1 to 1024", none: "auto", where: { (1...1024).contains($0) }),
    Setting(
      "memory", .training, .text, "size",
      "The most memory for the rows; what is more is read from disk. Never changes a result.",
      default: "auto: half of the machine's"
    ) { value, place, settings in
      if value.text == "auto" {
        settings.memory = nil
        return
      }
      guard let bytes = value.integer ?? value.plainText.flatMap({ MemorySize.bytes($0) }),
        bytes > 0
      else { throw wrong(place, value, MemorySize.expected) }
      settings.memory = bytes
    } write: {
      $0.memory.map { .text(MemorySize.text($0)) }
    },
    .choice(
      "precision", .training,
      "What is multiplied in: full, or bf16 where the processor has it, faster and less precise.",
      default: "full", \.precision, noun: "precision"),
  ]

  static let regularization: [Setting] = [
    .number(
      "l1", .regularization, "Adds l1 times the sum of the weights' magnitudes to the loss.",
      default: "0", \.regularization.l1, expected: "a number of 0 or more", where: { $0 >= 0 }),
    .number(
      "l2", .regularization, "Adds l2 / 2 times the sum of the squared weights to the loss.",
      default: "0", \.regularization.l2, expected: "a number of 0 or more", where: { $0 >= 0 }),
    .number(
      "weight-decay", .regularization, "Shrinks weights by rate times this in every step.",
      default: "0", \.regularization.weightDecay,
      expected: "a number of at least 0 and less than 1",
      where: { $0 >= 0 && $0 < 1 }),
    .optionalNumber(
      "max-norm", .regularization, "The largest norm of the weights into a unit.",
      default: "none", \.regularization.maxNorm, expected: "a number above 0", where: { $0 > 0 }),
    .optionalNumber(
      "clip-value", .regularization, "Clips every number of the gradient.", default: "none",
      \.regularization.clipValue, expected: "a number above 0", where: { $0 > 0 }),
    .optionalNumber(
      "clip-norm", .regularization, "Clips the norm of the whole gradient.", default: "none",
      \.regularization.clipNorm, expected: "a number above 0", where: { $0 > 0 }),
    .optionalNumber(
      "average-decay", .regularization,
      "Keeps a moving average of the weights with this decay, and uses it.", default: "none",
      \.regularization.averageDecay, expected: "a number above 0 and below 1",
      where: { $0 > 0 && $0 < 1 }),
    augment,
  ]
}

private func readClassWeight(
  _ value: Value, _ place: String, _ settings: inout TrainSettings
) throws {
  switch value.text {
  case "balanced": settings.classWeight = .balanced
  case "none": settings.classWeight = .none
  default:
    guard let list = value.list, !list.isEmpty else {
      throw wrong(place, value, "balanced, none, or a list of numbers")
    }
    settings.classWeight = .list(
      try list.enumerated().map { index, element in
        guard let weight = element.number, weight >= 0, weight.isFinite else {
          throw wrong("\(place)[\(index)]", element, "a number of 0 or more")
        }
        return weight
      })
  }
}
