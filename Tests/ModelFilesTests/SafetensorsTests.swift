import Basics
import ModelFiles
import Testing

typealias Tensor = SafetensorsFile.Tensor

func bytes(fromHexadecimal text: String) -> ContiguousArray<UInt8> {
  let digits = text.compactMap(\.hexDigitValue)
  return ContiguousArray(
    stride(from: 0, to: digits.count - 1, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) })
}

func littleEndian(_ value: some FixedWidthInteger) -> [UInt8] {
  withUnsafeBytes(of: value.littleEndian, Array.init)
}

func tensor(
  _ name: String, _ type: ElementType, _ shape: [Int], _ bytes: [UInt8]
) -> Tensor {
  Tensor(name: name, type: type, shape: shape, bytes: ContiguousArray(bytes)[...])
}

/// A file from the text of its header and its payload.
func file(
  _ header: String, payload: [UInt8] = [], length: UInt64? = nil
) -> ContiguousArray<UInt8> {
  let length = length ?? UInt64(header.utf8.count)
  return ContiguousArray(littleEndian(length) + Array(header.utf8) + payload)
}

/// The text of the error that reading gives; nil where there is none.
func refusal(_ bytes: ContiguousArray<UInt8>) -> String? {
  do {
    _ = try SafetensorsFile(bytes, file: "m.safetensors")
    return nil
  } catch let error as DescentError {
    #expect(error.kind == .badData)
    return error.description
  } catch {
    return "not a DescentError: \(error)"
  }
}

@Suite struct SafetensorsGoldenTests {
  static let mixed = SafetensorsFile(tensors: [
    tensor(
      "b.weight", .float32, [2, 3],
      [1.5, -2.0, 0.1, 3.25, -0.0, 1e-45].flatMap { littleEndian(Float($0).bitPattern) }),
    tensor("a.bias", .float64, [2], [0.1, -1e308].flatMap { littleEndian($0.bitPattern) }),
    tensor("c", .int32, [2, 2], [1, 2, 3, -4].flatMap { littleEndian(Int32($0)) }),
    tensor(
      "h", .float16, [5],
      [0x3C00, 0xB800, 0x7BFF, 0x0001, 0x0400].flatMap { littleEndian(UInt16($0)) }),
    tensor("u", .uint8, [3], [0, 127, 255]),
    tensor("s", .int8, [2], [0x80, 0x7F]),
    tensor("flag", .bool, [2], [1, 0]),
    tensor("n", .int64, [2], [1, -1].flatMap { littleEndian(Int64($0)) }),
    tensor("m", .uint64, [1], littleEndian(UInt64.max)),
    tensor("k", .uint32, [1], littleEndian(UInt32(7))),
    tensor("j", .uint16, [2], [7, 8].flatMap { littleEndian(UInt16($0)) }),
    tensor("i", .int16, [1], littleEndian(Int16(-7))),
    tensor("a.weight", .float32, [1], littleEndian(Float(1).bitPattern)),
  ])
  static let odd = SafetensorsFile(
    tensors: [
      tensor("", .float32, [], littleEndian(Float(2.5).bitPattern)),
      tensor("zero", .float32, [2, 0, 3], []),
      tensor("é\"\\/\n\u{1}\u{2028}", .float32, [1], littleEndian(Float(1).bitPattern)),
      tensor("Z", .float32, [1], littleEndian(Float(2).bitPattern)),
    ], metadata: ["descent": "{\"a\": [1, \"ü\"]}\t\u{7F}\u{1F}"])
  static let brain = SafetensorsFile(tensors: [
    tensor("w", .bfloat16, [3], [0x3F80, 0xC020, 0x4049].flatMap { littleEndian(UInt16($0)) })
  ])

  // Loops rather than arguments: a test log with all bytes of all cases can't be read.
  static let files = [
    (mixed, SafetensorsGolden.mixed), (odd, SafetensorsGolden.odd),
    (brain, SafetensorsGolden.brain), (SafetensorsFile(tensors: []), SafetensorsGolden.empty),
  ]

