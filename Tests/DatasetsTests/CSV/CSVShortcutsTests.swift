import Basics
import DataFiles
import Datasets
import Testing

/// Plain lines and cells are read in fewer steps than others; the same must come of it.
@Suite struct CSVShortcutsTests {
  /// What reading comes to, errors included, with or without shortcuts.
  private func read(_ bytes: Bytes, _ shortcuts: Bool, _ delimiter: Character?) -> String {
    var layout = CSVLayout(delimiter: delimiter)
    layout.usesShortcuts = shortcuts
    var lines: [String] = []
    func add(_ body: () throws -> [String]) {
      do { lines += try body() } catch { lines.append("\(error)") }
    }
    add {
      let table = try CSVTable(bytes, name: "t.csv", layout: layout)
      let numbers = try table.numbers(in: Array((0..<table.columns).reversed()), purpose: "")
      return ["\(table.rows) rows, \(table.blankLines) blank", "\(numbers.map(\.bitPattern))"]
    }
    for task in [TaskChoice.automatic, .classification, .regression] {
      for target in ["1", "2"] {
        add {
          let options = CSVOptions(layout: layout, targets: [target], task: task)
          let data = try CSVData(bytes, name: "t", file: "t.csv", options: options)
          let set = data.dataset
          return ["\(set.features) \(set.targets) \(set.task) \(set.featureNames) \(data.notes)"]
        }
      }
    }
    add {
      let table = try CSVTable(bytes, name: "t.csv", layout: layout, forFeatures: ["a"])
      return ["\(try table.features(names: ["a"], count: 1))"]
    }
    return lines.joined(separator: "\n")
  }

  private func compare(_ string: String, _ delimiter: Character? = nil) {
    let bytes = text(string)
    #expect(read(bytes, true, delimiter) == read(bytes, false, delimiter), "\(string)")
  }

  /// Tables of numbers with something odd here and there.
  @Test func tablesWithSlips() {
    var random = RandomSource(seed: 11, .generation)
    let oddities = [
      "\"1.5\"", " 2", "3 ", "\t4", "x", "", "\"a,b\"", "\"q\"\"q\"", "1,5", "\"", "nan", "1e99",
      "1e400", "\"7", "7\"", "\" 8 \"", "\"9\" ", "\"9\"x", "\r", "\n", "é", "1;2", "+3", "--4",
      "123456789012345678901234567890", "0.1234567890123456789e-30", "\"line\nend\"", "\"\"",
    ]
    let ends = ["\n", "\r\n", "\r"]
    for _ in 0..<1500 {
      let columns = 1 + random.below(5)
      let end = ends[random.below(3)]
      let odd = random.below(30)
      var string = random.below(4) == 0 ? "\u{FEFF}" : ""
      if random.below(3) == 0 {
        string +=
          (0..<columns).map { ["a", "b b", "\"c\"", "d", "e"][$0] }
          .joined(separator: ",") + end
      }
      for _ in 0..<random.below(12) {
        let cells = (0..<columns).map { _ -> String in
          if random.below(400) < odd {
            return oddities[random.below(oddities.count)]
          }
          switch random.below(4) {
          case 0: return "\(random.below(10))"
          case 1: return "-\(random.below(1_000_000)).25"
          case 2: return "\(random.uniform())"
          default: return "\(random.below(100))e\(random.below(9))"
          }
        }
        string += cells.joined(separator: ",")
        string += random.below(60) == 0 ? ends[random.below(3)] : end
        if random.below(60) == 0 { string += end }
      }
      if random.below(2) == 0, string.hasSuffix(end) { string.removeLast() }
      compare(string)
    }
  }

  /// Any bytes that mean something to the reader, in any order.
  @Test func heapsOfSymbols() {
    var random = RandomSource(seed: 12, .generation)
    let symbols = [
      "1", "2", ".", "-", "e", "5", ",", ",", ",", "\n", "\n", "\r", "\"", " ", "\t", "x",
    ]
    for length in 0..<60 {
      for _ in 0..<60 {
        compare((0..<length).map { _ in symbols[random.below(symbols.count)] }.joined(), ",")
      }
    }
  }

  @Test(arguments: [" ", "e", "-", ".", "5", "\t", ";", "|", "x"] as [Character])
  func delimitersOfEveryKind(_ delimiter: Character) {
    for string in [
      "1,2\n3,4\n", "1, 2\n3 ,4\n", "1.5,2e5\n-3,4\n", "\"1\",2\n3,\"4\"\n", "a,b\n1.5,2\n55,66",
      "1,2,3\n4,5,6", "1,,2\n",
    ] {
      compare(
        string.split(separator: ",", omittingEmptySubsequences: false)
          .joined(separator: String(delimiter)), delimiter)
    }
  }

  /// Rows are marked every 64, and found from there.
  @Test func findsEveryRowOfLongTables() throws {
    let lines = (0..<1000).map { "\($0),\"\($0 % 7 == 0 ? "x\ny" : "z")\",\($0 * 3)" }
    let table = try CSVTable(
      text("\n" + lines.joined(separator: "\r\n") + "\n\n"), name: "t.csv",
      layout: CSVLayout(hasHeader: false))
    #expect(table.rows == 1000 && table.blankLines == 2)
    for row in [0, 1, 62, 63, 64, 65, 127, 128, 500, 959, 960, 998, 999] {
      #expect(table.text(row: row, column: 0) == "\(row)")
      #expect(table.text(row: row, column: 2) == "\(row * 3)")
    }
    // Every seventh row takes two lines.
    #expect(table.position(row: 999, column: 0).description == "t.csv:\(1001 + 143):1")
  }

  @Test func remembersNoMoreOfATargetThanItShould() throws {
    // Contents of one to nine bytes, more different ones than are remembered, whole and not.
    let contents = (0..<1500).map { $0 % 3 == 0 ? "\($0)" : $0 % 3 == 1 ? "0\($0)" : "\($0).0" }
    let string = (0..<6000).map { "1,\(contents[$0 % 1500])\n" }.joined()
    for task in ["automatic", "regression"] {
      for shortcuts in [true, false] {
        var layout = CSVLayout()
        layout.usesShortcuts = shortcuts
        let data = try CSVData(
          text(string), name: "t", file: "t.csv",
          options: CSVOptions(layout: layout, task: TaskChoice(rawValue: task) ?? .automatic))
        #expect(data.dataset.task == .regression(targets: ["column 2"]))
        #expect(data.dataset.targets.prefix(3) == [0, 1, 2])
        #expect(data.dataset.targets[1502] == 2)
      }
    }
    let few = (0..<600).map { "1,\(["7", "07", "7.0", "\"7\"", "\" 7\"", "8"][$0 % 6])\n" }.joined()
    let data = try CSVData(text(few), name: "t", file: "t.csv")
    #expect(data.dataset.task == .classification(classes: ["7", "8"]))
    #expect(data.dataset.targets.prefix(6) == [0, 0, 0, 0, 0, 1])
    let texts = (0..<600).map { "1,\(["a", "\"a\"", "\"\"\"\"\"a\"", "aaaaaaaa", "b"][$0 % 5])\n" }
    let named = try CSVData(text(texts.joined()), name: "t", file: "t.csv")
    #expect(
      named.dataset.task == .classification(classes: ["\"\"a", "a", "aaaaaaaa", "b"]))
    #expect(named.dataset.targets.prefix(5) == [1, 1, 0, 2, 3])
  }
}
