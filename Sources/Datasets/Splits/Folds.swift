import Basics

extension Dataset {
  /// Divides the rows into folds for cross-validation: each has one of them as its test rows and trains on
  /// all others.
  ///
  /// Without keys, rows are dealt out in a random order that depends on the seed, class by class where
  /// there are classes and `stratified` is true: the numbers of rows of two folds, and those of a class
  /// in two folds, differ by one at most. By keys:
  ///
  /// - `groups`: each group is in one fold. From the largest to the smallest, in a random order among
  ///   equals, a group comes to the fold with the fewest rows.
  /// - `times`: the rows are cut into `count + 1` spans of time with about the same number of rows. Fold i
  ///   is tested on span i + 1 and trains on all spans before it; later rows are in none of its parts.
  /// - `ids`: a row's fold follows from its id, the seed and `count` alone.
  ///
  /// - Parameters:
  ///   - count: the number of folds, 2 or more.
  ///   - keys: one for each row of this data set.
  ///
  /// Throws `DescentError`: usage for fewer than two folds and for keys that name parts; bad data where
  /// there are too few rows, groups, times or ids.
  public func folds(
    _ count: Int, by keys: SplitKeys? = nil, stratified: Bool = true, seed: UInt64
  ) throws -> [Split] {
    guard count >= 2 else {
      throw DescentError(.usage, "\(counted(count, "fold")); expected 2 or more")
    }
    guard rows >= count else { throw tooFew(rows, "row", count) }
    var random = RandomSource(seed: seed, .split, count)
    guard let keys else {
      let order = random.permutation(rows)
      let dealt =
        stratified && !task.classes.isEmpty ? groupedByClass(order).joined() : [order].joined()
      var fold = [Int](repeating: 0, count: rows)
      for (place, row) in dealt.enumerated() { fold[row] = place % count }
      return Self.splits(fold, count)
    }
    try check(keys)
    switch keys.keys {
    case .groups(let groups):
      return Self.splits(try folds(count, groups: groups, &random), count)
    case .times(let times, _):
      return try folds(count, RowBlocks(Array(0..<rows), by: times))
    case .ids(let ids):
      let fold = ids.map { id in
        var random = RandomSource(seed: seed, .split, count, Int(truncatingIfNeeded: id))
        return random.below(count)
      }
      let used = Set(fold)
      guard used.count == count else { throw tooFew(Set(ids).count, "id", count) }
      return Self.splits(fold, count)
    case .parts:
      throw DescentError(
        .usage, "\(name): the keys name the part of each row, so that there is nothing to fold",
        fix: "Divide the rows by group, time or id, or at random.")
    }
  }

  /// Divides the rows into folds so that all rows of a group are in one fold; see `folds(_:by:)`.
  public func folds(_ count: Int, groups: [some Hashable], seed: UInt64) throws -> [Split] {
    try folds(count, by: .groups(groups), seed: seed)
  }

  private func folds(
    _ count: Int, groups: [Int], _ random: inout RandomSource
  ) throws -> [Int] {
    let blocks = RowBlocks(Array(0..<rows), by: groups).blocks
    guard blocks.count >= count else { throw tooFew(blocks.count, "group", count) }
    let order = random.permutation(blocks.count)
    // Sorting keeps the random order among equals, as the place in it decides there.
    let bySize = order.enumerated().sorted {
      (-blocks[$0.element].count, $0.offset) < (-blocks[$1.element].count, $1.offset)
    }
    var sizes = [Int](repeating: 0, count: count)
    var fold = [Int](repeating: 0, count: rows)
    for (_, block) in bySize {
      let lightest = sizes.indices.min { sizes[$0] < sizes[$1] } ?? 0
      sizes[lightest] += blocks[block].count
      for row in blocks[block] { fold[row] = lightest }
    }
    return fold
  }

  private func folds(_ count: Int, _ times: RowBlocks) throws -> [Split] {
    let blocks = times.blocks
    guard blocks.count > count else { throw tooFew(blocks.count, "time", count) }
    var splits: [Split] = []
    var end = 0
    var rows: [Int] = []
    for span in 0...count {
      let wanted = Double(self.rows) * Double(span + 1) / Double(count + 1)
      // Each of the spans that follow needs one time at least.
      let last = blocks.count - (count - span)
      var rowsOfSpan: [Int] = []
      let start = end
      while end < last {
        let before = Double(rows.count + rowsOfSpan.count)
        let after = before + Double(blocks[end].count)
        guard end == start || abs(after - wanted) < abs(before - wanted) || span == count else {
          break
        }
        rowsOfSpan += blocks[end]
        end += 1
      }
      if span > 0 { splits.append(Split(training: rows.sorted(), test: rowsOfSpan.sorted())) }
      rows += rowsOfSpan
    }
    return splits
  }

  private static func splits(_ fold: [Int], _ count: Int) -> [Split] {
    (0..<count).map { number in
      Split(
        training: fold.indices.filter { fold[$0] != number },
        test: fold.indices.filter { fold[$0] == number })
    }
  }

  private func tooFew(_ found: Int, _ noun: String, _ count: Int) -> DescentError {
    DescentError(
      .badData,
      "\(name): \(counted(found, noun)) \(found == 1 ? "is" : "are") too few for "
        + counted(count, "fold"), fix: "Use fewer folds, or give it more rows.")
  }
}
