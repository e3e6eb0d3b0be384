import Descent

/// `metrics.csv` and `metrics.jsonl`: every figure of every epoch.
enum MetricsFile {
  /// The text of the file: a header and one line per epoch. A figure that is missing is empty.
  static func text(_ history: History) -> String {
    let validation = history.epochs.first?.validation.map(\.name) ?? []
    let changes = history.epochs.first?.weightChanges.map(\.name) ?? []
    var columns = ["epoch", "seconds", "learning_rate", "loss"]
    if history.epochs.first?.accuracy != nil { columns.append("accuracy") }
    columns += ["penalty", "gradient_norm"] + validation.map { "val_" + $0 }
    var text = (columns + changes.map { "change_" + $0 }).joined(separator: ",") + "\n"
    for epoch in history.epochs {
      var fields = columns.map { column in
        column == "epoch" ? String(epoch.epoch) : number(epoch[column])
      }
      fields += epoch.weightChanges.map { number($0.value) }
      text += fields.joined(separator: ",") + "\n"
    }
    return text
  }

  /// The same as one JSON object for each epoch. A figure that is missing, or no number, is null.
  static func lines(_ history: History) throws -> String {
    let writer = JSONWriter(.compact)
    return try history.epochs.map { epoch in
      var object: Settings = ["epoch": .integer(epoch.epoch)]
      for name in ["seconds", "learning_rate", "loss", "accuracy", "penalty", "gradient_norm"] {
        if name != "accuracy" || epoch.accuracy != nil { object[name] = value(epoch[name]) }
      }
      for figure in epoch.validation { object["val_" + figure.name] = value(figure.value) }
      for figure in epoch.weightChanges { object["change_" + figure.name] = value(figure.value) }
      return try writer.text(.table(object)).trimmedEnd + "\n"
    }.joined()
  }

  private static func value(_ number: Double?) -> Value {
    guard let number, number.isFinite else { return .null }
    return .number(number)
  }

  private static func number(_ value: Double?) -> String {
    guard let value, value.isFinite else { return "" }
    return "\(value)"
  }
}
