import Basics
import Datasets

extension LoadedData {
  /// The names that features and targets go by in NPZ files, training and test.
  static let knownNames = [
    ["x_train", "y_train", "x_test", "y_test"], ["x", "y"], ["X", "y"], ["features", "targets"],
    ["images", "labels"], ["data", "target"],
  ]

  /// Data from an .npz file: arrays `x_train`, `y_train`, `x_test` and `y_test` as Keras ships MNIST
  /// (without the last two if they aren't there), or `x` and `y`, `X` and `y`, `features` and
  /// `targets`, `images` and `labels`, `data` and `target`; or those that `arrays` names, then with the test
  /// arrays only if the names are `x_train` and `y_train`.
  ///
  /// Features [n, height, width] are pictures with one channel, [n, features] rows of numbers. Targets
  /// [n] are classes if they are whole numbers of which there are few, as in a CSV file; [n, k] are
  /// numbers. Throws `DescentError`: usage for a name that no array has; bad data for other arrays,
  /// listing those that are there, and for counts that differ.
  public init(
    npz bytes: ContiguousArray<UInt8>, file: String, name: String, task: TaskChoice = .automatic,
    classes: [String]? = nil, arrays choice: ArrayChoice = ArrayChoice()
  ) throws {
    try self.init(
      NPZ(bytes, name: file), name: name, task: task, classes: classes, arrays: choice)
  }

  /// The same of an .npz file whose directory was read.
  init(
    _ archive: NPZ, name: String, task: TaskChoice, classes: [String]?, arrays choice: ArrayChoice
  ) throws {
    let file = archive.name
    let names = try Self.names(in: archive, choice)
    let targets = try archive.targets(names[1])
    let train = try Dataset(
      features: archive.array(names[0]), targets: targets, name: name, task: task,
      classes: classes)
    let used = names.filter(archive.contains)
    let others = archive.arrays.filter { !used.contains($0) }
    self.init(
      train: train, sources: [file],
      notes: (others.isEmpty ? [] : ["Arrays not used: \(list(others))."])
        + Self.notes(train, targets))
    arrays = used
    guard names.count == 4, archive.contains(names[2]) || archive.contains(names[3]) else { return }
    if let missing = names[2...].first(where: { !archive.contains($0) }) {
      let other = missing == names[2] ? names[3] : names[2]
      throw DescentError(
        .badData, "there is \(other), but no \(missing); test rows need both",
        at: Position(file: file), fix: "Save both, or leave \(other) out.")
    }
    let choice: TaskChoice = train.task.classes.isEmpty ? .regression : .classification
    let test = try Dataset(
      features: archive.array(names[2]), targets: archive.targets(names[3]), name: name,
      task: choice,
      classes: train.task.classes.isEmpty ? nil : train.task.classes)
    guard test.shape == train.shape, test.task.targetWidth == train.task.targetWidth else {
      throw DescentError(
        .badData,
        "\(names[0]) has rows of \(train.shape) with \(train.task.targetWidth) targets, but "
          + "\(names[2]) of \(test.shape) with \(test.task.targetWidth)", at: Position(file: file))
    }
    self.test = test
  }

  /// Data from a single array of features and another one of targets, each in an .npy file of its own.
  ///
  /// Throws `DescentError` (bad data) as for an .npz file.
  public init(
    features: NPY, targets: NPYTargets, name: String, task: TaskChoice = .automatic,
    classes: [String]? = nil
  ) throws {
    let data = try Dataset(
      features: features, targets: targets, name: name, task: task, classes: classes)
    self.init(
      train: data, sources: [features.name, targets.name], notes: Self.notes(data, targets))
    arrays = sources
  }

  /// What to say about how arrays are read, where something else may have been meant.
  private static func notes(_ data: Dataset, _ targets: NPYTargets) -> [String] {
    var notes: [String] = []
    let sizes = data.shape.dimensions
    if sizes.count == 3, sizes[0] == 1 || sizes[0] == 3, sizes[1] > 4, sizes[2] > 4 {
      notes.append(
        "Rows of \(data.shape) are read as height \(sizes[0]), width \(sizes[1]) and "
          + "\(sizes[2]) channels. Pictures with the channels first are turned with "
          + "x.transpose(0, 2, 3, 1).")
    }
    if data.task.classes.isEmpty, let note = targets.oneHotNote(data.targets) { notes.append(note) }
    return notes
  }

