import Basics
import Datasets

/// Finds what is suspicious in columns.
struct DataFindings {
  /// The columns with what was counted on the way.
  var columns: [(description: ColumnDescription, counter: ColumnCounter)]
  /// The places of the target columns among them.
  var targets: [Int]
  /// The number of rows.
  var rows: Int
  /// Whether the columns are those of a table, which settings can name.
  var isTable: Bool
  /// The classes of the target; empty where it holds numbers.
  var classes: [ColumnDescription.Level]
  /// The name of the one target and how many different values it has; nil where there are several.
  var target: (name: String, unique: Int)?

  /// Fewer rows say too little for a suspicion.
  private let fewestRows = 10

  /// All of them, in the order of the columns.
  var all: [DataFinding] {
    var findings = targets.compactMap { target(columns[$0].description, columns[$0].counter) }
    if classes.isEmpty { findings += targets.compactMap { coarse(columns[$0].description) } }
    if let text = TableColumn.alikeText(classes.map(\.text), called: "classes") {
      findings.append(
        DataFinding(
          .spellings, targets.map { columns[$0].description.name }, "the target: \(text)",
          fix: "Write them alike if they mean the same."))
    }
    findings += imbalance
    var missing: [ColumnDescription] = []
    for (index, column) in columns.enumerated()
    where !targets.contains(index) && column.description.kind != .ignored {
      let (description, counter) = column
      findings += [
        coarse(description), plain(description), leakage(description, counter),
        spellings(description), manyMissing(description), oddCells(description, counter),
        outlier(description),
      ].compactMap { $0 }
      if description.missing > 0, description.kind != .empty, !isOftenMissing(description) {
        missing.append(description)
      }
    }
    return findings + fewMissing(missing)
      + targets.compactMap {
        oddCells(columns[$0].description, columns[$0].counter, isTarget: true)
      }
  }

  private func called(_ column: ColumnDescription) -> String { "column \(shown(column.name))" }

  /// How a column is left out: by its number where its name is a list of names, or nothing to type.
  private func without(_ column: ColumnDescription) -> String {
    guard isTable else { return "take it out of the data." }
    let place = columns.firstIndex { $0.description.name == column.name } ?? 0
    let isPlain = !column.name.contains(",") && column.name == column.name.printable
    return "leave it out: --ignore \(isPlain ? quotedForShell(column.name) : "\(place + 1)")."
  }

  private func target(_ column: ColumnDescription, _ counter: ColumnCounter) -> DataFinding? {
    if column.missing > 0 {
      let first = counter.firstMissing.map { ", the first in line \($0)" } ?? ""
      return DataFinding(
        .target, [column.name],
        "\(called(column)) is the target, and \(counted(column.missing, "cell")) of it "
          + "\(column.missing == 1 ? "is" : "are") empty\(first)",
        fix: "Fill them in, or delete their rows; or choose another target: --target.")
    }
    if column.unique == 1 {
      return DataFinding(
        .target, [column.name], "\(called(column)) is the target, and says the same in every row",
        fix: "There is nothing to learn; choose another target: --target.")
    }
    if classes.count > 1, classes.count == rows {
      return DataFinding(
        .target, [column.name],
        "\(called(column)) is the target, and each of its \(grouped(rows)) classes has one row, such as "
          + shown(classes[0].text),
        fix: "None can be both learned and tested. If it is a number, write it without units and "
          + "signs; or choose another target: --target.")
    }
    guard targets.count == 1, classes.isEmpty, !column.isNumber else { return nil }
    return DataFinding(
      .target, [column.name], "\(called(column)) is the target, and has too many different texts",
      fix: "Choose another target: --target.")
  }

  private var imbalance: [DataFinding] {
    guard classes.count > 1, classes.count < rows else { return [] }
    let rare = classes.filter { $0.rows * classes.count * 10 < rows || $0.rows < 5 }
    guard !rare.isEmpty else { return [] }
    let list = rare.prefix(5).map { "\(shown($0.text)) \(grouped($0.rows))" }
      .joined(separator: ", ")
    let more = rare.count > 5 ? ", and \(grouped(rare.count - 5)) more" : ""
    return [
      DataFinding(
        .imbalance, targets.map { columns[$0].description.name },
        "\(counted(rare.count, "class", plural: "classes")) "
          + "\(rare.count == 1 ? "has" : "have") few of \(grouped(rows)) rows: \(list)\(more)",
        fix:
          "Let all classes count alike: --class-weight balanced. The accuracy says little; look at "
          + "the recall of each class.")
    ]
  }

