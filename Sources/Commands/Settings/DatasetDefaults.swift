import Descent

/// What suits a data set where the user doesn't say.
enum DatasetDefaults {
  /// The settings for a data set, below recipe, config file and flags.
  static func settings(for name: String, _ data: LoadedData) -> Settings {
    var settings = base(data)
    for entry in named(name)?.entries ?? special(data).entries {
      settings[entry.name] = entry.value
    }
    return settings
  }

  /// What follows from the task and from whether there are test rows.
  private static func base(_ data: LoadedData) -> Settings {
    var settings: Settings =
      data.train.task.classes.isEmpty
      ? ["loss": "mean-squared-error", "metrics": ["mean_absolute_error", "r2"]]
      : ["loss": "cross-entropy", "metrics": ["accuracy"]]
    settings["test"] = data.test == nil ? 0.2 : "given"
    if let keys = data.train.splitKeys, keys.rule == .column {
      settings["test"] = keys.name(.test) ? "given" : 0
      if keys.name(.validation) { settings["validation"] = "given" }
    }
    if data.validation != nil { settings["validation"] = "given" }
    return settings
  }

  /// The data sets that have a name.
  private static func named(_ name: String) -> Settings? {
    switch name {
    case "digits":
      [
        "scale": "unit", "hidden": [256], "dropout": 0.3, "learning-rate": 0.005, "epochs": 40,
        "batch-size": 32, "schedule": "cosine",
      ]
    case "mnist", "fashion-mnist":
      [
        "scale": "unit", "hidden": [128], "learning-rate": 0.002, "epochs": 10,
        "batch-size": 128, "schedule": "cosine",
      ]
    case "xor":
      [
        "scale": "none", "hidden": [8], "activation": "tanh", "learning-rate": 0.05,
        "epochs": 300, "batch-size": "full", "validation": 0, "test": "training",
      ]
    case "moons", "circles":
      [
        "scale": "standardize", "hidden": [32, 32], "learning-rate": 0.01, "epochs": 50,
        "batch-size": 32, "schedule": "cosine",
      ]
    case "spirals":
      [
        "scale": "standardize", "hidden": [64, 64], "learning-rate": 0.01, "epochs": 150,
        "batch-size": 32, "schedule": "cosine",
      ]
    case "blobs":
      [
        "scale": "standardize", "hidden": [16], "learning-rate": 0.01, "epochs": 30,
        "batch-size": 32, "schedule": "cosine",
      ]
    case "sine":
      [
        "scale": "standardize", "hidden": [32, 32], "activation": "tanh", "learning-rate": 0.01,
        "epochs": 100, "batch-size": 32, "schedule": "cosine",
      ]
    default: nil
    }
  }

  /// Data from files: pictures, or tables of numbers.
  private static func special(_ data: LoadedData) -> Settings {
    if data.train.shape.dimensions.count > 1 {
      return [
        "scale": "unit", "hidden": [128], "learning-rate": 0.002, "epochs": 10,
        "batch-size": data.train.rows >= 10_000 ? 128 : 32, "schedule": "cosine",
      ]
    }
    return [
      "scale": "standardize", "hidden": [64, 32], "dropout": 0.05, "learning-rate": 0.002,
      "epochs": 200, "batch-size": 32, "early-stopping": 20, "average-decay": 0.99,
    ]
  }
}
