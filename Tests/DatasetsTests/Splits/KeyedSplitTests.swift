import Basics
import DataFiles
import Datasets
import Testing

/// A data set of numbers to predict.
func numberRows(_ rows: Int) throws -> Dataset {
  try Dataset(
    name: "set", shape: [1], features: .bytes(ContiguousArray(repeating: 0, count: rows)),
    targets: ContiguousArray((0..<rows).map { Scalar($0) }), task: .regression(targets: ["y"]))
}

@Suite struct KeyedSplitTests {
  /// Groups of many sizes, their rows mixed.
  private func groups(_ rows: Int, _ count: Int, seed: UInt64) -> [String] {
    var random = RandomSource(seed: seed, .other)
    return (0..<rows).map { _ in "p\(random.below(1 + random.below(count)))" }
  }

  private func isWhole(_ split: Split, _ rows: Int) -> Bool {
    (split.training + split.validation + split.test).sorted() == Array(0..<rows)
      && [split.training, split.validation, split.test].allSatisfy { $0 == $0.sorted() }
  }

  // MARK: Groups

  @Test func noGroupIsInTwoParts() throws {
    for seed in 0..<40 as Range<UInt64> {
      let rows = 40 + Int(seed) * 7
      let groups = groups(rows, 4 + Int(seed), seed: seed)
      let set = try numberRows(rows)
      let split = try set.split(groups: groups, validation: 0.15, test: 0.25, seed: seed)
      #expect(isWhole(split, rows))
      let parts = [split.training, split.validation, split.test].map { Set($0.map { groups[$0] }) }
      #expect(parts.allSatisfy { !$0.isEmpty })
      #expect(parts[0].isDisjoint(with: parts[1]))
      #expect(parts[0].isDisjoint(with: parts[2]))
      #expect(parts[1].isDisjoint(with: parts[2]))
      #expect(try set.split(groups: groups, validation: 0.15, test: 0.25, seed: seed) == split)
    }
  }

