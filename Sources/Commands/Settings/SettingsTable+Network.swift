import Descent

extension SettingsTable {
  /// Settings that `from` replaces: the network comes from the model file then.
  static let network: [Setting] = [
    Setting(
      "hidden", .network, .list, "n,n,…", "Units of the hidden layers.",
      default: "depends on the data", read: readHidden
    ) { settings in
      guard !settings.hidden.isEmpty else { return "none" }
      return .list(settings.hidden.map { .integer($0) })
    },
    .described(
      "activation", .network, "The activation of the hidden layers.", default: "relu",
      \.activation, in: ActivationCatalog.standard, described: { $0.described }),
    .flag(
      "batch-norm", .network, "Batch normalization before each hidden activation.", default: "no",
      \.batchNorm),
    .flag(
      "layer-norm", .network, "Layer normalization before each hidden activation.", default: "no",
      \.layerNorm),
    Setting(
      "dropout", .network, .list, "rate",
      "The share of hidden outputs dropped in training; one rate, or one per hidden layer.",
      default: "0", read: readDropout
    ) { settings in
      switch settings.dropout.count {
      case 0: 0
      case 1: .number(settings.dropout[0])
      default: .list(settings.dropout.map { .number($0) })
      }
    },
    Setting(
      "initializer", .network, .described, "kind", "How weights start.",
      default: "auto: he-uniform for relu and its kin, lecun-uniform for selu, otherwise "
        + "glorot-uniform", kinds: InitializerCatalog.standard.kinds
    ) { value, place, settings in
      settings.initializer = try readInitializer(value, place)
    } write: { settings in
      settings.initializer?.described ?? "auto"
    },
    Setting(
      "output-initializer", .network, .described, "kind",
      "How the weights of the output layer start.",
      default: "auto: as initializer says, otherwise what suits the output activation",
      kinds: InitializerCatalog.standard.kinds
    ) { value, place, settings in
      settings.outputInitializer = try readInitializer(value, place)
    } write: { settings in
      settings.outputInitializer?.described ?? "auto"
    },
    .described(
      "output-activation", .network,
      "The activation of the output layer, for losses that don't bring their own.",
      default: "linear", \.outputActivation, in: ActivationCatalog.standard,
      described: { $0.described }),
    Setting(
      "layers", .network, .layers, "[{…}, …]",
      "All layers, the output layer included, instead of the settings above.",
      default: "made of the settings above", kinds: LayerCatalog.standard.kinds
    ) { value, place, settings in
      guard let list = value.list, !list.isEmpty else {
        throw wrong(place, value, "a list of layers")
      }
      for (index, layer) in list.enumerated() {
        _ = try LayerCatalog.standard.make(
          layer, path: "\(place)[\(index)]", context: Catalogs.standard)
      }
      settings.layers = value
    } write: { settings in
      settings.layers
    },
  ]

  /// The settings that `layers` replaces.
  static let replacedByLayers = network.map(\.name).filter { $0 != "layers" }
}

/// `128,64`, `[128, 64]`, `128` or `none`.
private func readHidden(_ value: Value, _ place: String, _ settings: inout TrainSettings) throws {
  if value.text == "none" || value.list?.isEmpty == true {
    settings.hidden = []
    return
  }
  let elements = value.list ?? [value]
  settings.hidden = try elements.enumerated().map { index, element in
    let path = value.list == nil ? place : "\(place)[\(index)]"
    guard let units = element.integer, units >= 1 else {
      throw wrong(path, element, "a whole number of 1 or more units")
    }
    return units
  }
}

/// A kind of initializer, or `auto`.
private func readInitializer(_ value: Value, _ place: String) throws -> (any Initializer)? {
  if value.content == .null || value.text == "auto" { return nil }
  return try InitializerCatalog.standard.make(value, path: place, context: Catalogs.standard)
}

/// One rate, or a list of them.
private func readDropout(_ value: Value, _ place: String, _ settings: inout TrainSettings) throws {
  let elements = value.list ?? [value]
  let rates = try elements.enumerated().map { index, element in
    let path = value.list == nil ? place : "\(place)[\(index)]"
    guard let rate = element.number, rate >= 0, rate < 1 else {
      throw wrong(path, element, "a rate of at least 0 and less than 1")
    }
    return rate
  }
  settings.dropout = rates.allSatisfy { $0 == 0 } ? [] : rates
}
