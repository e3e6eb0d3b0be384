import Basics

extension CSVTable {
  /// The numbers of these columns in every row, row-major, [rows][columns.count].
  ///
  /// - Parameter some: these rows only; an error doesn't count the others then.
  ///
  /// Throws `DescentError` (bad data) where a cell holds no finite number that fits `Scalar`: it tells
  /// the place and the content of the first one, and how many there are in how many rows.
  package func numbers(
    in columns: [Int], of some: Range<Int>? = nil, purpose: String
  ) throws -> ContiguousArray<Scalar> {
    let chosen = some ?? 0..<rows
    var values = ContiguousArray<Scalar>(repeating: 0, count: chosen.count * columns.count)
    var span = values.mutableSpan
    let plain = CSVPlainRow(self, columns)
    var cells: [CSVCell] = []
    var first: (row: Int, column: Int)?
    var badCells = 0
    var badRows = 0
    var offset = offset(of: chosen.lowerBound)
    for row in chosen {
      let place = (row &- chosen.lowerBound) &* columns.count
      if let plain, let next = plain.read(scanner.bytes.span.bytes, offset, into: &span, place) {
        offset = next
        continue
      }
      readCells(fromOffset: &offset, into: &cells)
      let before = badCells
      for (index, column) in columns.enumerated() {
        if case .number(let value) = number(cells[column]), Scalar(value).isFinite {
          span[place + index] = Scalar(value)
        } else {
          badCells += 1
          first = first ?? (row, column)
        }
      }
      if badCells > before { badRows += 1 }
    }
    guard let first else { return values }
    throw wrongCell(
      row: first.row, column: first.column, purpose: purpose,
      count: badCells == 1 || some != nil
        ? ""
        : " (the first of \(grouped(badCells)) bad cells in \(grouped(badRows)) of "
          + "\(counted(rows, "row")))")
  }

  private func wrongCell(row: Int, column: Int, purpose: String, count: String) -> DescentError {
    let cell = cells(row)[column]
    let text = shown(self.text(cell))
    let (fault, fix): (String, String)
    switch number(cell) {
    case .empty: (fault, fix) = ("the cell is empty", "Fill it in, or delete the row.")
    case .notFinite:
      (fault, fix) = ("\(text) is not a finite number", "Replace it, or delete the row.")
    case .number, .tooLarge:
      (fault, fix) = ("\(text) is out of the range of \(Scalar.self)", "Scale the column.")
    case .decimalComma:
      (fault, fix) = ("\(text) is not a number", "Write a point for the decimal comma.")
    case .notANumber: (fault, fix) = ("\(text) is not a number", purpose)
    }
    return DescentError(
      .badData, "\(describe(column: column)): \(fault)\(count)",
      at: position(of: cell), fix: fix)
  }

  /// The column of this name, or of this number from 1.
  ///
  /// Throws `DescentError` (usage) where there is none, with the nearest name.
  func column(_ wanted: String, _ role: String) throws -> Int {
    if let index = header?.firstIndex(of: wanted) { return index }
    if let number = Int(wanted) {
      guard (1...columns).contains(number) else {
        throw DescentError(
          .usage, "\(role) column \(number) does not exist", at: Position(file: name),
          fix: columns == 1 ? "There is 1 column." : "Columns are counted from 1 to \(columns).")
      }
      return number - 1
    }
    guard let header else {
      throw DescentError(
        .usage, "no \(role) column \(shown(wanted)): the file has no header",
        at: Position(file: name), fix: "Give its number, from 1 to \(columns).")
    }
    throw DescentError(
      .usage, "no \(role) column \(shown(wanted))", at: Position(file: name),
      fix: suggestion(for: wanted, in: header))
  }
}
