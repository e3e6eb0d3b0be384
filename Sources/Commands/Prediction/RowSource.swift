import Descent

/// Rows to predict for, handed out in pieces, so that no input has to fit into memory. Another kind of
/// input is another type that conforms.
protocol RowSource {
  /// What is to be said before the first row.
  var notes: [String] { get }
  /// The columns that stand beside the predictions; nil where rows are numbered instead.
  var kept: [KeptColumn]? { get }
  /// The next rows, one at least; nil at the end. Rows before a fault come before it is thrown.
  mutating func next() throws -> InputRows?
  /// Where a row stands, counted from 0 among those that `next` gave last; nil where nobody knows.
  func position(ofRow row: Int) -> Position?
  /// What was filled or unknown in the rows so far.
  var counts: [String] { get }
}

/// A column of the input that stands beside the predictions.
struct KeptColumn {
  var name: String
  /// Whether the model takes it as a number: where such a cell is empty, JSON has null.
  var isNumber: Bool
  /// Whether it is no column, but the name of the file that each row was read from.
  var isFile = false
}

/// Some rows of the input.
struct InputRows {
  var count: Int
  /// Unscaled, [count][features].
  var features: ContiguousArray<Scalar>
  /// The kept cells as they are written in the input, [count][kept columns].
  var cells: [KeptCell] = []

  /// One of the rows alone.
  func row(_ index: Int) -> InputRows {
    let (width, kept) = (features.count / count, cells.count / count)
    return InputRows(
      count: 1, features: ContiguousArray(features[(index * width)..<((index + 1) * width)]),
      cells: Array(cells[(index * kept)..<((index + 1) * kept)]))
  }

  /// How many rows of so many features are taken at once: few where they are wide.
  static func step(width: Int) -> Int { max(1, min(4096, (1 << 20) / max(1, width))) }
}

/// Which columns of the input stand beside the predictions.
enum KeepChoice: Equatable {
  case all, none
  case names([String])

  /// `all`, `none`, or names with commas between them.
  ///
  /// Throws `DescentError` (usage) for an empty name, or one that comes twice.
  init(_ text: String) throws {
    switch text {
    case "all": self = .all
    case "none": self = .none
    default:
      let names = text.split(separator: ",", omittingEmptySubsequences: false)
        .map { String($0).trimmed }
      guard !names.contains("") else {
        throw DescentError(
          .usage, "--keep: expected all, none or names of columns, found \"\(text)\"")
      }
      var seen: Set<String> = []
      if let twice = names.first(where: { !seen.insert($0).inserted }) {
        throw DescentError(.usage, "--keep: \(twice) is named twice", fix: "Name it once.")
      }
      self = .names(names)
    }
  }
}
