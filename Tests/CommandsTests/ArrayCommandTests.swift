import Descent
import Testing

/// Arrays as input of the commands: which one is taken, and how its rows are laid out.
@Suite struct ArrayCommandTests {
  let folder: Folder

  init() throws { folder = try Folder() }

  private func write(_ bytes: ContiguousArray<UInt8>, _ name: String) throws -> String {
    try AtomicFile.write(bytes, to: folder[name])
    return folder[name]
  }

  /// Pictures of 4x4x3 in bytes, brighter ones of class 1.
  private let pixels: [UInt8] = (0..<(40 * 48)).map { place -> UInt8 in
    let (row, column) = (place / 48, place % 48)
    let shade: Int = (column * 7 + row * 3) % 100
    return UInt8(shade + row % 2 * 100)
  }

  private var labels: ContiguousArray<UInt8> {
    get throws { try NPY.encode((0..<40).map { UInt8($0 % 2) }, dimensions: [40]) }
  }

  /// A model of pictures.
  private func train() throws {
    let file = try write(
      NPZ.encode([("x", NPY.encode(pixels, dimensions: [40, 4, 4, 3])), ("y", labels)]), "p.npz")
    let answer = descent(
      "train", file, "--epochs", "1", "--scale", "unit", "--quiet", "--output", folder["run"])
    #expect(answer.code == 0, "\(answer.notes)")
  }

