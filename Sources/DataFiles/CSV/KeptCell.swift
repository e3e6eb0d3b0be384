import Basics
import Datasets

/// A cell of a table that is handed on as it stood.
public struct KeptCell: Sendable, Hashable {
  /// What it is in JSON.
  public enum Form: Sendable, Hashable {
    /// A text.
    case text
    /// A number, true or false, just as it is written.
    case token
    /// Null: rows of JSON had nothing here.
    case nothing
  }

  /// The content, without quotes.
  public var text: String
  /// Nil for a cell of a CSV text, whose content decides.
  private let known: Form?

  /// A cell; a text unless stated.
  public init(_ text: String, _ form: Form = .text) {
    self.text = text
    known = form
  }

  /// A cell of a CSV text: a number where it is written as JSON writes numbers, a text otherwise.
  init(csv text: String) {
    self.text = text
    known = nil
  }

  /// What it is in JSON.
  public var form: Form { known ?? (Self.isNumber(text) ? .token : .text) }

  /// Whether it says that nothing is known: empty, NA, N/A, NaN, null or a question mark.
  public var isMissing: Bool { TableColumn.isMissing(text) }

  /// Whether a text is a number of JSON as it is: 12, -0.5, 1e6; not 007, +1 or .5.
  private static func isNumber(_ text: String) -> Bool {
    var rest = text.utf8[...]
    func digits() -> Int {
      let count = rest.prefix { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }.count
      rest = rest.dropFirst(count)
      return count
    }
    func take(_ characters: String) -> Bool {
      guard let next = rest.first, characters.utf8.contains(next) else { return false }
      rest = rest.dropFirst()
      return true
    }
    _ = take("-")
    let isZero = rest.first == UInt8(ascii: "0")
    let whole = digits()
    guard whole > 0, !isZero || whole == 1 else { return false }
    if take(".") {
      guard digits() > 0 else { return false }
    }
    if take("eE") {
      _ = take("+-")
      guard digits() > 0 else { return false }
    }
    return rest.isEmpty
  }
}

extension CSVTable {
  /// Some cells of some rows, [rows][places.count].
  ///
  /// Cells of rows of JSON are what they were there; those of a CSV text are numbers where they are written
  /// as JSON writes numbers, and texts otherwise.
  public func kept(_ places: [Int], rows: Range<Int>) -> [KeptCell] {
    guard !places.isEmpty, !rows.isEmpty else { return [] }
    var kept: [KeptCell] = []
    kept.reserveCapacity(rows.count * places.count)
    var cells: [CSVCell] = []
    var offset = offset(of: rows.lowerBound)
    for _ in rows {
      readCells(fromOffset: &offset, into: &cells)
      for place in places {
        let (cell, text) = (cells[place], text(cells[place]))
        kept.append(isJSON ? KeptCell(text, form(of: cell)) : KeptCell(csv: text))
      }
    }
    return kept
  }

  /// What a cell was in rows of JSON, where only texts are in quotes.
  private func form(of cell: CSVCell) -> KeptCell.Form {
    cell.isQuoted ? .text : cell.range.isEmpty ? .nothing : .token
  }
}
