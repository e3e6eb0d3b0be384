import Descent

/// Writes predictions as lines of CSV or JSON.
struct PredictionWriter {
  private let classes: [String]
  private let targets: [String]
  private let format: PredictCommand.Format
  private let top: Int
  private let isTopGiven: Bool
  private let namesFiles: Bool

  /// - Parameter namesFiles: whether the file of each row stands in place of its number.
  init(
    _ model: Model, format: PredictCommand.Format, top: Int, isTopGiven: Bool,
    namesFiles: Bool = false
  ) {
    self.namesFiles = namesFiles
    classes = model.task.classes
    if case .regression(let names) = model.task { targets = names } else { targets = [] }
    self.format = format
    self.top = top
    self.isTopGiven = isTopGiven
  }

  /// The first line of CSV; nothing for JSON.
  var header: String {
    guard format == .csv else { return "" }
    let first = namesFiles ? "file" : "row"
    if classes.isEmpty { return ([first] + targets.map(quoted)).joined(separator: ",") + "\n" }
    var names = [first, "label", "probability"]
    for place in 2..<max(2, top + 1) { names += ["label_\(place)", "probability_\(place)"] }
    return names.joined(separator: ",") + "\n"
  }

  /// The line of one row, counted from 1.
  func line(_ prediction: Prediction, row: Int, file: String? = nil) throws -> String {
    switch format {
    case .csv: csv(prediction, file.map(quoted) ?? String(row))
    case .json: try JSONWriter(.compact).text(json(prediction, row, file)) + "\n"
    }
  }

  private func csv(_ prediction: Prediction, _ first: String) -> String {
    var fields = [first]
    if classes.isEmpty {
      fields += prediction.values.map { "\($0)" }
    } else {
      for (index, probability) in prediction.top(top) {
        fields += [quoted(classes[index]), "\(probability)"]
      }
    }
    return fields.joined(separator: ",") + "\n"
  }

  private func json(_ prediction: Prediction, _ row: Int, _ file: String?) -> Value {
    var document: Settings = ["row": .integer(row)]
    if let file { document["file"] = .text(file) }
    if classes.isEmpty {
      if prediction.values.count == 1 { document["value"] = .scalar(prediction.values[0]) }
      document["values"] = .table(
        Settings(
          zip(targets, prediction.values).map { Settings.Entry($0, .scalar($1)) }))
      return .table(document)
    }
    document["label"] = prediction.label.map { .text($0) } ?? .null
    document["probability"] = prediction.probability.map { .scalar($0) } ?? .null
    if isTopGiven {
      document["top"] = .list(
        prediction.top(top).map { index, probability in
          .table(["label": .text(classes[index]), "probability": .scalar(probability)])
        })
    }
    document["probabilities"] = .table(
      Settings(
        zip(classes, prediction.probabilities).map { Settings.Entry($0, .scalar($1)) }))
    return .table(document)
  }

  /// A field of CSV (RFC 4180).
  private func quoted(_ text: String) -> String {
    guard text.utf8.contains(where: { ",\"\r\n".utf8.contains($0) }) else { return text }
    let inner = text.split(separator: "\"", omittingEmptySubsequences: false)
    return "\"" + inner.joined(separator: "\"\"") + "\""
  }
}
