import Basics

/// A column read as classes.
struct CSVLabels {
  /// The names of the classes, in order.
  var classes: [String]
  /// The class of every row.
  var indices: ContiguousArray<Scalar>
}

/// The different contents of a column, as a start to decide what it is.
struct CSVColumnSurvey {
  /// More classes than this are not classes.
  static let mostClasses = 1000

  /// The different contents in the order in which they come. Where all are numbers, whole numbers
  /// in their shortest form: 01 and 1.0 are 1 then, while 007 among texts is a text.
  private(set) var names: [String] = []
  /// For every row the index of its content.
  private(set) var indices: ContiguousArray<Int32> = []
  /// The rows that hold a number, the rows that hold a whole number.
  private(set) var numbers = 0
  private(set) var wholeNumbers = 0
  /// The rows that hold a number but for a comma where the point should be.
  private(set) var decimalCommas = 0
  /// Whether there are more different contents than `names` keeps.
  private(set) var isTooDiverse = false

  /// Surveys a column.
  ///
  /// - Parameter keepsSpelling: for classes that are known already: the only row of class 007 in a
  ///   file is of class 007.
  ///
  /// Throws `DescentError` (bad data) for an empty cell.
  init(_ table: CSVTable, column: Int, keepsSpelling: Bool = false) throws {
    var known: [String: Int32] = [:]
    var shortest: [String] = []
    var cells: [CSVCell] = []
    var recent = RecentContents()
    var offset = table.offset(of: 0)
    for _ in 0..<table.rows {
      let cell = table.readCell(column, fromOffset: &offset, &cells)
      let key = RecentContents.key(table.scanner.bytes.span.bytes.extracting(cell.range))
      if let seen = recent[key] {
        count(seen.kind)
        if !isTooDiverse { indices.append(seen.index) }
        continue
      }
      let number = table.number(cell)
      if number == .empty {
        throw DescentError(
          .badData, "\(table.describe(column: column)): the target is empty",
          at: table.position(of: cell), fix: "Fill it in, or delete the row.")
      }
      let kind = ContentKind(number)
      count(kind)
      if isTooDiverse { continue }
      let name = table.text(cell)
      let index = known[name] ?? Int32(names.count)
      indices.append(index)
      recent[key] = (index, kind)
      if Int(index) == names.count {
        known[name] = index
        names.append(name)
        shortest.append(Self.shortest(name, number))
        // Numbers may yet turn out to be other spellings of each other.
        isTooDiverse = names.count > 4 * Self.mostClasses
      }
    }
    if numbers == table.rows, !keepsSpelling { merge(shortest) }
    if names.count > Self.mostClasses { isTooDiverse = true }
  }

  private mutating func count(_ kind: ContentKind) {
    if kind == .decimalComma { decimalCommas += 1 }
    if kind == .number || kind == .wholeNumber { numbers += 1 }
    if kind == .wholeNumber { wholeNumbers += 1 }
  }

  /// Other names for the contents; those of the same name become one.
  private mutating func merge(_ others: [String]) {
    var merged: [String] = []
    var places: [String: Int32] = [:]
    var place: [Int32] = []
    for name in others {
      let index = places[name] ?? Int32(merged.count)
      if places.updateValue(index, forKey: name) == nil { merged.append(name) }
      place.append(index)
    }
    indices = ContiguousArray(indices.map { place[Int($0)] })
    names = merged
  }

  /// A whole number in its shortest form; the text itself where it is none, or too large for a
  /// Double to tell it from its neighbours.
  private static func shortest(_ text: String, _ number: ParsedNumber) -> String {
    if case .number(let value) = number, abs(value) <= 9_007_199_254_740_991,
      let whole = Int(exactly: value)
    {
      return String(whole)
    }
    return text
  }

