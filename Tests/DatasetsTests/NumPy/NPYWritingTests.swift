import Basics
import DataFiles
import Datasets
import Testing

@Suite struct NPYWritingTests {
  func golden(_ type: String) throws -> Bytes {
    base64(try #require(NumPyFixtures.types.first { $0.type == type }).file)
  }

  @Test func writesTheBytesThatNumPyWrites() throws {
    let values = [1, -2, 3, 0.5, 100, -7]
    #expect(try NPY.encode(values.map { Float($0) }, dimensions: [2, 3]) == golden("<f4"))
    #expect(try NPY.encode(values, dimensions: [2, 3]) == golden("<f8"))
    #expect(try NPY.encode(values.map { Int64($0) }, dimensions: [2, 3]) == golden("<i8"))
    #expect(try NPY.encode(values.map { UInt8(abs($0)) }, dimensions: [2, 3]) == golden("|u1"))
    #expect(try NPY.encode([2.5] as [Float], dimensions: []) == base64(NumPyFixtures.single))
    #expect(try NPY.encode([] as [Float], dimensions: [0, 5]) == base64(NumPyFixtures.empty))
  }

  @Test func writesWhatWasRead() throws {
    for type in ["|u1", Scalar.self == Float.self ? "<f4" : "<f8"] {
      #expect(try NPY(golden(type), name: "a").encoded() == golden(type))
    }
    // Big-endian and Fortran order become what they mean.
    let read = try NPY(golden(">i2"), name: "a")
    let again = try NPY(read.encoded(), name: "b")
    #expect(again.dimensions == read.dimensions)
    let fortran = try NPY(base64(NumPyFixtures.fortranBytes), name: "a")
    #expect(try fortran.encoded() == NPY.encode(UInt8(0)..<6, dimensions: [2, 3]))
  }

  @Test func refusesDimensionsThatDontFit() {
    expectError(.usage, "3 numbers can't be an array of 2x2") {
      try NPY.encode([1, 2, 3] as [Float], dimensions: [2, 2])
    }
    expectError(.usage, "1 number can't be an array of 1x1x1x1x1x1x1x1x1") {
      try NPY.encode([1] as [Float], dimensions: Array(repeating: 1, count: 9))
    }
    #expect(throws: DescentError.self) { try NPY.encode([1] as [Float], dimensions: [-1, -1]) }
  }

  @Test func archivesAreReadBack() throws {
    let x = try NPY.encode([1, 2, 3, 4] as [Float], dimensions: [2, 2])
    let y = try NPY.encode([0, 1] as [Int64], dimensions: [2])
    let archive = try NPZ(NPZ.encode([("x", x), ("y ü", y)]), name: "a.npz")
    #expect(archive.arrays == ["x", "y ü"])
    #expect(try archive.array("y ü").dimensions == [2])
    #expect(try NPZ(NPZ.encode([]), name: "a").arrays == [])
    for (names, message) in [
      (["x", "x"], "two arrays are called \"x\""), ([""], "an array can't be called \"\""),
      (["a/b"], "an array can't be called \"a/b\""), ([".."], "an array can't be called \"..\""),
    ] {
      expectError(.usage, message) { try NPZ.encode(names.map { ($0, x) }) }
    }
  }
}
