import Basics
import Datasets

/// How often each of many values came, by their hashes: open addressing in flat arrays, with a limit.
///
/// Two different values with the same 64 bits count as one; among a million values that happens once
/// in forty million tables.
struct HashCounts {
  /// No more different values than this are kept.
  let limit: Int
  /// The hashes in the order in which they first came.
  private(set) var hashes: ContiguousArray<UInt64> = []
  /// How often each of them came.
  private(set) var counts: ContiguousArray<Int> = []
  /// Whether there were more different values than the limit.
  private(set) var isFull = false
  /// Places in the arrays above, plus 1; 0 is free. The size is a power of two.
  private var slots = ContiguousArray<Int32>(repeating: 0, count: 16)

  init(limit: Int) { self.limit = min(limit, 1 << 30) }

  /// How many different values there are.
  var count: Int { hashes.count }

  /// Counts a value; gives its number in the order of appearance, nil where it is one too many.
  mutating func add(_ hash: UInt64) -> Int? {
    var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
    while slots[slot] != 0 {
      let index = Int(slots[slot]) - 1
      if hashes[index] == hash {
        counts[index] += 1
        return index
      }
      slot = (slot + 1) & (slots.count - 1)
    }
    guard count < limit else {
      isFull = true
      return nil
    }
    hashes.append(hash)
    counts.append(1)
    slots[slot] = Int32(count)
    if count * 2 > slots.count { grow() }
    return count - 1
  }

  /// The number of a value in the order of appearance; nil where it never came.
  func place(of hash: UInt64) -> Int? {
    var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
    while slots[slot] != 0 {
      let index = Int(slots[slot]) - 1
      if hashes[index] == hash { return index }
      slot = (slot + 1) & (slots.count - 1)
    }
    return nil
  }

  private mutating func grow() {
    var larger = ContiguousArray<Int32>(repeating: 0, count: slots.count * 2)
    for (index, hash) in hashes.enumerated() {
      var slot = Int(truncatingIfNeeded: hash) & (larger.count - 1)
      while larger[slot] != 0 { slot = (slot + 1) & (larger.count - 1) }
      larger[slot] = Int32(index + 1)
    }
    slots = larger
  }
}

/// A 64-bit hash of contents, the same in every run: products of 128 bits, folded.
struct ContentHash {
  private(set) var value: UInt64

  init() { value = 0x243F_6A88_85A3_08D3 }

  /// The hash of some bytes alone.
  static func of(_ bytes: RawSpan) -> UInt64 {
    var hash = ContentHash()
    hash.add(bytes)
    return hash.value
  }

  /// Adds a number.
  @inline(__always) mutating func add(_ number: UInt64) {
    let product = (value ^ number).multipliedFullWidth(by: 0x9E37_79B9_7F4A_7C15)
    value = (product.high ^ product.low) &+ 0x1319_8A2E_0370_7344
  }

  /// Adds bytes and how many there are.
  mutating func add(_ bytes: RawSpan) {
    var offset = 0
    while bytes.byteCount &- offset >= 8 {
      add(bytes.word(offset))
      offset &+= 8
    }
    var rest = UInt64(bytes.byteCount) << 56
    while offset < bytes.byteCount {
      rest ^= UInt64(bytes.at(offset)) << UInt64(8 &* (offset & 7))
      offset &+= 1
    }
    add(rest)
  }
}
