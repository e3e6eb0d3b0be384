import Basics
import Datasets
import Networks
import TestSupport
import Testing
import Training

@Suite struct AugmenterTests {
  /// Pictures with a different number in every pixel, none of them 0.
  static func pictures(_ count: Int, size: Int) -> ContiguousArray<Scalar> {
    ContiguousArray((0..<(count * size)).map { Scalar($0 % size + 1) })
  }

  static func changed(
    _ pictures: ContiguousArray<Scalar>, _ shape: Shape, _ augmentation: Augmentation,
    seed: UInt64 = 1, step: Int = 0, first: Int = 0
  ) throws -> ContiguousArray<Scalar> {
    var copy = pictures
    var span = copy.mutableSpan
    try Augmenter(augmentation, shape: shape, largest: 255, seed: seed).change(
      &span, step: step, first: first)
    return copy
  }

  // MARK: Each change

  /// Each of the 25 shifts comes about as often, and nothing else does.
  @Test func shiftsAreWholePixelsAndAllComeUp() throws {
    let (side, count) = (7, 5000)
    let before = Self.pictures(count, size: side * side)
    let after = try Self.changed(before, [side, side, 1], augmentation { $0.shift = 2 })
    var counts: [Int: Int] = [:]
    for picture in 0..<count {
      // The pixel in the middle says where the picture went.
      let middle = Int(after[picture * 49 + 24]) - 1
      let (rows, columns) = (3 - middle / 7, 3 - middle % 7)
      counts[rows * 10 + columns, default: 0] += 1
      for row in 0..<side {
        for column in 0..<side {
          let (fromRow, fromColumn) = (row - rows, column - columns)
          let isInside = (0..<side).contains(fromRow) && (0..<side).contains(fromColumn)
          let expected = isInside ? before[picture * 49 + fromRow * side + fromColumn] : 0
          #expect(after[picture * 49 + row * side + column] == expected)
        }
      }
    }
    #expect(counts.count == 25)
    #expect(counts.values.allSatisfy { abs($0 - 200) < 60 })
  }

  @Test func flipsMirrorHalfOfThePictures() throws {
    let before: ContiguousArray<Scalar> = [1, 2, 3, 4, 5, 6]
    let mirrored: ContiguousArray<Scalar> = [3, 2, 1, 6, 5, 4]
    let upsideDown: ContiguousArray<Scalar> = [4, 5, 6, 1, 2, 3]
    let both: ContiguousArray<Scalar> = [6, 5, 4, 3, 2, 1]
    func counts(_ flip: Augmentation.Flip) throws -> [Int] {
      let all = try Self.changed(
        ContiguousArray((0..<2000).flatMap { _ in before }), [2, 3], augmentation { $0.flip = flip }
      )
      let pictures = (0..<2000).map { ContiguousArray(all[$0 * 6..<$0 * 6 + 6]) }
      return [before, mirrored, upsideDown, both].map { one in pictures.count { $0 == one } }
    }
    func isNear(_ counts: [Int], _ expected: [Int]) -> Bool {
      zip(counts, expected).allSatisfy { $1 == 0 || $1 == 2000 ? $0 == $1 : abs($0 - $1) < 100 }
    }
    #expect(isNear(try counts(.none), [2000, 0, 0, 0]))
    #expect(isNear(try counts(.horizontal), [1000, 1000, 0, 0]))
    #expect(isNear(try counts(.vertical), [1000, 0, 1000, 0]))
    #expect(isNear(try counts(.both), [500, 500, 500, 500]))
  }

  /// A far pixel on the middle row shows the angle: it goes around the middle.
  @Test func turnsAreUniformBothWays() throws {
    let (side, count) = (41, 2000)
    var before = ContiguousArray<Scalar>(repeating: 0, count: side * side)
    for row in 19...21 { for column in 36...38 { before[row * side + column] = 1 } }
    let after = try Self.changed(
      ContiguousArray((0..<count).flatMap { _ in before }), [side, side, 1],
      augmentation { $0.rotate = 45 })
    var heights: [Double] = []
    for picture in 0..<count {
      var (sum, weight) = (0.0, 0.0)
      for place in 0..<side * side {
        let value = Double(after[picture * side * side + place])
        sum += value * Double(20 - place / side)
        weight += value
      }
      #expect(abs(weight - 9) < 0.5)
      heights.append(sum / weight / 17)
    }
    // Heights over the middle are sines of the angles.
    #expect(heights.allSatisfy { abs($0) < 0.72 })
    #expect(heights.contains { $0 < -0.68 } && heights.contains { $0 > 0.68 })
    #expect(abs(heights.reduce(0, +) / Double(count)) < 0.03)
    // The sine of a quarter of 45 degrees to either side holds half of the uniform ones.
    #expect(abs(heights.count { abs($0) < 0.3827 } - count / 2) < 100)
  }

  @Test func zoomsAreUniform() throws {
    let (side, count) = (41, 2000)
    var before = ContiguousArray<Scalar>(repeating: 0, count: side * side)
    for row in 15...25 { for column in 15...25 { before[row * side + column] = 1 } }
    let after = try Self.changed(
      ContiguousArray((0..<count).flatMap { _ in before }), [side, side, 1],
      augmentation { $0.zoom = 0.5 })
    let lengths = (0..<count).map { picture -> Double in
      let area = (0..<side * side).reduce(0.0) {
        $0 + Double(after[picture * side * side + $1])
      }
      return area.squareRoot() / 11
    }
    #expect(lengths.allSatisfy { (0.43...1.57).contains($0) })
    #expect(abs(lengths.reduce(0, +) / Double(count) - 1) < 0.03)
    #expect(abs(lengths.count { $0 < 0.75 } - count / 4) < 100)
    #expect(abs(lengths.count { $0 > 1.25 } - count / 4) < 100)
  }

