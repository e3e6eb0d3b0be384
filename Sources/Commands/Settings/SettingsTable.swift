import Descent

/// Every setting of `train`, once: flags, config files, help, `--print-config` and `config.yaml`
/// all come from here.
enum SettingsTable {
  /// All settings in the order of help and of `config.yaml`.
  static let all: [Setting] = data + rows + network + training + regularization + run

  /// The names of all settings.
  static let names = all.map(\.name)

  /// The setting of a name.
  static func setting(_ name: String) -> Setting? { all.first { $0.name == name } }

  /// Keys that a recipe file has besides settings: they are for people.
  static let remarks = ["description", "system", "reported", "reaches"]

  static let data: [Setting] = [
    Setting(
      "data", .data, .text, "dataset",
      "The data set: a name (see: descent data list) or the path of a file or folder.",
      default: "digits"
    ) { value, place, settings in
      guard let text = value.plainText, !text.isEmpty else {
        throw wrong(place, value, "the name of a data set or a path")
      }
      settings.data = text
    } write: {
      .text($0.data)
    },
    Setting(
      "target", .data, .texts, "column",
      "The column of a CSV file that is predicted, by name or number from 1; several are numbers.",
      default: "the last"
    ) { value, place, settings in
      let elements = value.list ?? [value]
      let names = elements.compactMap(\.plainText)
      guard names.count == elements.count, !names.contains("") else {
        throw wrong(place, value, "the name of a column, or a list of them")
      }
      settings.target = names
    } write: { settings in
      settings.target.isEmpty ? nil : .list(settings.target.map { .text($0) })
    },
    .text(
      "x", .data, "name", "The array of features in an NPZ file.",
      default: "x_train, x, X, features, images or data", \.x),
    .text(
      "y", .data, "name",
      "The array of targets in an NPZ file, or the path of the targets of an .npy file.",
      default: "the one that goes with x", \.y),
    .choice(
      "task", .data, "Whether the target of a CSV file is a class or a number.",
      default: "automatic",
      \.task, noun: "task"),
    Setting(
      "classes", .data, .texts, "a,b,…", "Only the rows of these classes.", default: "all",
      read: readClasses
    ) { settings in
      settings.classes.map { .list($0.map { .text($0) }) } ?? "all"
    },
    .optionalInteger(
      "rows", .data, "Rows of a generated data set.", default: "the generator's own", \.rows,
      expected: "a whole number of 1 or more", none: "auto", writesNone: false),
    .optionalNumber(
      "noise", .data, "Noise of a generated data set.", default: "the generator's own", \.noise,
      expected: "a number of 0 or more", none: "auto", writesNone: false, where: { $0 >= 0 }),
    .optionalInteger(
      "class-count", .data, "Classes of a generated data set (spirals, blobs).",
      default: "the generator's own", \.classCount, expected: "a whole number of 2 or more",
      none: "auto", writesNone: false, where: { $0 >= 2 }),
    Setting(
      "picture-size", .data, .text, "HxW",
      "The height and width that pictures from files get, such as 28x28.",
      default: "the size that all have, up to 16,384 pixels; otherwise 32x32"
    ) { value, place, settings in
      guard let size = value.plainText.flatMap({ PictureSize($0) }) else {
        throw wrong(
          place, value,
          "height and width such as 28x28, each from 1 to \(grouped(PictureSize.sideLimit))")
      }
      settings.pictureSize = size
    } write: { settings in
      settings.pictureSize.map { .text($0.description) }
    },
    Setting(
      "picture-color", .data, .text, "name", "Whether pictures from files become grey.",
      default: "grey where all of them are", kinds: PictureColor.allCases.map(\.rawValue)
    ) { value, place, settings in
      guard let color = value.plainText.flatMap({ PictureColor(rawValue: $0) }) else {
        var error = wrong(place, value, "grey or color")
        error.fix = value.plainText.flatMap {
          nearestName(to: $0, in: PictureColor.allCases.map(\.rawValue))
        }.map { "Did you mean \"\($0)\"?" }
        throw error
      }
      settings.pictureColor = color
    } write: { settings in
      settings.pictureColor.map { .text($0.rawValue) }
    },
    Setting(
      "unreadable", .data, .text, "policy",
      "What becomes of pictures that can't be read: error refuses them, skip leaves them out and names "
        + "them.", default: "error", kinds: UnreadableChoice.allCases.map(\.rawValue)
    ) { value, place, settings in
      guard let choice = value.plainText.flatMap({ UnreadableChoice(rawValue: $0) }) else {
        throw wrong(place, value, "error or skip")
      }
      settings.unreadable = choice
    } write: { settings in
      settings.unreadable.map { .text($0.rawValue) }
    },
    .choice(
      "scale", .data, "How features are scaled.",
      default: "unit for pictures, standardize for tables", \.scale, noun: "scaling"),
    Setting(
      "missing", .data, .text, "policy",
      "What stands for empty cells of a table: mean, median or constant=X; drop leaves their rows out.",
      default: "error: they are refused",
      kinds: ["error", "mean", "median", "constant=X", "drop"]
    ) { value, place, settings in
      let names = ["error", "mean", "median", "constant=0", "drop"]
      guard let text = value.plainText else {
        throw wrong(place, value, "error, mean, median, constant=X or drop")
      }
      guard let choice = MissingChoice(text) else {
        throw DescentError(
          .badData, "\(place): expected error, mean, median, constant=X or drop, found \"\(text)\"",
          at: value.position, fix: suggestion(for: text, in: names))
      }
      settings.missing = choice
    } write: { settings in
      .text(settings.missing.text)
    },
    .flag(
      "missing-indicator", .data,
      "Adds a feature to every column with empty cells that says where they were.",
      default: "no", \.missingIndicator),
    Setting(
      "header", .data, .text, "yes|no",
      "Whether the first row of a table holds the names of its columns.", default: "found out",
      kinds: ["yes", "no"]
    ) { value, place, settings in
      // YAML takes both words for truth values.
      switch value.flag.map({ $0 ? "yes" : "no" }) ?? value.plainText {
      case "yes": settings.header = true
      case "no": settings.header = false
      default: throw wrong(place, value, "yes or no")
      }
    } write: { settings in
      settings.header.map { .text($0 ? "yes" : "no") }
    },
    Setting(
      "delimiter", .data, .text, "name",
      "What stands between the cells of a table: \(TableLayout.expected).", default: "found out"
    ) { value, place, settings in
      guard let delimiter = value.plainText.flatMap(TableLayout.delimiter) else {
        throw wrong(place, value, TableLayout.expected)
      }
      settings.delimiter = delimiter
    } write: { settings in
      settings.delimiter.map { .text(TableLayout.name(of: $0)) }
    },
    Setting(
      "ignore", .data, .texts, "a,b,…",
      "Columns of a CSV file that are not used, by name or number from 1.", default: "none"
    ) { value, place, settings in
      let elements = value.list ?? [value]
      let names = elements.compactMap(\.plainText)
      guard names.count == elements.count, !names.contains("") else {
        throw wrong(place, value, "the name of a column, or a list of them")
      }
      settings.ignore = names
    } write: { settings in
      settings.ignore.isEmpty ? nil : .list(settings.ignore.map { .text($0) })
    },
    Setting(
      "column-types", .data, .texts, "a=type,…",
      "What columns of a table hold, where it shall not be found out: number, category, yes-no, date, "
        + "day-first, month-first or ignore.",
      default: "found out", read: readColumnTypes
    ) { settings in
      settings.columnTypes.isEmpty
        ? nil : .list(settings.columnTypes.map { .text("\($0.column)=\($0.type.rawValue)") })
    },
    .optionalInteger(
      "embedding-above", .data,
      "Categories with more levels than this get a learned vector instead of a feature for each level; "
        + "none: no category does.", default: "50", \.embeddingAbove,
      expected: "a whole number of 1 or more", none: "none", writesNone: true,
      where: { $0 >= 1 }),
    Setting(
      "target-scale", .data, .text, "name",
      "How targets that are numbers are scaled for the loss; predictions are scaled back.",
      default: "standardize for numbers, where the output is linear",
      kinds: TargetScaleChoice.allCases.map(\.rawValue)
    ) { value, place, settings in
      guard let text = value.plainText else {
        throw wrong(place, value, "the name of a scaling of targets")
      }
      guard let choice = TargetScaleChoice(rawValue: text) else {
        throw DescentError(
          .badData, "\(place): unknown scaling of targets \"\(text)\"", at: value.position,
          fix: suggestion(for: text, in: TargetScaleChoice.allCases.map(\.rawValue)))
      }
      settings.targetScale = choice
    } write: { settings in
      settings.targetScale.map { .text($0.rawValue) }
    },
    Setting(
      "validation", .data, .scalar, "share",
      "The share of the training rows that watches the training; 0 trains on every one; given: those "
        + "that come with the data.",
      default: "given where there are some, otherwise 0.1", read: readValidation
    ) {
      $0.validationIsGiven ? "given" : .number($0.validation)
    },
    Setting(
      "test", .data, .scalar, "share",
      "The share of rows held out for the final figures; given: those that come with the data; "
        + "training: the rows trained on.",
      default: "given where there are some, otherwise 0.2", read: readTest
    ) { settings in
      switch settings.test {
      case .given: "given"
      case .training: "training"
      case .share(let share): .number(share)
      }
    },
    .text(
      "from", .data, "model", "Goes on with a saved model: its network, scaling and parameters.",
      default: "a new network", \.from),
  ]

