import Basics
import DataFiles
import Datasets
import Testing

#if !DoublePrecision
  @Suite struct CoarseColumnsTests {
    func data(
      _ columns: [[Scalar]], names: [String] = [], targets: [Scalar]? = nil
    ) throws -> Dataset {
      let rows = columns[0].count
      let values = (0..<rows).flatMap { row in columns.map { $0[row] } }
      return try Dataset(
        name: "a", shape: Shape([columns.count]), features: .scalars(ContiguousArray(values)),
        featureNames: names,
        targets: ContiguousArray(targets ?? (0..<rows).map { Scalar($0 % 2) }),
        task: targets == nil
          ? .classification(classes: ["0", "1"]) : .regression(targets: ["price"]))
    }

    @Test func largeNumbersThatAreClose() throws {
      let times = (0..<60).map { Scalar(1_700_000_000_000 + 1000 * Double($0)) }
      let wide = (0..<60).map { Scalar(1_700_000_000_000 + 1e9 * Double($0)) }
      let counter = (0..<60).map { Scalar($0) }
      let found = try data([times, wide, counter]).coarseFeatures
      #expect(found.map(\.place) == [0])
      #expect(
        try data([times, wide, counter], names: ["t", "w", "n"]).coarseNotes == [
          "Float, which is computed in, tells no values of column \"t\" apart, numbers of about "
            + "1.7e12. Subtract an offset from them first."
        ])
      let seconds = (0..<60).map { Scalar(1_700_000_000 + 7 * Double($0)) }
      #expect(
        try data([counter], targets: seconds).coarseNotes == [
          "Float, which is computed in, tells only 4 values of the target \"price\" apart, numbers of "
            + "about 1.7e9. Subtract an offset from them first."
        ])
    }

    @Test func fractionsFarFromZero() throws {
      let found = try data([(0..<60).map { 100_000.5 + Scalar($0) / 100 }]).coarseFeatures
      #expect(found.map(\.column.values) == [60])
      #expect(found.map(\.column.magnitude) == [100_001.09375])
    }

    @Test func othersAreFine() throws {
      let constant = [Scalar](repeating: 4000, count: 60)
      let half = [Scalar](repeating: 0.5, count: 60)
      let years = (0..<60).map { Scalar(2000 + $0 % 25) }
      let large = (0..<60).map { Scalar(1_000_000 + $0 % 5) }
      let north = (0..<60).map { Scalar(52 + Double($0) / 1000) }
      #expect(try data([constant, half, years, large, north]).coarseNotes == [])
    }

    @Test func ofManyThreeAreNamed() throws {
      let times = (0..<60).map { Scalar(1e12 + Double($0)) }
      let notes = try data(Array(repeating: times, count: 5)).coarseNotes
      #expect(notes.count == 4)
      #expect(notes.last == "The same holds for 2 more columns.")
    }
  }
#endif
