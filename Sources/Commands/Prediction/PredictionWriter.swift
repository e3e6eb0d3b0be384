import Descent

/// Writes predictions as CSV, as one JSON document, or as JSON lines.
struct PredictionWriter {
  /// How predictions are written.
  enum Format: String, CaseIterable {
    case csv, json, jsonl
  }

  private let classes: [String]
  private let targets: [String]
  private let format: Format
  private let top: Int
  private let isTopGiven: Bool
  private let kept: [KeptColumn]?
  /// `probability`, or `score` where the model gives none.
  private let measure: String
  private let isRegression: Bool
  private let header: [String]
  private var isFirst = true

  /// A writer.
  ///
  /// - Parameters:
  ///   - top: how many of the most probable classes are written; nil for the first one alone.
  ///   - kept: the columns that stand before the predictions; nil numbers the rows.
  init(_ model: Model, format: Format, top: Int?, kept: [KeptColumn]?) {
    classes = model.task.classes
    if case .regression(let names) = model.task { targets = names } else { targets = [] }
    isRegression = classes.isEmpty
    self.format = format
    self.top = min(top ?? 1, max(1, classes.count))
    isTopGiven = top != nil
    self.kept = kept
    measure = model.givesProbabilities ? "probability" : "score"
    var names = targets
    let file = kept?.first { $0.isFile }
    if !isRegression {
      names = [kept == nil || file != nil ? "label" : model.targetNames.first ?? "label", measure]
    }
    if let kept, file == nil {
      header = Self.header(kept.map(\.name), names, self.top, isRegression: isRegression)
    } else {
      for place in 2..<max(2, self.top + 1) { names += ["label_\(place)", "\(measure)_\(place)"] }
      header = [file?.name ?? "row"] + names
    }
  }

  /// The kept names and those of the predictions, which are no column of the input.
  private static func header(
    _ kept: [String], _ names: [String], _ top: Int, isRegression: Bool
  ) -> [String] {
    var predicted = names.map { "predicted_" + $0 }
    if !isRegression {
      predicted = [predicted[0], names[1]]
      for place in 2..<max(2, top + 1) {
        predicted += ["\(predicted[0])_\(place)", "\(names[1])_\(place)"]
      }
    }
    var taken = Set(kept)
    return kept
      + predicted.map { name in
        var name = name
        while !taken.insert(name).inserted { name = "predicted_" + name }
        return name
      }
  }

  /// What stands before the first row.
  var start: String {
    switch format {
    case .csv: header.map(Self.quoted).joined(separator: ",") + "\n"
    case .json: "["
    case .jsonl: ""
    }
  }

  /// What stands behind the last row.
  var end: String { format == .json ? (isFirst ? "]\n" : "\n]\n") : "" }

  /// Adds a row, counted from 1, with its kept cells.
  mutating func add(
    _ prediction: Prediction, row: Int, cells: ArraySlice<KeptCell>,
    to output: inout ContiguousArray<UInt8>
  ) throws {
    switch format {
    case .csv:
      output.append(contentsOf: csv(prediction, row, cells).utf8)
    case .json:
      output.append(contentsOf: (isFirst ? "\n" : ",\n").utf8)
      try addJSON(prediction, row, cells, to: &output)
    case .jsonl:
      try addJSON(prediction, row, cells, to: &output)
      output.append(UInt8(ascii: "\n"))
    }
    isFirst = false
  }

  private func csv(_ prediction: Prediction, _ row: Int, _ cells: ArraySlice<KeptCell>) -> String {
    var fields = kept == nil ? [String(row)] : cells.map { Self.quoted($0.text) }
    if isRegression {
      fields += prediction.values.map { "\($0)" }
    } else if top == 1, let label = prediction.label, let measure = prediction.probability {
      fields += [Self.quoted(label), "\(measure)"]
    } else {
      for (index, measure) in prediction.top(top) {
        fields += [Self.quoted(classes[index]), "\(measure)"]
      }
    }
    return fields.joined(separator: ",") + "\n"
  }

  private func json(_ prediction: Prediction, _ row: Int, _ cells: ArraySlice<KeptCell>) -> Value {
    var document: Settings = ["row": .integer(row)]
    if let file = kept?.first, file.isFile {
      document[file.name] = cells.first.map { .text($0.text) } ?? .null
    }
    if isRegression {
      if prediction.values.count == 1 { document["value"] = .scalar(prediction.values[0]) }
      document["values"] = .table(
        Settings(
          zip(targets, prediction.values).map { Settings.Entry($0, .scalar($1)) }))
      return .table(document)
    }
    document["label"] = prediction.label.map { .text($0) } ?? .null
    document[measure] = prediction.probability.map { .scalar($0) } ?? .null
    if isTopGiven {
      document["top"] = .list(
        prediction.top(top).map { index, number in
          .table(["label": .text(classes[index]), measure: .scalar(number)])
        })
    }
    document[measure == "score" ? "scores" : "probabilities"] = .table(
      Settings(
        zip(classes, prediction.probabilities).map { Settings.Entry($0, .scalar($1)) }))
    return .table(document)
  }

  /// Adds the document of a row; its kept cells stand behind the number of the row, as they are written.
  private func addJSON(
    _ prediction: Prediction, _ row: Int, _ cells: ArraySlice<KeptCell>,
    to output: inout ContiguousArray<UInt8>
  ) throws {
    let document = try JSONWriter(.compact).bytes(json(prediction, row, cells))
    guard let kept, !kept.isEmpty, !kept[0].isFile else {
      output += document
      return
    }
    if isFirst {
      // Throws where a name comes twice.
      _ = try JSONWriter().bytes(.table(Settings(kept.map { Settings.Entry($0.name, .null) })))
    }
    let start = "{\"row\":\(row)".utf8.count
    output.append(contentsOf: document[..<start])
    output.append(contentsOf: ",\"columns\":{".utf8)
    for (index, (column, cell)) in zip(kept, cells).enumerated() {
      if index > 0 { output.append(UInt8(ascii: ",")) }
      output += try JSONWriter().bytes(.text(column.name))
      output.append(UInt8(ascii: ":"))
      switch cell.form {
      case .token: output.append(contentsOf: cell.text.utf8)
      case .text where !column.isNumber || !cell.isMissing:
        output += try JSONWriter().bytes(.text(cell.text))
      case .text, .nothing: output.append(contentsOf: "null".utf8)
      }
    }
    output.append(UInt8(ascii: "}"))
    output.append(contentsOf: document[start...])
  }

  /// A field of CSV (RFC 4180); spaces at its ends would be taken for nothing.
  private static func quoted(_ text: String) -> String {
    let isPlain = !text.utf8.contains { ",\"\r\n".utf8.contains($0) }
    if isPlain, text.utf8.first.map({ $0 > 0x20 }) ?? true,
      text.utf8.last.map({ $0 > 0x20 }) ?? true
    {
      return text
    }
    let inner = text.split(separator: "\"", omittingEmptySubsequences: false)
    return "\"" + inner.joined(separator: "\"\"") + "\""
  }
}
