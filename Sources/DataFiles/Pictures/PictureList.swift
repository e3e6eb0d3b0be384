import Basics
import Datasets

/// A table with a column of paths of pictures, names that end in `.png`, `.jpg` or `.jpeg`.
public struct PictureList: Sendable {
  /// The table, other columns included.
  public let table: CSVTable
  /// The place of the column of paths.
  public let column: Int
  /// The rows that name a picture, counted from 0: all of them, unless those without are to be dropped.
  public let rows: [Int]
  /// The file of each of these rows: paths that are relative start in the folder of the table.
  public let files: [String]

  /// Looks for such a column; nil where there is none.
  ///
  /// A column of which the options say what it holds, or that it is not used, is none. Where nearly all
  /// cells of a column are paths, nine of ten and five at least, all must be.
  ///
  /// Throws `DescentError` (bad data) for such a cell that is no path, unless it is empty and rows with empty
  /// cells are to be dropped, and for addresses of pictures, which are not fetched.
  public init?(
    _ source: Numbers<UInt8>, name: String, _ options: CSVOptions = CSVOptions()
  ) throws {
    // A table whose columns are known is none, and most are told by their beginning.
    guard options.features.isEmpty, options.columns.isEmpty,
      Self.mayNamePictures(try ByteReader(source, name: name).read(4096))
    else { return nil }
    let bytes = source.array
    var layout = options.layout
    layout.hasHeader = false
    guard let plain = try? CSVTable(bytes, name: name, layout: layout) else { return nil }
    let said = options.ignore + options.types.map(\.column)
    let first = min(1, plain.rows - 1)
    var nearly: Int?
    for column in 0..<plain.columns
    where !said.contains(plain.text(row: 0, column: column)) && !said.contains(String(column + 1)) {
      guard let others = Self.others(in: column, of: plain, from: first) else { continue }
      if others == 0 {
        nearly = column
        break
      }
      nearly = nearly ?? column
    }
    guard let column = nearly else { return nil }
    layout.hasHeader =
      options.layout.hasHeader
      ?? (PictureFormat(fileName: plain.text(row: 0, column: column)) == nil)
    table = try CSVTable(bytes, name: name, layout: layout)
    self.column = column
    rows = try Self.rows(of: table, column, dropsEmpty: options.missing == .drop)
    let folder = splitPath(name).folder
    let table = table
    files = try rows.map { row in
      let file = table.text(row: row, column: column)
      guard !file.contains("://") else {
        throw DescentError(
          .badData, "\(shown(file)) is an address; pictures are read from files, not fetched",
          at: table.position(row: row, column: column),
          fix: "Fetch them with another program, and name the files.")
      }
      return file.hasPrefix("/") ? file : joined(folder, file)
    }
  }

  /// Whether there is such a column in a file.
  ///
  /// Throws as `init` does, and where the file can't be read.
  public init?(path: String, _ options: CSVOptions = CSVOptions()) throws {
    // A table of millions of rows is not read to find out that it is none.
    let start = try readStart(of: path, 4096)
    guard start.starts(with: [0x1F, 0x8B]) || Self.mayNamePictures(start) else { return nil }
    try self.init(Numbers(readFile(path)), name: path, options)
  }

  /// Whether the beginning of a text has the end of a picture's name in it.
  public static func mayNamePictures(_ start: ContiguousArray<UInt8>) -> Bool {
    let text = String(decoding: start, as: UTF8.self).lowercased()
    return [".png", ".jpg", ".jpeg"].contains(where: text.contains)
  }

  /// How many cells of a column are no paths; nil where too many are.
  private static func others(in column: Int, of table: CSVTable, from first: Int) -> Int? {
    let count = table.rows - first
    let most = count / 10
    var others = 0
    for row in first..<table.rows
    where PictureFormat(fileName: table.text(row: row, column: column)) == nil {
      others += 1
      // Most columns of a long table are known by their first cells to hold something else.
      guard others <= most, others < 20 || 2 * others < row - first else { return nil }
    }
    return others == 0 || count - others >= 5 ? others : nil
  }

  private static func rows(
    of table: CSVTable, _ column: Int, dropsEmpty: Bool
  ) throws -> [Int] {
    let texts = (0..<table.rows).map { table.text(row: $0, column: column) }
    let paths = texts.indices.filter { PictureFormat(fileName: texts[$0]) != nil }
    guard paths.count < texts.count else { return paths }
    let strays = texts.indices.filter { PictureFormat(fileName: texts[$0]) == nil }
    guard let stray = strays.first(where: { !dropsEmpty || !TableColumn.isMissing(texts[$0]) })
    else { return paths }
    let isEmpty = TableColumn.isMissing(texts[stray])
    let called = table.describe(column: column)
    let name = table.header?[column] ?? String(column + 1)
    throw DescentError(
      .badData,
      "\(called): expected the path of a PNG or JPEG picture, as in \(grouped(paths.count)) of "
        + "\(counted(texts.count, "row")), found \(isEmpty ? "an empty cell" : shown(texts[stray]))",
      at: table.position(row: stray, column: column),
      fix: (isEmpty ? "Fill it in, or leave out such rows with --missing drop" : "Mend it")
        + "; or say what the column holds, such as --column-types \(name)=category.")
  }
}

extension PictureList {
  /// The places of the columns that are targets.
  func targets(_ options: CSVOptions) throws -> [Int] {
    guard table.columns > 1 else {
      throw DescentError(
        .badData, "there are paths of pictures only; expected a column with their labels, too",
        at: Position(file: table.name))
    }
    guard !options.targets.isEmpty else {
      return [column == table.columns - 1 ? column - 1 : table.columns - 1]
    }
    let targets = try options.targets.map { try table.column($0, "target") }
    guard !targets.contains(column) else {
      throw DescentError(
        .usage,
        "\(table.describe(column: column)) holds the paths of the pictures; it can't be the target",
        at: Position(file: table.name))
    }
    return targets
  }

  /// Throws `DescentError` (no input) where files are missing, with the lines that name them.
  public func checkFiles() throws {
    let missing = files.indices.filter { fileKind(files[$0]) == .missing }
    guard let first = missing.first else { return }
    func position(_ place: Int) -> Position { table.position(row: rows[place], column: column) }
    func text(_ place: Int) -> String { shown(table.text(row: rows[place], column: column)) }
    let folder = splitPath(table.name).folder
    let start =
      folder.isEmpty ? "the folder where the command runs" : "the folder of the list, \(folder)"
    var near: String?
    do { _ = try readFile(files[first]) } catch { near = (error as? DescentError)?.fix }
    let out = "leave out such rows with --unreadable skip."
    let fix = near.map { "\($0) Or \(out)" } ?? "Mend the list, or \(out)"
    guard missing.count > 1 else {
      throw DescentError(
        .noInput, "no such file: \(text(first)); paths start in \(start)", at: position(first),
        fix: fix)
    }
    let named = missing.prefix(5).map { place in
      text(place) + (position(place).line.map { " in line \(grouped($0))" } ?? "")
    }
    let more = missing.count > 5 ? ", and \(grouped(missing.count - 5)) more" : ""
    throw DescentError(
      .noInput,
      "\(grouped(missing.count)) of \(counted(files.count, "picture")) are missing: "
        + named.joined(separator: ", ") + more + "; paths start in \(start)", at: position(first),
      fix: fix)
  }
}
