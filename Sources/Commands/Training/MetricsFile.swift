import Descent

/// `metrics.csv`: every figure of every epoch. `metrics.jsonl` says the same while the training runs.
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

  private static func number(_ value: Double?) -> String {
    guard let value, value.isFinite else { return "" }
    return "\(value)"
  }
}
