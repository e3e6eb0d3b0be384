import Basics
import DataFiles
import Datasets
import Testing

@Suite struct ScalingTests {
  let tolerance: Scalar = Scalar.self == Float.self ? 1e-6 : 1e-14

  func bytes(_ values: Bytes, width: Int) throws -> Dataset {
    try Dataset(
      name: "set", shape: Shape([width]), features: .bytes(values),
      targets: ContiguousArray(repeating: 0, count: values.count / width),
      task: .classification(classes: ["a"]))
  }

  func scalars(_ values: ContiguousArray<Scalar>, width: Int) throws -> Dataset {
    try Dataset(
      name: "set", shape: Shape([width]), features: .scalars(values),
      targets: ContiguousArray(repeating: 0, count: values.count / width),
      task: .classification(classes: ["a"]))
  }

  func apply(_ scaling: FittedScaling, _ values: [Scalar], width: Int) -> [Scalar] {
    var copy = ContiguousArray(values)
    var span = copy.mutableSpan
    scaling.apply(to: &span, width: width)
    return Array(copy)
  }

  func expectClose(
    _ a: [Scalar], _ b: [Scalar], sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect(
      a.count == b.count && zip(a, b).allSatisfy { abs($0 - $1) <= tolerance * max(1, abs($1)) },
      "\(a) against \(b)", sourceLocation: sourceLocation)
  }

  @Test func noneLeavesEverything() throws {
    let fitted = try FittedScaling(.none, training: bytes([1, 2], width: 2))
    #expect(fitted == FittedScaling.none)
    #expect(apply(fitted, [1, 2, 300, -4], width: 2) == [1, 2, 300, -4])
  }

  @Test func unitDividesByWhatTheDataCanTake() throws {
    #expect(try FittedScaling(.unit, training: bytes([0, 17], width: 2)).divisor == 255)
    #expect(try FittedScaling(.unit, training: .digits()).divisor == 16)
    #expect(try FittedScaling(.unit, training: bytes([0, 1], width: 2)).divisor == 1)
    #expect(try FittedScaling(.unit, training: bytes([0, 0], width: 2)).divisor == 1)
    // Pixels in a table of numbers.
    #expect(try FittedScaling(.unit, training: scalars([0, 200], width: 2)).divisor == 255)
    #expect(try FittedScaling(.unit, training: scalars([0.5, -2.5], width: 2)).divisor == 2.5)
    let fitted = try FittedScaling(.unit, training: bytes([0, 255], width: 2))
    #expect(apply(fitted, [0, 51, 255, 510], width: 2) == [0, 51 / 255, 1, 2])
  }

  @Test func dividesByAConstant() throws {
    #expect(apply(try .dividing(by: 4), [1, 2], width: 1) == [0.25, 0.5])
    for wrong in [0, -1, .nan, .infinity] {
      expectError(.usage, "features can't be divided by \(wrong); expected a positive number") {
        try FittedScaling.dividing(by: wrong)
      }
    }
  }