  /// Whether the column holds classes: text everywhere, or whole numbers (some text among them or
  /// not) of which there are few: at most 20, or a twentieth of the rows, and never above 1,000.
  func looksLikeClasses(rows: Int) -> Bool {
    if numbers == 0 { return true }
    guard wholeNumbers == numbers, !isTooDiverse else { return false }
    return names.count <= max(20, rows / 20)
  }

  /// The column as classes: sorted as numbers if all are, byte-wise otherwise.
  func labels(_ table: CSVTable, column: Int) throws -> CSVLabels {
    guard !isTooDiverse else { throw tooDiverse(table, column) }
    let values = numbers == table.rows ? names.map { Double($0) ?? 0 } : []
    let order = names.indices.sorted { a, b in
      if !values.isEmpty, values[a] != values[b] { return values[a] < values[b] }
      return names[a].utf8.lexicographicallyPrecedes(names[b].utf8)
    }
    var rank = [Scalar](repeating: 0, count: names.count)
    for (index, old) in order.enumerated() { rank[old] = Scalar(index) }
    return CSVLabels(
      classes: order.map { names[$0] }, indices: ContiguousArray(indices.map { rank[Int($0)] }))
  }

  /// The column as classes that are known already.
  ///
  /// Throws `DescentError` (bad data) for the first row of another class.
  func labels(_ table: CSVTable, column: Int, known classes: [String]) throws -> CSVLabels {
    let known = names.map { name in
      classes.firstIndex(of: name)
        ?? classes.firstIndex(of: Self.shortest(name, parseNumber(ContiguousArray(name.utf8).span)))
    }
    var labels = CSVLabels(classes: classes, indices: [])
    for row in 0..<table.rows {
      guard row < indices.count else { throw tooDiverse(table, column) }
      let index = Int(indices[row])
      guard let label = known[index] else {
        throw DescentError(
          .badData, "\(table.describe(column: column)): unknown class \(shown(names[index]))",
          at: table.position(row: row, column: column),
          fix: suggestion(for: names[index], in: classes))
      }
      labels.indices.append(Scalar(label))
    }
    return labels
  }

  private func tooDiverse(_ table: CSVTable, _ column: Int) -> DescentError {
    DescentError(
      .badData,
      "\(table.describe(column: column)) has more than "
        + "\(grouped(Self.mostClasses)) different values, too many for classes",
      at: Position(file: table.name), fix: "Choose another target column.")
  }
}

/// What a cell holds.
private enum ContentKind {
  case text
  case decimalComma
  case number
  case wholeNumber

  init(_ number: ParsedNumber) {
    guard case .number(let value) = number else {
      self = number == .decimalComma ? .decimalComma : .text
      return
    }
    self = Int(exactly: value) == nil ? .number : .wholeNumber
  }
}

/// The short contents that came last and what was found out about them, so that a column of a few
/// classes takes no text and no number apart in most of its rows.
private struct RecentContents {
  private static let size = 1024
  private var keys = [UInt64](repeating: 0, count: size)
  private var found = [(index: Int32, kind: ContentKind)](repeating: (0, .text), count: size)

  /// The content of a cell of 1 to 7 bytes as one number; 0 for all others and where there are
  /// quotes, two of which stand for one.
  static func key(_ bytes: RawSpan) -> UInt64 {
    guard 1...7 ~= bytes.byteCount else { return 0 }
    var key = UInt64(bytes.byteCount)
    for index in 0..<bytes.byteCount {
      if bytes.at(index) == UInt8(ascii: "\"") { return 0 }
      key = key << 8 | UInt64(bytes.at(index))
    }
    return key
  }

  subscript(key: UInt64) -> (index: Int32, kind: ContentKind)? {
    get {
      let place = Self.place(key)
      return key != 0 && keys[place] == key ? found[place] : nil
    }
    set {
      guard let newValue, key != 0 else { return }
      let place = Self.place(key)
      keys[place] = key
      found[place] = newValue
    }
  }

  private static func place(_ key: UInt64) -> Int {
    Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> 54)
  }
}
