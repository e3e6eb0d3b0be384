import Basics
import Datasets

/// Which rows of data are shown as examples.
public struct ExampleChoice: Sendable, Hashable {
  /// Their numbers, from 1; nil for some chosen at random.
  public var rows: [Int]?
  /// How many are chosen at random.
  public var count: Int
  /// The class that they are of; nil for any.
  public var className: String?
  /// The seed of the choice.
  public var seed: UInt64

  /// A choice.
  public init(rows: [Int]? = nil, count: Int = 12, className: String? = nil, seed: UInt64 = 0) {
    self.rows = rows
    self.count = count
    self.className = className
    self.seed = seed
  }

  /// The rows of a data set, counted from 0: those that are named, as they are named, or random ones, the
  /// same number of each class as far as that goes, in order of class and row.
  ///
  /// Throws `DescentError` (usage) for a row that isn't there, an unknown class, with the nearest name, and a
  /// class where numbers are predicted.
  public func rows(of data: Dataset) throws -> [Int] {
    let wanted = try className.map { try place(of: $0, in: data.task.classes, data.name) }
    if let rows {
      if let row = rows.first(where: { $0 < 1 || $0 > data.rows }) {
        throw Self.noRow(row, data.name, rows: data.rows)
      }
      let chosen = rows.map { $0 - 1 }
      guard let wanted, let className else { return chosen }
      if let row = chosen.first(where: { Int(data.targets[$0]) != wanted }) {
        throw DescentError(
          .usage,
          "row \(grouped(row + 1)) of \(data.name) is of the class "
            + "\"\(data.task.classes[Int(data.targets[row])])\", not \"\(className)\"")
      }
      return chosen
    }
    let labels = data.labels
    var random = RandomSource(seed: seed, .other)
    var groups: [[Int]] = data.task.classes.map { _ in [] }
    if groups.isEmpty { groups = [Array(0..<data.rows)] }
    for (row, label) in labels.enumerated() { groups[label].append(row) }
    if let wanted { groups = [groups[wanted]] }
    random.shuffle(&groups)
    for index in groups.indices { random.shuffle(&groups[index]) }
    var chosen: [Int] = []
    var round = 0
    while chosen.count < count, groups.contains(where: { $0.count > round }) {
      chosen += groups.filter { $0.count > round }.prefix(count - chosen.count).map { $0[round] }
      round += 1
    }
    return chosen.sorted {
      labels.isEmpty ? $0 < $1 : (labels[$0], $0) < (labels[$1], $1)
    }
  }

  private func place(of name: String, in classes: [String], _ data: String) throws -> Int {
    if let place = classes.firstIndex(of: name) { return place }
    throw Self.noClass(name, in: classes, data)
  }

  static func noClass(_ name: String, in classes: [String], _ data: String) -> DescentError {
    guard !classes.isEmpty else {
      return DescentError(.usage, "\(data) has numbers as targets, no classes to choose from")
    }
    return DescentError(
      .usage, "\(data): unknown class \"\(name)\"", fix: suggestion(for: name, in: classes))
  }

  static func noRow(_ row: Int, _ data: String, rows: Int) -> DescentError {
    DescentError(
      .usage, "there is no row \(grouped(row)): \(data) has \(counted(rows, "row"))",
      fix: "Rows are counted from 1.")
  }
}

/// A row as it is written.
public struct ExampleRow: Sendable, Hashable {
  /// Its number, from 1.
  public var number: Int
  /// What its cells say, in the order of the columns.
  public var cells: [String]

  /// A row.
  public init(number: Int, cells: [String]) {
    self.number = number
    self.cells = cells
  }
}

/// Collects examples from rows that come one by one, nobody knows how many: random ones are those with the
/// smallest hashes of their numbers.
struct ExampleCollector {
  private let choice: ExampleChoice
  private let wanted: Set<Int>
  private var kept: [(hash: UInt64, row: ExampleRow)] = []
  private let random: RandomSource

  init(_ choice: ExampleChoice) {
    self.choice = choice
    wanted = Set(choice.rows ?? [])
    random = RandomSource(seed: choice.seed, .other)
  }

  /// Whether the row of a number from 1 is one of them so far; its class is asked for only where that matters.
  func takes(_ number: Int, className: () -> String) -> Bool {
    guard choice.rows == nil else { return wanted.contains(number) }
    let isSmall =
      kept.count < choice.count || kept.last.map { random.value(at: number) < $0.hash } ?? false
    return isSmall && choice.className.map { className() == $0 } ?? true
  }

  /// Keeps a row that is taken.
  mutating func keep(_ number: Int, _ cells: [String]) {
    let hash = choice.rows == nil ? random.value(at: number) : 0
    let place = kept.firstIndex { $0.hash > hash } ?? kept.count
    kept.insert((hash, ExampleRow(number: number, cells: cells)), at: place)
    if choice.rows == nil, kept.count > choice.count { kept.removeLast() }
  }

  /// The examples: as they were named, or in order.
  ///
  /// Throws `DescentError` (usage) for a row that never came.
  func rows(_ name: String, of count: Int) throws -> [ExampleRow] {
    guard let rows = choice.rows else {
      return kept.map(\.row).sorted { $0.number < $1.number }
    }
    let found = Dictionary(
      kept.map { ($0.row.number, $0.row) }, uniquingKeysWith: { first, _ in first })
    return try rows.map { number in
      guard let row = found[number] else {
        throw ExampleChoice.noRow(number, name, rows: count)
      }
      return row
    }
  }
}
