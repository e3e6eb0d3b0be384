import Descent

/// Picture files to predict for, read piece by piece.
struct PictureRows: RowSource {
  let notes: [String]
  let kept: [KeptColumn]? = [KeptColumn(name: "file", isNumber: false, isFile: true)]
  private let files: [String]
  private let encoding: PictureEncoding
  private var done = 0
  /// How many of them came last.
  private var step = 0
  private var seen = PictureCounts()

  /// Takes the files that are named, and those in folders, sorted; nil where none is a picture.
  ///
  /// Throws `DescentError`: usage for pictures beside other things and for several of these, bad data
  /// where the model takes no pictures.
  init?(_ sources: [String], for model: Model, keep: KeepChoice?) throws {
    var files: [String] = []
    var others: [String] = []
    var strays: [String] = []
    for source in sources {
      let found = try Self.pictures(source, others: &others, inTables: model.pictures != nil)
      if found.isEmpty {
        // Reading it says what is there instead.
        if sources.count > 1, !Self.isNamed(source), fileKind(source) == .missing {
          _ = try readFile(source)
        }
        strays.append(source)
      }
      files += found
    }
    guard let first = files.first else {
      guard sources.count > 1 else { return nil }
      throw DescentError(
        .usage, "\(sources.count) inputs; several are taken for pictures only",
        fix: "Predict for one after the other.")
    }
    if let stray = strays.first {
      throw DescentError(
        .usage, "\(stray) is no picture and no folder of them; it can't be combined with others",
        fix: "Predict for one after the other.")
    }
    if let keep, keep != .none {
      throw DescentError(
        .usage, "--keep: pictures have no columns to keep", fix: "Leave --keep out.")
    }
    guard let encoding = model.picturesTaken else {
      throw model.refusalOfPictures(Position(file: first))
    }
    var notes: [String] = []
    if model.pictures == nil {
      notes.append("The model was not trained on picture files; they are made \(encoding.summary).")
    }
    if !others.isEmpty {
      notes.append("\(counted(others.count, "file")) left out, no pictures: \(shortList(others)).")
    }
    self.files = files
    self.encoding = encoding
    self.notes = notes
  }

  /// Whether a source means something else than a path.
  private static func isNamed(_ source: String) -> Bool {
    source == "-" || DatasetCatalog.entries.contains { $0.name == source }
  }

  /// The pictures that a source means: itself, those in a folder, or those that a CSV file names.
  private static func pictures(
    _ source: String, others: inout [String], inTables: Bool
  ) throws -> [String] {
    if isNamed(source) { return [] }
    switch fileKind(source) {
    case .missing: return []
    case .file where isPictureFile(source): return [source]
    case .file: return inTables ? try picturePaths(inTable: source) ?? [] : []
    case .folder:
      var inside: [String] = []
      let found = try picturePaths(in: source, others: &inside)
      if !found.isEmpty { others += inside }
      return found
    }
  }

  /// The next pictures, with their files as cells.
  ///
  /// Throws `DescentError` for pictures that can't be read.
  mutating func next() throws -> InputRows? {
    guard done < files.count else { return nil }
    let piece = files[done..<min(done + most, files.count)]
    (done, step) = (piece.endIndex, piece.count)
    let reader = try PictureReader(
      Array(piece), PictureOptions(size: encoding.size, color: encoding.color))
    seen.add(reader.counts)
    return InputRows(
      count: piece.count, features: ContiguousArray(reader.features.map { Scalar($0) }),
      cells: piece.map { KeptCell($0) })
  }

  func position(ofRow row: Int) -> Position? {
    let first = done - step
    return files.indices.contains(first + row) ? Position(file: files[first + row]) : nil
  }

  /// How many are read at a time.
  private var most: Int { max(1, min(4096, (1 << 22) / encoding.shape.count)) }

  var counts: [String] { seen.notes(size: encoding.size) }
}

extension Model {
  /// Why pictures can't be features of the model.
  fileprivate func refusalOfPictures(_ place: Position) -> DescentError {
    let input = network.input
    guard input.dimensions.count == 3, [1, 3].contains(input.dimensions[2]) else {
      return DescentError(
        .badData, "a picture, but the model takes rows of \(counted(input.count, "number"))",
        at: place)
    }
    return DescentError(
      .badData,
      "a picture, but the model was trained on arrays of \(input) that are scaled by "
        + "\(scaling.scaling.rawValue), so that nobody knows whether they held bytes from 0 to 255 as "
        + "pictures do", at: place,
      fix: "Predict for an array of the kind that it was trained on, or train with --scale unit.")
  }

  /// How pictures become features of the model; nil where they can't.
  ///
  /// A model of pictures that came in other files takes them if it was trained on bytes, which the scaling
  /// tells.
  var picturesTaken: PictureEncoding? {
    if let pictures { return pictures }
    let sizes = network.input.dimensions
    guard sizes.count == 3,
      let color = PictureColor.allCases.first(where: { $0.channels == sizes[2] })
    else { return nil }
    let isOfBytes =
      switch scaling.scaling {
      case .unit: scaling.divisor == 255
      case .imageMax, .imageStandardize: true
      default: false
      }
    guard isOfBytes else { return nil }
    return PictureEncoding(size: PictureSize(height: sizes[0], width: sizes[1]), color: color)
  }
}
