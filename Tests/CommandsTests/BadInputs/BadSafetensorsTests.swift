import Descent
import Testing

/// Damage to safetensors files, word for word.
@Suite struct BadSafetensorsTests {
  @Test(arguments: [lengths, headers, twice, places, offsets, shapes, fields].flatMap { $0 })
  func saysWhatIsWrong(_ input: BadInput) throws { try input.check() }

  /// The number one.
  private static let four: Bytes = [0, 0, 128, 63]
  private static let one = #"{"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}"#

  private static func file(
    _ fault: String, _ header: Bytes, length: UInt64? = nil, payload: Bytes = [], _ error: String
  ) -> BadInput {
    let length = length ?? UInt64(header.count)
    let start = (0..<8).map { UInt8(truncatingIfNeeded: length >> ($0 * 8)) }
    return BadInput(fault, "m.safetensors", start + header + payload, "DIR/m.safetensors: " + error)
  }

  /// A file with a header of this text and four bytes behind it.
  private static func header(
    _ fault: String, _ text: String, _ error: String
  ) -> BadInput {
    file(fault, Bytes(text.utf8), payload: four, "header, line 1:" + error)
  }

  /// The file of one tensor, with a part of its header replaced.
  private static func changed(
    _ fault: String, _ old: String, _ new: String, _ error: String
  ) -> BadInput {
    header(fault, one.replacing(old, with: new), error)
  }

  static let lengths: [BadInput] =
    [
      BadInput(
        "nothing", "m.safetensors", "", "DIR/m.safetensors: the file is empty; expected a model"),
      BadInput(
        "7 bytes", "m.safetensors", "1234567",
        "DIR/m.safetensors: expected a safetensors file, found 7 bytes: its header alone takes 8"),
      file(
        "a header longer than the file", Bytes("{}".utf8), length: 99,
        "the file is cut short: its header takes 99 bytes, 2 are there"),
      file(
        "no header", [], "header, line 1:1: expected a value, found the end of the file"),
      file(
        "a byte too few", Bytes(one.utf8), payload: [0, 0, 0],
        "header, line 1:48: the file is cut short: tensor \"w\" ends at byte 4, 3 are there"),
      file(
        "a byte too many", Bytes(one.utf8), payload: four + [0x50],
        "1 byte behind the last tensor belong to none. Remove them, or copy the file again."),
    ]
    + [1 << 63, .max, 16_777_217].map { (length: UInt64) in
      file(
        "a header of \(length) bytes", Bytes("{}".utf8), length: length,
        "expected a safetensors file, but its first 8 bytes announce a header of \(length) bytes, and "
          + "16,777,216 are the most")
    }

  static let headers: [BadInput] =
    [
      header("cut off", "{", "2: expected a name in double quotes, found the end of the file"),
      header("a list", "[]", "1: expected a table of tensors, found a list"),
      header("null", "null", "1: expected a table of tensors, found null"),
      header("a text", "\"x\"", "1: expected a table of tensors, found \"x\""),
      header("a number", "7", "1: expected a table of tensors, found 7"),
      header("text behind it", "{}x", "3: expected the end of the file, found \"x\""),
      header(
        "NUL behind it", "{}\0\0",
        "3: expected the end of the file, found the control character U+0000"),
      header(
        "a byte order mark", "\u{FEFF}{}",
        "1: expected UTF-8, found a byte order mark. Save the file as UTF-8 without byte order mark."
      ),
      header(
        "half a surrogate pair", #"{"\ud800":{}}"#,
        "3: expected a character, found one half of a surrogate pair"),
      header(
        "deep nesting", String(repeating: "{\"a\":", count: 100_000),
        "501: lists and tables are nested more than 100 deep"),
    ]
    + [[0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80]].map { (bytes: [UInt8]) in
      let first = String(bytes[0], radix: 16, uppercase: true)
      return file(
        "no UTF-8: \(first)", Bytes("{\"".utf8) + bytes + Bytes("\":{}}".utf8),
        "header, line 1:3: expected UTF-8, found the byte 0x\(first), which is not UTF-8 here")
    }

  static let twice: [BadInput] = [
    header(
      "a tensor twice",
      #"{"w":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},"#
        + #""w":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}"#,
      "54: the name \"w\" comes twice in one table. Remove one of the two."),
    changed(
      "a type twice", #""dtype":"#, #""dtype":"U8","dtype":"#,
      "20: the name \"dtype\" comes twice in one table. Remove one of the two."),
    header(
      "metadata twice", #"{"__metadata__":{},"__metadata__":{}}"#,
      "20: the name \"__metadata__\" comes twice in one table. Remove one of the two."),
    header(
      "a name in the metadata twice", #"{"__metadata__":{"a":"1","a":"2"}}"#,
      "26: the name \"a\" comes twice in one table. Remove one of the two."),
  ]

