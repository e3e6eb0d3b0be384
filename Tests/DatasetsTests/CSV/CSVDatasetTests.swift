import Basics
import DataFiles
import Datasets
import Testing

@Suite struct CSVDatasetTests {
  func read(_ string: String, _ options: CSVOptions = CSVOptions()) throws -> CSVData {
    try CSVData(text(string), name: "t", file: "t.csv", options: options)
  }

  func features(_ data: CSVData) -> [Scalar] {
    if case .scalars(let values) = data.dataset.features { Array(values) } else { [] }
  }

  @Test func readsTextLabels() throws {
    let data = try read("w,h,kind\n1,2.5,owl\n-3,.5,cat\n4e1,+5,owl\n")
    #expect(features(data) == [1, 2.5, -3, 0.5, 40, 5])
    #expect(data.dataset.shape == [2])
    #expect(data.dataset.featureNames == ["w", "h"])
    #expect(data.dataset.task == .classification(classes: ["cat", "owl"]))
    #expect(data.dataset.targets == [1, 0, 1])
    #expect(data.notes == ["The first row was taken for the names of the columns."])
    #expect(data.ignored == [])
  }

  @Test func readsWithoutHeader() throws {
    let data = try read("1,2,owl\n3,4,cat\n")
    #expect(data.dataset.featureNames == [])
    #expect(data.dataset.rows == 2)
    #expect(data.notes == [])
  }

  @Test func sortsClasses() throws {
    // As numbers if all are whole, byte-wise otherwise.
    #expect(try read("1,10\n2,9\n3,2\n").dataset.task.classes == ["2", "9", "10"])
    #expect(try read("1,10\n2,9\n3,b\n4,a\n").dataset.task.classes == ["10", "9", "a", "b"])
    #expect(try read("1,b\n2,B\n3,a\n").dataset.task.classes == ["B", "a", "b"])
    // 1, 01 and 1.0 are one class.
    let spelled = try read("1,01\n2,1.0\n3,0\n").dataset
    #expect(spelled.task.classes == ["0", "1"])
    #expect(spelled.targets == [1, 1, 0])
    // Among texts they are texts: 007 is not 7.
    #expect(try read("1,007\n2,7\n3,a\n4,1.0\n").dataset.task.classes == ["007", "1.0", "7", "a"])
    // Above 2^53 a Double can't tell whole numbers apart.
    let large = try read("1,9007199254740993\n2,9007199254740992\n").dataset
    #expect(large.task.classes == ["9007199254740992", "9007199254740993"])
    // A model's classes are found as they are written, and as numbers where they are numbers.
    let known = try read("x,y\n1,007\n2,7\n", CSVOptions(classes: ["007", "7", "a"])).dataset
    #expect(known.targets == [0, 1])
    let numbers = try read("x,y\n1,01\n2,7.0\n", CSVOptions(classes: ["1", "7"])).dataset
    #expect(numbers.targets == [0, 1])
  }

