import Basics

/// Texts of a column that are none of its levels: the first different ones with their counts.
package struct UnknownTexts: Sendable, Hashable {
  /// More different texts than this are not told apart.
  private static let most = 8
  /// How many are named.
  private static let named = 3

  private var texts: [String] = []
  private var counts: [Int] = []
  private var hasMore = false

  package init() {}

  /// Takes note of a text.
  package mutating func add(_ text: String, count: Int = 1) {
    if let place = texts.firstIndex(of: text) {
      counts[place] += count
    } else if texts.count < Self.most {
      texts.append(text)
      counts.append(count)
    } else {
      hasMore = true
    }
  }

  /// Takes note of other ones.
  package mutating func add(_ other: UnknownTexts) {
    for (text, count) in zip(other.texts, other.counts) { add(text, count: count) }
    hasMore = hasMore || other.hasMore
  }

  /// `: "Rome" (3), "Oslo" (1) and others`; empty where none is known.
  var summary: String {
    guard !texts.isEmpty else { return "" }
    let list = zip(texts, counts).prefix(Self.named).map { "\(shown($0)) (\(grouped($1)))" }
    return ": " + list.joined(separator: ", ")
      + (hasMore || texts.count > Self.named ? " and others" : "")
  }
}
