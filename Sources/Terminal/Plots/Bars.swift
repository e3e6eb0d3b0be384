import Basics

/// Bars of characters.
public enum Bars {
  /// From a lower to a full block, an eighth each.
  private static let steps: [Character] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]
  /// From the left, an eighth each.
  private static let eighths: [Character] = ["▏", "▎", "▍", "▌", "▋", "▊", "▉"]
  /// The same heights in ASCII.
  private static let plainSteps: [Character] = ["_", ".", "-", "=", "+", "*", "%", "#"]

  /// A bar of one character for each count; what isn't nothing is visible.
  public static func histogram(_ counts: [Int], isUnicode: Bool = true) -> String {
    let bars = isUnicode ? steps : plainSteps
    let most = counts.max() ?? 0
    return String(
      counts.map { count in
        count <= 0 ? " " : bars[most <= 1 ? 7 : min(7, Int(Double(count) * 8 / (Double(most) + 1)))]
      })
  }

  /// The same over several lines, the highest first.
  package static func histogram(_ counts: [Int], rows: Int, isUnicode: Bool) -> [String] {
    let most = Double(max(1, counts.max() ?? 0))
    return (0..<rows).map { line in
      let below = (rows - 1 - line) * 8
      return String(
        counts.map { count -> Character in
          guard count > 0 else { return " " }
          let eighths = max(1, Int((Double(count) / most * Double(rows * 8)).rounded())) - below
          guard eighths > 0 else { return " " }
          guard isUnicode else { return eighths >= 4 || below == 0 ? "#" : " " }
          return steps[min(8, eighths) - 1]
        })
    }
  }

  /// A lying bar of so many columns for a share of 1, filled up with spaces; what isn't nothing is visible.
  package static func bar(_ share: Double, columns: Int, isUnicode: Bool) -> String {
    let share = share.isFinite ? min(max(share, 0), 1) : 0
    guard share > 0, columns > 0 else { return String(repeating: " ", count: max(0, columns)) }
    guard isUnicode else {
      let length = min(columns, max(1, Int((share * Double(columns)).rounded())))
      return String(repeating: "#", count: length)
        + String(repeating: " ", count: columns - length)
    }
    let length = min(columns * 8, max(1, Int((share * Double(columns * 8)).rounded())))
    var text = String(repeating: "█", count: length / 8)
    if length % 8 > 0 { text.append(eighths[length % 8 - 1]) }
    return text + String(repeating: " ", count: columns - (length + 7) / 8)
  }

  /// The values of a row over time, thinned to so many columns by taking the last of each part.
  package static func sparkline(_ values: [Double], columns: Int, isUnicode: Bool) -> String {
    let finite = values.filter(\.isFinite)
    guard let low = finite.min(), let high = finite.max(), columns > 0 else { return "" }
    let bars = isUnicode ? steps : plainSteps
    let count = min(columns, finite.count)
    return String(
      (0..<count).map { place in
        let value = finite[(place + 1) * finite.count / count - 1]
        let share = high > low ? (value / 2 - low / 2) / (high / 2 - low / 2) : 0
        return bars[min(7, Int(share * 7.999))]
      })
  }
}
