import Basics
import Datasets

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

  /// The different contents in the order in which they come.
  private var contents = SeenTexts()
  /// What each of them is.
  private var kinds: ContiguousArray<Kind> = []
  /// Each as a number, NaN where it is none.
  private var values: ContiguousArray<Scalar> = []
  /// For every row the index of its content, up to the first of too many contents.
  private var indices: ContiguousArray<Int32> = []
  /// For every row its number, as soon as there are many.
  private var numbersByRow: ContiguousArray<Scalar> = []

  private(set) var rows = 0
  /// The rows that hold a number, the rows that hold a whole number.
  private(set) var numbers = 0
  private(set) var wholeNumbers = 0
  /// The rows that hold a number but for a comma where the point should be.
  private(set) var decimalCommas = 0
  /// Whether there are more different contents than are kept.
  private(set) var isTooDiverse = false

  /// What a cell holds.
  private struct Kind {
    var isNumber = false
    var isWhole = false
    var isComma = false

    init(_ number: ParsedNumber) {
      if case .number(let value) = number {
        isNumber = true
        isWhole = Int(exactly: value) != nil
      } else {
        isComma = number == .decimalComma
      }
    }
  }

  /// Takes note of the content of a cell; false where it is empty.
  @inline(__always) mutating func add(_ text: RawSpan) -> Bool {
    if isTooDiverse { return addNumber(text) }
    let index = contents.add(text)
    if Int(index) == kinds.count {
      let number = parseNumber(text)
      guard number != .empty else { return false }
      kinds.append(Kind(number))
      values.append(Self.value(number))
    }
    count(kinds[Int(index)])
    indices.append(index)
    // Numbers may yet turn out to be other spellings of each other.
    if kinds.count > 4 * Self.mostClasses { leaveContents() }
    return true
  }

  private mutating func addNumber(_ text: RawSpan) -> Bool {
    let number = parseNumber(text)
    guard number != .empty else { return false }
    count(Kind(number))
    numbersByRow.append(Self.value(number))
    return true
  }

  private static func value(_ number: ParsedNumber) -> Scalar {
    if case .number(let value) = number { Scalar(value) } else { .nan }
  }

  private mutating func leaveContents() {
    numbersByRow = scalars
    isTooDiverse = true
  }

  private mutating func count(_ kind: Kind) {
    rows += 1
    if kind.isComma { decimalCommas += 1 }
    if kind.isNumber { numbers += 1 }
    if kind.isWhole { wholeNumbers += 1 }
  }

  /// Every row as a number, NaN where it holds none.
  var scalars: ContiguousArray<Scalar> {
    isTooDiverse ? numbersByRow : ContiguousArray(indices.map { values[Int($0)] })
  }
}

extension CSVColumnSurvey {
  /// The contents as names of classes, and the class of each content. Where all are numbers, whole ones
  /// are in their shortest form: 01 and 1.0 are 1 then, while 007 among texts is a text.
  private func merged(keepsSpelling: Bool) -> (names: [String], places: [Int]) {
    guard numbers == rows, !keepsSpelling else { return (contents.texts, Array(kinds.indices)) }
    var names: [String] = []
    var known: [String: Int] = [:]
    var places: [Int] = []
    for text in contents.texts {
      let name = Self.shortest(text)
      let place = known[name] ?? names.count
      if known.updateValue(place, forKey: name) == nil { names.append(name) }
      places.append(place)
    }
    return (names, places)
  }

  /// A whole number in its shortest form; the text itself where it is none, or too large for a
  /// Double to tell it from its neighbours.
  private static func shortest(_ text: String) -> String {
    if case .number(let value) = parseNumber(ContiguousArray(text.utf8).span),
      abs(value) <= 9_007_199_254_740_991, let whole = Int(exactly: value)
    {
      return String(whole)
    }
    return text
  }

  /// Whether the column holds classes: text everywhere, or whole numbers (some text among them or
  /// not) of which there are few: at most 20, or a twentieth of the rows, and never above 1,000.
  var looksLikeClasses: Bool {
    if numbers == 0 { return true }
    guard wholeNumbers == numbers, !isTooDiverse else { return false }
    return merged(keepsSpelling: false).names.count <= min(max(20, rows / 20), Self.mostClasses)
  }

  /// The column as classes: sorted as numbers if all are, byte-wise otherwise.
  func labels(_ sheet: CSVSheet, column: Int) throws -> CSVLabels {
    let (names, places) = merged(keepsSpelling: false)
    guard !isTooDiverse, names.count <= Self.mostClasses else {
      throw tooDiverse(sheet, column)
    }
    let values = numbers == rows ? names.map { Double($0) ?? 0 } : []
    let order = names.indices.sorted { a, b in
      if !values.isEmpty, values[a] != values[b] { return values[a] < values[b] }
      return names[a].utf8.lexicographicallyPrecedes(names[b].utf8)
    }
    var rank = [Scalar](repeating: 0, count: names.count)
    for (index, old) in order.enumerated() { rank[old] = Scalar(index) }
    let ranks = places.map { rank[$0] }
    return CSVLabels(
      classes: order.map { names[$0] }, indices: ContiguousArray(indices.map { ranks[Int($0)] }))
  }

  /// The column as classes that are known already, however they are spelled here: the only row of class
  /// 007 in a file is of class 007.
  ///
  /// Throws `DescentError` (bad data) for the first row of another class.
  func labels(_ sheet: CSVSheet, column: Int, known classes: [String]) throws -> CSVLabels {
    let known = contents.texts.map { name in
      classes.firstIndex(of: name) ?? classes.firstIndex(of: Self.shortest(name))
    }
    var labels = CSVLabels(classes: classes, indices: [])
    labels.indices.reserveCapacity(indices.count)
    for (row, index) in indices.enumerated() {
      guard let label = known[Int(index)] else {
        let name = contents.texts[Int(index)]
        throw DescentError(
          .badData, "\(sheet.describe(column: column)): unknown class \(shown(name))",
          at: try sheet.position(row: row, column: column),
          fix: suggestion(for: name, in: classes))
      }
      labels.indices.append(Scalar(label))
    }
    guard labels.indices.count == rows else { throw tooDiverse(sheet, column) }
    return labels
  }

  private func tooDiverse(_ sheet: CSVSheet, _ column: Int) -> DescentError {
    DescentError(
      .badData,
      "\(sheet.describe(column: column)) has more than "
        + "\(grouped(Self.mostClasses)) different values, too many for classes",
      at: Position(file: sheet.name), fix: "Choose another target column.")
  }
}
