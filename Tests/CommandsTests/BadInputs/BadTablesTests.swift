import Descent
import Testing

/// Damage to CSV files, word for word.
@Suite struct BadTablesTests {
  @Test(arguments: [structure, texts, header, numbers, missing, targets].flatMap { $0 })
  func saysWhatIsWrong(_ input: BadInput) throws { try input.check() }

  static let structure = [
    BadInput("nothing", "t.csv", "", "DIR/t.csv: the file is empty"),
    BadInput("blank lines only", "t.csv", "\n\n\n", "DIR/t.csv: the file is empty"),
    BadInput(
      "a quote that never closes", "t.csv", "a,b\n1,\"2\n3,4\n",
      "DIR/t.csv:2:3: the quote that opens here is never closed"),
    BadInput(
      "text behind a quote", "t.csv", "a,b\n\"x\"y,2\n",
      "DIR/t.csv:2:4: text after the closing quote of a cell. Double the quotes within a cell in "
        + "quotes."),
    BadInput(
      "a long row", "t.csv", "a,b\n1,2\n1,2,3\n",
      "DIR/t.csv:3: 3 cells, but the first row has 2"),
    BadInput(
      "a short row", "t.csv", "a,b\n1,2\n1\n", "DIR/t.csv:3: 1 cell, but the first row has 2"),
    BadInput(
      "a blank line between rows", "t.csv", "a,b\n1,2\n\n3,4\n",
      "DIR/t.csv:3: a blank line. Delete it."),
    BadInput(
      "one column", "t.csv", "a\n1\n2\n",
      "DIR/t.csv: there is one column only; expected features and a target. Columns are separated "
        + "by commas, semicolons or tabs."),
    BadInput(
      "columns apart by something else", "t.csv", "a|b\n1|2\n3|4\n",
      "DIR/t.csv: there is one column only; expected features and a target. Columns are separated "
        + "by commas, semicolons or tabs."),
  ]

  static let texts = [
    BadInput(
      "NUL", "t.csv", "a,b\n1,2\n3,\04\n",
      "DIR/t.csv:3:3: a NUL byte; expected text. This is not a CSV file."),
    BadInput(
      "no UTF-8", "t.csv", Bytes("a,b\n1,".utf8) + [0xFF] + Bytes("2\n".utf8),
      "DIR/t.csv:2:3: the byte ff is not UTF-8 text. Save it as UTF-8."),
    BadInput(
      "Latin-1", "t.csv", Bytes("name,b\nJos".utf8) + [0xE9] + Bytes(",2\n".utf8),
      "DIR/t.csv:2:4: the byte e9 is not UTF-8 text. Save it as UTF-8."),
    BadInput(
      "UTF-16", "t.csv", [0xFF, 0xFE] + Bytes("a,b\n1,2\n".utf8.flatMap { [$0, 0] }),
      "DIR/t.csv: looks like UTF-16 text; expected UTF-8. Save it as UTF-8."),
    BadInput(
      "UTF-32", "t.csv",
      [0xFF, 0xFE, 0, 0] + Bytes("a,b\n1,2\n".utf8.flatMap { [$0, 0, 0, 0] }),
      "DIR/t.csv: looks like UTF-32 text; expected UTF-8. Save it as UTF-8."),
    BadInput(
      "UTF-16 without a mark", "t.csv", Bytes("a,b\n1,2\n".utf8.flatMap { [0, $0] }),
      "DIR/t.csv: looks like UTF-16 text; expected UTF-8. Save it as UTF-8."),
  ]

  static let header = [
    BadInput(
      "a header only", "t.csv", "a,b\n",
      "DIR/t.csv: there is a header, but no rows. Add rows below the names."),
    BadInput(
      "a name twice", "t.csv", "a,a\n1,2\n",
      "DIR/t.csv:1:3: two columns are called \"a\": 1 and 2. Rename one of them."),
    BadInput(
      "an empty name", "t.csv", "a,,y\n1,2,3\n",
      "DIR/t.csv:1:3: column 2 has no name. Name it, or remove the column."),
  ]

  private static let wanted =
    "Features must be numbers; if the column is the target, name it."

