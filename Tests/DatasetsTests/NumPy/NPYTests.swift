import Basics
import DataFiles
import Datasets
import Testing

@Suite struct NPYTests {
  /// An .npy file of version 1 with this header.
  func npy(_ header: String, _ payload: Bytes = []) -> Bytes {
    let size = UInt16(header.utf8.count)
    return [0x93] + text("NUMPY") + [1, 0] + littleEndian(size) + text(header) + payload
  }

  func numbers(_ array: NPY) -> [Scalar] {
    switch array.values {
    case .bytes(let bytes): bytes.map { Scalar($0) }
    case .scalars(let values): Array(values)
    }
  }

  @Test func readsEveryType() throws {
    let values: [Scalar] = [1, -2, 3, 0.5, 100, -7]
    for (type, file) in NumPyFixtures.types {
      let array = try NPY(base64(file), name: "a.npy")
      #expect(array.dimensions == [2, 3])
      #expect(array.type == type)
      let kind = Array(type)[1]
      let expected: [Scalar] =
        switch kind {
        case "f": values
        case "i": values.map { $0 == 0.5 ? 0 : $0 }
        case "u": values.map { $0 == 0.5 ? 0 : abs($0) }
        default: values.map { $0 > 0 ? 1 : 0 }
        }
      #expect(numbers(array) == expected, "\(type)")
      if case .bytes = array.values { #expect(type == "|u1" || type == "|b1") }
    }
  }

  @Test func readsFortranOrder() throws {
    #expect(
      numbers(try NPY(base64(NumPyFixtures.fortran), name: "a")) == (0..<24).map { Scalar($0) })
    #expect(numbers(try NPY(base64(NumPyFixtures.fortranBytes), name: "a")) == [0, 1, 2, 3, 4, 5])
  }

  @Test func readsAllVersionsAndShapes() throws {
    #expect(numbers(try NPY(base64(NumPyFixtures.version2), name: "a")) == [0, 1, 2])
    #expect(numbers(try NPY(base64(NumPyFixtures.version3), name: "a")) == [0, 1, 2])
    let single = try NPY(base64(NumPyFixtures.single), name: "a")
    #expect(single.dimensions == [])
    #expect(numbers(single) == [2.5])
    let empty = try NPY(base64(NumPyFixtures.empty), name: "a")
    #expect(empty.dimensions == [0, 5])
    #expect(empty.values.count == 0)
  }

  @Test func readsHalfPrecision() throws {
    let halves = numbers(try NPY(base64(NumPyFixtures.halves), name: "a"))
    #expect(halves[0] == 0x1p-24)
    #expect(halves[1] == 65504)
    #expect(halves[2] == .infinity)
    #expect(halves[3] == 0 && halves[3].sign == .minus)
    #expect(halves[4] == 0.333251953125)
  }

  @Test func acceptsWhatPythonWrites() throws {
    for header in [
      "{'descr': '<u1', 'fortran_order': False, 'shape': (2,), }\n",
      "{\"shape\":(2L,),\"fortran_order\":False,\"descr\":\"|u1\"}",
      "  { 'shape' : ( 2 , ) , 'descr' : '=u1' , 'fortran_order' : True }  \n",
    ] {
      #expect(numbers(try NPY(npy(header, [7, 8]), name: "a")) == [7, 8])
    }
  }

