import Basics
import DataFiles
import Datasets
import Testing

@Suite struct GeneratorsTests {
  func points(_ set: Dataset) -> [(x: Double, y: Double, label: Int)] {
    guard case .scalars(let values) = set.features else { return [] }
    return (0..<set.rows).map {
      (Double(values[2 * $0]), Double(values[2 * $0 + 1]), Int(set.targets[$0]))
    }
  }

  func radius(_ point: (x: Double, y: Double, label: Int)) -> Double {
    (point.x * point.x + point.y * point.y).squareRoot()
  }

  @Test func xorIsExact() throws {
    let set = try Generator.xor.dataset()
    guard case .scalars(let values) = set.features else {
      Issue.record("not scalars")
      return
    }
    #expect(values.array == [0, 0, 0, 1, 1, 0, 1, 1])
    #expect(set.targets == [0, 1, 1, 0])
    let noisy = try Generator.xor.dataset(GeneratorOptions(rows: 400))
    #expect(noisy.rows == 400)
    for point in points(noisy) {
      #expect(point.label == (Int(point.x.rounded()) == Int(point.y.rounded()) ? 0 : 1))
    }
  }

  @Test(arguments: Generator.allCases) func dependsOnTheSeedAlone(_ generator: Generator) throws {
    let options = GeneratorOptions(rows: 50, noise: 0.3, seed: 4)
    let first = try generator.dataset(options)
    #expect(first.rows == 50)
    #expect(try generator.dataset(options).fingerprint == first.fingerprint)
    let other = GeneratorOptions(rows: 50, noise: 0.3, seed: 5)
    #expect(try generator.dataset(other).fingerprint != first.fingerprint)
    #expect(first.name == generator.rawValue)
    #expect(first.featureNames.count == first.shape.count)
    try first.checkTrainable()
  }

  @Test func circlesHaveTheirRadii() throws {
    for point in points(try Generator.circles.dataset(GeneratorOptions(noise: 0))) {
      #expect(abs(radius(point) - (point.label == 0 ? 1 : 0.5)) < 1e-6)
    }
  }

  @Test func moonsAreHalfCircles() throws {
    let moons = points(try Generator.moons.dataset(GeneratorOptions(noise: 0)))
    for point in moons {
      let x = point.label == 0 ? point.x : 1 - point.x
      let y = point.label == 0 ? point.y : 0.5 - point.y
      #expect(abs(x * x + y * y - 1) < 1e-5)
      #expect(y >= -1e-6)
    }
    #expect(moons.count { $0.label == 0 } == 500)
  }

  @Test func spiralsAndBlobsHaveSeveralClasses() throws {
    for generator in [Generator.spirals, .blobs] {
      let set = try generator.dataset(GeneratorOptions(rows: 500, classes: 5))
      #expect(set.task.classes == ["0", "1", "2", "3", "4"])
      #expect(set.classCounts == [100, 100, 100, 100, 100])
    }
    for point in points(try Generator.blobs.dataset(GeneratorOptions(noise: 0))) {
      #expect(abs(radius(point) - 4) < 1e-5)
    }
    for point in points(try Generator.spirals.dataset(GeneratorOptions(noise: 0))) {
      #expect(radius(point) >= 0.049 && radius(point) <= 1.001)
    }
  }

  @Test func theNoiseHasTheDeviationAsked() throws {
    let set = try Generator.xor.dataset(GeneratorOptions(rows: 40_000, noise: 0.2))
    var squares = 0.0
    for (row, point) in points(set).enumerated() {
      let dx = point.x - Double(row / 2 % 2)
      let dy = point.y - Double(row % 2)
      squares += dx * dx + dy * dy
    }
    #expect(abs((squares / 80_000).squareRoot() - 0.2) < 0.003)
  }

  @Test func sineIsARegression() throws {
    let set = try Generator.sine.dataset(GeneratorOptions(noise: 0))
    #expect(set.task == .regression(targets: ["y"]))
    guard case .scalars(let values) = set.features else {
      Issue.record("not scalars")
      return
    }
    #expect(values.allSatisfy { $0 >= -3.15 && $0 <= 3.15 })
    #expect((values.max() ?? 0) > 3)
    // sin(x) to the fifth order is enough around 0.
    for (x, y) in zip(values, set.targets) where abs(x) < 0.5 {
      #expect(abs(y - (x - x * x * x / 6 + x * x * x * x * x / 120)) < 1e-5)
    }
  }

  @Test func refusesWhatItCannotMake() {
    let cases: [(Generator, GeneratorOptions, String)] = [
      (.moons, GeneratorOptions(rows: 1), "moons: can't make 1 row; expected 2 to 10,000,000"),
      (.sine, GeneratorOptions(rows: 0), "sine: can't make 0 rows; expected 1 to 10,000,000"),
      (
        .blobs, GeneratorOptions(rows: 20_000_000),
        "blobs: can't make 20,000,000 rows; expected 3 to 10,000,000"
      ),
      (
        .circles, GeneratorOptions(noise: -1),
        "circles: the noise is -1.0; expected 0 or more, up to 1,000,000"
      ),
      (
        .circles, GeneratorOptions(noise: .nan),
        "circles: the noise is nan; expected 0 or more, up to 1,000,000"
      ),
      (
        .spirals, GeneratorOptions(classes: 1), "spirals: can't make 1 class; expected 2 to 100"
      ),
      (
        .moons, GeneratorOptions(classes: 3),
        "moons: the number of classes can't be chosen. It can for spirals and blobs."
      ),
      (
        .sine, GeneratorOptions(classes: 1),
        "sine: the number of classes can't be chosen. It can for spirals and blobs."
      ),
    ]
    for (generator, options, message) in cases {
      expectError(.usage, message) { try generator.dataset(options) }
    }
  }
}
