import Commands
import Descent
import Testing

@Suite struct YAMLWriterTests {
  @Test func writesForPeople() throws {
    let value: Value = .table([
      "data": "mnist",
      "rate": 0.001,
      "tiny": 1e-7,
      "whole": 3.0,
      "hidden": [128, 64],
      "layers": [
        .table(["kind": "dense", "units": 10, "range": [-1, 1.5]]), "relu",
        .table(["kind": "residual", "layers": ["relu", .table(["kind": "dropout", "rate": 0.5])]]),
      ],
      "matrix": [[1, 2], [3, 4]],
      "optimizer": .table(["kind": "adam", "betas": .table(["first": 0.9])]),
      "nothing": .null,
      "empty": .list([]),
      "bare": .table([:]),
      "shuffle": true,
      "note": "a: b # c",
    ])
    let writer = YAMLWriter(
      header: "Made by descent.", comments: ["rate": "How fast.\nNot too fast.", "absent": "no"])
    #expect(
      try writer.text(value) == """
        # Made by descent.
        data: mnist

        # How fast.
        # Not too fast.
        rate: 0.001
        tiny: 1.0e-07
        whole: 3.0
        hidden: [128, 64]
        layers:
          - kind: dense
            units: 10
            range: [-1, 1.5]
          - relu
          - kind: residual
            layers:
              - relu
              - kind: dropout
                rate: 0.5
        matrix:
          - [1, 2]
          - [3, 4]
        optimizer:
          kind: adam
          betas:
            first: 0.9
        nothing: null
        empty: []
        bare: {}
        shuffle: true
        note: "a: b # c"

        """)
    #expect(try YAMLReader().read(writer.text(value)) == value)
  }

  @Test func longListsAreBroken() throws {
    let value: Value = .table(["numbers": .list((0..<100).map { .integer($0 * 1000) })])
    let text = try YAMLWriter().text(value)
    let lines = text.split(separator: "\n")
    #expect(lines.count > 5)
    #expect(lines.allSatisfy { $0.count <= 100 })
    #expect(try YAMLReader().read(text) == value)
  }

  @Test(arguments: [
    "", " ", "a ", " a", "true", "no", "Yes", "ON", "y", "null", "~", "1", "1.5", "-1", "1e5",
    "0x10", "0b1", "1_000", "12:30", "2024-01-01", ".inf", "-", "- a", "a: b", "a:", "a #b", "#a",
    "&a", "*a", "!a", "|", ">", "%a", "@a", "`a", "'", "\"", "\\", "[", "]", "{", "}", "a,b", "?",
    "? a", "---", "...", "--- a", "a\nb", "a\n", "\n", "\t", "a\tb", "\r\n", "\u{0}", "\u{7F}",
    "\u{85}", "\u{A0}", "\u{AD}", "\u{2028}", "a\u{FEFF}", "\u{FFFE}", "\u{E000}", "\u{10FFFF}",
    "\u{1F600}", "é", "e\u{301}", "日本", "<<", "=", "a=b", "a - b", "a -", "a%", "a@b", "a*b",
    "/tmp/x.csv", "../x", ".5x", "28x28x1", "1.2.3", "C:\\x",
  ])
  func everyTextComesBack(_ text: String) throws {
    let values: [Value] = [
      .text(text), [.text(text), .text(text)], .table(Settings([.init(text, .text(text))])),
      .table(["a": [.table(Settings([.init(text, [.text(text)])]))]]),
    ]
    for value in values {
      let written = try YAMLWriter().text(value)
      let read = try YAMLReader().read(written)
      #expect(read == value, "\(written)")
      // Equality of texts is blind to forms of Unicode; the bytes are not.
      if let back = read.text { #expect(Array(back.utf8) == Array(text.utf8)) }
    }
  }

  @Test func quotesOnlyWhereNeeded() throws {
    for text in ["relu", "leaky-relu", "a b", "28x28x1", "../x.csv", "é", "val_loss", "50%"] {
      #expect(try YAMLWriter().text(.text(text)) == text + "\n")
    }
    for text in ["no", "1", "12:30", "2024-01-01", "", "a: b"] {
      #expect(try YAMLWriter().text(.text(text)) == "\"\(text)\"\n")
    }
  }

  @Test func longNamesComeBack() throws {
    for length in [900, 1000, 1001, 1024, 1025, 2000, 5000] {
      let name = String(repeating: "n", count: length)
      let values: [Value] = [1, .table(["a": 1]), [1, [2]], [.table(["b": [[1]]])]]
      for value in values {
        let value = Value.table(Settings([.init(name, value)]))
        #expect(try YAMLReader().read(YAMLWriter().text(value)) == value)
      }
    }
  }

  @Test func numbersComeBack() throws {
    var random = RandomSource(seed: 3, .other)
    var numbers: [Double] = [
      0, -0.0, 1, .leastNonzeroMagnitude, .greatestFiniteMagnitude, 0.1, 1e16, 1e-5, 123456,
    ]
    numbers += (0..<2000).map { _ in Double(bitPattern: random.next()) }.filter(\.isFinite)
    for number in numbers {
      let read = try YAMLReader().read(YAMLWriter().text(Value(.number(number))))
      guard case .number(let back) = read.content else {
        Issue.record("\(number) came back as \(read.found)")
        continue
      }
      #expect(back.bitPattern == number.bitPattern)
    }
    #expect(try YAMLWriter().text(Value(.number(-.infinity))) == "-.inf\n")
    #expect(try YAMLWriter().text(Value(.number(.nan))) == ".nan\n")
  }

  @Test func randomTreesComeBack() throws {
    var random = RandomSource(seed: 2, .other)
    for _ in 0..<500 {
      let value = tree(&random, depth: 0)
      let text = try YAMLWriter(header: "x\u{0}\ny").text(value)
      #expect(try YAMLReader().read(text) == value, "\(text)")
      #expect(try YAMLWriter(header: "x\u{0}\ny").text(value) == text)
    }
  }

  func tree(_ random: inout RandomSource, depth: Int) -> Value {
    let words = ["a", "no", "1", "x: y", "", "é\n", "- b", "[", "#", "name"]
    switch random.below(depth > 4 ? 5 : 8) {
    case 0: return .null
    case 1: return .flag(random.below(2) == 0)
    case 2: return .integer(Int(truncatingIfNeeded: random.next()))
    case 3: return Value(.number(random.uniform(-1, 1)))
    case 4: return .text(words[random.below(words.count)])
    case 5, 6:
      return .list((0..<random.below(5)).map { _ in tree(&random, depth: depth + 1) })
    default:
      let count = random.below(5)
      let names = random.permutation(words.count).prefix(count).map { words[$0] }
      return .table(Settings(names.map { .init($0, tree(&random, depth: depth + 1)) }))
    }
  }

  @Test func refusesWhatCantBeRead() {
    func text(_ value: Value) -> String {
      do { return try YAMLWriter().text(value) } catch { return "\(error)" }
    }
    #expect(
      text(.table(Settings([.init("a", 1), .init("a", 2)])))
        == "the name \"a\" comes twice in one table")
    #expect(text("\u{FEFF}a") == "a text starts with a byte order mark, which YAML can't say")
    var deep: Value = 1
    for _ in 0..<100 { deep = [deep] }
    #expect(!text(deep).contains("nested"))
    #expect(text([deep]) == "lists and tables are nested more than 100 deep")
    #expect(text(.list([.table([:]), deep])) == "lists and tables are nested more than 100 deep")
  }
}
