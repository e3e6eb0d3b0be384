import Basics
import DataFiles
import Datasets
import Testing

@Suite struct SplitsTests {
  /// A data set with so many rows of each class, the classes one after the other.
  func classes(_ counts: [Int]) throws -> Dataset {
    let labels = counts.enumerated().flatMap { Array(repeating: Scalar($0), count: $1) }
    return try Dataset(
      name: "set", shape: [1], features: .bytes(ContiguousArray(repeating: 0, count: labels.count)),
      targets: ContiguousArray(labels),
      task: .classification(classes: counts.indices.map { "c\($0)" }))
  }

  func numbers(_ rows: Int) throws -> Dataset {
    try Dataset(
      name: "set", shape: [1], features: .bytes(ContiguousArray(repeating: 0, count: rows)),
      targets: ContiguousArray((0..<rows).map { Scalar($0) }), task: .regression(targets: ["y"]))
  }

  func counts(_ set: Dataset, _ rows: [Int]) -> [Int] { set.subset(rows).classCounts }

  @Test func everyRowIsInOnePart() throws {
    for stratified in [true, false] {
      let set = try classes([40, 30, 27])
      let split = try set.split(validation: 0.2, test: 0.3, stratified: stratified, seed: 7)
      #expect((split.training + split.validation + split.test).sorted() == Array(0..<97))
      #expect(split.validation.count == 19)
      #expect(split.test.count == 29)
      #expect(split.training == split.training.sorted())
    }
  }

  @Test func keepsTheSharesOfTheClasses() throws {
    let set = try classes([600, 300, 100])
    let split = try set.split(validation: 0.1, test: 0.2, seed: 1)
    #expect(counts(set, split.validation) == [60, 30, 10])
    #expect(counts(set, split.test) == [120, 60, 20])
    // 10 % of 13, 12 and 5 rows are 1.3, 1.2 and 0.5; the third row goes to the largest remainder.
    let small = try classes([13, 12, 5])
    #expect(counts(small, try small.split(validation: 0.1, seed: 3).validation) == [1, 1, 1])
  }

  @Test func everyClassStaysInTraining() throws {
    let set = try classes([50, 2, 1])
    for seed in 0..<20 {
      let split = try set.split(validation: 0.4, test: 0.4, seed: UInt64(seed))
      #expect(counts(set, split.training).allSatisfy { $0 >= 1 })
      #expect(counts(set, split.validation)[2] == 0)
    }
  }

  @Test func dependsOnTheSeedAlone() throws {
    let set = try numbers(100)
    let first = try set.split(validation: 0.2, seed: 1)
    #expect(try set.split(validation: 0.2, seed: 1) == first)
    #expect(try set.split(validation: 0.2, seed: 2) != first)
    // Taken after shuffling: not the last rows.
    #expect(first.validation != Array(80..<100))
    #expect(first.validation.first.map { $0 < 40 } == true)
  }

  @Test func theTestPartDoesNotDependOnValidation() throws {
    let set = try classes([70, 30])
    let one = try set.split(validation: 0.1, test: 0.25, seed: 5)
    let two = try set.split(validation: 0.3, test: 0.25, seed: 5)
    #expect(one.test == two.test)
  }

  @Test func nothingIsHeldOutUnlessAsked() throws {
    let split = try numbers(3).split(seed: 1)
    #expect(split == Split(training: [0, 1, 2], validation: [], test: []))
  }

  @Test func refusesSharesOutOfRange() throws {
    let set = try numbers(10)
    expectError(.usage, "the validation share is 1.0; expected 0 or more and less than 1") {
      try set.split(validation: 1, seed: 1)
    }
    expectError(.usage, "the test share is -0.1; expected 0 or more and less than 1") {
      try set.split(test: -0.1, seed: 1)
    }
    expectError(.usage, "the test share is nan; expected 0 or more and less than 1") {
      try set.split(test: .nan, seed: 1)
    }
    expectError(
      .usage, "validation and test share 0.5 and 0.5 of the rows; nothing is left for training"
    ) { try set.split(validation: 0.5, test: 0.5, seed: 1) }
  }

  @Test func saysWhenThereAreTooFewRows() throws {
    expectError(
      .badData,
      "set: 4 rows are too few for a validation share of 0.1: that is no row at all. "
        + "The smallest share that works is 0.125; 0 does without."
    ) { try numbers(4).split(validation: 0.1, seed: 1) }
    #expect(try numbers(4).split(validation: 0.125, seed: 1).validation.count == 1)
    #expect(try numbers(7).split(validation: 0.072, seed: 1).validation.count == 1)
    expectError(
      .badData,
      "set: 1 row can't be split: a test share of 0.5 leaves too little for training. "
        + "Use a test share of 0, or give it more rows."
    ) { try numbers(1).split(test: 0.5, seed: 1) }
    expectError(
      .badData,
      "set: 2 rows can't be split: a validation share of 0.5 leaves too little for "
        + "training. Use a validation share of 0, or give it more rows."
    ) { try classes([1, 1]).split(validation: 0.5, seed: 1) }
    expectError(
      .badData,
      "set: 3 rows can't be split: each is of a class of its own (\"c0\", \"c1\", \"c2\", …), so that none "
        + "can be both learned and tested. If the target is a number, write it without units and signs; "
        + "if it names the rows, choose another one."
    ) { try classes([1, 1, 1]).split(validation: 0.5, seed: 1) }
    expectError(
      .badData,
      "set: 0 rows can't be split: a validation share of 0.5 leaves too little for "
        + "training. Use a validation share of 0, or give it more rows."
    ) { try numbers(0).split(validation: 0.5, seed: 1) }
  }

  @Test func splitsSomeOfTheRowsLikeASubset() throws {
    let set = try Dataset(
      name: "s", shape: [1], features: .bytes(Bytes((0..<200).map { UInt8($0) })),
      targets: ContiguousArray((0..<200).map { Scalar($0 % 3) }),
      task: .classification(classes: ["a", "b", "c"]))
    let outer = try set.split(test: 0.25, seed: 3)
    for (rows, stratified) in [(outer.training, true), (outer.test, false), ([4, 5, 9], false)] {
      let expected = try set.subset(rows).split(
        validation: 0.4, test: 0.2, stratified: stratified, seed: 7)
      let found = try set.split(
        of: rows, validation: 0.4, test: 0.2, stratified: stratified, seed: 7)
      #expect(found.training == expected.training.map { rows[$0] })
      #expect(found.validation == expected.validation.map { rows[$0] })
      #expect(found.test == expected.test.map { rows[$0] })
    }
    expectError(
      .badData,
      "s: 2 rows beside the test rows are too few for a test share of 0.1: that is no row at all. The smallest share "
        + "that works is 0.25; 0 does without."
    ) { try set.split(of: [0, 1], test: 0.1, stratified: false, seed: 1) }
  }
}
