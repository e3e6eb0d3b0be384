import Basics
import Datasets

/// Rows of features out of a CSV file, for a model to predict with.
public struct CSVFeatures: Sendable {
  /// The features, row-major, [rows][features], unscaled.
  public var values: ContiguousArray<Scalar>
  /// The number of rows.
  public var rows: Int
  /// The columns that the model doesn't use, by name, or by number where there is no header.
  public var ignored: [String]
  /// Whether columns were matched by name, not by position.
  public var isByName: Bool
}

extension CSVPieces {
  /// Pieces of a table for a model that takes these features, and with an encoding for one whose
  /// columns are encoded.
  public convenience init(
    _ more: @escaping () throws -> ContiguousArray<UInt8>, name: String,
    layout: CSVLayout = CSVLayout(), forFeatures names: [String], encoding: TableEncoding?
  ) {
    self.init(
      more, name: name, layout: layout, headerNames: encoding?.columnNames ?? names,
      labelColumns: encoding.map { CSVTable.labelColumns(forColumns: $0) }
        ?? CSVTable.labelColumns(forFeatures: names))
  }
}

extension CSVTable {
  /// The column of this name, or of this number from 1, to be kept.
  ///
  /// Throws `DescentError` (usage) where there is none, with the nearest name.
  public func place(ofKept name: String) throws -> Int { try column(name, "kept") }
}

extension CSVTable {
  /// Reads a table for a model that takes these features.
  ///
  /// The first row is a header if it holds all the names, or looks like one.
  public init(
    _ data: ContiguousArray<UInt8>, name: String, layout: CSVLayout = CSVLayout(),
    forFeatures names: [String]
  ) throws {
    try self.init(
      data, name: name, layout: layout, headerNames: names,
      labelColumns: Self.labelColumns(forFeatures: names))
  }

  /// The last column may be the target, left in the file, and hold text.
  fileprivate static func labelColumns(forFeatures names: [String]) -> (Int) -> Set<Int> {
    { $0 > names.count ? [$0 - 1] : [] }
  }

  /// Reads a table for a model whose columns are encoded: text stands in some of them in every row, so
  /// it doesn't make the first row a header.
  public init(
    _ data: ContiguousArray<UInt8>, name: String, layout: CSVLayout = CSVLayout(),
    forColumns encoding: TableEncoding
  ) throws {
    try self.init(
      data, name: name, layout: layout, headerNames: encoding.columnNames,
      labelColumns: Self.labelColumns(forColumns: encoding))
  }

  fileprivate static func labelColumns(
    forColumns encoding: TableEncoding
  ) -> (Int) -> Set<Int> {
    let count = encoding.columnNames.count
    let columns = encoding.columns.map(\.source).filter { !$0.kind.isTimeOfDay }
    let texts = columns.indices.filter { columns[$0].kind != .number }
    return { $0 == count ? Set(texts) : $0 > count ? [$0 - 1] : [] }
  }

  /// The features that a model takes: by name where both the file and the model have names, by
  /// position otherwise.
  ///
  /// By name, columns may come in any order, and others are ignored and returned. By position there
  /// must be exactly `count` columns. Throws `DescentError` (bad data) for missing columns, listing
  /// both sides, and for cells that are no numbers.
  ///
  /// - Parameter rows: these only; all of them where nil.
  public func features(
    names: [String], count: Int, rows: Range<Int>? = nil
  ) throws -> CSVFeatures {
    let (selected, isByName) = try places(names, count)
    return features(
      try numbers(in: selected, of: rows, purpose: "The model takes numbers."), selected,
      rows?.count ?? self.rows, isByName: isByName)
  }

  /// The features that a model takes whose columns are encoded, found in the same way.
  ///
  /// - Parameters:
  ///   - counts: what was filled or unknown is added.
  ///   - rows: these only; all of them where nil.
  public func features(
    _ encoding: TableEncoding, counts: inout TableEncoding.Counts, rows: Range<Int>? = nil
  ) throws -> CSVFeatures {
    let sources = encoding.columns.map(\.source)
    let (found, isByName) = try places(encoding.columnNames, encoding.columnNames.count)
    // A time of day stands in the column of its date, which comes before it.
    var selected: [Int] = []
    for source in sources {
      let isSecond = source.kind.isTimeOfDay
      selected.append(isSecond ? selected.last ?? 0 : found[Set(selected).count])
    }
    let cells = try cells(
      of: Array(zip(selected, sources)).map { ($0, $1) },
      mayBeEmpty: encoding.columns.map { $0.fill != nil }, rows: rows, counts: &counts)
    return features(
      encoding.features(of: cells, sources: sources, counts: &counts), selected,
      rows?.count ?? self.rows, isByName: isByName)
  }

  private func features(
    _ values: ContiguousArray<Scalar>, _ selected: [Int], _ rows: Int, isByName: Bool
  ) -> CSVFeatures {
    let used = Set(selected)
    return CSVFeatures(
      values: values, rows: rows,
      ignored: (0..<columns).filter { !used.contains($0) }.map { header?[$0] ?? String($0 + 1) },
      isByName: isByName)
  }

  /// Where the columns of a model are: by name, or by position.
  private func places(_ names: [String], _ count: Int) throws -> (places: [Int], isByName: Bool) {
    if header != nil, !names.isEmpty { return (try sheet.columns(named: names), true) }
    guard columns == count else {
      let needed = names.isEmpty ? "" : " (\(names.joined(separator: ", ")))"
      throw DescentError(
        .badData,
        "\(counted(columns, "column")), but the model takes "
          + "\(counted(count, "feature"))\(needed)", at: Position(file: name),
        fix: columns == count + 1
          ? "Remove the target column." + (names.isEmpty ? "" : " Or add a header with names.")
          : nil)
    }
    return (Array(0..<count), false)
  }
}

/// The first 20 names.
func list(_ names: [String]) -> String {
  let more = names.count > 20 ? ", and \(grouped(names.count - 20)) more" : ""
  return names.prefix(20).joined(separator: ", ") + more
}
