import Basics
import Datasets
import Terminal
import Testing

/// Rows of data as pictures.
@Suite struct DatasetPicturesTests {
  private func data(_ shape: Shape, _ features: FeatureStorage) throws -> Dataset {
    try Dataset(
      name: "d", shape: shape, features: features, targets: [0, 1],
      task: .classification(classes: ["a", "b"]))
  }

  private func samples(_ data: Dataset) -> [[UInt8]] {
    data.pictures(ofRows: [0, 1]).map { Array($0.samples) }
  }

  @Test func bytesStayOrAreStretched() throws {
    #expect(samples(try data([1, 2, 1], .bytes([0, 100, 32, 7]))) == [[0, 100], [32, 7]])
    // The digits go to 16: all rows by the same measure.
    #expect(samples(try data([1, 2, 1], .bytes([0, 16, 8, 4]))) == [[0, 255], [128, 64]])
  }

  @Test func numbersByTheirRange() throws {
    #expect(samples(try data([1, 2], .scalars([0, 1, 0.5, 0.25]))) == [[0, 255], [128, 64]])
    #expect(samples(try data([1, 2], .scalars([0, 254, 0.5, 3]))) == [[0, 254], [1, 3]])
    #expect(samples(try data([1, 2], .scalars([-1, 1, 0, -0.5]))) == [[0, 255], [128, 64]])
    #expect(samples(try data([1, 2], .scalars([-2, -2, -2, -2]))) == [[0, 0], [0, 0]])
  }

  @Test func channelsAreKept() throws {
    let data = try data([1, 1, 3], .bytes([255, 0, 1, 2, 3, 4]))
    #expect(data.pictures(ofRows: [1]).map(\.channels) == [3])
  }

  @Test func whatIsNoPicture() throws {
    #expect(!(try data([2], .bytes([0, 1, 2, 3])).holdsPictures))
    #expect(!(try data([1, 1, 5], .bytes(ContiguousArray(repeating: 0, count: 10))).holdsPictures))
    #expect(try data([2], .bytes([0, 1, 2, 3])).pictures(ofRows: [0]).isEmpty)
  }
}
