import Commands
import Descent
import Testing

@Suite struct YAMLReaderTests {
  func refusal(_ text: String) -> String? {
    do {
      _ = try YAMLReader().read(text, file: "config.yaml")
      return nil
    } catch let error as DescentError {
      #expect(error.kind == .badData)
      return error.description
    } catch { return "not a DescentError: \(error)" }
  }

  @Test func readsAConfig() throws {
    let value = try YAMLReader().read(
      """
      # A comment
      data: digits
      epochs: 10
      rate: 1e-3   # behind a value
      layers:
        - kind: dense
          units: 64
        - relu
      classes: [1, 5]
      shuffle: true
      notes: "quoted: text\\u00e9"
      folder: 'it''s'
      long: |
        two
        lines
      none:

      """, file: "config.yaml")
    #expect(
      value.table == [
        "data": "digits", "epochs": 10, "rate": 0.001,
        "layers": [.table(["kind": "dense", "units": 64]), "relu"],
        "classes": [1, 5], "shuffle": true, "notes": "quoted: texté", "folder": "it's",
        "long": "two\nlines\n", "none": .null,
      ])
    #expect(value.table?["rate"]?.position?.description == "config.yaml:4:7")
    let units = value.table?["layers"]?.list?[0].table?.entries[1]
    #expect(units?.position?.description == "config.yaml:7:5")
    #expect(units?.value.position?.description == "config.yaml:7:12")
  }

  @Test func columnsCountCharacters() throws {
    let value = try YAMLReader().read("{é𝄞: 1, b: 2}")
    #expect(value.table?.entries[1].position == Position(line: 1, column: 9))
  }

  @Test(
    arguments: [
      ("null", .null), ("~", .null), ("Null", .null), ("''", .text("")), ("true", .flag(true)),
      ("False", .flag(false)), ("yes", .text("yes")), ("no", .text("no")), ("on", .text("on")),
      ("off", .text("off")), ("y", .text("y")), ("\"true\"", .text("true")), ("'1'", .text("1")),
      ("1", .integer(1)), ("-12", .integer(-12)), ("+3", .integer(3)), ("007", .integer(7)),
      ("0x1F", .integer(31)), ("0o17", .integer(15)), ("-0", .number(-0.0)), ("1.5", .number(1.5)),
      (".5", .number(0.5)), ("1.", .number(1)), ("-1e-3", .number(-0.001)), ("1E+2", .number(100)),
      ("1e-400", .number(0)), ("99999999999999999999", .number(1e20)), (".inf", .number(.infinity)),
      ("-.INF", .number(-.infinity)), ("1_000", .text("1_000")), ("12:30", .text("12:30")),
      ("2024-01-01", .text("2024-01-01")), ("1e", .text("1e")), ("0x", .text("0x")),
      ("0x-1", .text("0x-1")), ("-", .list([.null])), (".", .text(".")), ("1.2.3", .text("1.2.3")),
      ("+", .text("+")), ("inf", .text("inf")), ("nan", .text("nan")), ("<<", .text("<<")),
      ("=", .text("=")), ("!!str 5", .text("5")), ("! 5", .text("5")), ("5 * 3", .text("5 * 3")),
      ("", .null), ("# only a comment", .null), ("---\n...\n", .null), ("\u{FEFF}a", .text("a")),
      ("28x28x1", .text("28x28x1")), ("{}", .table([:])), ("[]", .list([])),
    ] as [(String, Value.Content)])
  func scalars(_ text: String, _ expected: Value.Content) throws {
    let content = try YAMLReader().read(text).content
    #expect(content == expected)
    if case .number(let number) = content, case .number(let wanted) = expected {
      #expect(number.sign == wanted.sign)
    }
  }

  @Test func notANumber() throws {
    #expect(try YAMLReader().read(".nan").number?.isNaN == true)
  }

  @Test(arguments: [
    (
      "a: 1\nb: 2\na: 3\n",
      "config.yaml:1:1: the name \"a\" comes twice in one table. Remove one of the two."
    ),
    (
      "a: 1\n\"a\": 3\n",
      "config.yaml:1:1: the name \"a\" comes twice in one table. Remove one of the two."
    ),
    (
      "a: &x 1\nb: *x\n",
      "config.yaml:1:4: anchors and aliases are not read. Write the values out."
    ),
    ("b: *x\n", "config.yaml:1:4: anchors and aliases are not read. Write the values out."),
    ("&x a: 1\n", "config.yaml:1:1: expected a name, found a list, a table or an alias"),
    (
      "a: 1\n---\nb: 2\n",
      "config.yaml:2:1: expected one document, found another one. Remove it, or put it into a "
        + "file of its own."
    ),
    ("? [a]\n: 1\n", "config.yaml:1:3: expected a name, found a list, a table or an alias"),
    ("a: !!set {b}\n", "config.yaml:1:4: the tag !!set is not read here. Remove the tag."),
    ("a: !mine 1\n", "config.yaml:1:4: the tag !mine is not read here. Remove the tag."),
    ("a: !!int 1\n", "config.yaml:1:4: the tag !!int is not read here. Remove the tag."),
    (
      "a: !!python/object:os.system x\n",
      "config.yaml:1:4: the tag !!python/object:os.system is not read here. Remove the tag."
    ),
    (
      "a: 1e999\n",
      "config.yaml:1:4: the number 1e999 is out of range: the largest is 1.7976931348623157e308"
    ),
    (
      "a: 1\n\tb: 2\n",
      "config.yaml:2:1: this is not YAML: found a tab character that violates indentation "
        + "while scanning a plain scalar that starts in line 1. Indent with spaces, not with tabs."
    ),
    (
      "a: b: c\n",
      "config.yaml:1:5: this is not YAML: mapping values are not allowed in this context. Put a "
        + "text that contains \": \" in quotes, and check the indentation."
    ),
    (
      "a: [1, 2\nb: 3\n",
      "config.yaml:2:2: this is not YAML: did not find expected ',' or ']' while parsing a flow "
        + "sequence that starts in line 1"
    ),
    (
      "a: @b\n",
      "config.yaml:1:4: this is not YAML: found character that cannot start any token while "
        + "scanning for the next token. Put the text in quotes."
    ),
    (
      "a: \"b\n",
      "config.yaml:2:1: this is not YAML: found unexpected end of stream while scanning a quoted "
        + "scalar that starts in line 1"
    ),
    (
      "a:\n  b: 1\n c: 2\n",
      "config.yaml:3:2: this is not YAML: did not find expected key while parsing a block mapping "
        + "that starts in line 1"
    ),
    (
      "a: 1\nb: x\u{1}y\n",
      "config.yaml:2:5: this is not YAML: control characters are not allowed"
    ),
  ])
  func refuses(_ text: String, _ expected: String) { #expect(refusal(text) == expected) }

  @Test func aSmallTextCannotStandForAHugeOne() {
    var bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n"
    for level in 1..<12 {
      let previous = Array(repeating: "*a\(level - 1)", count: 9).joined(separator: ", ")
      bomb += "a\(level): &a\(level) [\(previous)]\n"
    }
    #expect(refusal(bomb)?.contains("99 places that look like an alias") == true)
    // As a name, where the parser compares whole trees.
    #expect(refusal(bomb + "? *a11 \n: 1\n")?.contains("look like an alias") == true)
    // Stars in plain texts are none.
    let stars = String(repeating: "- 5 * 3 **bold**\n", count: 100)
    #expect(refusal(stars) == nil)
  }

  /// Two names that come twice are sorted, and each level of lists in them doubles the time.
  @Test func deepNamesThatComeTwiceAreRefusedAtOnce() {
    let depth = 60
    func list(_ text: String) -> String {
      String(repeating: "[", count: depth) + text + String(repeating: "]", count: depth)
    }
    func block(_ text: String) -> String {
      (1...depth).map { String(repeating: " ", count: $0) + "-\n" }.joined()
        + String(repeating: " ", count: depth + 1) + text + "\n"
    }
    let names = ["a", "b", "a", "b"]
    let message = "that look like lists or tables"
    let flow = names.map { "\(list($0)): 1" }.joined(separator: ", ")
    #expect(refusal("x: {\(flow)}")?.contains("found 4 " + message) == true)
    let apart = names.map { "\(list($0)) # :\n : 1" }.joined(separator: ",\n ")
    #expect(refusal("x: {\n \(apart) }")?.contains(message) == true)
    let marked = names.map { "? \(list($0))\n: 1\n" }.joined()
    #expect(refusal(marked)?.contains(message) == true)
    // Comments at the start of lines don't hide the depth.
    let blocks = names.map { "?\n" + block($0).replacing("-\n", with: "-\n# x\n") + ": 1\n" }
    #expect(refusal(blocks.joined())?.contains(message) == true)
    let marks = names.map { String(repeating: "- ? ", count: 45) + $0 + "\n" }
    #expect(refusal(marks.joined())?.contains(message) == true)
    #expect(
      refusal(marked) == "config.yaml:1: expected names, found 8 that look like lists or tables. "
        + "Write names without question mark or brackets.")
    // People ask questions, and lists have colons after them.
    let asked = String(repeating: "# Warum ? Pourquoi ?\na: [1] # : so\n", count: 1)
    #expect(refusal(asked + "b: \"? ? ? ? ? ?\"\nc:\n  - d: [{e: {f: 1}}]\n") == nil)
  }

  @Test(arguments: [101, 150, 250, 5000, 70_000]) func depthIsLimited(_ depth: Int) {
    let brackets = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
    #expect(refusal(brackets)?.contains("nested") == true)
    let braces = String(repeating: "{a: ", count: depth) + String(repeating: "}", count: depth)
    #expect(refusal(braces)?.contains("nested") == true)
    #expect(refusal(String(repeating: "- ", count: depth) + "x")?.contains("nested") == true)
    #expect(refusal(String(repeating: "[", count: depth)) != nil)
  }

  @Test func depthOfAHundredIsRead() {
    #expect(refusal(String(repeating: "- ", count: 100) + "x") == nil)
  }

  @Test func sizeIsLimited() {
    let text = "a: " + String(repeating: "x", count: 1 << 20)
    #expect(
      refusal(text) == "config.yaml: the file is larger than the 393,216 bytes of a config file")
  }

  /// Every cut of a text that uses the whole grammar is refused or read; nothing traps.
  @Test func cutAndChangedTextsNeverTrap() {
    let text = Array(
      ("%YAML 1.1\n---\na: &x [1, 'b', \"c\\u00e9\", {d: ~}]\n"
        + "? e\n: |-\n  f\n\n  g\nh: >+\n i\nj: *x\n").utf8)
    for end in 0...text.count {
      _ = refusal(String(decoding: text[..<end], as: UTF8.self))
    }
    var random = RandomSource(seed: 1, .other)
    let signs = Array("\0\t\n\r -?:,[]{}#&*!|>'\"%@`\\0ax\u{85}é".utf8)
    for _ in 0..<3000 {
      var changed = text
      for _ in 0...random.below(3) {
        changed[random.below(changed.count)] = signs[random.below(signs.count)]
      }
      let answer = refusal(String(decoding: changed, as: UTF8.self))
      #expect(answer?.hasPrefix("not a DescentError") != true)
    }
  }
}
