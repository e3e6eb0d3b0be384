import Basics
import Datasets
import Reports
import Testing
import Training

/// The rows of Scripts/fixtures/curves.py as predictions of two classes.
func goldenPredictions(weighted: Bool) -> Predictions {
  Predictions(
    task: .classification(classes: ["no", "yes"]),
    outputs: ContiguousArray(CurvesGolden.scores.map { Scalar($0) }),
    targets: ContiguousArray(CurvesGolden.targets.map { Scalar($0) }),
    weights: weighted ? ContiguousArray(CurvesGolden.weights.map { Scalar($0) }) : nil)
}

private func expectEqual(
  _ ours: [Double], _ theirs: [Double], sourceLocation: SourceLocation = #_sourceLocation
) {
  #expect(ours.count == theirs.count, sourceLocation: sourceLocation)
  for (a, b) in zip(ours, theirs) {
    #expect(a == b || (a - b).magnitude < 1e-9, sourceLocation: sourceLocation)
  }
}

@Suite struct ROCCurveTests {
  @Test(arguments: [false, true])
  func agreesWithScikitLearn(weighted: Bool) throws {
    let golden = weighted ? CurvesGolden.weighted : CurvesGolden.plain
    let curve = try #require(ROCCurve(goldenPredictions(weighted: weighted), of: 1))
    expectEqual(curve.points.map(\.threshold), golden.thresholds)
    expectEqual(curve.points.map(\.falsePositiveRate), golden.falsePositiveRates)
    expectEqual(curve.points.map(\.truePositiveRate), golden.truePositiveRates)
    expectEqual([curve.area], [golden.area])
  }

  @Test func undefined() {
    let task = Task.classification(classes: ["a", "b"])
    for (outputs, targets) in [
      ([0.1, 0.9], [1, 1]), ([.nan, 0.5], [0, 1]), ([], []),
    ] as [(ContiguousArray<Scalar>, ContiguousArray<Scalar>)] {
      #expect(ROCCurve(Predictions(task: task, outputs: outputs, targets: targets), of: 1) == nil)
    }
    #expect(ROCCurve(goldenPredictions(weighted: false), of: 2) == nil)
  }
}

@Suite struct PrecisionRecallCurveTests {
  @Test(arguments: [false, true])
  func agreesWithScikitLearn(weighted: Bool) throws {
    let golden = weighted ? CurvesGolden.weighted : CurvesGolden.plain
    let curve = try #require(PrecisionRecallCurve(goldenPredictions(weighted: weighted), of: 1))
    expectEqual(curve.points.map(\.precision), golden.precisions)
    expectEqual(curve.points.map(\.recall), golden.recalls)
    expectEqual([curve.averagePrecision], [golden.averagePrecision])
  }
}

@Suite struct CalibrationCurveTests {
  @Test func expectedError() throws {
    let curve = try #require(CalibrationCurve(goldenPredictions(weighted: true)))
    expectEqual([curve.expectedError], [CurvesGolden.calibrationError])
    #expect(curve.bins.count == 10)
    // Of two classes, none is given less than a half.
    #expect(curve.bins.prefix(5).allSatisfy { $0.weight == 0 && $0.accuracy == nil })
  }

  @Test func sureAndRight() throws {
    let predictions = Predictions(
      task: .classification(classes: ["a", "b", "c"]), outputs: [1, 0, 0, 0, 1, 0],
      targets: [0, 2])
    let curve = try #require(CalibrationCurve(predictions, bins: 4))
    #expect(curve.bins[3].confidence == 1)
    #expect(curve.bins[3].accuracy == 0.5)
    #expect(curve.expectedError == 0.5)
    #expect(
      CalibrationCurve(
        Predictions(task: .regression(targets: ["y"]), outputs: [1], targets: [1])) == nil)
  }
}

@Suite struct BootstrapTests {
  @Test func coversAsOftenAsItSays() throws {
    // The mean of 400 draws from 0 to 1 is 0.5; 200 intervals.
    var covered = 0
    for trial in 0..<200 {
      var random = RandomSource(seed: 7, .other, trial)
      let values = (0..<400).map { _ in random.uniform() }
      let interval = try #require(Bootstrap(rounds: 300).interval(ofMean: values))
      covered += interval.contains(0.5) ? 1 : 0
    }
    #expect((182...198).contains(covered))
  }

  @Test func manyRowsAreAsNarrowAsTheyShouldBe() throws {
    var random = RandomSource(seed: 3, .other)
    let values = (0..<100_000).map { _ in random.uniform() < 0.9 ? 1.0 : 0 }
    let interval = try #require(Bootstrap().interval(ofMean: values))
    // 1.96 sqrt(0.9 0.1 / 100,000), to both sides.
    let width = interval.upperBound - interval.lowerBound
    #expect((width / 0.003719 - 1).magnitude < 0.1)
    #expect(interval.contains(0.9))
  }

  @Test func undefined() {
    #expect(Bootstrap().interval(ofMean: []) == nil)
    #expect(Bootstrap().interval(ofMean: [1]) == nil)
    #expect(Bootstrap().interval(ofMean: [1, .nan]) == nil)
    #expect(Bootstrap().interval(ofMean: [1, 2], weights: [0, 0]) == nil)
    #expect(Bootstrap().interval(ofMean: [2, 2, 2]) == 2...2)
  }
}