  @Test func writesAndReadsWhatPythonWrites() throws {
    for (file, golden) in Self.files {
      let expected = bytes(fromHexadecimal: golden)
      let written = try file.encoded()
      let isIdentical = written == expected
      #expect(isIdentical, "\(String(decoding: written, as: UTF8.self))")
      let read = try SafetensorsFile(expected)
      #expect(read.metadata == file.metadata)
      #expect(read.tensors.count == file.tensors.count)
      for tensor in file.tensors { #expect(read[tensor.name] == tensor) }
    }
  }

  @Test func scalarsOfAllReadableTypes() throws {
    #expect(
      try Self.mixed["b.weight"]?.scalars()
        == ContiguousArray([1.5, -2, 0.1, 3.25, -0.0, 1e-45].map { Scalar(Float($0)) }))
    #expect(
      try Self.mixed["h"]?.scalars() == [1, -0.5, 65504, 0x1p-24, 0x1p-14]
        as ContiguousArray<Scalar>)
    #expect(
      try Self.brain["w"]?.scalars() == [1, -2.5, 3.140625] as ContiguousArray<Scalar>)
    let doubles = tensor("d", .float64, [2], [0.1, -2].flatMap { littleEndian($0.bitPattern) })
    #expect(try doubles.scalars() == [Scalar(0.1), -2] as ContiguousArray<Scalar>)
  }

  @Test func halvesAgreeWithTheirDefinition() throws {
    for bits in stride(from: UInt16(0), through: 0xFFFF - 1, by: 1) {
      let half = tensor("h", .float16, [1], littleEndian(bits))
      let value = try half.scalars(allowNonFinite: true)[0]
      let exponent = Int(bits >> 10 & 31)
      let fraction = Double(bits & 1023) / 1024
      let magnitude =
        exponent == 0
        ? fraction * 0x1p-14
        : (1 + fraction) * Double(sign: .plus, exponent: exponent - 15, significand: 1)
      if exponent == 31 {
        #expect(fraction == 0 ? value.isInfinite : value.isNaN)
      } else {
        #expect(Double(value.magnitude) == magnitude)
        #expect(value.sign == (bits >> 15 == 1 ? .minus : .plus))
      }
    }
  }

  @Test func scalarsMakeTheRoundTrip() throws {
    var random = RandomSource(seed: 1, .other)
    let values = ContiguousArray((0..<1000).map { _ in Scalar(random.normal()) })
    let made = Tensor(name: "w", shape: [10, 100], scalars: values)
    #expect(made.type == .scalar)
    let read = try SafetensorsFile(SafetensorsFile(tensors: [made]).encoded())
    #expect(try read["w"]?.scalars() == values)
  }

  @Test func sortsMetadata() throws {
    let file = SafetensorsFile(tensors: [], metadata: ["b": "2", "a": "1", "é": "4", "z": "3"])
    let text = String(decoding: try file.encoded()[8...], as: UTF8.self)
    #expect(text.hasPrefix("{\"__metadata__\":{\"a\":\"1\",\"b\":\"2\",\"z\":\"3\",\"é\":\"4\"}}"))
    #expect(text.utf8.count % 8 == 0)
  }
}

@Suite struct SafetensorsTests {
  static let one = #"{"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}"#
  static let four: [UInt8] = [0, 0, 128, 63]

  @Test func readsAPlainFile() throws {
    let read = try SafetensorsFile(file(Self.one, payload: Self.four))
    #expect(try read["w"]?.scalars() == [1])
    #expect(read["v"] == nil)
    #expect(SafetensorsFile.isLikely(file(Self.one)))
    #expect(!SafetensorsFile.isLikely([0x89, 0x50, 0x4E, 0x47, 13, 10, 26, 10, 0x7B]))
    #expect(!SafetensorsFile.isLikely([1, 2]))
  }

