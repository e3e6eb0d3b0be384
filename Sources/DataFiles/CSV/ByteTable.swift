import Basics
import Datasets

/// Numbers of short texts, found by their bytes: open addressing in flat arrays, bounded.
///
/// It may lack what was inserted, where a text is long or there are many; it never tells a wrong number.
struct ByteTable {
  /// Longer texts are not kept.
  private static let longest = 256
  /// No more texts than this are kept, and none that is further than so many places from its own.
  private static let most = 8192
  private static let mostSteps = 32

  private struct Slot {
    /// The text itself where it has at most 8 bytes, a hash otherwise.
    var key: UInt64 = 0
    /// -1 is free.
    var length: Int32 = -1
    var start: Int32 = 0
    var value: Int32 = 0
  }

  /// A power of two, or none.
  private var slots: ContiguousArray<Slot> = []
  private var count = 0
  /// The texts of more than 8 bytes, one after the other.
  private var long: ContiguousArray<UInt8> = []

  /// The number of a text; nil where it isn't known.
  @inline(__always) func find(_ bytes: RawSpan) -> Int32? {
    guard count > 0 else { return nil }
    let key = Self.key(bytes)
    var place = Self.place(key, slots.count)
    for _ in 0..<Self.mostSteps {
      let slot = slots[place]
      if slot.length < 0 { return nil }
      if slot.key == key, Int(slot.length) == bytes.byteCount, isSame(slot, bytes) {
        return slot.value
      }
      place = (place &+ 1) & (slots.count &- 1)
    }
    return nil
  }

  /// Keeps the number of a text that isn't known yet.
  mutating func insert(_ bytes: RawSpan, _ value: Int32) {
    guard bytes.byteCount <= Self.longest, count < Self.most else { return }
    if 2 * count >= slots.count { grow() }
    var slot = Slot(
      key: Self.key(bytes), length: Int32(bytes.byteCount), start: Int32(long.count), value: value)
    guard let place = free(slot.key) else { return }
    if bytes.byteCount > 8 {
      for index in 0..<bytes.byteCount { long.append(bytes.at(index)) }
    } else {
      slot.start = 0
    }
    slots[place] = slot
    count += 1
  }

  private mutating func grow() {
    let old = slots
    slots = ContiguousArray(repeating: Slot(), count: max(4, 2 * old.count))
    for slot in old where slot.length >= 0 {
      if let place = free(slot.key) { slots[place] = slot }
    }
  }

  private func free(_ key: UInt64) -> Int? {
    var place = Self.place(key, slots.count)
    for _ in 0..<Self.mostSteps {
      if slots[place].length < 0 { return place }
      place = (place + 1) & (slots.count - 1)
    }
    return nil
  }

  @inline(__always) private func isSame(_ slot: Slot, _ bytes: RawSpan) -> Bool {
    let count = bytes.byteCount
    if count <= 8 { return true }
    let known = long.span.bytes
    let start = Int(slot.start)
    var offset = 0
    while offset &+ 8 < count {
      if known.word(start &+ offset) != bytes.word(offset) { return false }
      offset &+= 8
    }
    // The last word may overlap the one before.
    return known.word(start &+ count &- 8) == bytes.word(count &- 8)
  }

  @inline(__always) private static func place(_ key: UInt64, _ size: Int) -> Int {
    let mixed = key &* 0x9E37_79B9_7F4A_7C15
    return Int(truncatingIfNeeded: mixed ^ (mixed &>> 32)) & (size &- 1)
  }

  /// Of up to 8 bytes a number that no other text of this length has.
  @inline(__always) private static func key(_ bytes: RawSpan) -> UInt64 {
    let count = bytes.byteCount
    if count > 8 {
      var hash: UInt64 = 0x243F_6A88_85A3_08D3
      var offset = 0
      while offset &+ 8 < count {
        hash = mixed(hash, bytes.word(offset))
        offset &+= 8
      }
      return mixed(hash, bytes.word(count &- 8))
    }
    if count == 8 { return bytes.word(0) }
    var key: UInt64 = 0
    for index in 0..<count { key = key &<< 8 | UInt64(bytes.at(index)) }
    return key
  }

  @inline(__always) private static func mixed(_ hash: UInt64, _ word: UInt64) -> UInt64 {
    let product = (hash ^ word).multipliedFullWidth(by: 0x9E37_79B9_7F4A_7C15)
    return (product.high ^ product.low) &+ 0x1319_8A2E_0370_7344
  }
}

/// Different texts, numbered in the order in which they first come.
///
/// Texts are the same if they read the same (canonical equivalence), as `String` has it. Of most cells no
/// `String` is made: their bytes are known already.
struct SeenTexts {
  /// The texts.
  private(set) var texts: [String] = []
  private var numbers: [String: Int32] = [:]
  private var table = ByteTable()

  init() {}

  /// These texts, which are all different.
  init(_ texts: [String]) {
    for (number, text) in texts.enumerated() { numbers[text] = Int32(number) }
    self.texts = texts
  }

  var count: Int { texts.count }

  /// The number of a text, which is added where it is new.
  @inline(__always) mutating func add(_ bytes: RawSpan) -> Int32 {
    if let known = table.find(bytes) { return known }
    return addSlowly(bytes)
  }

  private mutating func addSlowly(_ bytes: RawSpan) -> Int32 {
    let text = bytes.text
    let number = numbers[text] ?? Int32(texts.count)
    if Int(number) == texts.count {
      numbers[text] = number
      texts.append(text)
    }
    table.insert(bytes, number)
    return number
  }

  /// The number of a text, -1 where it is none of these.
  @inline(__always) mutating func find(_ bytes: RawSpan) -> Int32 {
    if let known = table.find(bytes) { return known }
    let number = numbers[bytes.text] ?? -1
    table.insert(bytes, number)
    return number
  }
}

extension RawSpan {
  /// The text that the bytes are.
  var text: String { withUnsafeBytes { String(decoding: $0, as: UTF8.self) } }
}
