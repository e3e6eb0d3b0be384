import Basics
import Datasets

/// Refuses what can't be any data set by its first bytes: neither one of the binary formats, nor gzip,
/// nor text. What has no end is known so before all of it is read.
///
/// Throws `DescentError` (bad data) as reading a CSV file of it would.
public func checkStart(_ bytes: ContiguousArray<UInt8>, name: String) throws {
  try checkForeign(bytes, name: name)
  guard !isGzip(bytes), BinaryFormat(startingWith: bytes) == nil else { return }
  // The last character may be cut.
  var end = bytes.count
  while end > max(0, bytes.count - 4), bytes[end - 1] >= 0x80 { end -= 1 }
  try checkText(Numbers(ContiguousArray(bytes[..<end])), name: name)
}

/// A format of data sets that isn't text.
public enum BinaryFormat: Sendable {
  /// Arrays of numbers as those of MNIST.
  case idx
  /// Arrays of NumPy with names.
  case npz
  /// One array of NumPy.
  case npy

  /// What inflated bytes begin like; nil for text and everything else.
  public init?(startingWith head: some Collection<UInt8>) {
    let head = Array(head.prefix(4))
    if head.count == 4, head[0] == 0, head[1] == 0, head[2] != 0 {
      self = .idx
    } else if head.starts(with: [0x50, 0x4B]), head.count == 4, head[2] < 0x20 {
      self = .npz
    } else if head.first == 0x93 {
      self = .npy
    } else {
      return nil
    }
  }
}

/// Checks that bytes are UTF-8 text without NUL; the error names the line and hints at UTF-16.
///
/// - Parameters:
///   - part: these bytes only, which begin and end with whole characters; all of them where nil.
///   - linesBefore: of the same text; nil where it begins with these bytes.
func checkText(
  _ bytes: Numbers<UInt8>, name: String, part: Range<Int>? = nil, linesBefore: Int? = nil
) throws {
  guard let wrong = firstInvalid(bytes, part ?? 0..<bytes.count) else { return }
  let head = bytes.array(0..<min(bytes.count, 64))
  let isWide = head.starts(with: [0xFF, 0xFE, 0, 0])
  let marked = head.starts(with: [0xFF, 0xFE]) || head.starts(with: [0xFE, 0xFF])
  let zeros = head.count(where: { $0 == 0 })
  if linesBefore == nil,
    marked || head.count >= 4 && (2 * head.count...4 * head.count).contains(zeros * 5)
  {
    throw DescentError(
      .badData, "looks like \(isWide ? "UTF-32" : "UTF-16") text; expected UTF-8",
      at: Position(file: name),
      fix: "Save it as UTF-8.")
  }
  // Protocols 2 to 5.
  if linesBefore == nil, head.count > 1, head[0] == 0x80, 2...5 ~= head[1] {
    throw DescentError(
      .badData, "looks like a Python pickle, which is not read", at: Position(file: name),
      fix: "Save the array with numpy.save, or a table as CSV.")
  }
  let place = CSVScanner(
    bytes, name: name, delimiter: 0, linesBefore: linesBefore
  ).place(of: wrong)
  guard bytes[wrong] != 0 else {
    throw DescentError(
      .badData, "a NUL byte; expected text", at: place, fix: "This is not a CSV file.")
  }
  throw DescentError(
    .badData, "the byte \(hexadecimal([bytes[wrong]])) is not UTF-8 text", at: place,
    fix: "Save it as UTF-8.")
}

/// The offset of the first byte that is NUL or doesn't belong to well-formed UTF-8 (RFC 3629); what was
/// looked at in a file doesn't stay in memory.
private func firstInvalid(_ bytes: Numbers<UInt8>, _ part: Range<Int>) -> Int? {
  var index = part.lowerBound
  while index < part.upperBound {
    let start = index
    let stop = min(part.upperBound, start + CSVScanner.longestLook)
    let wrong = bytes.withSpan { firstInvalid($0.bytes, &index, to: stop, end: part.upperBound) }
    if let wrong { return wrong }
    // Small pieces are still to be read.
    if part.count > CSVScanner.longestLook { bytes.forget(start..<index) }
  }
  return nil
}

/// - Parameters:
///   - index: where to begin; behind the last whole character before `stop` afterwards.
///   - end: where the text ends.
private func firstInvalid(
  _ bytes: RawSpan, _ index: inout Int, to stop: Int, end: Int
) -> Int? {
  let zeros = Pattern(0)
  while index < stop {
    // Most text is ASCII: eight bytes at once.
    while stop &- index >= 8 {
      let word = bytes.word(index)
      guard (word & 0x8080_8080_8080_8080) | zeros.matches(word) == 0 else { break }
      index &+= 8
    }
    guard index < stop else { return nil }
    let byte = bytes.at(index)
    if byte == 0 { return index }
    if byte < 0x80 {
      index += 1
      continue
    }
    // The length and what the second byte may be: no overlong forms, no surrogates, no more than
    // U+10FFFF.
    let (length, second): (Int, ClosedRange<UInt8>)
    switch byte {
    case 0xC2...0xDF: (length, second) = (2, 0x80...0xBF)
    case 0xE0: (length, second) = (3, 0xA0...0xBF)
    case 0xED: (length, second) = (3, 0x80...0x9F)
    case 0xE1...0xEF: (length, second) = (3, 0x80...0xBF)
    case 0xF0: (length, second) = (4, 0x90...0xBF)
    case 0xF1...0xF3: (length, second) = (4, 0x80...0xBF)
    case 0xF4: (length, second) = (4, 0x80...0x8F)
    default: return index
    }
    guard index + length <= end, second.contains(bytes.at(index + 1)) else { return index }
    for next in index + 2..<max(index + 2, index + length)
    where !(0x80...0xBF ~= bytes.at(next)) { return index }
    index += length
  }
  return nil
}