  /// What must be refused, with a part of the error.
  static let refused: [(ContiguousArray<UInt8>, String)] = [
    // Header length.
    ([], "expected a safetensors file, found 0 bytes: its header alone takes 8"),
    ([1, 2, 3, 4, 5, 6, 7], "found 7 bytes"),
    (file("{}", length: 3), "the file is cut short: its header takes 3 bytes, 2 are there"),
    (file("{}", length: 1 << 63), "announce a header of 9223372036854775808 bytes"),
    (file("{}", length: .max), "announce a header of 18446744073709551615 bytes"),
    (file("{}", length: 16_777_217), "16,777,216 are the most"),
    (file("{}", length: 16_777_216), "the file is cut short"),
    (file(""), "header, line 1:1: expected a value, found the end of the file"),
    // Encoding.
    (ContiguousArray(littleEndian(UInt64(4)) + [0x7B, 0x22, 0xFF, 0x7D]), "expected UTF-8"),
    (ContiguousArray(littleEndian(UInt64(5)) + [0x7B, 0x22, 0xC0, 0x80, 0x7D]), "expected UTF-8"),
    (file("\u{FEFF}{}"), "found a byte order mark"),
    (file(#"{"\ud800":{}}"#), "one half of a surrogate pair"),
    // Not a table.
    (file("{"), "expected a name in double quotes"),
    (file("[]"), "expected a table of tensors, found a list"),
    (file("null"), "expected a table of tensors, found null"),
    (file("\"x\""), "expected a table of tensors, found \"x\""),
    (file("7"), "expected a table of tensors, found 7"),
    (file("{}x"), "expected the end of the file, found \"x\""),
    (file("{}\0\0"), "expected the end of the file, found the control character U+0000"),
    (file(String(repeating: "[", count: 100_000)), "nested more than 100 deep"),
    // Names that come twice.
    (
      file(
        #"{"w":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},"#
          + #""w":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}"#, payload: four),
      "the name \"w\" comes twice in one table"
    ),
    (
      file(#"{"w":{"dtype":"U8","dtype":"F32","shape":[1],"data_offsets":[0,4]}}"#, payload: four),
      "the name \"dtype\" comes twice"
    ),
    (file(#"{"__metadata__":{},"__metadata__":{}}"#), "the name \"__metadata__\" comes twice"),
    (file(#"{"__metadata__":{"a":"1","a":"2"}}"#), "the name \"a\" comes twice"),
    // Places of the bytes.
    (
      file(
        #"{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},"#
          + #""b":{"dtype":"U8","shape":[4],"data_offsets":[0,4]}}"#, payload: four),
      "tensor \"b\" starts at byte 0, expected 4: it overlaps with another"
    ),
    (
      file(
        #"{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"#
          + #""b":{"dtype":"U8","shape":[2],"data_offsets":[2,4]}}"#, payload: four),
      "tensor \"b\" starts at byte 2, expected 1: it leaves a gap"
    ),
    (
      file(#"{"w":{"dtype":"U8","shape":[3],"data_offsets":[1,4]}}"#, payload: four),
      "starts at byte 1, expected 0"
    ),
    (file(one, payload: four + [0x50]), "1 byte behind the last tensor belong"),
    (file("{}", payload: four), "4 bytes behind the last tensor"),
    (
      file(one, payload: [0, 0, 0]),
      "the file is cut short: tensor \"w\" ends at byte 4, 3 are there"
    ),
    (
      file(#"{"w":{"dtype":"U8","shape":[0],"data_offsets":[99,99]}}"#, payload: four),
      "starts at byte 99"
    ),
    // Offsets.
    (offsets("[4,0]"), "data_offsets: expected the start and the end of its bytes, found [4, 0]"),
    (offsets("[-4,0]"), "data_offsets[0]: expected a whole number from 0"),
    (offsets("[0,4.0]"), "data_offsets[1]: expected a whole number from 0"),
    (offsets("[0,4e0]"), "data_offsets[1]: expected a whole number"),
    (offsets("[-0,4]"), "data_offsets[0]: expected a whole number"),
    (offsets("[0,\"4\"]"), "data_offsets[1]: expected a whole number"),
    (offsets("[4]"), "expected the start and the end of its bytes, found [4]"),
    (offsets("[0,2,4]"), "expected the start and the end of its bytes, found [0, 2, 4]"),
    (offsets("4"), "expected a list of whole numbers, found 4"),
    (offsets("[0,18446744073709551616]"), "expected a whole number from 0"),
    (offsets("[9223372036854775807,9223372036854775807]"), "takes 4 bytes, data_offsets give it 0"),
    // Shapes.
    (shape("[2]"), "shape [2] in F32 takes 8 bytes, data_offsets give it 4"),
    (shape("[]", "U8"), "shape [] in U8 takes 1 byte, data_offsets give it 4"),
    (shape("[4194305,4194305,211106198978564]", "U8"), "too large for any file"),
    (shape("[2,9223372036854775807]"), "too large for any file"),
    (shape("[4611686018427387904]"), "too large for any file"),
    (shape("[2,18446744073709551614]"), "shape[1]: expected a whole number from 0"),
    (shape("[-1]"), "shape[0]: expected a whole number from 0"),
    (shape("[1.0]"), "shape[0]: expected a whole number from 0"),
    (shape("null"), "the setting \"shape\" is missing"),
    (shape("[3]", "F6_E2M3"), "does not fill whole bytes"),
    (shape("[7]", "F4"), "does not fill whole bytes"),
    // Types and fields.
    (shape("[1]", "F31"), "unknown dtype \"F31\". Did you mean \"F32\"? Known: BOOL, F4"),
    (shape("[1]", "f32"), "unknown dtype \"f32\". Did you mean \"F32\"?"),
    (
      file(#"{"w":{"shape":[1],"data_offsets":[0,4]}}"#, payload: four),
      "tensor \"w\": the setting \"dtype\" is missing"
    ),
    (
      file(#"{"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4],"x":1}}"#, payload: four),
      "tensor \"w\": unknown setting \"x\""
    ),
    (file(#"{"w":7}"#), "tensor \"w\": expected a table of settings, found 7"),
    (file(#"{"__metadata__":{"a":1}}"#), "__metadata__.a: expected a text, found 1"),
    (file(#"{"__metadata__":{"a":{}}}"#), "__metadata__.a: expected a text, found a table"),
    (file(#"{"__metadata__":[]}"#), "__metadata__: expected a table of texts, found a list"),
  ]

  private static func offsets(_ text: String) -> ContiguousArray<UInt8> {
    file(#"{"w":{"dtype":"F32","shape":[1],"data_offsets":\#(text)}}"#, payload: four)
  }

  private static func shape(_ text: String, _ type: String = "F32") -> ContiguousArray<UInt8> {
    file(#"{"w":{"dtype":"\#(type)","shape":\#(text),"data_offsets":[0,4]}}"#, payload: four)
  }

  @Test func refuses() {
    for (bytes, part) in Self.refused {
      let text = refusal(bytes)
      #expect(text?.hasPrefix("m.safetensors: ") == true)
      #expect(text?.contains(part) == true, "\(text ?? "it was read")")
    }
  }

  @Test func theWholeTextOfAnError() {
    #expect(
      refusal(Self.shape("[2]"))
        == "m.safetensors: header, line 1:48: tensor \"w\": shape [2] in F32 takes 8 bytes, "
        + "data_offsets give it 4")
  }

  static let accepted = [
    file(" \n\t" + one + "  ", payload: four), file("{}"), file(#"{"__metadata__":null}"#),
    file(
      #"{"a":{"dtype":"F32","shape":[0],"data_offsets":[0,0]},"#
        + #""b":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"#
        + #""c":{"dtype":"F32","shape":[0,9223372036854775807],"data_offsets":[4,4]}}"#,
      payload: four),
    file(
      #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"#
        + #""b":{"dtype":"F32","shape":[0],"data_offsets":[0,0]}}"#, payload: four),
    file(#"{"":{"dtype":"F32","shape":[],"data_offsets":[0,4]}}"#, payload: [0, 0, 0xC0, 0x7F]),
    file(#"{"w":{"dtype":"F4","shape":[8],"data_offsets":[0,4]}}"#, payload: four),
    file(#"{"w":{"dtype":"BOOL","shape":[4],"data_offsets":[0,4]}}"#, payload: [0, 1, 2, 255]),
  ]

  @Test func accepts() {
    for bytes in Self.accepted { #expect(refusal(bytes) == nil) }
  }

  @Test func refusesMoreTensorsThanTheLimit() {
    let entries = (0...SafetensorsFile.tensorLimit).map {
      "\"\($0)\":{\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[0,0]}"
    }
    let text = refusal(file("{" + entries.joined(separator: ",") + "}"))
    #expect(text?.contains("there are more than the 100,000 tensors that are read at most") == true)
    let many = String(repeating: "0,", count: 1_000_000)
    #expect(refusal(file("[" + many + "0]"))?.contains("more values than are read") == true)
  }

  @Test func weightsOfOtherKindsAreRefused() throws {
    func text(_ tensor: Tensor) -> String {
      do { return "\(try tensor.scalars())" } catch { return "\(error)" }
    }
    #expect(
      text(tensor("w", .bool, [1], [2]))
        == "tensor \"w\" holds BOOL, expected F32, F64, F16 or BF16. Convert it, in Python with "
        + "tensor.float().")
    let deep = tensor("w", .float32, Array(repeating: 1, count: 9), Self.four)
    #expect(text(deep) == "tensor \"w\" has 9 dimensions, and 8 are read at most")
    let nan = tensor("w", .float32, [2], Self.four + [0, 0, 0xC0, 0x7F])
    #expect(text(nan) == "tensor \"w\": element 1 is not a number")
    #expect(try nan.scalars(allowNonFinite: true)[1].isNaN)
    let large = tensor("w", .float64, [1], littleEndian((1e300).bitPattern))
    #expect(
      text(large)
        == (Scalar.self == Float.self
          ? "tensor \"w\": element 0 is infinite or too large" : "[1e+300]"))
  }

  @Test func refusesToWriteWhatCantBeRead() {
    func text(_ tensors: [Tensor]) -> String? {
      do {
        _ = try SafetensorsFile(tensors: tensors).encoded()
        return nil
      } catch { return "\(error)" }
    }
    let plain = tensor("w", .float32, [1], Self.four)
    #expect(text([plain]) == nil)
    #expect(text([plain, plain]) == "the tensor name \"w\" is used twice or reserved")
    #expect(
      text([tensor("__metadata__", .uint8, [], [1])])
        == "the tensor name \"__metadata__\" is used twice or reserved")
    #expect(
      text([tensor("w", .float32, [2], Self.four)])
        == "tensor \"w\": 4 bytes don't fit shape [2] in F32")
    #expect(text([tensor("w", .float32, [-1], [])])?.contains("don't fit") == true)
  }

  /// Whatever happens to a file, it is refused or read as something that is written back to an
  /// equal thing; nothing traps.
  @Test func damagedFilesAreRefusedOrReadWhole() throws {
    for golden in [SafetensorsGolden.mixed, SafetensorsGolden.odd] {
      let whole = bytes(fromHexadecimal: golden)
      for end in 0..<whole.count {
        #expect(throws: DescentError.self) {
          try SafetensorsFile(ContiguousArray(whole[..<end]))
        }
      }
      let header = 8 + Int(whole[0]) + Int(whole[1]) << 8
      for index in 0..<header {
        for change: UInt8 in [0x01, 0x02, 0x10, 0x20, 0x80, 0xFF] {
          var damaged = whole
          damaged[index] ^= change
          guard let read = try? SafetensorsFile(damaged) else { continue }
          let again = try SafetensorsFile(read.encoded())
          #expect(again.metadata == read.metadata)
          for tensor in read.tensors {
            #expect(again[tensor.name] == tensor)
            _ = try? tensor.scalars()
          }
        }
      }
    }
  }
}
