import Basics

extension Dataset {
  /// Splits the rows by keys: rows that must not be in two parts never are.
  ///
  /// - `groups`: groups in a random order that depends on the seed are taken into the test part while
  ///   that brings its rows nearer to its share, then into the validation part, one group each at
  ///   least; one at least stays for training.
  /// - `times`: the latest rows test, those before them validate; the border lies between two times,
  ///   where the parts come nearest to their shares. The seed means nothing.
  /// - `parts`: the keys say it; shares must be 0.
  /// - `ids`: a row is tested on if a number from 0 to 1 that follows from its id and the seed is below
  ///   the test share; of the others it validates if a second such number is below the validation share's
  ///   part of what is left. Parts have their shares of many ids, not exactly.
  ///
  /// - Parameters:
  ///   - keys: one for each row of this data set: its `splitKeys`, for instance.
  ///   - rows: which rows, in ascending order; all unless stated. Shares are shares of these.
  ///
  /// Throws `DescentError`: usage for shares out of range or beside keys that name the parts; bad data
  /// where the keys are not one per row, and where a part would be empty.
  public func split(
    by keys: SplitKeys, of rows: [Int]? = nil, validation: Double = 0, test: Double = 0,
    seed: UInt64
  ) throws -> Split {
    try Self.checkShares(validation: validation, test: test)
    try check(keys)
    let rows = rows ?? Array(0..<self.rows)
    switch keys.keys {
    case .groups(let groups):
      var random = RandomSource(seed: seed, .split)
      let blocks = RowBlocks(rows, by: groups)
      let order = random.permutation(blocks.blocks.count)
      return try split(
        RowBlocks(order.map { blocks.blocks[$0] }, noun: "group", isOrdered: false),
        validation: validation, test: test)
    case .times(let times, _):
      return try split(RowBlocks(rows, by: times), validation: validation, test: test)
    case .parts(let parts):
      guard validation == 0, test == 0 else {
        throw DescentError(
          .usage, "\(name): the keys name the part of each row; no other rows are held out",
          fix: "Leave the shares at 0.")
      }
      let split = Split(rows) { parts[$0] }
      guard !split.training.isEmpty else {
        throw DescentError(
          .badData, "\(name): no row is marked for training", fix: "Mark such rows with train.")
      }
      return split
    case .ids(let ids):
      return try split(rows, by: ids, validation: validation, test: test, seed: seed)
    }
  }

  /// Splits the rows so that all rows of a group are in one part.
  ///
  /// `groups` names the group of each row; see `split(by:)` for how groups are chosen and what is thrown.
  public func split(
    groups: [some Hashable], validation: Double = 0, test: Double = 0, seed: UInt64
  ) throws -> Split {
    try split(by: .groups(groups), validation: validation, test: test, seed: seed)
  }

  /// Splits the rows so that the latest ones test and those before them validate.
  ///
  /// `times` has one number per row, later is larger; see `split(by:)`.
  public func split(times: [Double], validation: Double = 0, test: Double = 0) throws -> Split {
    try split(by: .times(times), validation: validation, test: test, seed: 0)
  }

  /// Splits the rows as their names say: `train`, `validation`, `test` and the spellings that
  /// `Split.Part.init(named:)` knows.
  ///
  /// Throws `DescentError` (bad data) for other names and where no row is for training.
  public func split(parts: [String]) throws -> Split {
    try split(by: .parts(parts), seed: 0)
  }

  /// Splits the rows by the hash of their ids: a row's part depends on its id, the seed and the shares, on
  /// nothing else; see `split(by:)`.
  public func split(
    ids: [String], validation: Double = 0, test: Double = 0, seed: UInt64
  ) throws -> Split {
    try split(by: .ids(ids), validation: validation, test: test, seed: seed)
  }

  /// Refuses keys that aren't one per row.
  func check(_ keys: SplitKeys) throws {
    guard keys.count == rows else {
      throw DescentError(
        .badData, "\(name): \(counted(keys.count, "key")) to split \(counted(rows, "row")) by")
    }
  }

  private func split(_ blocks: RowBlocks, validation: Double, test: Double) throws -> Split {
    var blocks = blocks
    let testRows = try blocks.draw(test, "test", name, leaving: validation > 0 ? 2 : 1)
    let validationRows = try blocks.draw(validation, "validation", name, leaving: 1)
    return Split(
      training: blocks.blocks.flatMap { $0 }.sorted(), validation: validationRows, test: testRows)
  }

