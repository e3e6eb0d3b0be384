import Descent

/// Makes the layers that settings ask for.
enum NetworkBuilder {
  /// The network for some data.
  ///
  /// Throws `DescentError` (usage or bad data) where settings don't fit each other or the data.
  ///
  /// - Parameter encoding: of a table; its embedded columns get an `Embedding` before all other layers.
  static func network(
    _ settings: TrainSettings, for data: Dataset, _ encoding: TableEncoding? = nil
  ) throws -> Network {
    let embedded = (encoding?.embedded ?? []).map {
      Embedding.Column(feature: $0.feature, levels: $0.levels)
    }
    if let layers = settings.layers {
      return try Network(input: data.shape, describedLayers: layers)
    }
    do {
      let first: [any Layer] = embedded.isEmpty ? [] : [Embedding(embedded)]
      return try Network(input: data.shape, layers: first + layers(settings, task: data.task))
    } catch let error as ShapeError {
      throw DescentError(.usage, error.description)
    }
  }

  private static func layers(_ settings: TrainSettings, task: Task) throws -> [any Layer] {
    guard settings.dropout.count <= 1 || settings.dropout.count == settings.hidden.count else {
      throw DescentError(
        .usage,
        "dropout: expected one rate or \(settings.hidden.count), one per hidden layer, "
          + "found \(settings.dropout.count)")
    }
    guard !(settings.batchNorm && settings.layerNorm) else {
      throw DescentError(
        .usage, "batch-norm and layer-norm can't be combined", fix: "Choose one of them.")
    }
    var layers: [any Layer] = []
    for (index, units) in settings.hidden.enumerated() {
      let rate =
        settings.dropout.count > 1 ? settings.dropout[index] : settings.dropout.first ?? 0
      layers += block(units, settings, dropout: rate)
    }
    layers.append(
      dense(
        outputs(settings, task: task), activation: try outputActivation(settings),
        initializer: settings.outputInitializer))
    return layers
  }

  /// One hidden layer with its normalization and dropout.
  private static func block(
    _ units: Int, _ settings: TrainSettings, dropout: Double
  ) -> [any Layer] {
    var layers: [any Layer] = []
    if settings.batchNorm || settings.layerNorm {
      // Batch normalization takes any bias away again. The weights still start to suit the
      // activation that follows.
      layers.append(
        Dense(units, useBias: !settings.batchNorm, initializer: settings.initializer))
      layers.append(settings.batchNorm ? BatchNormalization() : LayerNormalization())
      layers.append(layer(settings.activation))
    } else {
      layers.append(
        dense(units, activation: settings.activation, initializer: settings.initializer))
    }
    if dropout > 0 { layers.append(Dropout(dropout)) }
    return layers
  }

  private static func dense(
    _ units: Int, activation: any ActivationFunction, initializer: (any Initializer)?
  ) -> any Layer {
    func make(_ activation: some ActivationFunction) -> any Layer {
      Dense(units, activation: activation, initializer: initializer)
    }
    return make(activation)
  }

  /// One output per class, or a single one where a loss on two classes asks for yes or no.
  private static func outputs(_ settings: TrainSettings, task: Task) -> Int {
    let classes = task.classes.count
    guard classes > 0 else { return task.targetWidth }
    return classes == 2 && !(settings.loss is CategoricalCrossEntropy) ? 1 : classes
  }

  private static func outputActivation(_ settings: TrainSettings) throws
    -> any ActivationFunction
  {
    let own = type(of: settings.loss.outputActivation).kind
    if own != Linear.kind, !(settings.outputActivation is Linear) {
      throw DescentError(
        .usage, "output-activation: the loss \(type(of: settings.loss).kind) applies \(own) itself",
        fix: "Leave output-activation out.")
    }
    return settings.outputActivation
  }
}

/// An activation as a layer of its own.
private func layer(_ function: some ActivationFunction) -> any Layer { Activation(function) }
