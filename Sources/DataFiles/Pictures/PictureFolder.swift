import Basics
import Datasets

/// Pictures in a folder with a subfolder for each class, or in folders for training, validation and test
/// with such subfolders.
struct PictureFolder {
  /// One folder with a subfolder for each class.
  struct Part {
    var folder: String
    /// The classes that have pictures, with these.
    var classes: [(name: String, files: [String])] = []
    /// Class folders without pictures.
    var empty: [String] = []
    /// Files that are no pictures, files outside of class folders, and folders inside these.
    var others: [String] = []

    var files: [String] { classes.flatMap(\.files) }

    init(_ folder: String) throws {
      self.folder = folder
      let outside = try PictureListing(folder)
      others = outside.pictures + outside.others
      for path in outside.folders {
        let inside = try PictureListing(path)
        others += inside.others + inside.folders
        let name = splitPath(path).name
        if inside.pictures.isEmpty {
          empty.append(path)
        } else {
          classes.append((name, inside.pictures))
        }
      }
      let numbers = classes.compactMap { Int($0.name) }
      guard numbers.count == classes.count else { return }
      classes.sort { (Int($0.name) ?? 0, $0.name) < (Int($1.name) ?? 0, $1.name) }
    }
  }

  var training: Part
  var validation: Part?
  var test: Part?
  /// Folders beside those of training, validation and test.
  private var beside: [String] = []

  private static let validationNames = ["validation", "val", "valid"]

  /// Looks at what is there. Folders are taken for those of a split if `train` has subfolders itself;
  /// otherwise it is a class of that name.
  ///
  /// Throws `DescentError`: no input for a folder that can't be read, bad data for two of validation.
  init(_ folder: String) throws {
    let listing = try PictureListing(folder)
    func inner(_ names: [String]) -> [String] {
      listing.folders.filter { names.contains(splitPath($0).name) }
    }
    guard let train = inner(["train"]).first, try !PictureListing(train).folders.isEmpty else {
      training = try Part(folder)
      return
    }
    training = try Part(train)
    let validations = inner(Self.validationNames)
    guard validations.count <= 1 else {
      throw DescentError(
        .badData, "\(validations.count) folders for validation: \(list(validations))",
        at: Position(file: folder), fix: "Leave one of them.")
    }
    validation = try validations.first.map { try Part($0) }
    test = try inner(["test"]).first.map { try Part($0) }
    let known = ["train", "test"] + Self.validationNames
    beside = (listing.folders + listing.pictures + listing.others).filter {
      !known.contains(splitPath($0).name)
    }
  }

  /// All parts.
  var parts: [Part] { [training, validation, test].compactMap { $0 } }

  /// What is in there that no row was made of.
  var notes: [String] {
    var notes: [String] = []
    let empty = parts.flatMap(\.empty)
    if !empty.isEmpty {
      let folders = counted(empty.count, "folder")
      notes.append("\(folders) without pictures, no class: \(list(empty)).")
    }
    for part in parts.dropFirst() {
      let lacking = training.classes.map(\.name).filter { name in
        !part.classes.contains { $0.name == name }
      }
      if !lacking.isEmpty && !part.classes.isEmpty {
        notes.append("No pictures of \(list(lacking)) in \(part.folder).")
      }
    }
    let others = parts.flatMap(\.others) + beside
    if !others.isEmpty {
      notes.append(
        "Not used, because no pictures in a class folder: "
          + list(others.prefix(5).map { $0 })
          + (others.count > 5 ? " and \(grouped(others.count - 5)) more" : "") + ".")
    }
    return notes
  }
}

extension LoadedData {
  /// Pictures in a folder with a subfolder for each class, or in train, validation and test folders of
  /// that kind; nil where there is no picture in any of them.
  ///
  /// Classes are sorted as numbers if all are, byte-wise otherwise, and files byte-wise.
  ///
  /// Throws `DescentError`: bad data for pictures that can't be read, for pictures outside of class
  /// folders only, and for classes that are in a later part and not in the first; no input for folders
  /// that can't be read and where a library is missing.
  init?(
    pictureFolder folder: String, name: String, _ options: PictureOptions,
    memory: MemoryLimit = .none
  ) throws {
    let found = try PictureFolder(folder)
    guard !found.training.classes.isEmpty else {
      guard found.training.others.contains(where: isPictureFile) else { return nil }
      throw DescentError(
        .badData, "there are pictures, but no classes: expected a subfolder for each class",
        at: Position(file: found.training.folder),
        fix:
          "Move each picture into a folder named like its class, or give a CSV file of paths and "
          + "labels.")
    }
    let classes = options.classes.isEmpty ? found.training.classes.map(\.name) : options.classes
    for part in found.parts { try Self.check(part, classes, options, found.training.folder) }
    let reader = try PictureReader(found.parts.flatMap(\.files), options, memory: memory)
    var start = 0
    func dataset(_ part: PictureFolder.Part) throws -> Dataset? {
      let count = part.files.count
      guard count > 0 else { return nil }
      let width = reader.encoding.shape.count
      let features = reader.features.part((start * width)..<((start + count) * width))
      start += count
      let targets = part.classes.flatMap { name, files in
        repeatElement(Scalar(classes.firstIndex(of: name) ?? 0), count: files.count)
      }
      return try Dataset(
        name: name, shape: reader.encoding.shape, features: .bytes(features),
        targets: ContiguousArray(targets), task: .classification(classes: classes))
    }
    guard let train = try dataset(found.training) else { return nil }
    let validation = try found.validation.flatMap(dataset)
    let test = try found.test.flatMap(dataset)
    self.init(
      train: train, test: test, sources: found.parts.map(\.folder),
      notes: found.notes + reader.notes(isSizeChosen: options.size != nil))
    self.validation = validation
    pictures = reader.encoding
  }

  private static func check(
    _ part: PictureFolder.Part, _ classes: [String], _ options: PictureOptions, _ first: String
  ) throws {
    guard let stray = part.classes.first(where: { !classes.contains($0.name) }) else { return }
    let known =
      options.classes.isEmpty ? "there is no such folder in \(first)" : "no class of the model"
    throw DescentError(
      .badData, "unknown class \"\(stray.name)\": \(known)",
      at: Position(file: joined(part.folder, stray.name)),
      fix: suggestion(for: stray.name, in: classes))
  }
}
