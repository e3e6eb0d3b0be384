import Basics
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// What is wrong with a text; nil where it is read.
private func refusal(_ bytes: ContiguousArray<UInt8>, _ reader: JSONReader = .init()) -> String? {
  do {
    _ = try reader.read(bytes, file: "a.json")
    return nil
  } catch let error as DescentError {
    #expect(error.kind == .badData)
    return error.description
  } catch { return "not a DescentError" }
}

private func refusal(_ text: String) -> String? { refusal(ContiguousArray(text.utf8)) }

@Suite struct JSONReaderTests {
  @Test func positions() throws {
    let value = try JSONReader().read(
      "{\"é𝄞\": [1, -2.5e1],\r\n \"b\": {\"c\":null},\r\"d\"\n\n:true}", file: "a.json")
    #expect(
      value == .table(["é𝄞": [1, -25.0], "b": .table(["c": .null]), "d": true]))
    let entries = value.table?.entries ?? []
    #expect(entries.map { $0.position?.description } == ["a.json:1:2", "a.json:2:2", "a.json:3:1"])
    #expect(entries[0].value.position?.description == "a.json:1:8")
    #expect(entries[0].value.list?[1].position?.description == "a.json:1:12")
    #expect(entries[1].value.table?.entries[0].position?.description == "a.json:2:8")
    #expect(entries[2].value.position?.description == "a.json:5:2")
  }

  @Test(
    arguments: [
      ("0", .integer(0)), ("-0", .number(-0.0)), ("-0.0", .number(-0.0)), ("-0e5", .number(-0.0)),
      ("3.0", .number(3)), ("3e0", .number(3)), ("12", .integer(12)), ("-7", .integer(-7)),
      ("9223372036854775807", .integer(.max)), ("-9223372036854775808", .integer(.min)),
      ("9223372036854775808", .number(0x1p63)), ("-9223372036854775809", .number(-0x1p63)),
      ("123456789012345678901234567890", .number(1.2345678901234568e29)),
      ("1e-400", .number(0)), ("-1e-400", .number(-0.0)), ("0e999999999999999999999", .number(0)),
      ("1e-99999999999999999999999", .number(0)), ("5e-324", .number(.leastNonzeroMagnitude)),
      ("2.4703282292062327e-324", .number(0)),
      ("2.4703282292062328e-324", .number(.leastNonzeroMagnitude)),
      ("1.7976931348623157e308", .number(.greatestFiniteMagnitude)),
      ("1.7976931348623158e308", .number(.greatestFiniteMagnitude)),
      // Halfway cases and their neighbours: rounded to even, or correctly upwards.
      ("9007199254740993", .integer(9_007_199_254_740_993)),
      ("9007199254740993.0", .number(9_007_199_254_740_992)),
      ("9007199254740993.00000000000000000000000000000000001", .number(9_007_199_254_740_994)),
      ("1.00000000000000011102230246251565404", .number(1)),
      ("1.00000000000000011102230246251565405", .number(1.0000000000000002)),
      ("0.1e23", .number(1e22)), ("1e23", .number(1e23)), ("123456789e-22", .number(123456789e-22)),
    ] as [(String, Value.Content)])
  func numbers(_ text: String, _ expected: Value.Content) throws {
    let content = try JSONReader().read(text).content
    #expect(content == expected)
    if case .number(let number) = content, case .number(let wanted) = expected {
      #expect(number.bitPattern == wanted.bitPattern)
    }
  }

  @Test func manyDigitsAndExponentsMeet() throws {
    let zeros = String(repeating: "0", count: 100_000)
    #expect(try JSONReader().read("1" + zeros + "e-100000").number == 1)
    #expect(try JSONReader().read("0." + zeros + "1e100001").number == 1)
    #expect(refusal("0." + zeros + "1e200001")?.contains("out of range") == true)
    #expect(refusal("1" + zeros)?.contains("the number 100000000000000000000000... is") == true)
  }

  @Test func randomDecimalsAreRoundedAsByTheStandardLibrary() throws {
    var random = RandomSource(seed: 1, .other)
    var texts: [String] = []
    for _ in 0..<20_000 {
      let digits = String(random.next() >> UInt64(random.below(64)))
      let split = random.below(digits.count) + 1
      let fraction = digits.dropFirst(split)
      texts.append(
        digits.prefix(split) + (fraction.isEmpty ? ".0" : "." + fraction)
          + ["", "e\(random.below(600) - 330)", "E+\(random.below(20))"][random.below(3)])
    }
    texts = texts.filter { !($0.hasPrefix("0") && !$0.hasPrefix("0.")) }
    texts = texts.filter { Double($0)?.isFinite == true }
    #expect(texts.count > 15_000)
    let values = try JSONReader().read("[" + texts.joined(separator: ",") + "]").list ?? []
    #expect(values.map { $0.number?.bitPattern } == texts.map { Double($0)?.bitPattern })
  }

  @Test func escapes() throws {
    let value = try JSONReader().read(#""a\"\\\/\b\f\n\r\t\u0041\u00e9\ud834\udd1e\uFFFE\u0000z""#)
    #expect(value.text == "a\"\\/\u{8}\u{C}\n\r\tAé𝄞\u{FFFE}\0z")
  }

  @Test(arguments: [
    ("", "a.json:1:1: expected a value, found the end of the file"),
    ("\n \n ", "a.json:3:2: expected a value, found the end of the file"),
    ("[1 2]", "a.json:1:4: expected \",\" or \"]\", found \"2\""),
    (
      "[1,]", "a.json:1:4: expected another element after the comma, found \"]\". Remove the comma."
    ),
    (
      "{\"a\":1,}",
      "a.json:1:8: expected another element after the comma, found \"}\". Remove the comma."
    ),
    ("{\"a\" 1}", "a.json:1:6: expected \":\" after a name, found \"1\""),
    (
      "{a: 1}",
      "a.json:1:2: expected a name in double quotes, found \"a\". Names stand in "
        + "double quotes."
    ),
    ("['a']", "a.json:1:2: expected a value, found \"'\". Texts stand in double quotes."),
    ("[True]", "a.json:1:2: expected a value, found \"True\". Write true."),
    ("[NaN]", "a.json:1:2: expected a value, found \"NaN\". JSON has finite numbers only."),
    ("[1] // x", "a.json:1:5: expected the end of the file, found \"/\""),
    ("[ // x\n1]", "a.json:1:3: expected a value, found \"/\". JSON has no comments."),
    ("+1", "a.json:1:1: expected a value, found \"+\". Leave the plus sign out."),
    (".5", "a.json:1:1: expected a value, found \".\". Write a 0 before the point."),
    (
      "01",
      "a.json:1:2: expected \".\" or the end of the number after 0, found \"1\". Leave out leading "
        + "zeros."
    ),
    ("[1.]", "a.json:1:4: expected a digit after the point, found \"]\""),
    ("[1e]", "a.json:1:4: expected a digit in the exponent, found \"]\""),
    ("[-]", "a.json:1:3: expected a digit after the minus sign, found \"]\""),
    (
      "[\n 1e999]",
      "a.json:2:2: the number 1e999 is out of range: the largest is 1.7976931348623157e308"
    ),
    (
      "{\"a\":1,\n\"\\u0061\":2}",
      "a.json:2:1: the name \"a\" comes twice in one table. Remove one of the two."
    ),
    (
      "{\"\u{E9}\":1,\"e\u{301}\":2}",
      "a.json:1:8: the name \"e\u{301}\" comes twice in one table. Remove one of the two."
    ),
    (
      "[\"é\", \"b",
      "a.json:1:7: expected a closing quote for the text that starts here, found the end of "
        + "the file"
    ),
    (
      "\"a\tb\"",
      "a.json:1:3: expected a closing quote or more text, found the control character U+0009. "
        + "Write it as \\u0009."
    ),
    ("\"\\ud800x\"", "a.json:1:2: expected a character, found one half of a surrogate pair"),
    ("\"\\udc00\"", "a.json:1:2: expected a character, found one half of a surrogate pair"),
    ("\"\\ud800\\u0041\"", "a.json:1:2: expected a character, found one half of a surrogate pair"),
    ("\"\\u00g0\"", "a.json:1:6: expected four hexadecimal digits after \\u, found \"g\""),
    (
      "\"\\x\"",
      "a.json:1:3: expected one of \\\" \\\\ \\/ \\b \\f \\n \\r \\t \\u after the backslash, "
        + "found \"x\""
    ),
    ("[1]\0", "a.json:1:4: expected the end of the file, found the control character U+0000"),
    ("[\u{2060}1]", "a.json:1:2: expected a value, found the invisible character U+2060"),
    (
      "\u{FEFF}{}",
      "a.json:1:1: expected UTF-8, found a byte order mark. Save the file as UTF-8 without byte "
        + "order mark."
    ),
  ])
  func refuses(_ text: String, _ expected: String) { #expect(refusal(text) == expected) }

  @Test func refusesOtherEncodings() {
    let little = ContiguousArray<UInt8>("[1]".utf8.flatMap { [$0, 0] })
    let big = ContiguousArray<UInt8>("[1]".utf8.flatMap { [0, $0] })
    let marks: [ContiguousArray<UInt8>] = [[0xFF, 0xFE], [0xFE, 0xFF]]
    for bytes in [little, big, marks[0] + little, marks[1] + big] {
      #expect(refusal(bytes)?.contains("expected UTF-8, found UTF-16") == true)
    }
  }

  /// Every sequence of two bytes and every damaged longer one is judged as the standard library
  /// judges it.
  @Test func utf8IsValidatedExactly() {
    func agree(_ bytes: [UInt8]) {
      let isValid = String(validating: bytes, as: UTF8.self) != nil
      let isRead = refusal([0x22] + ContiguousArray(bytes) + [0x22]) == nil
      #expect(isRead == isValid, "\(bytes)")
    }
    for first: UInt8 in 0x80...0xFF {
      agree([first])
      for second: UInt8 in stride(from: 0x70, through: 0xF0, by: 0x10) {
        for low: UInt8 in [0, 15] {
          agree([first, second + low])
          agree([first, second + low, 0x80])
          agree([first, second + low, 0xBF, 0xBF])
          agree([first, second + low, 0xBF, 0x61])
        }
      }
    }
  }

  @Test func depthIsLimited() {
    func nested(_ depth: Int) -> ContiguousArray<UInt8> {
      ContiguousArray(repeating: 0x5B, count: depth)
        + ContiguousArray(repeating: 0x5D, count: depth)
    }
    #expect(refusal(nested(100)) == nil)
    #expect(
      refusal(nested(101)) == "a.json:1:101: lists and tables are nested more than 100 deep")
    #expect(refusal(nested(1_000_000))?.contains("nested more than 100 deep") == true)
    #expect(refusal(nested(3), JSONReader(depthLimit: 2))?.contains("more than 2 deep") == true)
    #expect(refusal(nested(500), JSONReader(depthLimit: .max)) == nil)
    #expect(refusal(nested(501), JSONReader(depthLimit: .max)) != nil)
  }

  @Test func valuesAreLimited() {
    #expect(refusal([0x5B, 0x31, 0x5D], JSONReader(valueLimit: 2)) == nil)
    #expect(
      refusal([0x5B, 0x31, 0x5D], JSONReader(valueLimit: 1))
        == "a.json:1:2: there are more values than are read at most")
  }

  @Test func everyCutIsRefused() {
    let text = ContiguousArray(
      #"{"a": [1, -2.5e+10, "x\n\u00e9\ud834\udd1e é", true, false, null, {}], "b": {"c": []}}"#
        .utf8)
    #expect(refusal(text) == nil)
    for end in 0..<text.count { #expect(refusal(ContiguousArray(text[..<end])) != nil) }
  }
}

