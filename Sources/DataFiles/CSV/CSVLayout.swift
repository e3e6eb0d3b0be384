import Basics
import Datasets

/// How CSV text is laid out, where that shall not be guessed.
public struct CSVLayout: Sendable, Hashable {
  /// The ASCII character between cells; nil finds out whether it is a comma, a semicolon or a tab.
  public var delimiter: Character?
  /// Whether the first row holds the names of the columns; nil finds out.
  public var hasHeader: Bool?
  /// Columns that somebody has named: where the first row has all of those that can be no numbers of columns,
  /// it holds names.
  package var namedColumns: [String] = []
  /// Whether plain lines and cells are read in fewer steps; false is what tests compare with.
  package var usesShortcuts = true
  /// How many bytes of rows are read at a time; nothing depends on it but memory and time.
  package var pieceSize = 1 << 20

  /// A layout; whatever is left out is found out.
  public init(delimiter: Character? = nil, hasHeader: Bool? = nil) {
    self.delimiter = delimiter
    self.hasHeader = hasHeader
  }
}

extension CSVLayout {
  /// The delimiter that the first rows agree on.
  ///
  /// Of tab, semicolon and comma, in this order, the first that every one of the first 20 lines has
  /// equally often; then the one that the first line has most of. The comma comes last, as it may
  /// also be a decimal comma. Without any there is one column.
  static func guessDelimiter(_ text: Numbers<UInt8>) -> UInt8 {
    let candidates = [UInt8(ascii: "\t"), UInt8(ascii: ";"), UInt8(ascii: ",")]
    let lines = text.withSpan { counts(of: candidates, $0.bytes) }
    for (index, candidate) in candidates.enumerated()
    where lines[0][index] > 0 && lines.allSatisfy({ $0[index] == lines[0][index] }) {
      return candidate
    }
    let most = lines[0].max() ?? 0
    let index = lines[0].lastIndex(of: most) ?? 2
    return most > 0 ? candidates[index] : UInt8(ascii: ",")
  }

  /// How often each candidate stands on the first lines, outside of quotes.
  private static func counts(of candidates: [UInt8], _ bytes: RawSpan) -> [[Int]] {
    var lines: [[Int]] = []
    var current = [0, 0, 0]
    var isBlank = true
    var isQuoted = false
    let start = CSVScanner.textStart(bytes)
    for offset in start..<min(bytes.byteCount, start + 1 << 20) {
      if lines.count == 20 { break }
      let byte = bytes.at(offset)
      if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
      if isQuoted { continue }
      if byte == 0x0A || byte == 0x0D {
        if !isBlank { lines.append(current) }
        (current, isBlank) = ([0, 0, 0], true)
      } else {
        isBlank = false
        if let index = candidates.firstIndex(of: byte) { current[index] += 1 }
      }
    }
    return lines.isEmpty ? [current] : lines
  }
}

extension CSVSheet {
  /// Whether the first row holds names: text over a number, or text where no label is.
  func looksLikeHeader(
    _ firstRow: [CSVCell], _ secondRow: [CSVCell], labelColumns: Set<Int>
  ) -> Bool {
    let first = firstRow.map { (cell: $0, number: number($0)) }
    let second = secondRow.map { number($0) }
    // Text over a number.
    for (column, value) in first.enumerated() where value.number == .notANumber {
      if column < second.count, case .number = second[column] {
        // Unless it is a slip in a row of values.
        return !first.contains { isValueNotName($0.cell, $0.number) }
      }
    }
    // Years: whole numbers that count up by one, which values hardly ever do.
    if namesYears(first.map(\.number)) { return true }
    // A number over a number, and text over text: a row of values like the next one.
    if second.count == first.count, zip(first, second).allSatisfy({ $0.number.isLike($1) }),
      first.contains(where: { $0.number != .notANumber })
    {
      return false
    }
    let features = first.enumerated().filter { !labelColumns.contains($0.offset) }.map(\.element)
    return features.contains { $0.number == .notANumber }
      && !features.contains { isValueNotName($0.cell, $0.number) }
  }

  /// Whether all numbers of a row, two at least beside a text, are years that follow each other.
  private func namesYears(_ row: [ParsedNumber]) -> Bool {
    let years = row.compactMap { cell in if case .number(let value) = cell { value } else { nil } }
    return years.count > 1 && row.contains(.notANumber)
      && years.allSatisfy { 1800...2200 ~= $0 }
      && zip(years, years.dropFirst()).allSatisfy { $1 == $0 + 1 }
  }

  /// Whether a cell holds a number that nobody would call a column: one with sign, point or exponent.
  private func isValueNotName(_ cell: CSVCell, _ number: ParsedNumber) -> Bool {
    guard case .number = number else { return false }
    return !scanner.bytes[cell.range].allSatisfy { 0x30...0x39 ~= $0 }
  }
}
