import Descent
import Testing

/// An .npy file of version 1.
private func npy(
  _ shape: String, _ type: String = "'<f4'", _ payload: Bytes = Bytes(repeating: 0, count: 24)
) -> Bytes {
  let header = "{'descr': \(type), 'fortran_order': False, 'shape': \(shape), }"
  return [0x93] + Bytes("NUMPY".utf8) + [1, 0, UInt8(header.utf8.count), 0] + Bytes(header.utf8)
    + payload
}

/// The bytes of floats in the order of a machine.
private func floats(_ values: Float...) -> Bytes {
  Bytes(values.flatMap { value in (0..<4).map { UInt8(value.bitPattern >> ($0 * 8) & 0xFF) } })
}

/// Damage to NumPy's arrays that the tests of their readers don't show, word for word.
@Suite struct BadArraysTests {
  @Test(arguments: [beginnings, types, shapes, numbers].flatMap { $0 })
  func saysWhatIsWrong(_ input: BadInput) throws { try input.check() }

  /// An array as features and as targets.
  private static func array(_ fault: String, _ bytes: Bytes, _ error: String) -> BadInput {
    BadInput(
      "t.npy: \(fault)", files: [("t.npy", bytes)], ["train", "t.npy", "--y", "t.npy"], error)
  }

  /// Four rows, and their targets.
  private static func pair(
    _ fault: String, _ x: Bytes, _ y: Bytes, targets: String = "y.npy", code: Int32 = 65,
    _ error: String
  ) -> BadInput {
    BadInput(
      "x.npy and y.npy: \(fault)", files: [("x.npy", x), ("y.npy", y)],
      ["train", "x.npy", "--y", targets], code: code, error)
  }

  static let beginnings = [
    array("nothing", [], "DIR/t.npy: the file is empty"),
    array(
      "a beginning cut off", [0x93, 0x4E, 0x55, 0x4D],
      "DIR/t.npy: not an NPY file: it does not begin with 93 \"NUMPY\""),
    array(
      "another beginning", [0x93] + Bytes("NUMPX\u{1}\0".utf8),
      "DIR/t.npy: not an NPY file: it does not begin with 93 \"NUMPY\""),
    array(
      "no array at all", Bytes("NUMPY".utf8),
      "DIR/t.npy: the name promises NPY data, but it begins with 4e 55 4d 50. Get the file again, or "
        + "name it as what it is."),
    array(
      "a pickle", [0x80, 4, 0x95, 0xCE, 6],
      "DIR/t.npy: the name promises NPY data, but it begins with 80 04 95 ce. Get the file again, or "
        + "name it as what it is."),
    BadInput(
      "t.pkl", files: [("t.pkl", [0x80, 4, 0x95, 0xCE, 6])], ["train", "t.pkl"],
      "DIR/t.pkl: looks like a Python pickle, which is not read. Save the array with numpy.save, or a "
        + "table as CSV."),
    array(
      "a byte too few", Bytes(npy("(6,)").dropLast()),
      "DIR/t.npy: the NPY header announces 24 bytes (6 of <f4), but only 23 follow. The file is cut "
        + "off: get it again."),
  ]

  static let types =
    ["<f16", "<M8[ns]", "|V2"].map { type in
      array(
        type, npy("(1,)", "'\(type)'"),
        "DIR/t.npy: numbers of the type \"\(type)\" are not read. Convert the array first: "
          + "a.astype(\"float32\").")
    } + [
      array(
        "texts", npy("(1,)", "'<U3'"),
        "DIR/t.npy: numbers of the type \"<U3\" are not read: they are texts. Give each text a number: "
          + "numpy.unique(a, return_inverse=True)[1].reshape(a.shape)."),
      array(
        "complex numbers", npy("(1,)", "'<c8'"),
        "DIR/t.npy: numbers of the type \"<c8\" are not read: they are complex. Make features of their "
          + "real and imaginary parts: numpy.stack([a.real, a.imag], -1)."),
    ]

  static let shapes = [
    array(
      "40 dimensions", npy("(\(String(repeating: "1, ", count: 40)))"),
      "DIR/t.npy: the array has 40 dimensions; at most 8 are read"),
    array(
      "no rows", npy("(0, 5)", "'<f4'", []),
      "DIR/t.npy: an array of 0x5 has no rows to learn from"),
    array(
      "no dimension", npy("()", "'<f4'", floats(1)),
      "DIR/t.npy: a single number; expected an array of rows to learn from"),
    array(
      "no columns", npy("(5, 0)", "'<f4'", []),
      "DIR/t.npy: an array of 5x0 has no features to learn from"),
    pair(
      "counts that differ", npy("(6, 1)"), npy("(3,)", "'|u1'", [0, 1, 0]),
      "DIR/x.npy has 6 rows, but DIR/y.npy has 3 rows"),
    pair(
      "no such file", npy("(6, 1)"), npy("(6,)"), targets: "y,npy", code: 66, "y,npy: no such file"),
  ]

  private static let sound = npy("(3,)", "'<f4'", floats(1, 2.5, 4))

  static let numbers = [
    pair(
      "no number", npy("(3, 1)", "'<f4'", floats(1, .nan, 2)), sound,
      "DIR/x.npy: row 2 is nan, not a finite number. Replace it, or leave out its row."),
    pair(
      "infinity", npy("(3, 2)", "'<f4'", floats(1, 2, 3, 4, 5, -.infinity)), sound,
      "DIR/x.npy: row 3, column 2 is -inf, not a finite number. Replace it, or leave out its row."),
    pair(
      "no number to predict", sound, npy("(3,)", "'<f4'", floats(1, 2.5, .nan)),
      "DIR/y.npy: row 3 is nan, not a finite number. Replace it, or leave out its row."),
  ]
}