  static let places: [BadInput] = [
    header(
      "tensors that overlap",
      "{"
        + (0..<10).map { "\"t\($0)\":{\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":[0,4]}" }
        .joined(separator: ",") + "}",
      "101: tensor \"t1\" starts at byte 0, expected 4: it overlaps with another"),
    header(
      "a gap",
      #"{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"#
        + #""b":{"dtype":"U8","shape":[2],"data_offsets":[2,4]}}"#,
      "99: tensor \"b\" starts at byte 2, expected 1: it leaves a gap"),
    header(
      "a gap at the start", #"{"a":{"dtype":"U8","shape":[3],"data_offsets":[1,4]}}"#,
      "47: tensor \"a\" starts at byte 1, expected 0: it leaves a gap"),
    header(
      "no bytes beyond the end", #"{"w":{"dtype":"U8","shape":[0],"data_offsets":[99,99]}}"#,
      "47: tensor \"w\" starts at byte 99, expected 0: it leaves a gap"),
  ]

  private static let whole = "expected a whole number from 0 to 9223372036854775807, found"

  static let offsets: [BadInput] = [
    (
      "[4,0]",
      "48: tensor \"w\".data_offsets: expected the start and the end of its bytes, found [4, 0]"
    ),
    (
      "[4]", "48: tensor \"w\".data_offsets: expected the start and the end of its bytes, found [4]"
    ),
    (
      "[0,2,4]",
      "48: tensor \"w\".data_offsets: expected the start and the end of its bytes, found [0, 2, 4]"
    ),
    ("4", "48: tensor \"w\".data_offsets: expected a list of whole numbers, found 4"),
    ("[-4,0]", "49: tensor \"w\".data_offsets[0]: \(whole) -4"),
    ("[0,4.0]", "51: tensor \"w\".data_offsets[1]: \(whole) 4.0"),
    ("[0,4e0]", "51: tensor \"w\".data_offsets[1]: \(whole) 4.0"),
    ("[0,\"4\"]", "51: tensor \"w\".data_offsets[1]: \(whole) \"4\""),
  ].map { changed("the offsets \($0)", "[0,4]", $0, $1) }

  static let shapes: [BadInput] =
    [
      ("[2]", "48: tensor \"w\": shape [2] in F32 takes 8 bytes, data_offsets give it 4"),
      (
        "[4194305,4194305,211106198978564]",
        "29: tensor \"w\": a tensor of shape [4194305, 4194305, 211106198978564] in F32 does not fill "
          + "whole bytes or is too large for any file"
      ),
      (
        "[2,9223372036854775807]",
        "29: tensor \"w\": a tensor of shape [2, 9223372036854775807] in F32 does not fill whole bytes "
          + "or is too large for any file"
      ),
      ("[2,18446744073709551614]", "32: tensor \"w\".shape[1]: \(whole) 1.8446744073709552e+19"),
      ("[-1]", "30: tensor \"w\".shape[0]: \(whole) -1"),
      ("[1.0]", "30: tensor \"w\".shape[0]: \(whole) 1.0"),
    ].map { changed("the shape \($0)", "[1]", $0, $1) }
    + [
      header(
        "half a byte", #"{"w":{"dtype":"F4","shape":[7],"data_offsets":[0,4]}}"#,
        "28: tensor \"w\": a tensor of shape [7] in F4 does not fill whole bytes or is too large for "
          + "any file"),
      header(
        "three quarters of a byte", #"{"w":{"dtype":"F6_E2M3","shape":[3],"data_offsets":[0,4]}}"#,
        "33: tensor \"w\": a tensor of shape [3] in F6_E2M3 does not fill whole bytes or is too large "
          + "for any file"),
    ]

  private static let types =
    "Did you mean \"F32\"? Known: BOOL, F4, F6_E2M3, F6_E3M2, U8, I8, F8_E5M2, F8_E4M3, F8_E8M0, "
    + "F8_E4M3FNUZ, F8_E5M2FNUZ, I16, U16, F16, BF16, I32, U32, F32, C64, F64, I64, U64."

  static let fields: [BadInput] = [
    changed("an unknown type", "F32", "F31", "15: tensor \"w\": unknown dtype \"F31\". \(types)"),
    changed(
      "a type in small letters", "F32", "f32", "15: tensor \"w\": unknown dtype \"f32\". \(types)"),
    changed(
      "no type", #""dtype":"F32","#, "", "6: tensor \"w\": the setting \"dtype\" is missing"),
    changed(
      "an unknown field", #""shape""#, #""note":1,"shape""#,
      "21: tensor \"w\": unknown setting \"note\". Known: dtype, shape, data_offsets."),
    header(
      "a number in the metadata", #"{"__metadata__":{"a":1}}"#,
      "22: __metadata__.a: expected a text, found 1"),
    header(
      "a table in the metadata", #"{"__metadata__":{"a":{}}}"#,
      "22: __metadata__.a: expected a text, found a table"),
    file(
      "of another program", Bytes(one.utf8), payload: four,
      "a safetensors file, but not of a Descent model: its metadata has no entry \"descent\""),
  ]
}