  private func split(
    _ rows: [Int], by ids: [UInt64], validation: Double, test: Double, seed: UInt64
  ) throws -> Split {
    let split = Split(rows) { row in
      var random = RandomSource(seed: seed, .split, Int(truncatingIfNeeded: ids[row]))
      let (first, second) = (random.uniform(), random.uniform())
      if first < test { return .test }
      return second < validation / (1 - test) ? .validation : .training
    }
    let parts = [
      ("test", split.test, test), ("validation", split.validation, validation),
      ("training", split.training, 1 - test - validation),
    ]
    if let (part, _, share) = parts.first(where: { $0.1.isEmpty && $0.2 > 0 }) {
      let count = Set(rows.map { ids[$0] }).count
      throw DescentError(
        .badData,
        "\(name): no row comes to the \(part) part: \(counted(count, "id")) "
          + "\(count == 1 ? "is" : "are") too few for a share of \(share)",
        fix: "Use other shares or another seed.")
    }
    return split
  }
}

extension Split {
  /// Puts each of the rows, which are in ascending order, into a part.
  fileprivate init(_ rows: [Int], part: (Int) -> Part) {
    self.init(training: [])
    for row in rows {
      switch part(row) {
      case .training: training.append(row)
      case .validation: validation.append(row)
      case .test: test.append(row)
      }
    }
  }
}

/// Rows that stay together, block by block.
struct RowBlocks {
  /// The rows of each block that isn't drawn yet, in ascending order.
  private(set) var blocks: [[Int]]
  /// What a block is called.
  let noun: String
  /// Whether blocks are drawn from the end only.
  private let isOrdered: Bool
  private let count: Int
  private let rows: Int

  init(_ blocks: [[Int]], noun: String, isOrdered: Bool) {
    self.blocks = blocks
    self.noun = noun
    self.isOrdered = isOrdered
    count = blocks.count
    rows = blocks.reduce(0) { $0 + $1.count }
  }

  /// The rows of each group, groups in the order in which they come.
  init(_ rows: [Int], by groups: [Int]) {
    let numbers = SplitKeys.numbered(rows.map { groups[$0] })
    var blocks = [[Int]](repeating: [], count: (numbers.max() ?? -1) + 1)
    for (row, number) in zip(rows, numbers) { blocks[number].append(row) }
    self.init(blocks, noun: "group", isOrdered: false)
  }

  /// The rows of each time, from the earliest to the latest.
  init(_ rows: [Int], by times: [Double]) {
    var blocks: [[Int]] = []
    let order = rows.sorted { (times[$0], $0) < (times[$1], $1) }
    for (place, row) in order.enumerated() {
      if place > 0, times[order[place - 1]] == times[row] {
        blocks[blocks.count - 1].append(row)
      } else {
        blocks.append([row])
      }
    }
    self.init(blocks, noun: "time", isOrdered: true)
  }

  /// Takes blocks that come nearest to a share of the rows, one at least, and leaves some.
  ///
  /// - Parameter others: how many blocks the other parts need.
  mutating func draw(
    _ share: Double, _ part: String, _ name: String, leaving others: Int
  ) throws -> [Int] {
    guard share > 0 else { return [] }
    guard blocks.count > others else {
      throw DescentError(
        .badData,
        "\(name): \(counted(count, noun)) can't be split: a \(part) share of \(share) leaves "
          + (others > 1 ? "too few for training and validation" : "none for training"),
        fix: "Use a \(part) share of 0, or give it rows of more \(noun)s.")
    }
    let wanted = share * Double(rows)
    var taken: Set<Int> = []
    var sum = 0.0
    for place in isOrdered ? Array(blocks.indices.reversed()) : Array(blocks.indices)
    where taken.count < blocks.count - others {
      let size = Double(blocks[place].count)
      if abs(sum + size - wanted) < abs(sum - wanted) {
        taken.insert(place)
        sum += size
      } else if isOrdered {
        break
      }
    }
    if taken.isEmpty {
      let smallest = blocks.indices.min { blocks[$0].count < blocks[$1].count } ?? 0
      taken = [isOrdered ? blocks.count - 1 : smallest]
    }
    let drawn = taken.flatMap { blocks[$0] }.sorted()
    blocks = blocks.indices.filter { !taken.contains($0) }.map { blocks[$0] }
    return drawn
  }
}