  @Test func refusesWrongHeaders() {
    func header(_ shape: String, _ type: String = "'<f4'", _ order: String = "False") -> String {
      "{'descr': \(type), 'fortran_order': \(order), 'shape': \(shape), }"
    }
    let malformed = "a.npy: the NPY header is malformed at character "
    let cases: [(String, String)] = [
      (header("(-1,)"), malformed + "52: a negative dimension"),
      (header("(6)"), malformed + "54: expected a tuple"),
      (header("[6]"), malformed + "51: expected \"(\""),
      (header("(True, 6)"), malformed + "52: expected a number"),
      (header("(1+1,)"), malformed + "53: expected \")\""),
      (header("(99999999999999999999,)"), malformed + "70: a dimension beyond all bounds"),
      (header("__import__('os')"), malformed + "51: expected \"(\""),
      (header("(6,)", "'<f4'", "1"), malformed + "35: expected True or False"),
      ("{'descr': '<f4', 'shape': (6,)}", malformed + "32: it lacks descr, fortran_order or shape"),
      (
        "{'descr': '<f4', 'descr': '<f8'}",
        malformed + "26: the key \"descr\" comes twice"
      ),
      ("{'x': 1}", malformed + "6: the key \"x\" is unknown"),
      (header("(6,)") + "x", malformed + "58: text after the dictionary"),
      ("", malformed + "1: expected \"{\""),
      ("{'descr", malformed + "8: a text without closing quote"),
      ("{'a\\'b'", malformed + "4: a backslash"),
      (
        header("(1, 1, 1, 1, 1, 1, 1, 1, 1)"),
        "a.npy: the array has 9 dimensions; at most 8 are read"
      ),
      (
        header("(1,)", "[('a', '<f4')]"),
        "a.npy: a structured array; expected plain numbers. "
          + "Save each field as an array of its own."
      ),
      (
        header("(1,)", "'|O'"),
        "a.npy: numbers of the type \"|O\" are not read: it holds Python objects. "
          + "Convert the array first: a.astype(\"float32\")."
      ),
      (
        header("(1,)", "'<c8'"),
        "a.npy: numbers of the type \"<c8\" are not read: they are complex. "
          + "Make features of their real and imaginary parts: numpy.stack([a.real, a.imag], -1)."
      ),
      (
        header("(4611686018427387904, 4)"),
        "a.npy: the NPY header says 4611686018427387904x4, more than can exist"
      ),
      (
        header("(1000000000000,)"),
        "a.npy: the NPY header announces 4,000,000,000,000 bytes (1000000000000 of <f4), but only 24 "
          + "follow. The file is cut off: get it again."
      ),
      (
        header("(5,)"),
        "a.npy: 4 bytes too many: the NPY header announces 20 (5 of <f4). Save one array per file."
      ),
    ]
    for (header, message) in cases {
      expectError(.badData, message) {
        try NPY(npy(header, Bytes(repeating: 0, count: 24)), name: "a.npy")
      }
    }
    for type in ["<M8[ns]", "<U3", "<c16", "|V2", "<f16", "<f3", "f4", "<i3", "|b2", ""] {
      #expect(throws: DescentError.self) {
        try NPY(npy(header("(0,)", "'\(type)'")), name: "a.npy")
      }
    }
  }

  @Test func refusesWrongBeginnings() {
    let whole = npy("{'descr': '<u1', 'fortran_order': False, 'shape': (1,), }", [1])
    expectError(.badData, "a: not an NPY file: it does not begin with 93 \"NUMPY\"") {
      try NPY(text("PK"), name: "a")
    }
    for version: Bytes in [[4, 0], [1, 1], [0, 0]] {
      var bytes = whole
      bytes.replaceSubrange(6..<8, with: version)
      expectError(
        .badData, "a: NPY version \(version[0]).\(version[1]); expected 1.0, 2.0 or 3.0"
      ) { try NPY(bytes, name: "a") }
    }
    expectError(.badData, "a: the file ends within the NPY header") {
      try NPY(Bytes(whole[..<20]), name: "a")
    }
    expectError(
      .badData, "a: the NPY header is 20,060 bytes long; at most 10,000 are read"
    ) { try NPY(npy(String(repeating: " ", count: 20_060)), name: "a") }
  }

  @Test func refusesNumbersOutOfRange() throws {
    guard Scalar.self == Float.self else { return }
    let header = "{'descr': '<f8', 'fortran_order': False, 'shape': (2,), }"
    let payload = littleEndian(1.0.bitPattern) + littleEndian(1e300.bitPattern)
    expectError(.badData, "a: number 2 is 1e+300, out of the range of Float") {
      try NPY(npy(header, payload), name: "a")
    }
  }

  @Test func survivesDamage() {
    let counts = readDamaged(base64(NumPyFixtures.fortranBytes)) { try NPY($0, name: "a") }
    #expect(counts.accepted > 0 && counts.refused > 100)
  }
}
