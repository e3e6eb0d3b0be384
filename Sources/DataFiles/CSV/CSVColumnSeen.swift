import Basics
import Datasets

/// What was seen in the cells of one column, and what it comes to.
struct CSVColumnSeen {
  private(set) var empty = 0
  private var numbers = 0
  /// Numbers but for a comma where the point should be.
  private var commas = 0
  private var texts = 0
  private var levels = SeenTexts()
  /// The numbers as they are written, in case they turn out to be texts.
  private var numberTexts = SeenTexts()
  private var dates = SeenDates()

  private var isTooDiverse: Bool { levels.count > CSVColumnSurvey.mostClasses }

  /// What a column is taken for.
  enum Verdict {
    /// The columns that it becomes: two for dates with times.
    case used([TableColumn], hasFaults: Bool)
    case ignored(reason: String)
    /// It can't be what it was said to be.
    case refused(String)
  }

  /// Takes note of the content of a cell.
  mutating func add(_ text: RawSpan) {
    let number = parseNumber(text)
    if case .number = number {
      numbers += 1
      if numberTexts.count <= CSVColumnSurvey.mostClasses { _ = numberTexts.add(text) }
      return
    }
    if TableColumn.isMissing(text) {
      empty += 1
      return
    }
    if number == .decimalComma { commas += 1 } else { texts += 1 }
    if let date = WrittenDate(text) { dates.add(date) }
    if !isTooDiverse { _ = levels.add(text) }
  }

  /// A column holds numbers, or dates, if more of its cells do than hold other texts; then those are
  /// faults. It is a category if it has at most 20 different texts, or a twentieth of the rows, and never
  /// more than 1,000; with more it says who a row is, not what it is like, and isn't used.
  ///
  /// - Parameter type: what it is said to be; nil finds out.
  func verdict(_ name: String, rows: Int, type: ColumnType?) -> Verdict {
    let levels = Set(self.levels.texts).union(numberTexts.texts)
    switch type {
    case .ignore: return .ignored(reason: name)
    case _ where empty == rows: return .ignored(reason: "\(name) (empty)")
    case .number: return .used([TableColumn(name, .number)], hasFaults: texts + commas > 0)
    case .category:
      return levels.count > CSVColumnSurvey.mostClasses
        ? .refused("it has more than \(grouped(CSVColumnSurvey.mostClasses)) different texts")
        : .used([TableColumn(name, .category(levels: sorted(levels)))], hasFaults: false)
    case .yesNo:
      guard levels.count == 2 else {
        return .refused("it has \(counted(levels.count, "different text")), not 2")
      }
      let two = sorted(levels)
      return .used([TableColumn(name, TableColumn.yesNo(of: two))], hasFaults: false)
    case .date, .dayFirst, .monthFirst:
      guard dates.count > 0 else { return .refused("none of its texts is a date") }
      return dates.verdict(name, order: type?.order)
    case nil: break
    }
    if dates.count >= max(1, numbers + commas + texts - dates.count) {
      return dates.verdict(name, order: nil)
    }
    if numbers + commas >= max(1, texts) {
      return .used([TableColumn(name, .number)], hasFaults: texts + commas > 0)
    }
    if levels.count > min(max(20, rows / 20), CSVColumnSurvey.mostClasses) {
      return .ignored(reason: "\(name) (different texts in too many rows)")
    }
    return .used([TableColumn(name, TableColumn.kind(of: sorted(levels)))], hasFaults: false)
  }

  private func sorted(_ levels: Set<String>) -> [String] {
    levels.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }
}

/// The dates among the cells of a column.
struct SeenDates {
  private(set) var count = 0
  private var yearFirst = 0
  private var dayFirst = 0
  private var monthFirst = 0
  private var isTimed = false

  mutating func add(_ date: WrittenDate) {
    count += 1
    if date.seconds != nil { isTimed = true }
    if date.isYearFirst { yearFirst += 1 }
    if date.date(.dayFirst) != nil { dayFirst += 1 }
    if date.date(.monthFirst) != nil { monthFirst += 1 }
  }

  func verdict(_ name: String, order: DateOrder?) -> CSVColumnSeen.Verdict {
    guard let order = order ?? found else {
      return .ignored(
        reason: "\(name) (dates that may have the day or the month first: say which with "
          + "--column-types \(name)=day-first or \(name)=month-first)")
    }
    let day = TableColumn(name, .date(order))
    return .used(
      isTimed ? [day, TableColumn(name, .timeOfDay(order))] : [day], hasFaults: false)
  }

  /// The order that most of them allow; nil where it can't be told.
  private var found: DateOrder? {
    if 2 * yearFirst >= count { return .yearFirst }
    return dayFirst == monthFirst ? nil : dayFirst > monthFirst ? .dayFirst : .monthFirst
  }
}