  @Test func rowsOfAnotherShapeAreRefused() throws {
    try train()
    let turned = try write(NPY.encode(pixels, dimensions: [40, 3, 4, 4]), "turned.npy")
    let answer = descent("predict", folder["run"], turned, in: folder)
    #expect(
      answer
        == Answer(
          code: 65, output: "",
          notes:
            "error: DIR/turned.npy: the model takes rows of 4x4x3, but a row here is 3x4x4: as many "
            + "numbers in another order. Put the channels last: x.transpose(0, 2, 3, 1).\n"))
    let wide = try write(
      NPZ.encode([("x", NPY.encode(pixels, dimensions: [40, 4, 12])), ("y", labels)]), "wide.npz")
    let fix = "If their order is that of the model, say so: x.reshape(len(x), -1).\n"
    #expect(
      descent("predict", folder["run"], wide, in: folder).notes
        == "error: DIR/wide.npz(x): the model takes rows of 4x4x3, but a row here is 4x12x1: as many "
        + "numbers in another order. " + fix)
    #expect(
      descent("evaluate", folder["run"], wide, in: folder).notes
        == "error: the model takes rows of 4x4x3, but a row of wide is 4x12x1: as many numbers in "
        + "another order. " + fix)
    let flat = try write(NPY.encode(pixels, dimensions: [40, 48]), "flat.npy")
    let plain = descent("predict", folder["run"], flat)
    #expect(plain.code == 0)
    #expect(plain.notes == "")
    #expect(plain.output == descent("predict", folder["run"], folder["p.npz"]).output)
  }

  @Test func numbersUpToOneGetANote() throws {
    try train()
    let numbers = pixels.map { Float($0) / 255 }
    let file = try write(NPY.encode(numbers, dimensions: [40, 4, 4, 3]), "f.npy")
    let answer = descent("predict", folder["run"], file, in: folder)
    #expect(answer.code == 0)
    #expect(
      answer.notes
        == "note: All numbers of DIR/f.npy lie within 0 and 1, but the model was trained on numbers from "
        + "0 to 255 and divides them by 255. Multiply them by 255 first.\n")
  }

  @Test func featuresAreFoundWithoutTargets() throws {
    try train()
    let x = try NPY.encode(pixels, dimensions: [40, 48])
    let alone = try write(NPZ.encode([("anything", x)]), "alone.npz")
    let answer = descent("predict", folder["run"], alone)
    #expect(answer.notes == "note: all rows of alone (anything): 40\n")
    let two = try write(NPZ.encode([("a", x), ("b", x)]), "two.npz")
    #expect(
      descent("predict", folder["run"], two, in: folder).notes
        == "error: DIR/two.npz: which array holds the features? There are: a (40x48 of |u1), "
        + "b (40x48 of |u1). Name it: --x NAME.\n")
    #expect(descent("predict", folder["run"], two, "--x", "b").output == answer.output)
    #expect(
      descent("predict", folder["run"], folder["alone.npz"], "--x", "other", in: folder).notes
        == "error: DIR/alone.npz: x: no array \"other\". Known: anything.\n")
    let table = try folder.write("a,b\n1,2\n", "t.csv")
    #expect(
      descent("predict", folder["run"], table, "--x", "a", in: folder)
        == Answer(
          code: 64, output: "",
          notes: "error: --x: DIR/t.csv has no arrays to choose from. Leave --x out.\n"))
  }

  @Test func arraysAreNamedEverywhere() throws {
    let x = try NPY.encode(pixels, dimensions: [40, 48])
    let file = try write(NPZ.encode([("imgs", x), ("lab", labels), ("w", labels)]), "n.npz")
    let names = ["--x", "imgs", "--y", "lab"]
    let described = descent(["data", "describe", file] + names)
    #expect(described.code == 0)
    #expect(described.output.hasPrefix("n: 40 rows of 48\n"))
    #expect(descent(["data", "show", file] + names).output.hasPrefix("n: 40 rows of 48\n"))
    let config = folder["n.yaml"]
    #expect(descent(["init", file, "--output", config] + names).code == 0)
    let text = String(decoding: try folder.bytes("n.yaml"), as: UTF8.self)
    #expect(text.contains("\nx: imgs\n"))
    #expect(text.contains("\n\"y\": lab\n"))
    let table = try folder.write("a,b\n1,2\n3,4\n", "t.csv")
    for command in [["data", "describe"], ["data", "show"], ["init"]] {
      #expect(
        descent(command + [table, "--y", "b"], in: folder)
          == Answer(
            code: 64, output: "",
            notes: "error: --y: DIR/t.csv has no arrays to choose from. Leave --y out.\n"))
    }
  }

  /// What is computed with is a Float.
  @Test func largeNumbersGetANote() throws {
    let times = (0..<40).flatMap { [Int64(1_700_000_000_000 + 1000 * $0), Int64($0)] }
    let file = try write(
      NPZ.encode([("x", NPY.encode(times, dimensions: [40, 2])), ("y", labels)]), "t.npz")
    let finding = "Float, which is computed in, tells no values of"
    #if !DoublePrecision
      let note =
        "note: \(finding) feature 1 apart, numbers of about 1.7e12. Subtract an offset from them first.\n"
      #expect(
        descent("train", file, "--epochs", "1", "--output", folder["r"]).notes.contains(note))
      let described = descent("data", "describe", file, width: 200).output
      #expect(
        described.contains(
          "- coarse: \(finding) column \"1\" apart, numbers of about 1.7e12. Subtract an offset from them "
            + "first."))
      #expect(!described.contains("constant"))
    #endif
  }

  @Test func picturesNeedBytes() throws {
    let file = try write(
      NPZ.encode([("x", NPY.encode(pixels, dimensions: [40, 4, 4, 3])), ("y", labels)]), "p.npz")
    #expect(
      descent(
        "train", file, "--epochs", "1", "--scale", "standardize", "--quiet", "--output",
        folder["run"]
      ).code == 0)
    let picture = try write([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], "a.png")
    #expect(
      descent("predict", folder["run"], picture, in: folder).notes
        == "error: DIR/a.png: a picture, but the model was trained on arrays of 4x4x3 that are scaled by "
        + "standardize, so that nobody knows whether they held bytes from 0 to 255 as pictures do. "
        + "Predict for an array of the kind that it was trained on, or train with --scale unit.\n")
  }
}
