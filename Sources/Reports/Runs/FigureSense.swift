/// What is better, more of a figure or less of it, by its name: `test_accuracy`, `val_loss`, `seconds`.
enum FigureSense {
  private static let more: Set = [
    "accuracy", "balanced_accuracy", "precision", "recall", "f1", "r2", "roc_auc",
  ]
  private static let less: Set = [
    "loss", "log_loss", "mse", "rmse", "mae", "squared", "absolute", "seconds",
  ]

  /// True where more is better, false where less is; nil where nobody can say.
  static func isMoreBetter(_ name: String) -> Bool? {
    let plain = plain(name)
    if matches(plain, more) || plain.hasPrefix("top_") { return true }
    return matches(plain, less) || plain.contains("error") ? false : nil
  }

  /// Whether a figure is shown in percent.
  static func isShare(_ name: String) -> Bool { plain(name).hasSuffix("accuracy") }

  private static func plain(_ name: String) -> String {
    for prefix in ["test_", "val_"] where name.hasPrefix(prefix) {
      return String(name.dropFirst(prefix.count))
    }
    return name
  }

  private static func matches(_ name: String, _ names: Set<String>) -> Bool {
    names.contains { name == $0 || name.hasPrefix($0 + "_") || name.hasSuffix("_" + $0) }
  }
}