private let suite = getenv("DESCENT_SUITES").map { String(cString: $0) + "/json/test_parsing" }

@Suite(.enabled(if: suite != nil, "DESCENT_SUITES is not set"))
struct JSONTestSuiteTests {
  /// Valid by the standard, and refused on purpose: readers disagree on what they mean.
  static let exceptions: Set = [
    "y_object_duplicated_key.json", "y_object_duplicated_key_and_value.json",
  ]

  /// What the standard leaves open: true where it is read.
  static let open: [String: Bool] = [
    "i_number_double_huge_neg_exp.json": true,
    "i_number_huge_exp.json": false,
    "i_number_neg_int_huge_exp.json": false,
    "i_number_pos_double_huge_exp.json": false,
    "i_number_real_neg_overflow.json": false,
    "i_number_real_pos_overflow.json": false,
    "i_number_real_underflow.json": true,
    "i_number_too_big_neg_int.json": true,
    "i_number_too_big_pos_int.json": true,
    "i_number_very_big_negative_int.json": true,
    "i_object_key_lone_2nd_surrogate.json": false,
    "i_string_1st_surrogate_but_2nd_missing.json": false,
    "i_string_1st_valid_surrogate_2nd_invalid.json": false,
    "i_string_UTF-16LE_with_BOM.json": false,
    "i_string_UTF-8_invalid_sequence.json": false,
    "i_string_UTF8_surrogate_U+D800.json": false,
    "i_string_incomplete_surrogate_and_escape_valid.json": false,
    "i_string_incomplete_surrogate_pair.json": false,
    "i_string_incomplete_surrogates_escape_valid.json": false,
    "i_string_invalid_lonely_surrogate.json": false,
    "i_string_invalid_surrogate.json": false,
    "i_string_invalid_utf-8.json": false,
    "i_string_inverted_surrogates_U+1D11E.json": false,
    "i_string_iso_latin_1.json": false,
    "i_string_lone_second_surrogate.json": false,
    "i_string_lone_utf8_continuation_byte.json": false,
    "i_string_not_in_unicode_range.json": false,
    "i_string_overlong_sequence_2_bytes.json": false,
    "i_string_overlong_sequence_6_bytes.json": false,
    "i_string_overlong_sequence_6_bytes_null.json": false,
    "i_string_truncated-utf-8.json": false,
    "i_string_utf16BE_no_BOM.json": false,
    "i_string_utf16LE_no_BOM.json": false,
    "i_structure_500_nested_arrays.json": false,
    "i_structure_UTF-8_BOM_empty_object.json": false,
  ]

  @Test func everyFileIsAnsweredRightly() throws {
    let folder = suite ?? ""
    let names = try #require(namesInFolder(folder)).filter { $0.hasSuffix(".json") }
    #expect(names.count { $0.hasPrefix("y_") } == 95)
    #expect(names.count { $0.hasPrefix("n_") } == 188)
    #expect(names.count { $0.hasPrefix("i_") } == Self.open.count)
    for name in names {
      let answer = refusal(try readFile(folder + "/" + name))
      let isRead = answer == nil
      if name.hasPrefix("i_") {
        #expect(Self.open[name] == isRead, "\(name): \(answer ?? "read")")
      } else {
        let shouldBeRead = name.hasPrefix("y_") && !Self.exceptions.contains(name)
        #expect(isRead == shouldBeRead, "\(name): \(answer ?? "read")")
      }
      if Self.exceptions.contains(name) { #expect(answer?.contains("comes twice") == true) }
    }
  }
}