  /// Numbers of which few are told apart when they are computed with.
  private func coarse(_ column: ColumnDescription) -> DataFinding? {
    guard column.isNumber, let least = column.least, let most = column.most,
      !isTable || column.unique > 1,
      let coarse = CoarseColumn(
        least: least.value, most: most.value, isWhole: column.wholeNumbers == column.numbers,
        unique: column.unique)
    else { return nil }
    return DataFinding(
      .coarse, [column.name], coarse.message(called(column)), fix: CoarseColumn.fix)
  }

  /// Texts that may well mean the same.
  private func spellings(_ column: ColumnDescription) -> DataFinding? {
    guard case .used(.category(let levels)) = column.kind,
      let text = TableColumn.alikeText(levels, called: "levels")
    else { return nil }
    return DataFinding(
      .spellings, [column.name], "\(called(column)): \(text)",
      fix: "Write them alike if they mean the same.")
  }

  /// Columns that tell nothing, or too much to be told.
  private func plain(_ column: ColumnDescription) -> DataFinding? {
    switch column.kind {
    case .empty:
      return DataFinding(
        .empty, [column.name], "\(called(column)) is empty", fix: "It is not used.")
    case .unclearDates:
      return DataFinding(
        .unclearDates, [column.name],
        "\(called(column)) holds dates that may have the day or the month first, and is not used",
        fix: "Say which: --column-types \(quotedForShell(column.name))=day-first, or month-first.")
    case .texts where isDifferentEverywhere(column):
      return DataFinding(
        .idLike, [column.name], "\(called(column)) says something else in every row",
        fix: "It names the rows, and is not used.")
    case .texts:
      return DataFinding(
        .manyTexts, [column.name],
        "\(called(column)) has \(uniqueCount(column)) different texts",
        fix: "That is too many for a category, and it is not used; join the rare ones.")
    case .used where column.unique == 1 && column.missing == 0 && rows > 1 && coarse(column) == nil:
      let text = column.levels.first.map { ": \(shown($0.text))" } ?? ""
      return DataFinding(
        .constant, [column.name], "\(called(column)) says the same in every row\(text)",
        fix: "It tells nothing; \(without(column))")
    case .used(.number) where column.wholeNumbers == rows && isDifferentEverywhere(column):
      return DataFinding(
        .idLike, [column.name],
        "\(called(column)) holds whole numbers, another one in every row",
        fix: "If they only name the rows, \(without(column))")
    case .used, .ignored: return nil
    }
  }

  private func isDifferentEverywhere(_ column: ColumnDescription) -> Bool {
    guard rows >= fewestRows, column.missing == 0 else { return false }
    guard column.hasMoreUnique else { return column.unique == rows }
    // Of what came before there were more, each came once.
    return
      !(columns.first { $0.description.name == column.name }?.counter.values.counts
      .contains { $0 > 1 } ?? true)
  }

  private func leakage(_ column: ColumnDescription, _ counter: ColumnCounter) -> DataFinding? {
    guard let target, rows >= fewestRows, column.unique > 1, target.unique > 1 else { return nil }
    let known = rows - column.missing
    let name = isTable ? "the target \(shown(target.name))" : "the target"
    var message: String?
    if counter.sameAsTarget == known, column.missing == 0 {
      message = "\(called(column)) says what \(name) says"
    } else if counter.decidesTarget, known >= 5 * column.unique,
      target.unique <= ColumnCounter.mostLevels
    {
      message =
        column.unique == target.unique
        ? "each value of \(called(column)) stands for one of \(name)"
        : "whatever \(called(column)) says, \(name) is always the same then"
    } else if column.isNumber, let correlation = counter.correlation,
      correlation.magnitude > 0.999_999
    {
      message = "\(called(column)) and \(name) lie on a straight line"
    }
    return message.map { message in
      DataFinding(
        .leakage, [column.name], message,
        fix: "If it isn't known before the target is, \(without(column))")
    }
  }