/// Damage to archives of arrays.
@Suite struct BadArchivesTests {
  @Test func saysWhatIsWrong() throws { for input in try Self.inputs() { try input.check() } }

  private static func archive(_ fault: String, _ bytes: Bytes, _ error: String) -> BadInput {
    BadInput(fault, "t.npz", bytes, "DIR/t.npz: " + error)
  }

  static func inputs() throws -> [BadInput] {
    let y = npy("(2,)", "'|u1'", [0, 1])
    func members(_ name: String) throws -> Bytes {
      try NPZ.encode([(name, npy("(2, 1)", "'<f4'", floats(1, 2))), ("y", y)])
    }
    let sound = try members("x")
    let unsound = "not a sound ZIP archive: "
    let promise = "Get the file again, or name it as what it is."
    var parts = sound
    // The number of the disk in the end record of 64 bits.
    parts[sound.count - 22 - 20 - 56 + 16] = 1
    var ends = sound + Bytes("PK\u{5}\u{6}".utf8) + Bytes(repeating: 0, count: 18)
    ends[sound.count - 2] = 22
    var inputs = [
      archive("nothing", [], "the file is empty"),
      archive(
        "no archive", Bytes("PK was here".utf8),
        "the name promises NPZ data, but it begins with 50 4b 20 77. \(promise)"),
      archive(
        "text before it", Bytes("junk".utf8) + sound,
        "the name promises NPZ data, but it begins with 6a 75 6e 6b. \(promise)"),
      archive(
        "no members", try NPZ.encode([]),
        "there are no arrays in it; expected features and targets"),
      archive("several parts", parts, unsound + "it has several parts"),
      archive(
        "another end in its comment", ends,
        unsound + "its directory is not where the end record says"),
      BadInput(
        "objects in a member", "t.npz", try NPZ.encode([("x", npy("(1,)", "'|O'")), ("y", y)]),
        "DIR/t.npz(x): numbers of the type \"|O\" are not read: it holds Python objects. Convert the "
          + "array first: a.astype(\"float32\")."),
    ]
    for (method, name) in [(9, "Deflate64"), (12, "bzip2"), (93, "Zstandard")] {
      var bytes = sound
      bytes[8] = UInt8(method)
      let directory = sound.indices.first { sound[$0...].starts(with: [0x50, 0x4B, 1, 2]) } ?? 0
      bytes[directory + 10] = UInt8(method)
      inputs.append(
        archive(
          name, bytes,
          unsound + "\"x.npy\" is compressed with \(name); expected none or Deflate"))
    }
    for name in ["../x", "/x", "a/../x", "a\\x", "c:x", "a\0x"] {
      // Such names are not written: others of their length are.
      let other = String(repeating: "n", count: name.utf8.count)
      let renamed = try members(other).replacing(other.utf8, with: name.utf8)
      let shown = name.replacing("\0", with: "?")
      inputs.append(archive(name, renamed, unsound + "a member is called \"\(shown).npy\""))
    }
    return inputs
  }
}

/// Damage to IDX files and gzip data that the tests of their readers don't show.
@Suite struct BadPixelsTests {
  @Test(arguments: inputs) func saysWhatIsWrong(_ input: BadInput) throws { try input.check() }

  private static let labels: Bytes = [0, 0, 8, 1, 0, 0, 0, 2, 0, 1]

  private static func pixels(
    _ fault: String, _ images: Bytes, labels: Bytes = labels, _ error: String
  ) -> BadInput {
    BadInput(
      "images: \(fault)",
      files: [("a-images-idx3-ubyte", images), ("a-labels-idx1-ubyte", labels)],
      ["train", "a-images-idx3-ubyte"], "DIR/" + error)
  }

  static let inputs = [
    pixels(
      "another beginning", [1, 0, 8, 3, 0, 0, 0, 0],
      "a-images-idx3-ubyte: the name promises IDX data, but it begins with 01 00 08 03. Get the file "
        + "again, or name it as what it is."),
    pixels(
      "dimensions of another byte order, beyond all bounds",
      [0, 0, 8, 3, 2, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 7, 7],
      "a-images-idx3-ubyte: the IDX header says 33554432x16777216x16777216, more than can exist. The "
        + "dimensions fit if read little-endian: write the file in big-endian order."),
    pixels(
      "no number", [0, 0, 13, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0x7F, 0xC0, 0, 0],
      "a-images-idx3-ubyte: row 2 is nan, not a finite number. Replace it, or leave out its row."),
    pixels(
      "labels that are pictures", [0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 1, 5, 6],
      labels: [0, 0, 8, 2, 0, 0, 0, 2, 0, 0, 0, 1, 0, 1],
      "a-labels-idx1-ubyte: 2 dimensions; labels have 1. Give the file with the labels."),
    BadInput(
      "no labels beside it",
      files: [("a-images-idx3-ubyte", [0, 0, 8, 2, 0, 0, 0, 1, 0, 0, 0, 1, 5])],
      ["train", "a-images-idx3-ubyte"], code: 66,
      "DIR/a-images-idx3-ubyte: the labels are missing: there is no DIR/a-labels-idx1-ubyte"),
    BadInput(
      "reserved flags", "t.csv.gz", [0x1F, 0x8B, 8, 0xE0, 0, 0, 0, 0, 0, 3, 3, 0],
      "DIR/t.csv.gz: damaged gzip data at byte 4: unknown header flags set. Get the file again."),
    BadInput(
      "another method", "t.csv.gz", [0x1F, 0x8B, 7, 0, 0, 0, 0, 0, 0, 3, 3, 0],
      "DIR/t.csv.gz: damaged gzip data at byte 4: unknown compression method. Get the file again."),
  ]
}
