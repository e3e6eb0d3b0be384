import Basics
import DataFiles
import Datasets
import Testing

/// Rows are read in pieces and in two walks; nothing of what comes of it may depend on that.
@Suite struct CSVReadingTests {
  /// A data set, or the error, in full.
  private func outcome(_ bytes: Bytes, _ options: CSVOptions) -> String {
    do {
      let data = try CSVData(bytes, name: "t", file: "t.csv", options: options)
      let set = data.dataset
      return "\(set.features) \(set.shape) \(set.featureNames) \(set.targets) \(set.task) "
        + "\(set.columns.map { "\($0)" } ?? "") \(set.sampleWeights.map { "\($0)" } ?? "") "
        + "\(set.splitKeys.map { "\($0)" } ?? "") \(data.notes) \(data.ignored)"
    } catch {
      return "\(error)"
    }
  }

  private func compare(
    _ string: String, sourceLocation: SourceLocation = #_sourceLocation,
    _ set: (inout CSVOptions) -> Void = { _ in }
  ) {
    var options = CSVOptions()
    set(&options)
    let bytes = text(string)
    let whole = outcome(bytes, options)
    for size in [1, 2, 3, 5, 8, 13, 40, 1000] {
      for shortcuts in [true, false] {
        options.layout.pieceSize = size
        options.layout.usesShortcuts = shortcuts
        #expect(
          outcome(bytes, options) == whole, "\(size) \(string)", sourceLocation: sourceLocation)
      }
    }
  }

  private static let tables = [
    "a,b,y\n1,2,3\n4,5,6\n7,8,9\n",
    "a,b,y\n1,red,x\n,blue,y\n3,\"red\",x\n4,\"gr\"\"een\",x\n\n",
    "\u{FEFF}\n\nwhen,n,y\r\n2024-01-02 10:00,\"1\n\",0.5\r\n2023-02-03,2,1.5\r\n",
    "1;2;a\n3;1,5;b\n", "a,b,y\n1,2,3\n4,x,6\n7,8,9\n", "a,b,y\n1,2,3\n4,5\n", "a,b\n",
    "a,b,y\n1,2,3\n\n4,5,6\n", "a,b,y\n1,\"2,3\n4,5,6\n", "a,b,y\n1,\"2\"x,3\n4,5,6\n",
    "a,b,y\n1,2,3\n4,5,\n", "é,b,y\n1,e\u{301},3\n4,é,6\n7,\"é\",6\n", "", "\n \n", "a,,y\n1,2,3\n",
  ]

  @Test(arguments: tables) func piecesOfEverySize(_ table: String) {
    compare(table)
    for missing in [MissingPolicy.mean, .drop, .constant(0)] {
      compare(table) { $0.missing = missing }
    }
    compare(table) { $0.task = .classification }
    compare(table) { $0.targets = ["1", "2"] }
    compare(table) { $0.splitBy = SplitColumn(.group, "1") }
    compare(table) {
      $0.splitBy = SplitColumn(.hash, "2")
      $0.sampleWeight = "1"
    }
    compare(table) { $0.types = [ColumnChoice("1", .category)] }
    compare(table) {
      $0.features = ["a"]
      $0.columns = [TableEncoding.Column(TableColumn("a", .number), fill: 0)]
    }
  }

  /// Numbers of such a table take twice the memory of its text: the rows that follow are looked through
  /// before they are kept, and nothing else comes of it.
  @Test func denseTables() throws {
    let row = text(Array(repeating: "1", count: 49).joined(separator: ",") + ",2\n")
    var bytes = Bytes()
    for _ in 0..<450_000 { bytes += row }
    let last = text("2" + Array(repeating: ",1", count: 48).joined() + ",3\n")
    let data = try CSVData(bytes + last, name: "t", file: "t.csv")
    #expect(data.dataset.rows == 450_001)
    #expect(data.dataset.targets.last == 1)
    guard case .scalars(let values) = data.dataset.features else {
      Issue.record("no numbers")
      return
    }
    #expect(values.count == 450_001 * 49)
    #expect(values.withSpan { $0[0] == 1 && $0[450_000 * 49] == 2 && $0[450_000 * 49 + 1] == 1 })
    expectError(.badData, "t.csv:450001: 1 cell, but the first row has 50") {
      try CSVData(bytes + text("7\n"), name: "t", file: "t.csv")
    }
    let word = text("1,x" + Array(repeating: ",1", count: 47).joined() + ",3\n")
    expectError(
      .badData,
      "t.csv:450001:3: column 2: \"x\" is not a number. Features must be numbers; if the column is the "
        + "target, name it."
    ) { try CSVData(bytes + word, name: "t", file: "t.csv") }
  }

  /// Cells that say that there is no value are no bad numbers, whatever stands for them.
  @Test func badNumbersAmongMissingOnes() {
    let table = text("a,b,y\n1,1,u\nNA,2,v\nNone,3,u\n4,x,v\n5,5,u\n6,6,v\n,7,u\n")
    var options = CSVOptions()
    options.missing = .mean
    expectError(
      .badData,
      "t.csv:4:1: column \"a\": \"None\" is not a number (the first of 2 bad cells in 2 of 7 rows; 2 more "
        + "are empty). Most cells of this column are numbers; correct it."
    ) { try CSVData(table, name: "t", file: "t.csv", options: options) }
  }

  @Test func emptyTargetsAreCounted() {
    expectError(
      .badData,
      "t.csv:3:3: column \"y\": the target is empty (the first of 3 such cells). Fill them in, or delete "
        + "their rows."
    ) { try CSVData(text("a,y\n1,u\n2,\n3,v\n4,\n5,\n6,w\n7,v\n"), name: "t", file: "t.csv") }
  }

  /// Years are names of columns, not values, and a target that counts no column is a name.
  @Test func namesThatAreNumbers() throws {
    let rows = "c,3,1,5.5\nd,4,1,6.5\nc,5,2,7.25\n"
    let years = try CSVData(text("place,2019,2020,2021\n" + rows), name: "t", file: "t.csv")
    #expect(years.dataset.rows == 3)
    #expect(years.targetNames == ["2021"])
    #expect(years.notes.first == "The first row was taken for the names of the columns.")
    var options = CSVOptions(targets: ["2020"])
    #expect(
      try CSVData(
        text("place,2019,2020,2022\n" + rows), name: "t", file: "t.csv", options: options
      ).targetNames == ["2020"])
    options = CSVOptions()
    let values = try CSVData(text("place,2019,2025,2021\n" + rows), name: "t", file: "t.csv")
    #expect(values.dataset.rows == 4)
    #expect(
      values.notes.first == "No names of columns were found: the first row was taken for values.")
    options.layout.hasHeader = true
    let named = try CSVData(
      text("place,2019,2025,2021\n" + rows), name: "t", file: "t.csv", options: options)
    #expect(named.dataset.rows == 3)
    #expect(named.notes.allSatisfy { !$0.contains("first row") })
  }

  @Test func whateverIsInIt() {
    var random = RandomSource(seed: 21, .generation)
    let cells = [
      "1", "2.5", "-3", "red", "blue", "", "NA", "2024-01-05", "\"x\"\"y\"", "\"a\nb\"", " 7 ", "é",
    ]
    for _ in 0..<200 {
      let columns = 2 + random.below(3)
      let kinds = (0..<columns).map { _ in random.below(cells.count) }
      var string = random.below(2) == 0 ? "" : "a,b,c,d".prefix(2 * columns - 1) + "\n"
      for _ in 0..<(1 + random.below(12)) {
        let row = kinds.map { cells[random.below(12) == 0 ? random.below(cells.count) : $0] }
        string += row.joined(separator: ",") + (random.below(80) == 0 ? "\n\n" : "\n")
      }
      compare(string) { $0.missing = random.below(2) == 0 ? .mean : .drop }
    }
  }

  /// What is wrong with the text as such is said before what is wrong in a cell or with the options,
  /// wherever it is.
  @Test(arguments: [1, 10, 1 << 20]) func theTextComesFirst(_ size: Int) {
    func read(_ bytes: Bytes, _ set: (inout CSVOptions) -> Void = { _ in }) throws -> CSVData {
      var options = CSVOptions()
      options.layout.pieceSize = size
      set(&options)
      return try CSVData(bytes, name: "t", file: "t.csv", options: options)
    }
    let short = "t.csv:5: 1 cell, but the first row has 3"
    expectError(.badData, short) { try read(text("a,b,y\n1,x,3\n4,5,6\n,5,\n7\n")) }
    expectError(.badData, short) {
      try read(text("a,b,y\n1,2,3\n4,5,6\n4,5,6\n7\n")) { $0.targets = ["z"] }
    }
    expectError(.badData, short) { try read(text("a,a,y\n1,2,3\n4,5,6\n4,5,6\n7\n")) }
    let wrong = text("a,a,y\n1,2,3\n4,5\n6\n7,8,") + [0xFF] + text("\n")
    expectError(.badData, "t.csv:5:5: the byte ff is not UTF-8 text. Save it as UTF-8.") {
      try read(wrong)
    }
    expectError(.badData, "t.csv:5:5: the byte ff is not UTF-8 text. Save it as UTF-8.") {
      try read(wrong) { $0.layout.delimiter = "\"" }
    }
    expectError(.badData, "t.csv:5:5: the byte ff is not UTF-8 text. Save it as UTF-8.") {
      try read(text("a,b,y\n1,2,3\n4,5\n6\n7,8,") + [0xFF] + text("\n"))
    }
  }

  /// More rows than are kept at once on their way, wide ones and narrow ones.
  @Test(arguments: [(40_000, 2), (30, 70_000)]) func manyCells(_ rows: Int, _ columns: Int) throws {
    for kind in ["", "x"] {
      let lines = (0..<rows).map { row in
        (0..<columns).map { $0 == 0 ? "\(row)" : "\($0 % 7)" }.joined(separator: ",")
          + ",\(kind)1\n"
      }
      var options = CSVOptions()
      if !kind.isEmpty { options.types = [ColumnChoice("2", .category)] }
      let data = try CSVData(text(lines.joined()), name: "t", file: "t.csv", options: options)
      guard case .scalars(let values) = data.dataset.features else { return }
      #expect(data.dataset.rows == rows && values.count == rows * columns)
      for row in stride(from: 0, to: rows, by: max(1, rows / 50)) {
        #expect(values[row * columns] == Scalar(row))
        #expect(
          values[row * columns + columns - 1]
            == (kind.isEmpty
              ? Scalar((columns - 1) % 7) : columns == 2 ? 0 : Scalar((columns - 1) % 7)))
      }
    }
  }

  /// Many different texts, of few and of many bytes, among them such that read the same.
  @Test func textsAreToldApart() throws {
    let names = (0..<400).flatMap { ["k\($0)", "a longer name with the number \($0)", "é\($0)"] }
    let spelled = names.map { $0.replacing("é", with: "e\u{301}") }
    let rows = (names + spelled.reversed() + names).map { "\($0),1.5\n" }
    let options = CSVOptions(targets: ["2"], task: .regression)
    func levels(_ count: Int) throws -> [Scalar] {
      var options = options
      options.types = [ColumnChoice("1", .category)]
      let chosen = rows.filter { row in
        let number = Int(row.prefix { $0 != "," }.filter(\.isASCII).filter(\.isNumber)) ?? 0
        return number < count
      }
      let data = try CSVData(text(chosen.joined()), name: "t", file: "t.csv", options: options)
      guard case .scalars(let values) = data.dataset.features else { return [] }
      return Array(values)
    }
    let found = try levels(300)
    #expect(found.count == 3 * 900 && Set(found).count == 900)
    #expect(Array(found.prefix(900)) == Array(found.suffix(900)))
    #expect(Array(found.prefix(900)) == Array(found[900..<1800].reversed()))
    expectError(
      .usage,
      "t.csv: column 1 is said to be category, but it has more than 1,000 different texts"
    ) { try levels(400) }
  }

  /// Features that don't fit into the memory they may take lie in a file; the rest is the same.
  @Test func featuresBeyondTheLimitLieInAFile() throws {
    let lines = (0..<500).map { row in
      row % 9 == 4 ? "\(row),,x,1\n" : "\(row),\(row % 7).5,\(["x", "y z"][row % 2]),\(row % 3)\n"
    }
    let numbers = (0..<500).map { "\($0),\($0 % 11)e3,\($0 % 3)\n" }
    try withFolder { folder in
      for (file, text) in [("texts.csv", lines), ("numbers.csv", numbers)] {
        let path = "\(folder)/\(file)"
        try write(Bytes(text.joined().utf8), path)
        for missing in [MissingPolicy.mean, .drop] {
          var options = LoadOptions()
          options.csv.missing = missing
          let memory = try DatasetCatalog(environment: [:]).load(path, options).train
          options.memory = MemoryLimit(bytes: 1000, folder: folder)
          options.csv.layout.pieceSize = 200
          let disk = try DatasetCatalog(environment: [:]).load(path, options).train
          #expect(disk.features.isOnDisk && !memory.features.isOnDisk)
          #expect(disk.targets == memory.targets && disk.task == memory.task)
          #expect(values(disk).map(\.bitPattern) == values(memory).map(\.bitPattern))
          guard memory.columns != nil else { continue }
          let encoding = TableEncoding(
            fitting: memory, rows: Array(0..<memory.rows), missing: missing, indicators: true)
          var counts = [TableEncoding.Counts(columns: 3), TableEncoding.Counts(columns: 3)]
          let encoded = try encoding.encode(memory, counts: &counts[0])
          let spooled = try encoding.encode(disk, counts: &counts[1], memory: options.memory)
          #expect(spooled.features.isOnDisk && counts[0] == counts[1])
          #expect(values(spooled) == values(encoded))
        }
      }
    }
  }

  private func values(_ data: Dataset) -> [Scalar] {
    if case .scalars(let values) = data.features { Array(values) } else { [] }
  }
}