  @Test func everyPictureByItsMaximum() throws {
    let fitted = try FittedScaling(.imageMax, training: bytes([1, 2], width: 2))
    #expect(
      apply(fitted, [1, 4, 0, 0, 200, 50, -1, -2], width: 2) == [0.25, 1, 0, 0, 1, 0.25, -1, -2])
    // Wider than the lanes of the search, the largest in every place once.
    for place in 0..<19 {
      var row = Array(repeating: Scalar(1), count: 19)
      row[place] = 4
      var expected = Array(repeating: Scalar(0.25), count: 19)
      expected[place] = 1
      #expect(apply(fitted, row, width: 19) == expected)
    }
  }

  @Test func everyPictureByItsMeanAndDeviation() throws {
    let fitted = try FittedScaling(.imageStandardize, training: bytes([1, 2], width: 2))
    expectClose(apply(fitted, [1, 3, 7, 7], width: 2), [-1, 1, 0, 0])
    // Wider than the lanes of the sum; mean 5.5, deviation sqrt(99 / 12).
    let ramp = (1...10).map { Scalar($0) }
    let deviation = Scalar((99.0 / 12).squareRoot())
    expectClose(apply(fitted, ramp, width: 10), ramp.map { ($0 - 5.5) / deviation })
    // A picture of one color that is no sum of powers of two.
    #expect(
      apply(fitted, Array(repeating: 0.1, count: 19), width: 19) == Array(repeating: 0, count: 19))
  }

  @Test func minMaxPerFeature() throws {
    let fitted = try FittedScaling(.minMax, training: scalars([1, 5, 3, 5, 2, 5], width: 2))
    #expect(fitted.offsets == [1, 5])
    #expect(fitted.divisors == [2, 1])
    #expect(fitted.constantFeatures == 1)
    #expect(apply(fitted, [1, 5, 3, 5, 2, 6], width: 2) == [0, 0, 1, 0, 0.5, 1])
  }

  @Test func standardizePerFeature() throws {
    // The first feature has mean 3 and deviation 2, the second is constant.
    let training = try scalars([1, 0.1, 5, 0.1, 1, 0.1, 5, 0.1], width: 2)
    let fitted = try FittedScaling(.standardize, training: training)
    #expect(fitted.divisors == [2, 1])
    #expect(fitted.constantFeatures == 1)
    #expect(apply(fitted, [5, 0.1, 3, 1.1], width: 2)[..<3] == [1, 0, 0])
  }

  @Test func robustPerFeature() throws {
    // Quartiles 2, 3 and 4; the outlier changes nothing. The second feature is mostly constant.
    let training = try scalars([1, 0, 2, 0, 3, 0, 4, 0, 1000, 7], width: 2)
    let fitted = try FittedScaling(.robust, training: training)
    #expect(fitted.offsets == [3, 0])
    #expect(fitted.divisors == [2, 1])
    #expect(fitted.constantFeatures == 1)
    #expect(apply(fitted, [3, 0, 5, 7], width: 2) == [0, 0, 1, 7])
  }

  @Test func logPerFeature() throws {
    // log(1 + |x|) is 0 and log 4 and -log 4: mean 0.
    let training = try scalars([0, 0, 3, 1, -3, 0], width: 2)
    let fitted = try FittedScaling(.log, training: training, unscaled: [1])
    #expect(fitted.unscaled == [1])
    let scaled = apply(fitted, [3, 1, -3, 0, 15, 1], width: 2)
    let deviation = 1.5.squareRoot()
    expectClose(
      scaled, [Scalar(deviation), 1, Scalar(-deviation), 0, Scalar(2 * deviation), 1])
  }

  @Test func quantilePerFeature() throws {
    // 0 to 100 in another order: every number is its own percentile.
    let numbers = ContiguousArray((0...100).map { Scalar(($0 * 37) % 101) })
    let fitted = try FittedScaling(.quantile, training: scalars(numbers, width: 1))
    let end = Scalar(3.0.squareRoot())
    expectClose(
      apply(fitted, [0, 50, 100, 25, 75.5, -7, 1000], width: 1),
      [-end, 0, end, -end / 2, end * 0.51, -end, end])
    // Half of all rows are 0: its rank is the middle of theirs.
    let ties = ContiguousArray((0..<201).map { Scalar(max(0, $0 - 100)) })
    let tied = try FittedScaling(.quantile, training: scalars(ties, width: 1))
    expectClose(apply(tied, [0], width: 1), [-end / 2])
    let constant = try FittedScaling(.quantile, training: scalars([4, 4, 4], width: 1))
    #expect(constant.constantFeatures == 1)
    #expect(apply(constant, [4, 3, 5], width: 1) == [0, -end, end])
    let plain = try FittedScaling(
      .quantile, training: scalars([4, 1, 5, 0], width: 2), unscaled: [1])
    #expect(apply(plain, [4, 1, 5, 0], width: 2) == [-end, 1, end, 0])
    #expect(try FittedScaling(plain.value, features: 2) == plain)
  }

  @Test func logOfTargetsIsTakenBack() throws {
    let set = try numbers([0, 9, -99, 999], names: ["price"])
    let fitted = try FittedScaling(.log, trainingTargets: set, rows: [0, 1, 2, 3])
    var values = ContiguousArray(apply(fitted, [0, 9, -99, 999], width: 1))
    var span = values.mutableSpan
    fitted.undo(on: &span)
    expectClose(Array(values).map { $0 / 100 }, [0, 0.09, -0.99, 9.99])
  }

  @Test func isFittedOnBytesAsOnScalars() throws {
    let pixels = Bytes([0, 3, 255, 7, 9, 100])
    for scaling in Scaling.allCases {
      let a = try FittedScaling(scaling, training: bytes(pixels, width: 3))
      let b = try FittedScaling(
        scaling, training: scalars(ContiguousArray(pixels.map { Scalar($0) }), width: 3))
      #expect(a == b)
    }
  }

  @Test(arguments: Scaling.allCases) func goesThroughAFile(_ scaling: Scaling) throws {
    let fitted = try FittedScaling(scaling, training: scalars([1, 0.1, 5.3, 0.1], width: 2))
    #expect(try FittedScaling(fitted.value, features: 2) == fitted)
  }

  @Test func refusesNoRows() throws {
    expectError(.badData, "set: no rows to fit the scaling standardize on") {
      try FittedScaling(.standardize, training: bytes([], width: 1))
    }
  }

  @Test func refusesWrongFiles() {
    let cases: [(Value, String)] = [
      ("none", "scaling: expected a table of settings, found \"none\""),
      (.table([:]), "scaling: the setting \"kind\" is missing"),
      (
        .table(["kind": "standardise"]),
        "scaling.kind: unknown scaling \"standardise\". Did you mean \"standardize\"? Known: none, "
          + "unit, image-max, image-standardize, min-max, standardize, robust, log, quantile."
      ),
      (.table(["kind": "unit"]), "scaling: the setting \"divisor\" is missing"),
      (
        .table(["kind": "unit", "divisor": 0]),
        "scaling.divisor: expected a positive number, found 0"
      ),
      (
        .table(["kind": "unit", "divisor": 1, "mean": 1]),
        "scaling: unknown setting \"mean\". Known: kind, divisor."
      ),
      (
        .table(["kind": "standardize", "mean": [1], "deviation": [1, 1]]),
        "scaling.mean: 1 number for 2 features"
      ),
      (
        .table(["kind": "standardize", "mean": [1, 2], "deviation": [1, 0]]),
        "scaling.deviation[1]: expected a positive number, found 0"
      ),
      (
        .table(["kind": "min-max", "minimum": [1, "a"], "range": [1, 1]]),
        "scaling.minimum[1]: expected a number, found \"a\""
      ),
      (
        .table(["kind": "min-max", "minimum": [1, 2], "range": [1, 1], "constant-features": 3]),
        "scaling.constant-features: expected a count of features, found 3"
      ),
    ]
    let log: Settings = ["kind": "log", "mean": [1, 2], "deviation": [1, 1], "unscaled": [2]]
    let wrongLists: [(Value, String)] = [
      (.table(log), "scaling.unscaled: expected a list of features from 0 to 1, found a list"),
      (
        .table(["kind": "quantile", "percentiles": [[]]]),
        "scaling.percentiles: expected 2 lists of numbers, one per feature, found 1"
      ),
      (
        .table(["kind": "quantile", "percentiles": [[], [1, 2]]]),
        "scaling.percentiles[1]: expected 101 ascending numbers, or none"
      ),
    ]
    for (value, message) in cases + wrongLists {
      expectError(.badData, message) { try FittedScaling(value, features: 2) }
    }
  }

  @Test func isFittedOnTheChosenRowsAlone() throws {
    let rows = [0, 2, 5]
    for features in [
      FeatureStorage.bytes([3, 7, 255, 0, 12, 9, 1, 1, 200, 0, 4, 2]),
      .scalars([3, 7, -255, 0, 12, 9, 1, 1, 200, 0.5, 4, 2]),
    ] {
      let set = try Dataset(
        name: "s", shape: [2], features: features, targets: [0, 1, 0, 1, 0, 1],
        task: .classification(classes: ["a", "b"]))
      for scaling in Scaling.allCases {
        #expect(
          try FittedScaling(scaling, training: set, rows: rows)
            == FittedScaling(scaling, training: set.subset(rows)))
      }
    }
  }

  // MARK: Targets

  private func numbers(_ targets: ContiguousArray<Scalar>, names: [String]) throws -> Dataset {
    let rows = targets.count / names.count
    return try Dataset(
      name: "set", shape: [1],
      features: .scalars(ContiguousArray(repeating: 0, count: rows)), targets: targets,
      task: .regression(targets: names))
  }

  @Test func targetsAreScaledAndScaledBack() throws {
    let set = try numbers([1000, 5, 3000, 5, 9e8, 5, 2000, 5], names: ["price", "same"])
    for (scaling, expected) in [
      (Scaling.standardize, [-1, 0, 1, 0, 0, 0] as [Scalar]), (.minMax, [0, 0, 1, 0, 0.5, 0]),
    ] {
      let fitted = try FittedScaling(scaling, trainingTargets: set, rows: [0, 1])
      #expect(fitted.constantFeatures == 1)
      #expect(apply(fitted, [1000, 5, 3000, 5, 2000, 5], width: 2) == expected)
      var back = ContiguousArray(expected)
      var span = back.mutableSpan
      fitted.undo(on: &span)
      #expect(back == [1000, 5, 3000, 5, 2000, 5])
    }
    var untouched: ContiguousArray<Scalar> = [3]
    var span = untouched.mutableSpan
    try FittedScaling(.none, trainingTargets: set, rows: [0]).undo(on: &span)
    #expect(untouched == [3])
  }

  @Test func numbersTooFarApartAreRefused() throws {
    let most = Scalar.greatestFiniteMagnitude * 0.9
    let set = try Dataset(
      name: "set", shape: [2], features: .scalars([1, most, 2, -most, 3, most, 4, -most]),
      featureNames: ["a", "b"], targets: [1, 2, 3, 4], task: .regression(targets: ["y"]))
    for scaling in [Scaling.minMax, .standardize, .robust] {
      expectError(
        .badData,
        "set: column \"b\" has numbers from \(-most) to \(most), too far apart to be scaled by "
          + "\(scaling.rawValue) in \(Scalar.self). Divide them by a constant first, or correct them."
      ) { try FittedScaling(scaling, training: set) }
    }
    // One of them far from many others.
    let outlier = try Dataset(
      name: "set", shape: [1], features: .scalars([0, 0.25, 0.5, 0.75, 1, 1, 1, most]),
      targets: [1, 2, 3, 4, 5, 6, 7, 8], task: .regression(targets: ["y"]))
    expectError(
      .badData,
      "set: feature 1 has numbers from 0.0 to \(most), too far apart to be scaled by robust in "
        + "\(Scalar.self). Divide them by a constant first, or correct them."
    ) { try FittedScaling(.robust, training: outlier) }
    for scaling in [Scaling.none, .unit, .log, .quantile] {
      let fitted = try FittedScaling(scaling, training: set)
      #expect(try FittedScaling(fitted.value, features: 2) == fitted)
    }
  }

  @Test func targetsThatAreNotScaled() throws {
    let set = try numbers([1, 2], names: ["y"])
    for scaling in [Scaling.unit, .imageMax, .imageStandardize, .robust, .quantile] {
      expectError(
        .usage,
        "targets can't be scaled by \(scaling.rawValue). Use standardize, min-max, log or none."
      ) { try FittedScaling(scaling, trainingTargets: set, rows: [0]) }
    }
    expectError(.usage, "set has classes as targets; they are not scaled") {
      try FittedScaling(.standardize, trainingTargets: bytes([1], width: 1), rows: [0])
    }
    expectError(.badData, "set: no rows to fit the scaling standardize on") {
      try FittedScaling(.standardize, trainingTargets: set, rows: [])
    }
  }
}
