import Basics
import Datasets

/// Takes note of the cells of a column, one after the other, in bounded memory.
struct ColumnCounter {
  /// What the target says in a row.
  struct Target {
    var hash: UInt64
    var number: Double?
  }

  /// More different texts than this are no classes.
  static let mostLevels = CSVColumnSurvey.mostClasses

  /// The different contents.
  private(set) var values: HashCounts
  /// The texts of the first of them.
  private(set) var names: [String] = []
  private(set) var missing = 0
  private(set) var numbers = 0
  private(set) var wholeNumbers = 0
  /// Numbers but for a comma where the point should be.
  private(set) var commas = 0
  private(set) var texts = 0
  private(set) var mean = 0.0
  private var squares = 0.0
  private(set) var least: ColumnDescription.Extreme?
  private(set) var most: ColumnDescription.Extreme?
  /// The line of the first cell that holds nothing.
  private(set) var firstMissing: Int?
  private(set) var odd: [ColumnDescription.Cell] = []
  private var dates = SeenDates()
  /// The first texts that are no dates.
  private var notDates: [ColumnDescription.Cell] = []
  /// What the dates come to by the order in which they are read.
  private var days: [DateOrder: Days] = [:]
  /// Cells with numbers that `Scalar` has no room for.
  private(set) var tooLarge = 0

  /// Dates in one order.
  private struct Days {
    var count = 0
    var first = Int.max
    var last = Int.min
    /// The first that are none in this order.
    var others: [ColumnDescription.Cell] = []

    mutating func add(_ day: Int?, _ cell: ColumnDescription.Cell) {
      guard let day else {
        if others.count < 3 { others.append(cell) }
        return
      }
      count += 1
      first = min(first, day)
      last = max(last, day)
    }
  }
  /// The numbers of the sampled rows, NaN where there is none.
  private(set) var sample: [Double] = []

  /// For each of the first contents the target of its rows.
  private var goesWith: [UInt64?] = []
  /// Whether each content has come with one target only.
  private(set) var decidesTarget = true
  /// Cells that say what the target says.
  private(set) var sameAsTarget = 0
  private var targetMean = 0.0
  private var targetSquares = 0.0
  private var products = 0.0
  private var pairs = 0

  init(limit: Int) { values = HashCounts(limit: limit) }

  /// The deviation of the population.
  var deviation: Double { numbers > 0 ? (squares / Double(numbers)).squareRoot() : 0 }

  /// Takes note of a cell that holds nothing.
  mutating func addMissing(line: Int) {
    missing += 1
    firstMissing = firstMissing ?? line
  }

  /// Takes note of a number.
  mutating func add(
    _ value: Double, hash: UInt64, line: Int, _ target: Target?, text: () -> String
  ) {
    numbers += 1
    if Int(exactly: value) != nil { wholeNumbers += 1 }
    let difference = value - mean
    mean += difference / Double(numbers)
    squares += difference * (value - mean)
    if least.map({ value < $0.value }) ?? true {
      least = ColumnDescription.Extreme(value: value, line: line)
    }
    if most.map({ value > $0.value }) ?? true {
      most = ColumnDescription.Extreme(value: value, line: line)
    }
    note(hash, target, text)
    guard let other = target?.number else { return }
    pairs += 1
    let otherDifference = other - targetMean
    targetMean += otherDifference / Double(pairs)
    targetSquares += otherDifference * (other - targetMean)
    // Both means follow the same rows as long as all cells are numbers.
    products += difference * (other - targetMean)
  }

  /// Takes note of a text.
  mutating func add(
    text: String, hash: UInt64, line: Int, _ number: ParsedNumber, _ target: Target?
  ) {
    switch number {
    case .decimalComma: commas += 1
    case .number, .tooLarge:
      // A number for which there is no room is a number all the same.
      tooLarge += 1
      commas += 1
    case .empty, .notFinite, .notANumber: texts += 1
    }
    let cell = ColumnDescription.Cell(text: text, line: line)
    if odd.count < 3 { odd.append(cell) }
    if let date = WrittenDate(text) {
      dates.add(date)
      for order in DateOrder.allCases {
        days[order, default: Days()].add(date.date(order)?.day, cell)
      }
    } else if notDates.count < 3 {
      notDates.append(cell)
    }
    note(hash, target) { text }
  }

  private mutating func note(_ hash: UInt64, _ target: Target?, _ text: () -> String) {
    let index = values.add(hash)
    if let index, index == names.count, index <= Self.mostLevels { names.append(text()) }
    if let target, hash == target.hash { sameAsTarget += 1 }
    guard decidesTarget else { return }
    guard let index, index <= Self.mostLevels else {
      decidesTarget = false
      return
    }
    if index == goesWith.count { goesWith.append(nil) }
    // A row without target says nothing.
    guard let target else { return }
    if let known = goesWith[index], known != target.hash { decidesTarget = false }
    goesWith[index] = target.hash
  }