  static let run: [Setting] = [
    .text(
      "output", .run, "folder", "The run folder itself; refused when it exists and isn't empty.",
      default: "runs/<name>-<n>", \.output, written: false),
    .text("name", .run, "name", "The name of the run.", default: "the data set's", \.name),
    .flag(
      "save-json", .run, "Saves the model as model.json, too.", default: "no", \.saveJSON),
    .flag(
      "report", .run, "Writes report.html, MODEL_CARD.md and histograms.jsonl.", default: "yes",
      \.report, written: false),
    .flag(
      "tensorboard", .run,
      "Writes event files into the run folder, which TensorBoard follows.",
      default: "no", \.tensorBoard),
    .flag(
      "json", .run, "Prints one JSON document and nothing else on standard output.", default: "no",
      \.json, written: false),
    .flag(
      "quiet", .run, "Prints the final figures and where they were saved, nothing else.",
      default: "no", \.quiet, written: false),
    .integer(
      "show-every", .run, "Prints a line on every so many epochs, where it is no terminal.",
      default: "1", \.showEvery, expected: "a whole number of 1 or more", written: false,
      where: { $0 >= 1 }),
    Setting(
      "checkpoint-every", .run, .scalar, "interval",
      "How often the training is saved on its way: 1epochs, 200steps, 30s; none: never.",
      default: "auto: at each epoch's end, as long as it takes little of the time"
    ) { value, place, settings in
      guard let interval = CheckpointInterval(value.isNone ? "none" : value.plainText ?? "") else {
        throw wrong(place, value, "\(CheckpointInterval.expected), auto or none")
      }
      settings.checkpointEvery = interval
    } write: {
      .text($0.checkpointEvery.text)
    },
  ]
}

