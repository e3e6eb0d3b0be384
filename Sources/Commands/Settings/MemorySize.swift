import Descent

/// An amount of memory as people write it.
enum MemorySize {
  /// What is expected of a text, for errors and help.
  static let expected = "a number of bytes, such as 500M or 4G, or auto"

  private static let units: [Character: Int] = [
    "K": 1 << 10, "M": 1 << 20, "G": 1 << 30, "T": 1 << 40,
  ]

  /// `4G`, `500 MB`, `64KiB`, `1000000`; nil for anything else.
  static func bytes(_ text: String) -> Int? {
    let digits = text.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
    guard let number = Double(digits), number > 0 else { return nil }
    var unit = String(text.dropFirst(digits.count)).trimmed.uppercased()
    for ending in ["IB", "B"] where unit.hasSuffix(ending) { unit.removeLast(ending.count) }
    guard unit.count <= 1 else { return nil }
    let factor = unit.first.map { units[$0] } ?? 1
    return factor.flatMap { Int(exactly: (number * Double($0)).rounded()) }
  }

  /// The text that reads back to the same: `4G`.
  static func text(_ bytes: Int) -> String {
    for unit in ["T", "G", "M", "K"] {
      if let factor = units[Character(unit)], bytes % factor == 0 {
        return "\(bytes / factor)\(unit)"
      }
    }
    return String(bytes)
  }
}
