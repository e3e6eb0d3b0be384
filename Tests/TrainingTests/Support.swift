import Basics
import Datasets
import Networks
import TestSupport
import Testing
import Training

/// How far fifty steps may end from golden numbers.
let stepsTolerance = Scalar.self == Float.self ? 1e-5 : 1e-10

/// Numbers from -1 to 1 that follow from whole numbers: multiples of 1/64, exact in both precisions.
func numbers(_ count: Int, salt: Int = 0) -> ContiguousArray<Scalar> {
  ContiguousArray(
    (0..<count).map { index in
      let cell: Int = 31 * index + 7 * salt + 5 * index * index
      return Scalar(cell % 129 - 64) / 64
    })
}

/// Rows of two features in two classes that a line can almost tell apart.
func twoClasses(
  rows: Int = 40, weights: ContiguousArray<Scalar>? = nil
) throws -> Dataset {
  let features = numbers(rows * 2, salt: 3)
  let targets = ContiguousArray(
    (0..<rows).map { features[2 * $0] + 0.5 * features[2 * $0 + 1] > 0 ? Scalar(1) : 0 })
  return try Dataset(
    name: "two", shape: [2], features: .scalars(features), targets: targets,
    task: .classification(classes: ["no", "yes"]), sampleWeights: weights)
}

/// Rows of three features with one or two numbers to predict.
func numberTargets(
  rows: Int = 24, targets: Int = 1, weights: ContiguousArray<Scalar>? = nil
) throws -> Dataset {
  try Dataset(
    name: "numbers", shape: [3], features: .scalars(numbers(rows * 3, salt: 1)),
    targets: numbers(rows * targets, salt: 2),
    task: .regression(targets: (0..<targets).map { "t\($0)" }), sampleWeights: weights)
}

/// The data set with only some of its rows, in that order; a row may come twice.
func picked(
  _ data: Dataset, _ rows: [Int], weights: ContiguousArray<Scalar>? = nil
) throws -> Dataset {
  var features = ContiguousArray<Scalar>(repeating: 0, count: rows.count * data.shape.count)
  var span = features.mutableSpan
  data.gatherFeatures(of: rows[...], into: &span)
  var targets = ContiguousArray<Scalar>(repeating: 0, count: rows.count * data.task.targetWidth)
  var targetSpan = targets.mutableSpan
  data.gatherTargets(of: rows[...], into: &targetSpan)
  return try Dataset(
    name: data.name, shape: data.shape, features: .scalars(features), targets: targets,
    task: data.task, sampleWeights: weights)
}

/// A small network for two classes.
func classifier(_ inputs: Int = 2, outputs: Int = 2) throws -> Network {
  try Network(input: [inputs], layers: [Dense(5, activation: .tanh), Dense(outputs)])
}

/// Seconds that pass at each look.
final class CountingWatch: StopWatch, @unchecked Sendable {
  private var looks = 0.0
  var seconds: Double {
    looks += 1
    return looks
  }
}

/// Every event up to the end.
func events(of run: TrainingRun) throws -> [TrainingEvent] {
  var events: [TrainingEvent] = []
  while let event = try run.next() { events.append(event) }
  return events
}

/// Whether two vectors have the same bits.
func sameBits(_ a: Parameters, _ b: Parameters) -> Bool {
  a.values.map(\.bitPattern) == b.values.map(\.bitPattern)
}

/// The text of the error that some work throws; its kind must be the one expected.
func refusal(_ kind: DescentError.Kind, _ work: () throws -> Void) -> String? {
  do {
    try work()
    return nil
  } catch let error as DescentError {
    #expect(error.kind == kind)
    return error.description
  } catch {
    return "not a DescentError: \(error)"
  }
}