  static let numbers = [
    BadInput(
      "decimal commas", "t.csv", "a;b;y\n1,5;2;3.5\n2,5;3;4.5\n",
      "DIR/t.csv:2:1: column \"a\": \"1,5\" is not a number (the first of 2 bad cells in 2 of 2 rows). "
        + "Write a point for a decimal comma, and nothing between thousands."),
    BadInput(
      "a decimal comma in quotes", "t.csv", "a,b,y\n\"1,5\",2,3.5\n2,3,4.5\n",
      "DIR/t.csv:2:1: column \"a\": \"1,5\" is not a number. Write a point for a decimal comma, and nothing between thousands."
    ),
    BadInput(
      "underscores", "t.csv", "a,y\n1_000,1.5\n2,2.5\n3,3.5\n",
      "DIR/t.csv:2:1: column \"a\": \"1_000\" is not a number. \(wanted)"),
    BadInput(
      "hexadecimal", "t.csv", "a,y\n1,1.5\n0x1p3,2.5\n3,4.5\n",
      "DIR/t.csv:3:1: column \"a\": \"0x1p3\" is not a number. \(wanted)"),
    BadInput(
      "full-width digits", "t.csv", "a,y\n1,1.5\n１,2.5\n3,4.5\n",
      "DIR/t.csv:3:1: column \"a\": \"１\" is not a number. \(wanted)"),
    BadInput(
      "a formula", "t.csv", "a,y\n1,1.5\n=1+1,2.5\n3,4.5\n",
      "DIR/t.csv:3:1: column \"a\": \"=1+1\" is not a number. \(wanted)"),
    BadInput(
      "a quote within a cell", "t.csv", "a,y\n1,1.5\n5\"6,2.5\n3,4.5\n",
      "DIR/t.csv:3:1: column \"a\": \"5\"6\" is not a number. \(wanted)"),
    BadInput(
      "a slip beside a column of texts", "t.csv", "age,city,y\n1,Rome,a\nx,Oslo,b\n7,Oslo,b\n",
      "DIR/t.csv:3:1: column \"age\": \"x\" is not a number. Most cells of this column are numbers; "
        + "correct it."),
    BadInput(
      "too large", "t.csv", "a,y\n1,1.5\n1e999,2.5\n",
      "DIR/t.csv:3:1: column \"a\": \"1e999\" is out of the range of \(Scalar.self). Scale the column."
    ),
    BadInput(
      "infinity", "t.csv", "a,y\n1,1.5\ninf,2.5\n",
      "DIR/t.csv:3:1: column \"a\": \"inf\" is not a finite number. Replace it, or delete the row."),
  ]

  private static let fill =
    "Say what stands for them: --missing mean, median, constant=X, or drop to leave out their rows."

  static let missing = [
    BadInput(
      "an empty cell", "t.csv", "a,y\n1,1.5\n,2.5\n",
      "DIR/t.csv:3:1: 1 missing value in 1 column: a (1). \(fill)"),
    BadInput(
      "no number", "t.csv", "a,y\n1,1.5\nnan,2.5\n",
      "DIR/t.csv:3:1: 1 missing value in 1 column: a (1). \(fill)"),
    BadInput(
      "empty cells in two columns", "t.csv", "a,b,y\n1,,1.5\n,2,2.5\n,3,1\n",
      "DIR/t.csv:2:3: 3 missing values in 2 columns: a (2), b (1). \(fill)"),
    BadInput(
      "empty columns only", "t.csv", "a,y\n,1.5\n,2.5\n", flags: ["--missing", "mean"],
      "DIR/t.csv: no column can be learned from: a (empty)"),
  ]

