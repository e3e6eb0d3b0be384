import Basics

/// Which rows train, which validate and which test. Every row is in exactly one part.
public struct Split: Sendable, Equatable {
  /// Rows to train on, in ascending order.
  public var training: [Int]
  /// Rows held out to watch the training with, in ascending order.
  public var validation: [Int]
  /// Rows held out for the final figure, in ascending order.
  public var test: [Int]

  /// A split into these rows.
  public init(training: [Int], validation: [Int] = [], test: [Int] = []) {
    self.training = training
    self.validation = validation
    self.test = test
  }
}

extension Dataset {
  /// Splits the rows at random into two or three parts, the same ones for the same seed.
  ///
  /// `validation` and `test` are shares of all rows, at least 0 and below 1 together; a part of share
  /// f gets round(f * rows) rows, none for 0. A stratified split (the default for classes) gives every
  /// class its share of each part, by the method of the largest remainder, and keeps at least one row
  /// of every class in the training part; the other parts get fewer rows where that takes them.
  ///
  /// Throws `DescentError`: usage for shares out of range, bad data where a part would be empty; the
  /// error names the smallest share that works.
  public func split(
    validation: Double = 0, test: Double = 0, stratified: Bool = true, seed: UInt64
  ) throws -> Split {
    try split(
      of: nil, validation: validation, test: test, stratified: stratified, seed: seed)
  }

  /// Splits some of the rows, given in ascending order, into two or three parts: those that
  /// `subset(rows).split` makes, by their numbers in this data set, without a copy of the rows.
  ///
  /// Throws as the form for all rows does.
  public func split(
    of rows: [Int], validation: Double = 0, test: Double = 0, stratified: Bool = true, seed: UInt64
  ) throws -> Split {
    try split(
      of: .some(rows), validation: validation, test: test, stratified: stratified, seed: seed)
  }

  private func split(
    of chosen: [Int]?, validation: Double, test: Double, stratified: Bool, seed: UInt64
  ) throws -> Split {
    let rows = chosen?.count ?? self.rows
    try Self.checkShares(validation: validation, test: test)
    var random = RandomSource(seed: seed, .split)
    var order = random.permutation(rows)
    if let chosen { order = order.map { chosen[$0] } }
    let groups = stratified && !task.classes.isEmpty ? groupedByClass(order) : [order]
    var taken = [Int](repeating: 0, count: groups.count)
    // The test part is drawn first, so that it stays the same whatever the validation share is.
    let what = counted(rows, "row") + (chosen == nil ? "" : " beside the test rows")
    let testCounts = try draw(test, "test", groups, &taken, of: rows, what)
    let validationCounts = try draw(validation, "validation", groups, &taken, of: rows, what)

    var result = Split(training: [], validation: [], test: [])
    for (index, group) in groups.enumerated() {
      let firstEnd = testCounts[index]
      let secondEnd = firstEnd + validationCounts[index]
      result.test += group[..<firstEnd]
      result.validation += group[firstEnd..<secondEnd]
      result.training += group[secondEnd...]
    }
    result.training.sort()
    result.validation.sort()
    result.test.sort()
    return result
  }

  /// Refuses shares that no rows can have.
  static func checkShares(validation: Double, test: Double) throws {
    for (part, share) in [("validation", validation), ("test", test)] {
      guard share >= 0, share < 1 else {
        throw DescentError(
          .usage, "the \(part) share is \(share); expected 0 or more and less than 1")
      }
    }
    guard validation + test < 1 else {
      throw DescentError(
        .usage,
        "validation and test share \(validation) and \(test) of the rows; "
          + "nothing is left for training")
    }
  }

  /// The rows of each class, in the order in which they are given.
  func groupedByClass(_ order: [Int]) -> [[Int]] {
    var groups = [[Int]](repeating: [], count: task.classes.count)
    for row in order { groups[Int(targets[row])].append(row) }
    return groups
  }

  /// How many rows of each group go to a part, at least one of each group staying behind.
  private func draw(
    _ share: Double, _ part: String, _ groups: [[Int]], _ taken: inout [Int], of rows: Int,
    _ what: String
  ) throws -> [Int] {
    guard share > 0 else { return groups.map { _ in 0 } }
    let total = Int((share * Double(rows)).rounded())
    let room = groups.indices.map { max(0, groups[$0].count - taken[$0] - 1) }
    guard total > 0, room.contains(where: { $0 > 0 }) else {
      throw tooFew(
        share, part, possible: room.contains { $0 > 0 }, of: rows, what,
        isOneEach: groups.count > 2 && groups.allSatisfy { $0.count <= 1 })
    }
    let counts = largestRemainder(groups.map(\.count), share, total: total, room: room)
    for index in groups.indices { taken[index] += counts[index] }
    return counts
  }

  private func tooFew(
    _ share: Double, _ part: String, possible: Bool, of rows: Int, _ what: String,
    isOneEach: Bool
  ) -> DescentError {
    guard !isOneEach else {
      let examples = task.classes.prefix(3).map { shown($0) }.joined(separator: ", ")
      return DescentError(
        .badData,
        "\(name): \(what) can't be split: each is of a class of its own (\(examples), …), so that "
          + "none can be both learned and tested",
        fix: "If the target is a number, write it without units and signs; if it names the rows, "
          + "choose another one.")
    }
    guard possible, rows > 1 else {
      return DescentError(
        .badData,
        "\(name): \(what) can't be split: a \(part) share of \(share) "
          + "leaves too little for training",
        fix: "Use a \(part) share of 0, or give it more rows.")
    }
    // The smallest share that rounds to one row, rounded up to a few digits.
    var scale = 100.0
    while scale < 100 * Double(rows) { scale *= 10 }
    let smallest = (0.5 / Double(rows) * scale).rounded(.up) / scale
    return DescentError(
      .badData,
      "\(name): \(what) are too few for a \(part) share of \(share): "
        + "that is no row at all",
      fix: "The smallest share that works is \(smallest); 0 does without.")
  }
}

/// Divides a total over groups in proportion to their sizes: whole parts first, then one more for
/// the largest remainders, earlier groups first where they are equal; never more than there is room.
private func largestRemainder(
  _ sizes: [Int], _ share: Double, total: Int, room: [Int]
) -> [Int] {
  let exact = sizes.map { Double($0) * share }
  var counts = zip(exact, room).map { min(Int($0), $1) }
  let byRemainder = sizes.indices.sorted { a, b in
    let (first, second) = (exact[a] - exact[a].rounded(.down), exact[b] - exact[b].rounded(.down))
    return first == second ? a < b : first > second
  }
  var left = total - counts.reduce(0, +)
  while left > 0 {
    let before = left
    for index in byRemainder where left > 0 && counts[index] < room[index] {
      counts[index] += 1
      left -= 1
    }
    if left == before { break }
  }
  return counts
}
