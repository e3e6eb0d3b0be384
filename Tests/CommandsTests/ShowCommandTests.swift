import Descent
import Testing

/// `data show`, word for word.
@Suite struct ShowCommandTests {
  private let folder: Folder

  init() throws { folder = try Folder() }

  private let unicode = ["NO_COLOR": "1", "TERM": "xterm", "LANG": "C.UTF-8"]

  private func table() -> String {
    var text = "name,age,city,born,price\n"
    for row in 0..<40 {
      let age = row == 7 ? "" : "\(20 + row * 7 % 40).5"
      text += "n\(row),\(age),\(["Oslo", "Paris", "Rome"][row * 5 % 7 % 3]),19\(50 + row)-01-02,"
      text += "\(row * 13 % 37).25\n"
    }
    return text
  }

  @Test func numbersOfATable() throws {
    try folder.write(table(), "people.csv")
    let answer = descent(
      "data", "show", folder["people.csv"], "--rows", "8,1", environment: unicode, width: 70,
      in: folder)
    #expect(answer.code == 0 && answer.notes == "")
    #expect(
      answer.output == """
        people: 40 rows, 5 columns
        The first row was taken for the names of the columns.

        name   texts, not used, 40 different
               such as n0, n1, n10
        age    number, 39 different, 1 missing (2.5 %)
               ▇▅▅▅▅▅▇▅▅▅▇▅▅▇▅▅▇  20.50 to 59.50
        city   category of 3
               Oslo  ██████████████████████████████ 18   45.0 %
               Paris ██████████████████▍            11   27.5 %
               Rome  ██████████████████▍            11   27.5 %
        born   date
               1950-01-02 to 1989-01-02

        price (target)  number, 37 different
        █                    █                     █
        █                    █                     █
        █▄ ▄ ▄▄ ▄ ▄▄ ▄ ▄▄ ▄ ▄█ ▄ ▄▄ ▄ ▄▄ ▄ ▄▄ ▄ ▄▄ █ ▄▄ ▄ ▄▄ ▄ ▄▄ ▄▄
        ██ █ ██ █ ██ █ ██ █ ██ █ ██ █ ██ █ ██ █ ██ █ ██ █ ██ █ ██ ██
        ██ █ ██ █ ██ █ ██ █ ██ █ ██ █ ██ █ ██ █ ██ █ ██ █ ██ █ ██ ██
        0.2500                                                 36.25

        Row  name   age  city  born        price
          8  n7          Oslo  1957-01-02  17.25
          1  n0    20.5  Oslo  1950-01-02   0.25

        2 findings: descent data describe DIR/people.csv --target price

        """)
  }

  @Test func classesOfATableInASCII() throws {
    try folder.write(table(), "people.csv")
    let answer = descent(
      "data", "show", folder["people.csv"], "--target", "city", "--count", "2", "--class", "Oslo",
      "--width", "60", in: folder)
    #expect(answer.code == 0 && answer.notes == "")
    #expect(
      answer.output == """
        people: 40 rows, 5 columns

        name   texts, not used, 40 different
               such as n0, n1, n10
        age    number, 39 different, 1 missing (2.5 %)
               %%+++%%+%+%%+%%  20.50 to 59.50
        born   date
               1950-01-02 to 1989-01-02
        price  number, 37 different
               %=+==%=+==%=+=+  0.2500 to 36.25

        city: 3 classes
        Oslo  ############################## 18   45.0 %
        Paris ##################             11   27.5 %
        Rome  ##################             11   27.5 %

        Row  name   age  city  born        price
         31  n30   30.5  Oslo  1980-01-02  20.25
         33  n32   44.5  Oslo  1982-01-02   9.25

        2 findings: descent data describe DIR/people.csv --target city

        """)
  }

  @Test func picturesInCharacters() {
    let answer = descent("data", "show", "digits", "--rows", "1,2,3", "--width", "40")
    #expect(answer.code == 0 && answer.notes == "")
    #expect(
      answer.output == """
        digits: 1,797 pictures of 8x8x1, 10
        classes

            --%%++              ##%%--
            %%@@**@@--          **@@++
          ..@@..  **++        ..@@@@--
          ::##    ++++      ==@@@@@@..
          --++    ++++          @@@@..
          ::**    ##==          @@@@--
          ..%%--**##            @@@@--
            --%%**              **@@**
               0                 1
             row 1             row 2

              ::@@##
            ..@@@@%%
            ++%%++@@
              --@@**
            ++%%@@
          ++@@@@--
          ..%%@@@@**--
              ..**@@++
               2
             row 3

        """)
  }

  @Test func picturesInColors() {
    let environment = ["TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8"]
    let full = descent(
      "data", "show", "digits", "--rows", "1", environment: environment, width: 60)
    #expect(full.output.contains("\u{1B}[38;2;85;85;85;48;2;85;85;85m▀▀"))
    let palette = descent(
      "data", "show", "digits", "--rows", "1",
      environment: ["TERM": "xterm-256color", "LANG": "C.UTF-8"], width: 60)
    #expect(palette.output.contains("\u{1B}[38;5;240;48;5;240m▀▀"))
    for (name, value) in [("NO_COLOR", "1"), ("TERM", "dumb"), ("CI", "1")] {
      var plain = environment
      plain[name] = value
      let answer = descent("data", "show", "digits", "--rows", "1", environment: plain, width: 60)
      #expect(!answer.output.contains("\u{1B}") && answer.output.contains("%%"))
    }
    // A file gets no colors, either.
    #expect(
      !descent("data", "show", "digits", "--rows", "1", environment: environment).output
        .contains("\u{1B}"))
  }

  @Test func pointsOfAPlane() {
    let answer = descent(
      "data", "show", "xor", "--rows", "2", environment: unicode, width: 40)
    #expect(
      answer.output == """
        xor: 4 rows of 2

        y by x  * 0  o 1
        1.0 ┤o                                 *
            │
            │
            │
            │
            │
            │
            │
            │
            │
            │
            │
            │
            │
            │
        0.0 ┤*                                 o
             0.0                             1.0

        x  number, 2 different
           ▆        ▆  0 to 1
        y  number, 2 different
           ▆        ▆  0 to 1

        target: 2 classes
        0    ███████████████████████ 2   50.0 %
        1    ███████████████████████ 2   50.0 %

        Row  x  y  target
          2  0  1       1

        """)
  }

  /// No line is wider than it may be, whatever the columns are called.
  @Test(arguments: [40, 60, 80, 200]) func fitsTheTerminal(_ width: Int) throws {
    let wild = "a,東京都の人口,\(String(repeating: "long ", count: 30)),y\n"
    let cells = "1,東京,\(String(repeating: "x", count: 90)),\u{1B}[2J\n"
    let rows = (0..<40).map { "\($0),b,c\($0),\($0 % 2 == 0 ? "no" : "👩‍👩‍👧 yes")\n" }.joined()
    try folder.write(wild + rows + cells, "wild.csv")
    for source in [folder["wild.csv"], "digits", "moons", "sine"] {
      for environment in [unicode, [:], ["TERM": "xterm-256color", "LANG": "C.UTF-8"]] {
        let answer = descent("data", "show", source, environment: environment, width: width)
        #expect(answer.code == 0, "\(answer.notes)")
        #expect(!answer.output.contains("\u{1B}[2J"))
        for line in answer.output.split(separator: "\n") {
          let text = String(line).replacing(/\u{1B}\[[0-9;]*m/, with: "")
          #expect(text.displayWidth <= width || text.contains(" findings: descent "), "\(text)")
        }
      }
    }
  }

  @Test func whateverTrainTakes() throws {
    try folder.write(table(), "people.csv")
    try folder.write("{\"a\": 1, \"b\": \"x\"}\n{\"a\": 2, \"b\": \"y\"}\n", "rows.jsonl")
    let x = try NPY.encode((0..<24).map { Double($0) }, dimensions: [6, 2, 2])
    let y = try NPY.encode([0, 1, 0, 1, 0, 1] as [Double], dimensions: [6])
    try AtomicFile.write(NPZ.encode([("x", x), ("y", y)]), to: folder["data.npz"])
    let npz = descent("data", "show", folder["data.npz"], "--count", "2", "--width", "40")
    #expect(npz.code == 0, "\(npz.notes)")
    #expect(npz.output.hasPrefix("data: 6 pictures of 2x2x1, 2 classes\n"))
    let json = descent("data", "show", folder["rows.jsonl"])
    #expect(json.code == 0 && json.output.hasPrefix("rows: 2 rows, 2 columns\n"))
    let piped = descent("data", "show", "-", "--target", "city", input: table())
    #expect(piped.code == 0 && piped.output.contains("city: 3 classes"))
  }

  @Test func theSameSeedChoosesTheSame() {
    let first = descent("data", "show", "digits", "--seed", "1")
    #expect(first == descent("data", "show", "digits", "--seed", "1"))
    #expect(first != descent("data", "show", "digits", "--seed", "2"))
  }

  @Test(
    arguments: [
      (
        ["digts"], 66,
        "\"digts\" is neither a data set nor a file. Did you mean \"digits\"? Known: "
      ),
      (
        ["digits", "--rows", "1,1798"], 64,
        "there is no row 1,798: digits has 1,797 rows. Rows are counted from 1."
      ),
      (
        ["digits", "--rows", "0"], 64, "--rows: expected numbers from 1, such as 1,5,9, found \"0\""
      ),
      (
        ["digits", "--rows", "1,,2"], 64,
        "--rows: expected numbers from 1, such as 1,5,9, found \"\""
      ),
      (
        ["digits", "--class", "ten"], 64,
        "digits: unknown class \"ten\". Known: 0, 1, 2, 3, 4, 5, 6, 7, 8, 9."
      ),
      (["sine", "--class", "ten"], 64, "sine has numbers as targets, no classes to choose from"),
      (["digits", "--count", "0"], 64, "--count: expected a number from 1 to 10,000, found 0"),
      (
        ["digits", "--count", "2", "--rows", "1"], 64,
        "--count can't be combined with --rows. Leave one of them out."
      ),
      (["digits", "--width", "39"], 64, "--width: expected 40 or more, found 39"),
      (["digits", "--across", "0"], 64, "--across: expected 1 or more, found 0"),
      (
        ["digits", "--target", "x"], 64,
        "--target: digits has no columns to choose from. Leave --target out."
      ),
    ] as [([String], Int32, String)])
  func wrongChoices(_ arguments: [String], _ code: Int32, _ message: String) {
    let answer = descent(["data", "show"] + arguments)
    #expect(answer.code == code && answer.output == "")
    #expect(answer.notes.hasPrefix("error: \(message)"), "\(answer.notes)")
  }

  @Test func wrongTables() throws {
    try folder.write("a,kind\n1,yes\n2,no\n3,yes\n", "t.csv")
    for (arguments, message) in [
      (["--class", "yess"], "t: unknown class \"yess\". Did you mean \"yes\"? Known: no, yes."),
      (["--rows", "4"], "there is no row 4: t has 3 rows. Rows are counted from 1."),
      (
        ["--target", "kin"], "DIR/t.csv: no target column \"kin\". Did you mean \"kind\"? "
      ),
    ] {
      let answer = descent(["data", "show", folder["t.csv"]] + arguments, in: folder)
      #expect(answer.code == 64 && answer.output == "")
      #expect(answer.notes.hasPrefix("error: \(message)"), "\(answer.notes)")
    }
  }
}