  @Test func erasedPartsAreRectanglesOfZeros() throws {
    let (height, width, count) = (20, 30, 3000)
    let size = height * width * 2
    let before = Self.pictures(count, size: size)
    let after = try Self.changed(before, [height, width, 2], augmentation { $0.erase = 0.25 })
    var shares: [Double] = []
    for picture in 0..<count {
      let zeros = (0..<size).filter { after[picture * size + $0] == 0 }
      for place in 0..<size where after[picture * size + place] != 0 {
        #expect(after[picture * size + place] == before[picture * size + place])
      }
      guard !zeros.isEmpty else { continue }
      let rows = Set(zeros.map { $0 / 2 / width })
      let columns = Set(zeros.map { $0 / 2 % width })
      #expect(zeros.count == rows.count * columns.count * 2)
      #expect(rows.count == rows.max()! - rows.min()! + 1)
      #expect(columns.count == columns.max()! - columns.min()! + 1)
      shares.append(Double(zeros.count) / Double(size))
    }
    #expect(abs(shares.count - count / 4) < 100)
    #expect(shares.allSatisfy { $0 > 0.01 && $0 < 0.42 })
    // Uniform from 0.02 to 0.4, but for what doesn't fit.
    #expect(abs(shares.reduce(0, +) / Double(shares.count) - 0.21) < 0.02)
  }

  @Test func noiseHasTheDeviationThatIsAskedFor() throws {
    let flat = ContiguousArray<Scalar>(repeating: 100, count: 100 * 400)
    let noisy = try Self.changed(flat, [20, 20], augmentation { $0.noise = 0.1 })
    let (mean, variance) = moments(noisy)
    #expect(abs(mean - 100) < 1)
    #expect(abs(variance.squareRoot() - 25.5) < 0.5)
    let again = try Self.changed(flat, [20, 20], augmentation { $0.noise = 0.1 }, step: 1)
    #expect(again != noisy)
    #expect(noisy[..<400] != noisy[400..<800])
  }

  /// Turns, zoom, shift and mirroring together against SciPy's interpolation.
  @Test func goldenPictures() throws {
    for fixture in try Fixture.cases("pictures", .module) {
      let shape = Shape(try fixture.integers("shape"))
      let found = try Self.changed(
        try fixture.scalars("before"), shape,
        try AugmentationTests.read(
          try #require(try fixture.value("augment").table)),
        seed: UInt64(try fixture.integer("seed")), step: try fixture.integer("step"))
      #expect(difference(found, try fixture.scalars("after")) < 1e-5)
    }
  }

  // MARK: Random numbers

  @Test func aBatchInPartsGivesTheSameBits() throws {
    let shape: Shape = [6, 5, 3]
    let before = numbers(10 * 90)
    let whole = try Self.changed(before, shape, .everything, step: 4)
    var parts = ContiguousArray<Scalar>()
    for part in [0..<1, 1..<4, 4..<10] {
      parts += try Self.changed(
        ContiguousArray(before[(part.lowerBound * 90)..<(part.upperBound * 90)]), shape,
        .everything, step: 4, first: part.lowerBound)
    }
    #expect(parts.map(\.bitPattern) == whole.map(\.bitPattern))
    #expect(try Self.changed(before, shape, .everything, step: 5) != whole)
    #expect(try Self.changed(before, shape, .everything, seed: 2, step: 4) != whole)
  }

  /// Another change leaves the random choices of the first as they are.
  @Test func changesDontDisturbEachOther() throws {
    let before = Self.pictures(50, size: 49)
    let shifted = try Self.changed(before, [7, 7], augmentation { $0.shift = 2 })
    let erased = try Self.changed(
      before, [7, 7],
      augmentation {
        $0.shift = 2
        $0.erase = 1
      })
    var kept = 0
    for (one, both) in zip(shifted, erased) where both != 0 {
      #expect(one == both)
      kept += 1
    }
    #expect(kept > before.count / 3)
  }

  // MARK: Refusals

  @Test func whatIsNoPictureIsRefused() throws {
    func fault(_ shape: Shape, _ augmentation: Augmentation = .everything) -> String? {
      refusal(.usage) {
        _ = try Augmenter(augmentation, shape: shape, largest: 1, seed: 0, name: "data")
      }
    }
    #expect(
      fault([4])
        == "augment: data has rows of 4 features, no pictures with a height and a width of at most "
        + "65,536. Leave augment out.")
    #expect(
      fault([2, 8, 8, 3])
        == "augment: data has rows of 2x8x8x3, no pictures with a height and a width of at most "
        + "65,536. Leave augment out.")
    #expect(fault([3, 100_000])?.contains("rows of 3x100000, no pictures") == true)
    #expect(
      fault([8, 2, 1]) == "augment.shift: expected at most 1 pixel for pictures of 8x2x1, found 2")
    #expect(fault([8, 3, 1]) == nil)
    #expect(fault([8, 3]) == nil)
  }
}
