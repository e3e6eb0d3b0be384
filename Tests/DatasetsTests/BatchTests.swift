import Basics
import DataFiles
import Datasets
import Testing

@Suite struct BatchTests {
  func gather(_ set: Dataset, _ rows: [Int]) -> (features: [Scalar], targets: [Scalar]) {
    var features = ContiguousArray<Scalar>(repeating: -1, count: rows.count * set.shape.count)
    var targets = ContiguousArray<Scalar>(repeating: -1, count: rows.count * set.task.targetWidth)
    var featureSpan = features.mutableSpan
    var targetSpan = targets.mutableSpan
    set.gatherFeatures(of: rows[...], into: &featureSpan)
    set.gatherTargets(of: rows[...], into: &targetSpan)
    return (Array(features), Array(targets))
  }

  @Test func copiesBytes() throws {
    let set = try Dataset(
      name: "x", shape: [1, 2, 1], features: .bytes([0, 255, 1, 2, 3, 4]), targets: [1, 0, 1],
      task: .classification(classes: ["a", "b"]))
    let batch = gather(set, [2, 0, 2])
    #expect(batch.features == [3, 4, 0, 255, 3, 4])
    #expect(batch.targets == [1, 1, 1])
  }

  @Test func copiesScalarsAndSeveralTargets() throws {
    let set = try Dataset(
      name: "x", shape: [3], features: .scalars([1, 2, 3, -4, -5, -6]), targets: [10, 20, 30, 40],
      task: .regression(targets: ["u", "v"]))
    let batch = gather(set, [1, 0])
    #expect(batch.features == [-4, -5, -6, 1, 2, 3])
    #expect(batch.targets == [30, 40, 10, 20])
  }

  @Test func takesPartOfAnOrder() throws {
    let set = try Dataset(
      name: "x", shape: [1], features: .scalars([0, 1, 2, 3]), targets: [0, 1, 2, 3],
      task: .regression(targets: ["u"]))
    let order = [3, 1, 0, 2]
    // Room for more rows than are asked for: the rest stays as it is.
    var features: ContiguousArray<Scalar> = [9, 9, 9]
    var targets: ContiguousArray<Scalar> = [9, 9, 9]
    var featureSpan = features.mutableSpan
    var targetSpan = targets.mutableSpan
    set.gatherFeatures(of: order[1...2], into: &featureSpan)
    set.gatherTargets(of: order[1...2], into: &targetSpan)
    #expect(features == [1, 0, 9])
    #expect(targets == [1, 0, 9])
  }
}
