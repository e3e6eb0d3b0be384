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
    /// Pictures outside of class folders.
    var outside: [String] = []
    /// Folders inside class folders.
    var inner: [String] = []
    /// Pictures in formats that are not read.
    var otherPictures: [OtherPicture] = []
    /// Files that are no pictures.
    var others: [String] = []

    var files: [String] { classes.flatMap(\.files) }

    init(_ folder: String) throws {
      self.folder = folder
      let listing = try PictureListing(folder)
      outside = listing.pictures
      otherPictures = listing.otherPictures
      others = listing.others
      for path in listing.folders {
        let inside = try PictureListing(path)
        otherPictures += inside.otherPictures
        others += inside.others
        inner += inside.folders
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
  private(set) var besideFolders: [String] = []
  /// Files beside them.
  private(set) var beside: [String] = []
  /// A folder that is a class though it might be a part, and the folders that tell so.
  private(set) var doubtful: (folder: String, others: [String])?

  /// Looks at what is there. Folders are taken for those of a split if the one for training has subfolders
  /// itself; otherwise they are classes. So are they where that one has pictures of its own, too, and
  /// stands beside folders of pictures that are called like no part.
  ///
  /// Throws `DescentError`: no input for a folder that can't be read, bad data for two of the same part.
  init(_ folder: String) throws {
    let listing = try PictureListing(folder)
    func inner(_ part: Split.Part) -> [String] {
      listing.folders.filter { Split.Part(named: splitPath($0).name) == part }
    }
    let trainings = try inner(.training).filter { try !PictureListing($0).folders.isEmpty }
    if let train = trainings.first, try !PictureListing(train).pictures.isEmpty {
      let others = try listing.folders.filter {
        try !Self.isPartName(splitPath($0).name) && !PictureListing($0).pictures.isEmpty
      }
      if !others.isEmpty { doubtful = (train, others) }
    }
    guard !trainings.isEmpty, doubtful == nil else {
      training = try Part(folder)
      return
    }
    func only(_ part: Split.Part, _ noun: String) throws -> Part? {
      let folders = inner(part)
      guard folders.count <= 1 else {
        throw DescentError(
          .badData, "\(folders.count) folders for \(noun): \(list(folders))",
          at: Position(file: folder), fix: "Leave one of them.")
      }
      return try folders.first.map { try Part($0) }
    }
    training = try only(.training, "training") ?? Part(folder)
    validation = try only(.validation, "validation")
    test = try only(.test, "the test")
    besideFolders = listing.folders.filter { Split.Part(named: splitPath($0).name) == nil }
    beside = listing.others
    training.outside += listing.pictures
    training.otherPictures += listing.otherPictures
  }

  /// Whether a folder is called like a part of the rows, perhaps with a number behind: `train`, `Test1`.
  static func isPartName(_ name: String) -> Bool {
    var stem = name[...]
    while let last = stem.last, last.isNumber { stem.removeLast() }
    while let last = stem.last, "-_ ".contains(last) { stem.removeLast() }
    return Split.Part(named: String(stem)) != nil
  }

  /// All parts.
  var parts: [Part] { [training, validation, test].compactMap { $0 } }

  /// A folder inside of one without classes that has folders of pictures itself; nil where there is none.
  ///
  /// At most 1,000 folders are looked at, three deep.
  static func folderOfClasses(in folder: String) -> String? {
    var level = [folder]
    var left = 1000
    for _ in 0..<3 {
      var next: [String] = []
      for outer in level {
        next += (try? PictureListing(outer))?.folders.filter { !isLink($0) } ?? []
      }
      for path in next.prefix(left) where (try? Part(path))?.classes.isEmpty == false {
        return path
      }
      left -= min(left, next.count)
      level = next
    }
    return nil
  }
}

extension PictureFolder {
  /// What is in there that no row was made of.
  var notes: [String] {
    var notes: [String] = []
    if let doubtful {
      notes.append(
        "\(doubtful.folder) is taken for a class, because it holds pictures itself and lies beside "
          + "\(shortened(doubtful.others)), which no part of the rows is called.")
    }
    let empty = parts.flatMap(\.empty)
    if !empty.isEmpty {
      let folders = counted(empty.count, "folder")
      notes.append("\(folders) without PNG or JPEG pictures, no class: \(list(empty)).")
    }
    for part in parts.dropFirst() {
      let lacking = training.classes.map(\.name).filter { name in
        !part.classes.contains { $0.name == name }
      }
      if !lacking.isEmpty && !part.classes.isEmpty {
        notes.append("No pictures of \(list(lacking)) in \(part.folder).")
      }
    }
    return notes + unusedNotes
  }

  private var unusedNotes: [String] {
    var notes: [String] = []
    let outside = parts.flatMap(\.outside)
    if !outside.isEmpty {
      notes.append(
        "\(counted(outside.count, "picture")) outside of class folders \(outside.count == 1 ? "is" : "are")"
          + " not used: \(shortened(outside)).")
    }
    var held: [(folder: String, count: Int)] = []
    var without = parts.flatMap(\.others) + beside
    for folder in parts.flatMap(\.inner) + besideFolders {
      let count = isLink(folder) ? 0 : (try? PictureSearch(in: folder))?.pictures.count ?? 0
      if count > 0 { held.append((folder, count)) } else { without.append(folder) }
    }
    if let first = held.first {
      let more = held.dropFirst().prefix(4).map { "\(grouped($0.count)) in \($0.folder)" }
      let left = held.count > 5 ? " and \(counted(held.count - 5, "more folder"))" : ""
      let texts = ["\(counted(first.count, "picture")) in \(first.folder)"] + more
      let isOne = held.count == 1 && first.count == 1
      notes.append(
        list(texts) + left + " \(isOne ? "is" : "are") not used." + (meant.map { " " + $0 } ?? ""))
    }
    let otherPictures = parts.flatMap(\.otherPictures)
    if !otherPictures.isEmpty {
      notes.append("Not used, because neither PNG nor JPEG: \(otherPictures.summary).")
    }
    if !without.isEmpty {
      notes.append(
        "Not used, because no pictures in a class folder: \(shortened(without)).")
    }
    return notes
  }

  /// The part that a folder beside those of a split may have been meant for.
  private var meant: String? {
    besideFolders.lazy.compactMap { nearestName(to: splitPath($0).name, in: Split.Part.allNames) }
      .first.map { "Did you mean \"\($0)\"?" }
  }
}

/// The first five of some paths, and how many more there are.
private func shortened(_ paths: [String]) -> String {
  list(paths.prefix(5).map { $0 })
    + (paths.count > 5 ? " and \(grouped(paths.count - 5)) more" : "")
}

extension LoadedData {
  /// Pictures in a folder with a subfolder for each class, or in train, validation and test folders of
  /// that kind; nil where there is no picture in any of them.
  ///
  /// Classes are sorted as numbers if all are, byte-wise otherwise, and files byte-wise.
  ///
  /// Throws `DescentError`: bad data for pictures that can't be read unless they are skipped, for pictures
  /// outside of class folders only, for folders that are parts of a split without classes, and for classes
  /// that are in a later part and not in the first; no input for folders that can't be read and where a
  /// library is missing.
  init?(
    pictureFolder folder: String, name: String, _ options: PictureOptions,
    memory: MemoryLimit = .none
  ) throws {
    let found = try PictureFolder(folder)
    guard try Self.hasClasses(found) else { return nil }
    let classes = options.classes.isEmpty ? found.training.classes.map(\.name) : options.classes
    for part in found.parts { try Self.check(part, classes, options, found.training.folder) }
    let reader = try PictureReader(found.parts.flatMap(\.files), options, memory: memory)
    try reader.checkAny()
    let all = found.parts.flatMap(\.files)
    let labels = found.parts.flatMap { part in
      part.classes.flatMap { name, files in
        repeatElement(Scalar(classes.firstIndex(of: name) ?? 0), count: files.count)
      }
    }
    var (file, row) = (0, 0)
    func dataset(_ part: PictureFolder.Part) throws -> Dataset? {
      file += part.files.count
      let start = row
      while row < reader.rows.count, reader.rows[row] < file { row += 1 }
      let rows = reader.rows[start..<row]
      guard !rows.isEmpty else { return nil }
      let width = reader.encoding.shape.count
      var data = try Dataset(
        name: name, shape: reader.encoding.shape,
        features: .bytes(reader.features.part((start * width)..<(row * width))),
        targets: ContiguousArray(rows.map { labels[$0] }),
        task: .classification(classes: classes))
      data.rowNames = rows.map { all[$0] }
      return data
    }
    let train = try dataset(found.training)
    let validation = try found.validation.flatMap(dataset)
    let test = try found.test.flatMap(dataset)
    guard let train else {
      throw DescentError(
        .badData, "no picture for training can be read", at: Position(file: found.training.folder))
    }
    self.init(
      train: train, test: test, sources: found.parts.map(\.folder),
      notes: found.notes + reader.notes(isSizeChosen: options.size != nil))
    self.validation = validation
    take(reader)
  }

  /// What a reader says of its pictures besides their rows.
  mutating func take(_ reader: PictureReader) {
    pictures = reader.encoding
    unreadable = reader.counts.unreadable
  }

  /// Whether there are folders of pictures to train on that are classes.
  private static func hasClasses(_ found: PictureFolder) throws -> Bool {
    let training = found.training
    let place = Position(file: training.folder)
    guard !training.classes.isEmpty else {
      if !training.outside.isEmpty {
        throw DescentError(
          .badData, "there are pictures, but no classes: expected a subfolder for each class",
          at: place,
          fix:
            "Move each picture into a folder named like its class, or give a CSV file of paths and "
            + "labels.")
      }
      guard !training.otherPictures.isEmpty else { return false }
      throw DescentError(
        .badData,
        "expected PNG or JPEG pictures, found \(training.otherPictures.summary)", at: place,
        fix: training.otherPictures.count == 1
          ? OtherPictureFormat.fix : "Convert them to PNG or JPEG.")
    }
    let names = training.classes.map(\.name)
    guard !names.allSatisfy(PictureFolder.isPartName) else {
      let counts = training.classes.map { "\(counted($0.files.count, "picture")) in \($0.name)" }
      throw DescentError(
        .badData,
        "\(list(counts)): \(names.count == 1 ? "that is a part" : "those are parts") of the data, no "
          + (names.count == 1 ? "class" : "classes"), at: place,
        fix: "Make a folder for each class inside of \(names.count == 1 ? "it" : "them"), such as "
          + "\(names.last { Split.Part(named: $0) == .training } ?? names[0])/cat, or give a CSV file of "
          + "paths and labels.")
    }
    return true
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