  @Test func choosesBetweenClassesAndNumbers() throws {
    #expect(try read("1,0.5\n2,1\n").dataset.task == .regression(targets: ["column 2"]))
    let twenty = (0..<20).map { "1,\($0)\n" }.joined()
    #expect(try read(twenty).dataset.task.classes.count == 20)
    #expect(try read(twenty + "1,20\n").dataset.task == .regression(targets: ["column 2"]))
    // A twentieth of the rows, and never above 1,000.
    let many = (0..<1000).map { "1,\($0 % 50)\n" }.joined()
    #expect(try read(many).dataset.task.classes.count == 50)
    let tooMany = (0..<40_000).map { "1,\($0 % 1001)\n" }.joined()
    #expect(try read(tooMany).dataset.task.classes.isEmpty)
    #expect(
      try read("x,y\n1,1\n2,2\n", CSVOptions(task: .regression)).dataset.task
        == .regression(targets: ["y"]))
    let forced = try read("x,y\n1,1.5\n2,-2\n", CSVOptions(task: .classification)).dataset
    #expect(forced.task.classes == ["-2", "1.5"])
  }

  @Test func takesTheTargetAskedFor() throws {
    let string = "kind,w,h\na,1,2\nb,3,4\n"
    for target in ["kind", "1"] {
      let data = try read(string, CSVOptions(targets: [target]))
      #expect(features(data) == [1, 2, 3, 4])
      #expect(data.dataset.task.classes == ["a", "b"])
    }
    let several = try read("x,u,v\n1,2,3\n4,5,6.5\n", CSVOptions(targets: ["v", "u"])).dataset
    #expect(several.task == .regression(targets: ["v", "u"]))
    #expect(several.targets == [3, 2, 6.5, 5])
    expectError(
      .usage, "t.csv: no target column \"knd\". Did you mean \"kind\"? Known: kind, w, h."
    ) { try read(string, CSVOptions(targets: ["knd"])) }
    expectError(
      .usage, "t.csv: target column 4 does not exist. Columns are counted from 1 to 3."
    ) { try read(string, CSVOptions(targets: ["4"])) }
    for extreme in [Int.min, Int.max] {
      #expect(throws: DescentError.self) {
        try read(string, CSVOptions(targets: [String(extreme)]))
      }
    }
    expectError(.usage, "t.csv: column \"w\" is named twice as a target") {
      try read(string, CSVOptions(targets: ["w", "2"]))
    }
    expectError(.usage, "t.csv: every column is a target; nothing is left to learn from") {
      try read("1,2\n", CSVOptions(targets: ["1", "2"]))
    }
    expectError(.usage, "a classification has one target column; 2 are named") {
      try read("1,2,3\n", CSVOptions(targets: ["1", "2"], task: .classification))
    }
    expectError(
      .usage,
      "t.csv: no target column \"kind\": the file has no header. "
        + "Give its number, from 1 to 3."
    ) {
      try read(
        "1,2,3\n", CSVOptions(layout: CSVLayout(hasHeader: false), targets: ["kind"]))
    }
  }

  @Test func namesTheCellThatIsNoNumber() {
    let cases: [(String, String)] = [
      (
        "age,size,y\n1,2,a\n3,12a,b\n",
        "t.csv:3:3: column \"size\": \"12a\" is not a number. Features must be numbers; if the column "
          + "is the target, name it."
      ),
      (
        "age,size,y\n1,2,a\nx,12a,b\n7,3,b\n",
        "t.csv:3:1: column \"age\": \"x\" is not a number (the first of 2 bad cells in 1 of 3 rows). "
          + "Features must be numbers; if the column is the target, name it."
      ),
      (
        "age,city,y\n1,Rome,a\nx,Oslo,b\n7,Oslo,b\n",
        "t.csv:3:1: column \"age\": \"x\" is not a number. Most cells of this column are numbers; "
          + "correct it."
      ),
      (
        "1,2,a\n3,,b\n",
        "t.csv:2:3: 1 missing value in 1 column: column 2 (1). Say what stands for them: "
          + "--missing mean, median, constant=X, or drop to leave out their rows."
      ),
      (
        "1,2,a\n3, NaN,b\n",
        "t.csv:2:4: 1 missing value in 1 column: column 2 (1). Say what stands for them: "
          + "--missing mean, median, constant=X, or drop to leave out their rows."
      ),
      (
        "1,2,a\n3,-inf,b\n",
        "t.csv:2:3: column 2: \"-inf\" is not a finite number. Replace it, or delete the row."
      ),
      (
        "1,2,a\n3,1e999,b\n",
        "t.csv:2:3: column 2: \"1e999\" is out of the range of \(Scalar.self). Scale the column."
      ),
      (
        "1;2;a\n3;1,5;b\n",
        "t.csv:2:3: column 2: \"1,5\" is not a number. Write a point for a decimal comma, and nothing between thousands."
      ),
      (
        "1,2,a\n3,\"1,5\",b\n",
        "t.csv:2:3: column 2: \"1,5\" is not a number. Write a point for a decimal comma, and nothing between thousands."
      ),
      (
        "1,2,\n3,4,b\n",
        "t.csv:1:5: column 3: the target is empty. Fill it in, or delete the row."
      ),
      (
        "1\n2\n",
        "t.csv: there is one column only; expected features and a target. "
          + "Columns are separated by commas, semicolons or tabs."
      ),
    ]
    for (string, message) in cases {
      expectError(.badData, message) { try read(string) }
    }
    for cell in ["1_000", "0x1p3", "１", "=1+1", "1e", "1e+", ".", "--1", "1.2.3", "1 2"] {
      expectError(
        .badData,
        "t.csv:2:3: column 2: \"\(cell)\" is not a number. Features must be numbers; if "
          + "the column is the target, name it."
      ) { try read("1,2,a\n3,\(cell),b\n") }
    }
    expectError(
      .badData,
      "t.csv:2:3: column \"y\": \"x\" is not a number. "
        + "A target of numbers must hold numbers only."
    ) { try read("v,y\n1,x\n2,2.5\n") }
  }

  @Test func refusesTextsThatAreNoClasses() {
    let names = (0..<1001).map { "\($0),name\($0)\n" }.joined()
    expectError(
      .badData,
      "t.csv: column 2 has more than 1,000 different values, too many for classes. "
        + "Choose another target column."
    ) { try read(names) }
  }

  @Test func roundsCorrectly() throws {
    // Hard cases, among them one half-way between two Doubles, and the extremes.
    let numbers = [
      "0.1", "1e23", "9007199254740993", "123456789012345678901234567890",
      "2.2250738585072011e-308",
      "4.9e-324", "1e-400", "1.7976931348623157e308", "-0", "1e22", "1e-22", "123456789012345e7",
      "0.000000000000000000000000000000000000001e39", "8.41", "100000000000000016777215",
    ]
    for number in numbers {
      let expected = Scalar(try #require(Double(number)))
      guard expected.isFinite else { continue }
      let data = try read("\(number),0.5\n1,2\n")
      #expect(features(data)[0] == expected, "\(number)")
      #expect(features(data)[0].sign == expected.sign)
    }
  }

  @Test func agreesWithTheStandardLibrary() throws {
    var random = RandomSource(seed: 3, .other)
    let numbers = (0..<2000).map { _ in
      let digits = "\(random.uniform(-1000, 1000))".prefix(4 + random.below(16))
      return "\(digits.prefix { $0 != "e" })e\(random.below(60) - 30)"
    }
    let lines = numbers.map { "\($0),0.5\n" }.joined()
    let expected = try numbers.map { Scalar(try #require(Double($0))) }
    #expect(features(try read(lines)) == expected)
  }

  @Test func readsForAModelThatIsThereAlready() throws {
    let options = CSVOptions(
      targets: ["y"], features: ["b", "a"], classes: ["no", "yes", "maybe"])
    let data = try read("a,id,y,b\n1,7,yes,2\n3,8,no,4\n", options)
    #expect(features(data) == [2, 1, 4, 3])
    #expect(data.dataset.targets == [1, 0])
    #expect(data.dataset.task.classes == ["no", "yes", "maybe"])
    #expect(data.ignored == ["id"])
    #expect(data.notes == ["Columns not used: id."])
    expectError(
      .badData,
      "t.csv:3:5: column \"y\": unknown class \"yse\". Did you mean \"yes\"? "
        + "Known: no, yes, maybe."
    ) { try read("a,b,y\n1,7,yes\n3,8,yse\n", options) }
    expectError(
      .badData, "t.csv: a column is missing: b. The file has: a, y."
    ) { try read("a,y\n1,yes\n", options) }
  }

  @Test func keepsTheNotesOfTheCatalog() throws {
    try withFolder { folder in
      try write(gzipped(text("a,b\n1,x\n2,y\n\n")), "\(folder)/mine.csv.gz")
      let loaded = try DatasetCatalog(environment: [:]).load("\(folder)/mine.csv.gz")
      #expect(loaded.train.name == "mine")
      #expect(loaded.train.task.classes == ["x", "y"])
      #expect(
        loaded.notes == [
          "The first row was taken for the names of the columns.",
          "1 blank line around the rows left out.",
        ])
      #expect(loaded.sources == ["\(folder)/mine.csv.gz"])
    }
  }

  @Test func survivesDamage() {
    let bytes = text("a,\"b\",c\n1.5,2,x\n-2e3,4,y\n0.1,5,\"x\"\n")
    let counts = readDamaged(bytes) { try CSVData($0, name: "t", file: "t.csv") }
    #expect(counts.accepted > 0 && counts.refused > 0)
  }
}
