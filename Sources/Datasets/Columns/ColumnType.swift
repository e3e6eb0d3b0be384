/// What somebody says a column holds, where it shall not be found out.
public enum ColumnType: String, CaseIterable, Sendable, Hashable {
  /// Numbers.
  case number
  /// One of several texts; numbers are texts, too.
  case category
  /// Two texts, of which the second in byte-wise order (or the word for it) means yes.
  case yesNo = "yes-no"
  /// Dates with the year first, or in the only order that all cells allow.
  case date
  /// Dates with the day first.
  case dayFirst = "day-first"
  /// Dates with the month first.
  case monthFirst = "month-first"
  /// Nothing to learn from.
  case ignore

  package var order: DateOrder? {
    switch self {
    case .dayFirst: .dayFirst
    case .monthFirst: .monthFirst
    default: nil
    }
  }
}

/// A column of a table and what it holds.
public struct ColumnChoice: Sendable, Hashable {
  /// The column, by name or by number from 1.
  public var column: String
  /// What it holds.
  public var type: ColumnType

  /// A choice.
  public init(_ column: String, _ type: ColumnType) {
    self.column = column
    self.type = type
  }
}
