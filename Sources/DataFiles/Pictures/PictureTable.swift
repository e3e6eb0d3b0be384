import Basics
import Datasets

extension LoadedData {
  /// Pictures whose paths are a column of a CSV file, which has their labels in another one; nil where no
  /// column holds such paths, names that end in `.png`, `.jpg` or `.jpeg`.
  ///
  /// Paths are relative to the folder of the file. The target is the last other column unless it is named;
  /// columns may divide and weigh the rows, as in other tables; further columns are not used, and said.
  ///
  /// Throws `DescentError`: what reading a CSV file throws, usage where the paths are named as the target,
  /// bad data where there is no other column and for pictures that can't be read.
  init?(
    pictureTable bytes: Numbers<UInt8>, path: String, name: String, _ options: LoadOptions
  ) throws {
    guard let (table, paths) = try Self.table(bytes, path: path, options.csv) else { return nil }
    let targets = try Self.targets(table, paths: paths, options.csv)
    let columns = try CSVRowColumns(table.sheet, options.csv, targets: targets)
    let files = Self.files(table, paths: paths)
    let rows = try table.sheet.rowData(targets, columns, options.csv)
    let target = try rows.target.read(table.sheet)
    let (weights, keys) = (try rows.keys.sampleWeights(), try rows.keys.splitKeys())
    let reader = try PictureReader(files, options.pictures, memory: options.memory)
    let train = try Dataset(
      name: name, shape: reader.encoding.shape, features: .bytes(reader.features),
      targets: target.values, task: target.task, sampleWeights: weights, splitKeys: keys)
    var notes = ["The pictures are named by \(table.describe(column: paths))."]
    notes += columns.notes(table.sheet, areFeatures: false)
    let names = table.sheet.columnNames
    let used = Set(targets + columns.columns + [paths])
    let unused = names.indices.filter { !used.contains($0) }
    if !unused.isEmpty { notes.append("Columns not used: \(list(unused.map { names[$0] })).") }
    self.init(
      train: train, sources: [path],
      notes: notes + reader.notes(isSizeChosen: options.pictures.size != nil),
      targetNames: targets.map { names[$0] })
    pictures = reader.encoding
  }

  /// The paths in a column, those that are relative put behind the folder of the file.
  fileprivate static func files(_ table: CSVTable, paths: Int) -> [String] {
    let folder = splitPath(table.name).folder
    return (0..<table.rows).map { row in
      let file = table.text(row: row, column: paths)
      return file.hasPrefix("/") ? file : joined(folder, file)
    }
  }

  /// The table and its column of paths; a header is recognized by not being one.
  fileprivate static func table(
    _ source: Numbers<UInt8>, path: String, _ options: CSVOptions
  ) throws -> (CSVTable, paths: Int)? {
    // Most tables are told by their beginning to be no lists of pictures.
    guard mayNamePictures(try ByteReader(source, name: path).read(4096)) else { return nil }
    let bytes = source.array
    var layout = options.layout
    layout.hasHeader = false
    guard let plain = try? CSVTable(bytes, name: path, layout: layout) else { return nil }
    func isPath(_ row: Int, _ column: Int) -> Bool {
      PictureFormat(fileName: plain.text(row: row, column: column)) != nil
    }
    let first = min(1, plain.rows - 1)
    for column in 0..<plain.columns
    where (first..<plain.rows).allSatisfy({ isPath($0, column) }) {
      layout.hasHeader = options.layout.hasHeader ?? !isPath(0, column)
      return (try CSVTable(bytes, name: path, layout: layout), column)
    }
    return nil
  }

  /// Whether the beginning of a text has the end of a picture's name in it.
  fileprivate static func mayNamePictures(_ start: ContiguousArray<UInt8>) -> Bool {
    let text = String(decoding: start, as: UTF8.self).lowercased()
    return [".png", ".jpg", ".jpeg"].contains(where: text.contains)
  }

  private static func targets(
    _ table: CSVTable, paths: Int, _ options: CSVOptions
  ) throws -> [Int] {
    guard table.columns > 1 else {
      throw DescentError(
        .badData, "there are paths of pictures only; expected a column with their labels, too",
        at: Position(file: table.name))
    }
    guard !options.targets.isEmpty else {
      return [paths == table.columns - 1 ? paths - 1 : table.columns - 1]
    }
    let targets = try options.targets.map { try table.column($0, "target") }
    guard !targets.contains(paths) else {
      throw DescentError(
        .usage,
        "\(table.describe(column: paths)) holds the paths of the pictures; it can't be the target",
        at: Position(file: table.name))
    }
    return targets
  }
}

/// The paths of pictures in a CSV file, row by row; nil where no column holds such.
///
/// Throws `DescentError` where the file can't be read.
public func picturePaths(inTable path: String) throws -> [String]? {
  // A table of millions of rows is not read to find out that it is none.
  let start = try readStart(of: path, 4096)
  guard start.starts(with: [0x1F, 0x8B]) || LoadedData.mayNamePictures(start) else { return nil }
  guard
    let (table, paths) = try LoadedData.table(
      Numbers(readFile(path)), path: path, CSVOptions())
  else {
    return nil
  }
  return LoadedData.files(table, paths: paths)
}