  @Test func partsOfGroupsComeNearTheirShares() throws {
    let groups = (0..<1000).map { $0 / 5 }
    let set = try numberRows(1000)
    let split = try set.split(groups: groups, validation: 0.1, test: 0.2, seed: 3)
    #expect(split.test.count == 200)
    #expect(split.validation.count == 100)
    #expect(try set.split(groups: groups, test: 0.2, seed: 4).test != split.test)
    #expect(
      try set.split(groups: groups, test: 0.2, seed: 3).test == split.test,
      "whatever the validation share is")
  }

  @Test func aGroupAtLeastIsHeldOutAndOneStays() throws {
    let set = try numberRows(100)
    let large = (0..<100).map { $0 < 90 ? "large" : "small" }
    let split = try set.split(groups: large, test: 0.01, seed: 1)
    #expect(split.test == Array(90..<100))
    let three = try set.split(
      groups: (0..<100).map { $0 % 3 }, validation: 0.4, test: 0.5, seed: 1)
    #expect([three.training, three.validation, three.test].allSatisfy { 33...34 ~= $0.count })
    expectError(
      .badData,
      "set: 1 group can't be split: a test share of 0.2 leaves none for training. "
        + "Use a test share of 0, or give it rows of more groups."
    ) { try set.split(groups: [Int](repeating: 1, count: 100), test: 0.2, seed: 1) }
    expectError(
      .badData,
      "set: 2 groups can't be split: a test share of 0.2 leaves too few for training and "
        + "validation. Use a test share of 0, or give it rows of more groups."
    ) { try set.split(groups: large, validation: 0.1, test: 0.2, seed: 1) }
  }

  // MARK: Times

  @Test func theLatestRowsTestAndThoseBeforeValidate() throws {
    var random = RandomSource(seed: 5, .other)
    let times = (0..<200).map { _ in Double(random.below(60)) }
    let split = try numberRows(200).split(times: times, validation: 0.1, test: 0.2)
    #expect(isWhole(split, 200))
    let ends = [split.training, split.validation, split.test].map { rows in
      (rows.map { times[$0] }.min() ?? .nan, rows.map { times[$0] }.max() ?? .nan)
    }
    #expect(ends[0].1 < ends[1].0)
    #expect(ends[1].1 < ends[2].0)
    #expect(abs(split.test.count - 40) <= 5)
    #expect(abs(split.validation.count - 20) <= 5)
  }

  @Test func rowsOfOneTimeStayTogether() throws {
    let set = try numberRows(10)
    let times: [Double] = [1, 1, 1, 1, 1, 1, 1, 2, 2, 2]
    #expect(try set.split(times: times, test: 0.1).test == [7, 8, 9])
    #expect(try set.split(times: times.reversed(), test: 0.5).test == [0, 1, 2])
    expectError(
      .badData,
      "set: 1 time can't be split: a test share of 0.1 leaves none for training. "
        + "Use a test share of 0, or give it rows of more times."
    ) { try set.split(times: [Double](repeating: 0, count: 10), test: 0.1) }
    expectError(.badData, "row 2: the time is inf, not finite") {
      try set.split(times: [0, .infinity] + times, test: 0.1)
    }
  }

  // MARK: Names of parts

  @Test func namesSayThePart() throws {
    let names = ["train", "val", "Test", "TRAINING", "dev", "testing", "valid", "validation"]
    let split = try numberRows(8).split(parts: names)
    #expect(split == Split(training: [0, 3], validation: [1, 4, 6, 7], test: [2, 5]))
    expectError(
      .badData,
      "row 2: \"tset\" is no part of the rows. Did you mean \"test\"? Known: train, training, "
        + "validation, val, valid, dev, test, testing."
    ) { try numberRows(2).split(parts: ["train", "tset"]) }
    expectError(
      .badData, "set: no row is marked for training. Mark such rows with train."
    ) { try numberRows(2).split(parts: ["test", "dev"]) }
    expectError(
      .usage,
      "set: the keys name the part of each row; no other rows are held out. Leave the shares at 0."
    ) { try numberRows(2).split(by: .parts(["train", "test"]), test: 0.1, seed: 1) }
  }

  // MARK: Ids

  @Test func aRowStaysInItsPartWhenRowsAreAdded() throws {
    let ids = (0..<3000).map { "id-\($0)" }
    let parts = try part(ids, seed: 9)
    let mixed = Array(ids.reversed().enumerated().filter { $0.offset % 3 > 0 }.map(\.element))
    let others = try part(mixed + (0..<500).map { "new-\($0)" }, seed: 9)
    for id in mixed { #expect(parts[id] == others[id]) }
    #expect(try part(ids, seed: 10) != parts)
    let counts = [Split.Part.training, .validation, .test].map { part in
      parts.values.filter { $0 == part }.count
    }
    #expect(abs(counts[2] - 600) < 75)
    #expect(abs(counts[1] - 300) < 60)
  }

  private func part(_ ids: [String], seed: UInt64) throws -> [String: Split.Part] {
    let split = try numberRows(ids.count).split(ids: ids, validation: 0.1, test: 0.2, seed: seed)
    #expect(isWhole(split, ids.count))
    var parts: [String: Split.Part] = [:]
    for (rows, part) in [
      (split.training, Split.Part.training), (split.validation, .validation), (split.test, .test),
    ] {
      for row in rows { parts[ids[row]] = part }
    }
    return parts
  }

  @Test func theSameIdIsInOnePart() throws {
    let ids = (0..<400).map { "id-\($0 % 100)" }
    let split = try numberRows(400).split(ids: ids, validation: 0.2, test: 0.3, seed: 1)
    #expect(Set(split.training.map { ids[$0] }).isDisjoint(with: split.test.map { ids[$0] }))
    #expect(Set(split.training.map { ids[$0] }).isDisjoint(with: split.validation.map { ids[$0] }))
  }

  @Test func partsOfIdsAreTheSameOnEveryMachine() throws {
    let ids = (0..<20).map { "id-\($0)" }
    let split = try numberRows(20).split(ids: ids, validation: 0.2, test: 0.3, seed: 7)
    #expect(split == GoldenSplit.ids)
  }

  @Test func tooFewIdsAreRefused() throws {
    expectError(
      .badData,
      "set: no row comes to the test part: 1 id is too few for a share of 0.001. "
        + "Use other shares or another seed."
    ) {
      try numberRows(4).split(ids: ["a", "a", "a", "a"], test: 0.001, seed: 1)
    }
  }

  // MARK: Some of the rows

  @Test func splitsSomeOfTheRows() throws {
    let set = try numberRows(60)
    let rows = Array(stride(from: 0, to: 60, by: 2))
    let keys: [SplitKeys] = [
      .groups((0..<60).map { $0 / 6 }), try .times((0..<60).map { Double($0 / 3) }),
      .ids((0..<60).map { "\($0)" }),
    ]
    for key in keys {
      let split = try set.split(by: key, of: rows, validation: 0.2, test: 0.3, seed: 2)
      #expect((split.training + split.validation + split.test).sorted() == rows)
      let alone = try set.subset(rows).split(
        by: key.subset(rows), validation: 0.2, test: 0.3, seed: 2)
      #expect(split.test == alone.test.map { rows[$0] })
      #expect(split.validation == alone.validation.map { rows[$0] })
    }
  }

  @Test func keysMustBeOnePerRow() throws {
    expectError(.badData, "set: 2 keys to split 3 rows by") {
      try numberRows(3).split(groups: [1, 2], test: 0.1, seed: 1)
    }
    expectError(.badData, "set: 1 key to split 3 rows by") {
      try numberRows(3).folds(2, by: .ids(["a"]), seed: 1)
    }
    let set = try numberRows(3)
    expectError(.badData, "set: 1 key to split 3 rows by") {
      try Dataset(
        name: "set", shape: [1], features: set.features, targets: set.targets, task: set.task,
        splitKeys: .ids(["a"]))
    }
    expectError(.usage, "the test share is 2.0; expected 0 or more and less than 1") {
      try set.split(groups: [1, 2, 3], test: 2, seed: 1)
    }
  }

  @Test func keysGoWithTheRows() throws {
    var set = try numberRows(4)
    set.splitKeys = .groups(["a", "b", "a", "c"])
    #expect(set.subset([2, 0, 3]).splitKeys == .groups(["a", "b", "a", "c"]).subset([2, 0, 3]))
    #expect(set.splitKeys?.summary(of: [0, 1, 2]) == "2 groups")
    #expect(try SplitKeys.times([3, 1.5, 2]).summary(of: [0, 1]) == "1.5 to 3")
    #expect(SplitKeys.ids(["a", "b", "a"]).summary(of: [0, 2]) == "1 id")
    #expect(try SplitKeys.parts(["train", "test"]).summary(of: [0, 1]) == "2 rows")
  }
}

/// What was found once; a change of it means that trainings of before have other test rows now.
enum GoldenSplit {
  static let ids = Split(
    training: [2, 3, 4, 7, 10, 11, 15, 16, 19], validation: [6, 8, 14, 18],
    test: [0, 1, 5, 9, 12, 13, 17])
}