  /// The names of features and targets, and of those of the test rows where the file has such names.
  private static func names(in archive: NPZ, _ choice: ArrayChoice) throws -> [String] {
    for (role, name) in [("x", choice.x), ("y", choice.y)] {
      guard let name, !archive.contains(name) else { continue }
      throw DescentError(
        .usage, "\(role): no array \(shown(name))", at: Position(file: archive.name),
        fix: suggestion(for: name, in: archive.arrays))
    }
    if let x = choice.x, x == choice.y {
      throw DescentError(
        .usage, "the array \(shown(x)) can't be x and y at once", at: Position(file: archive.name))
    }
    let fitting = knownNames.filter { names in
      (choice.x ?? names[0]) == names[0] && (choice.y ?? names[1]) == names[1]
    }
    if let known = fitting.first(where: { $0[..<2].allSatisfy(archive.contains) }) { return known }
    guard !archive.arrays.isEmpty else {
      throw DescentError(
        .badData, "there are no arrays in it; expected features and targets",
        at: Position(file: archive.name))
    }
    guard choice.x != nil || choice.y != nil else {
      throw DescentError(
        .badData, "no arrays x_train and y_train, or x and y; there are: \(archive.summary)",
        at: Position(file: archive.name), fix: "Name them: --x NAME --y NAME.")
    }
    let x = choice.x ?? knownNames.map { $0[0] }.first { archive.contains($0) && $0 != choice.y }
    let y = choice.y ?? knownNames.map { $0[1] }.first { archive.contains($0) && $0 != choice.x }
    guard let x, let y else {
      throw DescentError(
        .badData,
        "which array holds the \(x == nil ? "features" : "targets")? There are: \(archive.summary)",
        at: Position(file: archive.name), fix: "Name it: --\(x == nil ? "x" : "y") NAME.")
    }
    return [x, y]
  }
}

extension Dataset {
  /// A data set of two arrays with a row each per sample.
  init(
    features: NPY, targets: NPYTargets, name: String, task choice: TaskChoice, classes: [String]?
  ) throws {
    let rows = features.dimensions.first ?? 0
    guard rows == targets.dimensions.first ?? 0 else {
      throw DescentError(
        .badData,
        "\(features.name) has \(counted(rows, "row")), but \(targets.name) has "
          + counted(targets.dimensions.first ?? 0, "row"))
    }
    guard !features.dimensions.isEmpty else {
      throw DescentError(
        .badData, "a single number; expected an array of rows to learn from",
        at: Position(file: features.name))
    }
    let size = Array(features.dimensions.dropFirst())
    guard rows > 0, size.allSatisfy({ $0 > 0 }) else {
      throw DescentError(
        .badData,
        "an array of \(Shape(features.dimensions)) has no \(rows == 0 ? "rows" : "features") to "
          + "learn from", at: Position(file: features.name))
    }
    let shape = features.rowShape
    let width = targets.width
    guard width > 0 else {
      throw DescentError(
        .badData, "an array of \(Shape(targets.dimensions)) has no targets",
        at: Position(file: targets.name))
    }
    try features.values.checkFinite(width: shape.count, file: features.name)
    try targets.checkFinite()
    if width == 1, choice != .regression,
      let labels = try targets.labels(choice, known: classes)
    {
      try self.init(
        name: name, shape: shape, features: features.values, targets: labels.indices,
        task: .classification(classes: labels.classes))
      return
    }
    guard choice != .classification else {
      throw DescentError(
        .badData, "\(width) numbers per row; a class is one", at: Position(file: targets.name))
    }
    let names = width == 1 ? ["y"] : (1...width).map { "y\($0)" }
    try self.init(
      name: name, shape: shape, features: features.values, targets: targets.numbers(),
      task: .regression(targets: names))
  }
}

extension NPY {
  /// What a row of features looks like: [height, width] is a picture with one channel.
  package var rowShape: Shape {
    let size = Array(dimensions.dropFirst())
    return size.isEmpty ? [1] : Shape(size.count == 2 ? size + [1] : size)
  }
}
