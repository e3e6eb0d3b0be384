/// A figure over the epochs of a training, however many: of more than `most` parts, two become one, which
/// remembers its least, its greatest and its last value.
package struct Curve: Sendable {
  /// Some epochs that follow each other.
  package struct Part: Sendable {
    package var firstEpoch: Int
    package var lastEpoch: Int
    package var least: Double
    package var greatest: Double
    package var first: Double
    package var last: Double

    /// Takes in what comes after it.
    mutating func join(_ next: Part) {
      lastEpoch = next.lastEpoch
      least = min(least, next.least)
      greatest = max(greatest, next.greatest)
      last = next.last
    }
  }

  package static let most = 1024

  /// A figure without values.
  package init() {}

  /// The parts in order.
  package private(set) var parts: [Part] = []
  // How many epochs a part is for.
  private var span = 1

  /// Adds the value of an epoch; one that isn't finite has no place.
  package mutating func add(_ value: Double, epoch: Int) {
    guard value.isFinite else { return }
    let part = Part(
      firstEpoch: epoch, lastEpoch: epoch, least: value, greatest: value, first: value, last: value)
    if let last = parts.indices.last, epoch - parts[last].firstEpoch < span {
      parts[last].join(part)
    } else {
      parts.append(part)
    }
    guard parts.count > Self.most else { return }
    span *= 2
    var fewer: [Part] = []
    for part in parts {
      if let last = fewer.indices.last, part.firstEpoch - fewer[last].firstEpoch < span {
        fewer[last].join(part)
      } else {
        fewer.append(part)
      }
    }
    parts = fewer
  }

  /// The last value; nil before the first one.
  package var last: Double? { parts.last?.last }
}