  static let targets = [
    BadInput(
      "no such target", "t.csv", "age,size,price\n1,2,0.5\n3,4,1.5\n",
      flags: ["--target", "prize"],
      code: 64,
      "DIR/t.csv: no target column \"prize\". Did you mean \"price\"? Known: age, size, price."),
    BadInput(
      "a target beyond the columns", "t.csv", "a,b,y\n1,2,0\n3,4,1\n", flags: ["--target", "9"],
      code: 64,
      "DIR/t.csv: target column 9 does not exist. Columns are counted from 1 to 3."),
    BadInput(
      "an empty target", "t.csv", "a,y\n1,1.5\n2,\n",
      "DIR/t.csv:3:3: column \"y\": the target is empty. Fill it in, or delete the row."),
    BadInput(
      "a target that is not a number", "t.csv", "a,y\n1,1.5\n2,nan\n3,4.5\n",
      "DIR/t.csv:3:3: column \"y\": \"nan\" is not a finite number. Replace it, or delete the row."),
    BadInput(
      "a target that is too large", "t.csv", "a,y\n1,1.5\n2,1e999\n3,4.5\n",
      "DIR/t.csv:3:3: column \"y\": \"1e999\" is out of the range of \(Scalar.self). Scale the column."
    ),
    BadInput(
      "a text among numbers to predict", "t.csv", "v,y\n1,x\n2,2.5\n3,3.5\n",
      "DIR/t.csv:2:3: column \"y\": \"x\" is not a number. A target of numbers must hold numbers only."
    ),
    BadInput(
      "too many classes", "t.csv", "a,y\n" + (0..<1001).map { "\($0),name\($0)\n" }.joined(),
      "DIR/t.csv: column \"y\" has more than 1,000 different values, too many for classes. Choose "
        + "another target column."),
  ]
}

/// Damage to rows of JSON, word for word.
@Suite struct BadJSONLinesTests {
  @Test(arguments: inputs) func saysWhatIsWrong(_ input: BadInput) throws { try input.check() }

  static let inputs = [
    BadInput(
      "a name twice", "t.jsonl", #"{"a": 1, "a": 2}"# + "\n",
      "DIR/t.jsonl:1:10: the name \"a\" comes twice in one table. Remove one of the two."),
    BadInput(
      "a list as a cell", "t.jsonl", "{\"a\": 1, \"y\": 2}\n{\"a\": [1], \"y\": 3}\n",
      "DIR/t.jsonl:2:7: column \"a\": a list in a cell; expected a number, a text, true, false or "
        + "null. Give each of its parts a column of its own."),
    BadInput(
      "a list as a row", "t.jsonl", "{\"a\": 1, \"y\": 2.5}\n[1, 2]\n",
      "DIR/t.jsonl:2:1: expected a row, as {\"column\": value, ...}, found a list"),
    BadInput(
      "cut off", "t.jsonl", "{\"a\": 1, \"y\": 2}\n{\"a\": 1, \"y\"",
      "DIR/t.jsonl:2:13: expected \":\" after a name, found the end of the file"),
    BadInput(
      "two rows on a line", "t.jsonl", "{\"a\": 1, \"y\": 2} {\"a\": 1, \"y\": 3}\n",
      "DIR/t.jsonl:1:18: expected the end of the line, found \"{\""),
    BadInput(
      "no number", "t.jsonl", "{\"a\": 1, \"y\": 2.5}\n{\"a\": NaN, \"y\": 3.5}\n",
      "DIR/t.jsonl:2:7: expected a value, found \"NaN\". JSON has finite numbers only."),
    BadInput(
      "a byte order mark", "t.jsonl", "\u{FEFF}{\"a\": 1, \"y\": 2.5}\n",
      "DIR/t.jsonl:1:1: expected UTF-8, found a byte order mark. Save the file as UTF-8 without "
        + "byte order mark."),
    BadInput(
      "a text among numbers", "t.jsonl",
      "{\"a\": 1, \"y\": 2.5}\n{\"a\": 2, \"y\": 3.5}\n{\"a\": \"x\", \"y\": 3}\n",
      "DIR/t.jsonl:3:7: column \"a\": \"x\" is not a number. Features must be numbers; if the column "
        + "is the target, name it."),
    BadInput(
      "a name that a row lacks", "t.jsonl", "{\"a\": 1, \"y\": 2.5}\n{\"y\": 3.5}\n",
      "DIR/t.jsonl:2:1: 1 missing value in 1 column: a (1). Say what stands for them: --missing "
        + "mean, median, constant=X, or drop to leave out their rows."),
    BadInput(
      "no such target", "t.jsonl", "{\"age\": 1, \"y\": 2.5}\n", flags: ["--target", "aeg"],
      code: 64,
      "DIR/t.jsonl: no target column \"aeg\". Did you mean \"age\"? Known: age, y."),
  ]
}