  private func isOftenMissing(_ column: ColumnDescription) -> Bool {
    column.missing * 5 >= rows
  }

  private func manyMissing(_ column: ColumnDescription) -> DataFinding? {
    guard column.missing > 0, column.kind != .empty, isOftenMissing(column) else { return nil }
    let share = fixed(Double(column.missing) / Double(max(1, rows)) * 100, 1)
    return DataFinding(
      .missing, [column.name],
      "\(called(column)) is empty in \(grouped(column.missing)) of \(grouped(rows)) rows "
        + "(\(share) %)",
      fix: "Fill it and say where it was empty: --missing mean --missing-indicator; or "
        + without(column))
  }

  private func fewMissing(_ columns: [ColumnDescription]) -> [DataFinding] {
    guard !columns.isEmpty else { return [] }
    let total = columns.reduce(0) { $0 + $1.missing }
    let names = columns.map { "\($0.name) (\(grouped($0.missing)))" }
    return [
      DataFinding(
        .missing, columns.map(\.name),
        "\(counted(total, "cell")) in \(counted(columns.count, "column")) "
          + "\(total == 1 ? "is" : "are") empty: \(list(names))",
        fix:
          "Say what stands for them: --missing mean, median or constant=X; drop leaves out their "
          + "rows.")
    ]
  }

  private func oddCells(
    _ column: ColumnDescription, _ counter: ColumnCounter, isTarget: Bool = false
  ) -> DataFinding? {
    guard column.oddCount > 0 else { return nil }
    let cells = column.odd.map { "\(shown($0.text)) in line \($0.line)" }.joined(separator: ", ")
    let more =
      column.oddCount > column.odd.count && !cells.isEmpty
      ? ", and \(grouped(column.oddCount - column.odd.count)) more" : ""
    return DataFinding(
      column.isNumber ? .notANumber : .notADate, [column.name],
      "\(called(column)) holds \(column.isNumber ? "numbers" : "dates"), but \(counted(column.oddCount, "cell")) "
        + "\(column.oddCount == 1 ? "doesn't" : "don't")\(cells.isEmpty ? "" : ": ")\(cells)\(more)",
      fix: oddFix(column, counter, isTarget: isTarget))
  }

  private func oddFix(
    _ column: ColumnDescription, _ counter: ColumnCounter, isTarget: Bool
  ) -> String {
    var fixes: [String] = []
    if column.isNumber, counter.commas > counter.tooLarge { fixes.append(ParsedNumber.commaFix) }
    if column.isNumber, counter.tooLarge > 0 {
      fixes.append("Scale the column, where numbers are out of the range of \(Scalar.self).")
    }
    if counter.texts > 0 || !column.isNumber {
      fixes.append(
        isTarget
          ? "Correct them, or delete their rows."
          : "Correct them, or empty the cells and say what stands for them (--missing).")
    }
    return fixes.joined(separator: " ")
  }

  /// Far is 30 times the range of the middle half away from it.
  private func outlier(_ column: ColumnDescription) -> DataFinding? {
    guard column.isNumber, rows >= fewestRows, let low = column.quantile(0.25),
      let high = column.quantile(0.75), high > low, let least = column.least,
      let most = column.most
    else { return nil }
    let reach = 30 * (high - low)
    let far = [least, most].filter { $0.value < low - reach || $0.value > high + reach }
    guard !far.isEmpty else { return nil }
    let places = far.map { "\(short($0.value)) in \(isTable ? "line" : "row") \($0.line)" }
      .joined(separator: " and ")
    return DataFinding(
      .outlier, [column.name],
      "\(called(column)) has \(places); half of its numbers lie between \(short(low)) and "
        + short(high),
      fix:
        "Look whether that is a slip of the pen; if not, scale so that it doesn't matter: --scale "
        + "robust.")
  }

  private func uniqueCount(_ column: ColumnDescription) -> String {
    (column.hasMoreUnique ? "more than " : "") + grouped(column.unique)
  }

  /// A number with the digits of a Float.
  private func short(_ value: Double) -> String {
    let text = "\(Float(value))"
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }
}
