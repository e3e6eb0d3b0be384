import Datasets

/// A choice of rows while it isn't known yet how many there will be: all of them while they are few,
/// later those with the smallest hashes of their numbers. The same rows for the same count.
struct RowSample {
  /// How many rows are kept at most.
  let capacity: Int
  private var hashes: [UInt64] = []
  private var largest = UInt64.max

  init(capacity: Int) { self.capacity = max(1, capacity) }

  /// Whether the row of this number belongs to it so far.
  mutating func takes(_ row: Int) -> Bool {
    var hash = ContentHash()
    hash.add(UInt64(row))
    hash.add(0)
    guard hash.value <= largest else { return false }
    hashes.append(hash.value)
    return true
  }

  /// Where there are too many rows: the places of those that stay.
  mutating func thinned() -> [Int]? {
    guard hashes.count > capacity else { return nil }
    var kept = Array(hashes.indices)
    while kept.count > capacity {
      largest /= 2
      kept = kept.filter { hashes[$0] <= largest }
    }
    hashes = kept.map { hashes[$0] }
    return kept
  }
}
