import Basics
import DataFiles
import Datasets
import Testing

@Suite struct SelectionTests {
  func pictures() throws -> Dataset {
    try Dataset(
      name: "set", shape: [2], features: .bytes([0, 1, 2, 3, 4, 5, 6, 7]),
      featureNames: ["p", "q"],
      targets: [2, 0, 1, 2], task: .classification(classes: ["cat", "dog", "owl"]),
      sampleWeights: [1, 2, 3, 4])
  }

  @Test func takesRowsInTheOrderAsked() throws {
    let part = try pictures().subset([3, 0])
    guard case .bytes(let bytes) = part.features else {
      Issue.record("not bytes")
      return
    }
    #expect(bytes.array == [6, 7, 0, 1])
    #expect(part.targets == [2, 2])
    #expect(part.sampleWeights == [4, 1])
    #expect(part.task.classes == ["cat", "dog", "owl"])
    #expect(part.featureNames == ["p", "q"])
    #expect(try pictures().subset([]).rows == 0)
  }

  @Test func countsClasses() throws {
    #expect(try pictures().labels == [2, 0, 1, 2])
    #expect(try pictures().classCounts == [1, 1, 2])
  }

  @Test func keepsTheOrderOfTheClasses() throws {
    let pair = try pictures().filtered(classes: ["owl", "cat"])
    #expect(pair.task.classes == ["cat", "owl"])
    #expect(pair.targets == [1, 0, 1])
    #expect(pair.sampleWeights == [1, 2, 4])
    let same = try pictures().filtered(classes: ["dog", "owl", "cat", "dog"])
    #expect(same.targets == [2, 0, 1, 2])
  }

  @Test func refusesUnknownClasses() throws {
    let set = try pictures()
    expectError(
      .usage, "set: unknown class \"dgo\". Did you mean \"dog\"? Known: cat, dog, owl."
    ) { try set.filtered(classes: ["cat", "dgo"]) }
    expectError(.usage, "set: no class is chosen. Known: cat, dog, owl.") {
      try set.filtered(classes: [])
    }
    let numbers = try Dataset(
      name: "n", shape: [1], features: .scalars([1]), targets: [1],
      task: .regression(targets: ["y"]))
    expectError(.usage, "n: classes can't be chosen: its target is a number") {
      try numbers.filtered(classes: ["1"])
    }
  }

  @Test func takesTheOrderOfOtherClasses() throws {
    let set = try pictures().aligned(to: ["owl", "bat", "dog", "cat"])
    #expect(set.targets == [0, 3, 2, 0])
    #expect(set.task.classes == ["owl", "bat", "dog", "cat"])
    // A class without rows needn't be known.
    #expect(try pictures().subset([0, 1]).aligned(to: ["cat", "owl"]).targets == [1, 0])
    expectError(
      .badData, "set: row 3 is of the unknown class \"dog\". Known: cat, owl."
    ) { try pictures().aligned(to: ["cat", "owl"]) }
    let numbers = try Dataset(
      name: "n", shape: [1], features: .scalars([1]), targets: [1],
      task: .regression(targets: ["y"]))
    expectError(.badData, "n: its target is a number; expected a class") {
      try numbers.aligned(to: ["1"])
    }
  }

  @Test func seesWhatCannotBeLearned() throws {
    let set = try pictures()
    try set.checkTrainable()
    expectError(
      .badData,
      "set: one class only: all 2 rows are \"owl\". "
        + "Training needs rows of two classes at least."
    ) { try set.subset([0, 3]).checkTrainable() }
    expectError(
      .badData,
      "set: one class only: the only row is \"cat\". "
        + "Training needs rows of two classes at least."
    ) { try set.subset([1]).checkTrainable() }
    expectError(.badData, "set: no rows to train on. Give it some data.") {
      try set.subset([]).checkTrainable()
    }
  }

  @Test func seesConstantTargets() throws {
    let numbers = try Dataset(
      name: "n", shape: [1], features: .scalars([1, 2, 3]), targets: [1, 5, 2, 5, 3, 5],
      task: .regression(targets: ["price", "size"]))
    expectError(
      .badData,
      "n: the target \"size\" is constant: 5.0 in all 3 rows. "
        + "There is nothing to learn from it; choose another target."
    ) { try numbers.checkTrainable() }
    expectError(
      .badData,
      "n: the target \"price\" is constant: there is one row. "
        + "There is nothing to learn from it; choose another target."
    ) { try numbers.subset([0]).checkTrainable() }
    var fine = numbers
    fine.targets = [1, 5, 2, 5, 3, 6]
    try fine.checkTrainable()
    fine.targets = [1, 0x1p60, 2, 0x1p60, 3, 0x1p60]
    expectError(
      .badData,
      "n: the target \"size\" is constant: \(Scalar(0x1p60)) in all 3 rows. If it isn't in the file, \(Scalar.self) "
        + "doesn't tell its values apart: subtract an offset from them first."
    ) { try fine.checkTrainable() }
    let large = Scalar.greatestFiniteMagnitude * 0.5
    fine.targets = [1, 5, 2, -large, 3, 6]
    expectError(
      .badData,
      "n: row 2: the target \"size\" is \(-large), whose square is out of the range of \(Scalar.self). "
        + "Divide it by a constant first, or correct it."
    ) { try fine.checkTrainable() }
  }
}
