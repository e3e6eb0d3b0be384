import Basics
import Datasets

/// What data looks like before anything is learned from it.
///
/// Made in one pass and in bounded memory: a table is read piece by piece, and what grows with the rows
/// has limits. At most 262,144 different values per column are told apart, fewer in tables of more than
/// 8 columns, but never fewer than 1,024; quantiles and histograms are those of at most 8,192 rows, chosen
/// evenly; rows are compared with the first 1,048,576. Counts, ranges, means and deviations are those of all
/// rows.
public struct DataDescription: Sendable {
  /// What the data is called.
  public var name: String
  /// Where it came from.
  public var sources: [String]
  /// The rows, without those that the source itself sets apart for a test.
  public var rows: Int
  /// The test rows that the source itself sets apart; nil where it has none.
  public var testRows: Int?
  /// The validation rows that the source itself sets apart; nil where it has none.
  public var validationRows: Int?
  /// The shape of a row's features.
  public var shape: Shape
  /// The columns in the order of the data; for pictures one that stands for all of their values.
  public var columns: [ColumnDescription]
  /// Whether the columns are those of a table, which settings can name.
  public var isTable: Bool
  /// The target columns, by name; empty for data without columns.
  public var targetNames: [String]
  /// The classes of the target with their rows, in order; empty where it holds numbers.
  public var classes: [ColumnDescription.Level]
  /// What is suspicious.
  public var findings: [DataFinding]
  /// What was decided on the way, for people to read.
  public var notes: [String]
  /// Some rows as they are written; none unless they are asked for.
  public var examples: [ExampleRow] = []

  /// All of its rows, in words: `40 rows, 8 to validate and 12 to test`.
  public var rowsText: String {
    rowCounts("row", rows, validation: validationRows, test: testRows)
  }

  /// How many different values are told apart in each of so many columns.
  static func uniqueLimit(columns: Int) -> Int {
    max(1024, min(1 << 18, (1 << 21) / max(1, columns)))
  }

  /// How many rows the quantiles of so many columns come from.
  static func sampleSize(columns: Int) -> Int {
    max(256, min(1 << 13, (1 << 20) / max(1, columns)))
  }

  /// More columns than this are not described.
  static let mostColumns = 100_000

  /// How many rows others are compared with.
  static let comparedRows = 1 << 20
}

/// Something suspicious in data, and what to do about it.
public struct DataFinding: Sendable, Hashable {
  /// The kinds of finding.
  public enum Kind: String, Sendable, CaseIterable {
    /// A column that holds nothing.
    case empty
    /// A column that says the same in every row.
    case constant
    /// A column that names the rows.
    case idLike = "id-like"
    /// A column of too many different texts to be used.
    case manyTexts = "many-texts"
    /// Dates of which nobody can tell whether the day or the month comes first.
    case unclearDates = "unclear-dates"
    /// A column that gives the target away.
    case leakage
    /// Cells that hold nothing.
    case missing
    /// Texts among numbers.
    case notANumber = "not-a-number"
    /// Something else among dates.
    case notADate = "not-a-date"
    /// Numbers so large that the type which is computed in tells few of them apart.
    case coarse
    /// Texts that differ only in case or spaces.
    case spellings
    /// A number far away from the others.
    case outlier
    /// A target that can't be learned from.
    case target
    /// Classes with few rows.
    case imbalance
    /// Rows that come more than once.
    case duplicates
    /// Rows that are trained on and tested with.
    case trainAndTest = "train-and-test"
    /// Rows that are trained on and validate.
    case trainAndValidation = "train-and-validation"
    /// Pictures that can't be read.
    case unreadable
  }

  /// The kind.
  public var kind: Kind
  /// The columns that it is about, by name; empty for the whole data.
  public var columns: [String]
  /// What was found.
  public var message: String
  /// What to do about it.
  public var fix: String

  /// A finding.
  public init(_ kind: Kind, _ columns: [String], _ message: String, fix: String) {
    self.kind = kind
    self.columns = columns
    self.message = message
    self.fix = fix
  }
}

/// How many rows there are of each part, in words: `40 rows, 8 to validate and 12 to test`.
public func rowCounts(_ noun: String, _ rows: Int, validation: Int?, test: Int?) -> String {
  let parts =
    [counted(rows, noun)]
    + [validation.map { "\(grouped($0)) to validate" }, test.map { "\(grouped($0)) to test" }]
    .compactMap { $0 }
  guard let last = parts.last, parts.count > 1 else { return parts[0] }
  return parts.dropLast().joined(separator: ", ") + " and " + last
}
