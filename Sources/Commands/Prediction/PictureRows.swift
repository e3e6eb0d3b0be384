import Descent

/// Picture files to predict for, read piece by piece.
struct PictureRows: RowSource {
  let notes: [String]
  let kept: [KeptColumn]?
  private let files: [String]
  /// The kept cells of each file; nil where its path is the only one.
  private let cells: ((Int) -> [KeptCell])?
  private let encoding: PictureEncoding
  private var options: PictureOptions
  private var done = 0
  private var given = 0
  /// The files that were read last, in the order of their rows.
  private var last: [Int] = []
  private var seen = PictureCounts()

  /// Takes the files that are named, and those in folders, sorted, or those of a list; nil where none is a
  /// picture.
  ///
  /// - Parameters:
  ///   - keep: which columns of a list stand beside the predictions; nil: all that have names.
  ///   - skips: whether pictures that can't be read are left out.
  ///
  /// Throws `DescentError`: usage for pictures beside other things and for several of these, bad data
  /// where the model takes no pictures.
  init?(_ sources: [String], for model: Model, keep: KeepChoice?, skips: Bool) throws {
    if sources.count == 1, model.pictures != nil, !Self.isNamed(sources[0]),
      fileKind(sources[0]) == .file, !isPictureFile(sources[0]),
      let list = try PictureList(path: sources[0])
    {
      try self.init(list, for: model, keep: keep, skips: skips)
      return
    }
    var files: [String] = []
    var others: [String] = []
    var otherFormats: [String] = []
    var strays: [String] = []
    for source in sources {
      let found = try Self.pictures(source, inTables: model.pictures != nil)
      if found.files.isEmpty {
        // Reading it says what is there instead.
        if sources.count > 1, !Self.isNamed(source), fileKind(source) == .missing {
          _ = try readFile(source)
        }
        strays.append(source)
      }
      files += found.files
      others += found.search?.others ?? []
      if let text = found.search?.otherFormats { otherFormats.append(text) }
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
    let encoding = try Self.encoding(of: model, first)
    var notes = Self.notes(model, encoding)
    if !otherFormats.isEmpty {
      notes.append("Left out, because neither PNG nor JPEG: \(shortList(otherFormats)).")
    }
    if !others.isEmpty {
      notes.append("\(counted(others.count, "file")) left out, no pictures: \(shortList(others)).")
    }
    self.init(files, encoding, notes, skips: skips)
  }

  private init(
    _ files: [String], _ encoding: PictureEncoding, _ notes: [String], skips: Bool,
    kept: [KeptColumn]? = [KeptColumn(name: "file", isNumber: false, isFile: true)],
    cells: ((Int) -> [KeptCell])? = nil
  ) {
    self.files = files
    self.encoding = encoding
    self.notes = notes
    self.kept = kept
    self.cells = cells
    options = PictureOptions(size: encoding.size, color: encoding.color)
    options.skipsUnreadable = skips
  }

  /// Takes the files of a list, and keeps its columns.
  ///
  /// Throws `DescentError`: usage for a column that isn't there, no input for files that aren't, bad data
  /// where the model takes no pictures.
  init(_ list: PictureList, for model: Model, keep: KeepChoice?, skips: Bool) throws {
    if !skips { try list.checkFiles() }
    let encoding = try Self.encoding(of: model, list.files[0])
    let notes = Self.notes(model, encoding)
    let table = list.table
    let places: [Int]
    switch keep {
    case .some(.none): places = []
    case .names(let names): places = try names.map { try table.place(ofKept: $0) }
    // Columns without names say less than the files.
    case nil where table.header == nil:
      self.init(list.files, encoding, notes, skips: skips)
      return
    case nil, .all: places = Array(0..<table.columns)
    }
    let kept = places.map {
      KeptColumn(name: table.header?[$0] ?? String($0 + 1), isNumber: false)
    }
    self.init(
      list.files, encoding, notes, skips: skips, kept: keep == KeepChoice.none ? nil : kept
    ) { place in
      let row = list.rows[place]
      return table.kept(places, rows: row..<(row + 1))
    }
  }

  private static func encoding(of model: Model, _ file: String) throws -> PictureEncoding {
    guard let encoding = model.picturesTaken else {
      throw model.refusalOfPictures(Position(file: file))
    }
    return encoding
  }

  private static func notes(_ model: Model, _ encoding: PictureEncoding) -> [String] {
    model.pictures == nil
      ? ["The model was not trained on picture files; they are made \(encoding.summary)."] : []
  }

  /// Whether a source means something else than a path.
  private static func isNamed(_ source: String) -> Bool {
    source == "-" || DatasetCatalog.entries.contains { $0.name == source }
  }

  /// The pictures that a source means: itself, those in a folder, or those that a CSV file names.
  private static func pictures(
    _ source: String, inTables: Bool
  ) throws -> (files: [String], search: PictureSearch?) {
    if isNamed(source) { return ([], nil) }
    switch fileKind(source) {
    case .missing: return ([], nil)
    case .file where isPictureFile(source): return ([source], nil)
    case .file: return (inTables ? try PictureList(path: source)?.files ?? [] : [], nil)
    case .folder:
      let search = try PictureSearch(in: source)
      return (search.pictures, search.pictures.isEmpty ? nil : search)
    }
  }

  /// The next pictures, with their files or the cells of their rows.
  ///
  /// Throws `DescentError` for pictures that can't be read, and where none is left without them.
  mutating func next() throws -> InputRows? {
    while done < files.count {
      let piece = files[done..<min(done + most, files.count)]
      done = piece.endIndex
      let reader = try PictureReader(Array(piece), options)
      seen.add(reader.counts)
      if reader.rows.isEmpty { continue }
      given += reader.rows.count
      last = reader.rows.map { piece.startIndex + $0 }
      return InputRows(
        count: reader.rows.count, features: ContiguousArray(reader.features.map { Scalar($0) }),
        cells: last.flatMap { place in cells.map { $0(place) } ?? [KeptCell(files[place])] })
    }
    guard given > 0 else {
      let what =
        files.count == 1 ? "the picture can't" : "none of \(counted(files.count, "picture")) can"
      throw DescentError(.badData, "\(what) be read")
    }
    return nil
  }

  func position(ofRow row: Int) -> Position? {
    last.indices.contains(row) ? Position(file: files[last[row]]) : nil
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
