import Datasets

/// What a column looks like over all rows.
public struct ColumnDescription: Sendable {
  /// What a training takes it for.
  public enum Kind: Sendable, Hashable {
    /// A number, a category, yes/no or a date.
    case used(TableColumn.Kind)
    /// Dates of which nobody can tell whether the day or the month comes first; it isn't used.
    case unclearDates
    /// Different texts in too many rows: it names the row and isn't used.
    case texts
    /// Nothing at all; it isn't used.
    case empty
    /// It was said to be ignored.
    case ignored
  }

  /// A cell and where it is.
  public struct Cell: Sendable, Hashable {
    /// What it says.
    public var text: String
    /// The line of the file in which its row begins, or the number of the row where there are no
    /// lines; from 1.
    public var line: Int
  }

  /// A number and where it is.
  public struct Extreme: Sendable, Hashable {
    /// The number.
    public var value: Double
    /// As in `Cell`.
    public var line: Int
  }

  /// The name, or the number from 1 where there is no header.
  public var name: String
  /// What a training takes it for.
  public var kind: Kind
  /// The number of cells.
  public var rows: Int
  /// Cells that hold nothing.
  public var missing: Int
  /// How many different texts or numbers it holds.
  public var unique: Int
  /// Whether there are more different ones than were counted.
  public var hasMoreUnique: Bool
  /// Cells that hold a number.
  public var numbers: Int
  /// Cells that hold a whole number.
  public var wholeNumbers: Int
  /// The mean of the numbers.
  public var mean: Double
  /// The deviation of the population.
  public var deviation: Double
  /// The smallest number and where it is; nil without numbers.
  public var least: Extreme?
  /// The largest number and where it is; nil without numbers.
  public var most: Extreme?
  /// The numbers of some rows, sorted: of all of them where they are few.
  public var sample: [Double]
  /// The most frequent texts with their rows; empty where there are more than 1,000 different ones.
  public var levels: [Level]
  /// In a column of numbers or dates, how many cells hold something else.
  public var oddCount: Int
  /// The first of them.
  public var odd: [Cell]
  /// The earliest day of a column of dates.
  public var firstDate: CalendarDate?
  /// The latest one.
  public var lastDate: CalendarDate?

  /// A text and how many cells hold it.
  public struct Level: Sendable, Hashable {
    /// What the cells say.
    public var text: String
    /// How many there are.
    public var rows: Int
  }

  /// Whether it is a column of numbers.
  public var isNumber: Bool { kind == .used(.number) }

  /// In words: `number`, `category of 3`, `yes/no`, `texts, not used`.
  public var summary: String {
    switch kind {
    case .used(let kind): TableColumn(name, kind).summary
    case .unclearDates: "dates, not used"
    case .texts: "texts, not used"
    case .empty: "empty, not used"
    case .ignored: "ignored"
    }
  }

  /// What the kind is called in files.
  public var kindName: String {
    switch kind {
    case .used(let kind): TableColumn(name, kind).kindName
    case .unclearDates: "unclear-dates"
    case .texts: "texts"
    case .empty: "empty"
    case .ignored: "ignored"
    }
  }

  /// The number below which a share of the sample lies; nil without numbers.
  public func quantile(_ share: Double) -> Double? {
    guard !sample.isEmpty else { return nil }
    let place = share * Double(sample.count - 1)
    let below = Int(place)
    let above = min(below + 1, sample.count - 1)
    return sample[below] + (sample[above] - sample[below]) * (place - Double(below))
  }

  /// How many numbers of the sample lie in each of so many equal parts between the least and the most.
  public func histogram(bins: Int) -> [Int] {
    guard let first = sample.first, let last = sample.last, bins > 0 else { return [] }
    var counts = [Int](repeating: 0, count: bins)
    // Halves, because the difference of the largest numbers is none.
    let width = last / 2 - first / 2
    for value in sample {
      let share = width > 0 ? (value / 2 - first / 2) / width : 0
      counts[min(bins - 1, Int(share * Double(bins)))] += 1
    }
    return counts
  }
}
