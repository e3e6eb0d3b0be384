import Basics
import DataFiles
import Datasets
import Testing

@Suite struct FoldsTests {
  private func classes(_ counts: [Int]) throws -> Dataset {
    let labels = counts.enumerated().flatMap { Array(repeating: Scalar($0), count: $1) }
    return try Dataset(
      name: "set", shape: [1], features: .bytes(ContiguousArray(repeating: 0, count: labels.count)),
      targets: ContiguousArray(labels),
      task: .classification(classes: counts.indices.map { "c\($0)" }))
  }

  /// Whether every row is tested once, and trained on in all other folds.
  private func isWhole(_ folds: [Split], _ rows: Int) -> Bool {
    folds.flatMap(\.test).sorted() == Array(0..<rows)
      && folds.allSatisfy { ($0.training + $0.test).sorted() == Array(0..<rows) }
      && folds.allSatisfy { $0.validation.isEmpty && $0.test == $0.test.sorted() }
  }

  @Test func everyRowIsTestedOnce() throws {
    for count in [2, 3, 5, 10] {
      let set = try numberRows(23)
      let folds = try set.folds(count, seed: 3)
      #expect(folds.count == count)
      #expect(isWhole(folds, 23))
      let sizes = folds.map(\.test.count)
      #expect((sizes.max() ?? 0) - (sizes.min() ?? 0) <= 1)
      #expect(try set.folds(count, seed: 3) == folds)
      #expect(try set.folds(count, seed: 4) != folds)
    }
  }

  /// scikit-learn 1.9: `StratifiedKFold(k, shuffle=True)` gives folds with these numbers of rows of each
  /// class, for labels that come in the order of the classes.
  @Test(arguments: [
    (5, [40, 30, 27], [[8, 6, 6], [8, 6, 6], [8, 6, 5], [8, 6, 5], [8, 6, 5]]),
    (4, [13, 7, 10], [[4, 1, 3], [3, 2, 3], [3, 2, 2], [3, 2, 2]]),
    (3, [5, 5, 3, 8], [[2, 2, 1, 2], [2, 1, 1, 3], [1, 2, 1, 3]]),
  ])
  func classesAreDealtAsScikitLearnDoes(_ count: Int, _ sizes: [Int], _ expected: [[Int]]) throws {
    let set = try classes(sizes)
    let folds = try set.folds(count, seed: 1)
    #expect(isWhole(folds, set.rows))
    #expect(folds.map { set.subset($0.test).classCounts } == expected)
  }

  @Test func noGroupIsInTwoFolds() throws {
    for seed in 0..<20 as Range<UInt64> {
      var random = RandomSource(seed: seed, .other)
      let groups = (0..<150).map { _ in random.below(1 + random.below(30)) }
      let set = try numberRows(150)
      let folds = try set.folds(4, groups: groups, seed: seed)
      #expect(isWhole(folds, 150))
      for fold in folds {
        #expect(
          Set(fold.test.map { groups[$0] }).isDisjoint(with: fold.training.map { groups[$0] }))
      }
    }
  }

  /// The rule of scikit-learn's `GroupKFold`: the largest group first, to the fold with the fewest rows.
  @Test func groupsFillFoldsEvenly() throws {
    let sizes = [9, 7, 6, 5, 5, 4, 3, 1]
    let groups = sizes.enumerated().flatMap { Array(repeating: "g\($0)", count: $1) }
    let folds = try numberRows(40).folds(3, groups: groups, seed: 8)
    #expect(folds.map(\.test.count).sorted() == [13, 13, 14])
    let two = try numberRows(40).folds(2, groups: groups, seed: 8)
    #expect(two.map(\.test.count).sorted() == [19, 21])
  }

  @Test func foldsOfTimesTestOnWhatComesAfter() throws {
    let times = (0..<60).map { Double(($0 * 7) % 60 / 2) }
    let folds = try numberRows(60).folds(5, by: .times(times), seed: 1)
    #expect(folds.map(\.test.count) == [10, 10, 10, 10, 10])
    for (index, fold) in folds.enumerated() {
      #expect(fold.training.count == 10 * (index + 1))
      let last = fold.training.map { times[$0] }.max() ?? .nan
      #expect(last < (fold.test.map { times[$0] }.min() ?? .nan))
      #expect(Set(fold.test).isDisjoint(with: folds[..<index].flatMap(\.test)))
    }
    let few = try numberRows(10).folds(2, by: .times([0, 0, 0, 0, 0, 0, 0, 0, 1, 2]), seed: 1)
    #expect(few.map(\.test) == [[8], [9]])
  }

  @Test func anIdStaysInItsFold() throws {
    let ids = (0..<300).map { "\($0)" }
    let folds = try numberRows(300).folds(3, by: .ids(ids), seed: 2)
    #expect(isWhole(folds, 300))
    let others = try numberRows(200).folds(3, by: .ids(Array(ids[100...])), seed: 2)
    for (fold, other) in zip(folds, others) {
      #expect(fold.test.filter { $0 >= 100 } == other.test.map { $0 + 100 })
    }
  }

  @Test func saysWhatIsTooLittle() throws {
    let set = try numberRows(3)
    expectError(.usage, "1 fold; expected 2 or more") { try set.folds(1, seed: 1) }
    expectError(
      .badData, "set: 3 rows are too few for 5 folds. Use fewer folds, or give it more rows."
    ) { try set.folds(5, seed: 1) }
    expectError(
      .badData, "set: 2 groups are too few for 3 folds. Use fewer folds, or give it more rows."
    ) { try set.folds(3, groups: ["a", "b", "a"], seed: 1) }
    expectError(
      .badData, "set: 2 times are too few for 2 folds. Use fewer folds, or give it more rows."
    ) { try set.folds(2, by: .times([1, 2, 1]), seed: 1) }
    expectError(
      .badData, "set: 1 id is too few for 2 folds. Use fewer folds, or give it more rows."
    ) { try set.folds(2, by: .ids(["a", "a", "a"]), seed: 1) }
    expectError(
      .usage,
      "set: the keys name the part of each row, so that there is nothing to fold. "
        + "Divide the rows by group, time or id, or at random."
    ) { try set.folds(2, by: .parts(["train", "train", "test"]), seed: 1) }
  }
}