  /// Keeps a number of a sampled row.
  mutating func keep(_ value: Double) { sample.append(value) }

  /// Keeps the sampled rows in these places only.
  mutating func thin(_ kept: [Int]) { sample = kept.map { sample[$0] } }

  /// How closely the numbers move with those of the target: 1 and -1 on a line; nil where it can't be
  /// said.
  var correlation: Double? {
    guard pairs == numbers, pairs > 2, squares > 0, targetSquares > 0 else { return nil }
    return products / (squares.squareRoot() * targetSquares.squareRoot())
  }

  /// The different texts with their rows, the most frequent first; empty where there are too many.
  var levels: [ColumnDescription.Level] {
    guard values.count <= Self.mostLevels, !values.isFull else { return [] }
    return names.indices.map { ColumnDescription.Level(text: names[$0], rows: values.counts[$0]) }
      .sorted { a, b in
        a.rows != b.rows ? a.rows > b.rows : a.text.utf8.lexicographicallyPrecedes(b.text.utf8)
      }
  }

  /// What a training takes it for, by the rules of `CSVColumnSeen`.
  private func kind(_ name: String, rows: Int) -> ColumnDescription.Kind {
    if missing == rows { return .empty }
    if dates.count >= max(1, numbers + commas + texts - dates.count) {
      guard case .used(let columns, _) = dates.verdict(name, order: nil), let first = columns.first
      else { return .unclearDates }
      return .used(first.kind)
    }
    if numbers + commas >= max(1, texts) { return .used(.number) }
    let limit = min(max(20, rows / 20), Self.mostLevels)
    guard !values.isFull, values.count <= limit else { return .texts }
    return .used(
      TableColumn.kind(of: names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }))
  }

  /// What it is if it is what somebody says, by the rules of `CSVColumnSeen`; or else why it can't be.
  private func kind(
    _ type: ColumnType, _ name: String, rows: Int
  ) -> (kind: ColumnDescription.Kind, refusal: String?) {
    let sorted = names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    switch type {
    case .ignore: return (.ignored, nil)
    case _ where missing == rows: return (.empty, nil)
    case .number: return (.used(.number), nil)
    case .category:
      let isTooDiverse = values.isFull || values.count > Self.mostLevels
      return (
        .used(.category(levels: sorted)),
        isTooDiverse ? "it has more than \(grouped(Self.mostLevels)) different texts" : nil
      )
    case .yesNo:
      guard values.count == 2, sorted.count == 2 else {
        return (.texts, "it has \(counted(values.count, "different text")), not 2")
      }
      return (.used(TableColumn.yesNo(of: sorted)), nil)
    case .date, .dayFirst, .monthFirst:
      guard dates.count > 0 else { return (.texts, "none of its texts is a date") }
      guard case .used(let columns, _) = dates.verdict(name, order: type.order),
        let first = columns.first
      else { return (.unclearDates, nil) }
      return (.used(first.kind), nil)
    }
  }

  /// What was found in a column that is said to be of a type.
  ///
  /// Throws `DescentError` (usage) where it can't be of that type.
  func description(_ name: String, rows: Int, type: ColumnType) throws -> ColumnDescription {
    let (kind, refusal) = kind(type, name, rows: rows)
    if let refusal {
      throw DescentError(
        .usage, "column \(shown(name)) is said to be \(type.rawValue), but \(refusal)")
    }
    return description(name, rows: rows, kind)
  }

  /// What was found.
  func description(_ name: String, rows: Int) -> ColumnDescription {
    description(name, rows: rows, kind(name, rows: rows))
  }

  private func description(
    _ name: String, rows: Int, _ kind: ColumnDescription.Kind
  ) -> ColumnDescription {
    var (others, odd, range) = (0, [ColumnDescription.Cell](), Days?.none)
    switch kind {
    case .used(.number): (others, odd) = (texts + commas, self.odd)
    case .used(.date(let order)):
      range = days[order]
      (others, odd) = (
        numbers + commas + texts - (range?.count ?? 0), notDates + (range?.others ?? [])
      )
      odd = Array(odd.sorted { $0.line < $1.line }.prefix(3))
    default: break
    }
    if range?.count == 0 { range = nil }
    return ColumnDescription(
      name: name, kind: kind, rows: rows, missing: missing, unique: values.count,
      hasMoreUnique: values.isFull, numbers: numbers, wholeNumbers: wholeNumbers, mean: mean,
      deviation: deviation, least: least, most: most,
      sample: sample.filter { !$0.isNaN }.sorted(), levels: levels,
      oddCount: others, odd: odd,
      firstDate: range.map { CalendarDate(day: $0.first) },
      lastDate: range.map { CalendarDate(day: $0.last) })
  }
}