/// `1,5`, `[1, 5]` or `all`.
private func readClasses(_ value: Value, _ place: String, _ settings: inout TrainSettings) throws {
  if value.content == .null || value.text == "all" || value.list == ["all"] {
    settings.classes = nil
    return
  }
  let elements = value.list ?? [value]
  let names = elements.compactMap(\.plainText)
  guard !names.isEmpty, names.count == elements.count else {
    throw wrong(place, value, "a list of classes")
  }
  settings.classes = names
}

/// `zip=category`, in a list or alone.
private func readColumnTypes(
  _ value: Value, _ place: String, _ settings: inout TrainSettings
) throws {
  settings.columnTypes = try columnChoices(value, place)
}

/// Columns and their types: `zip=category`, in a list or alone.
///
/// Throws `DescentError` (bad data) for anything else, with the nearest type.
func columnChoices(_ value: Value, _ place: String) throws -> [ColumnChoice] {
  try (value.list ?? [value]).map { element in
    guard let text = element.plainText, let equals = text.lastIndex(of: "="),
      equals > text.startIndex
    else { throw wrong(place, element, "a column and its type, such as zip=category") }
    let name = String(text[text.index(after: equals)...])
    guard let type = ColumnType(rawValue: name) else {
      throw DescentError(
        .badData, "\(place): unknown type of column \"\(name)\"", at: element.position,
        fix: suggestion(for: name, in: ColumnType.allCases.map(\.rawValue)))
    }
    return ColumnChoice(String(text[..<equals]), type)
  }
}

private func readTest(_ value: Value, _ place: String, _ settings: inout TrainSettings) throws {
  if value.text == "given" {
    settings.test = .given
  } else if value.text == "training" {
    settings.test = .training
  } else {
    guard let share = value.number, share >= 0, share < 1 else {
      throw wrong(place, value, "a share of at least 0 and less than 1, given or training")
    }
    settings.test = .share(share)
  }
}
