import Basics

/// Takes numbers one after the other and keeps them in memory up to a limit, and all of them in a
/// file beyond it.
package struct NumberSpool<Element: BitwiseCopyable & Sendable>: ~Copyable {
  private let limit: MemoryLimit
  private var memory: ContiguousArray<Element> = []
  private var file: TemporaryFile?
  /// How many numbers were taken.
  package private(set) var count = 0

  /// An empty one.
  ///
  /// - Parameter expected: how many numbers will come, where that is known.
  package init(_ limit: MemoryLimit, expected: Int = 0) {
    self.limit = limit
    expect(expected)
    if memory.capacity == 0 { memory.reserveCapacity(Self.piece) }
  }

  /// Makes room for so many numbers in all, if they may be in memory: growing step by step would take twice
  /// the memory at each step.
  package mutating func expect(_ count: Int) {
    if count <= limit.bytes / MemoryLayout<Element>.stride { memory.reserveCapacity(count) }
  }

  /// So many numbers are written to the file at once.
  private static var piece: Int { (1 << 20) / MemoryLayout<Element>.stride }

  /// Takes numbers.
  ///
  /// Throws `DescentError` (can't write) where the file can't be made or the disk is full.
  package mutating func append(_ numbers: Span<Element>) throws {
    count += numbers.count
    numbers.withUnsafeBufferPointer { memory.append(contentsOf: $0) }
    let mostBytes = file == nil ? limit.bytes : 1 << 20
    if memory.count > mostBytes / MemoryLayout<Element>.stride { try writeOut() }
  }

  /// Takes the numbers of an array.
  package mutating func append(contentsOf numbers: ContiguousArray<Element>) throws {
    try append(numbers.span)
  }

  /// Keeps nothing in memory from now on.
  package mutating func moveToFile() throws {
    if file == nil { try writeOut() }
  }

  private mutating func writeOut() throws {
    let target = try file ?? TemporaryFile(in: limit.folder)
    file = target
    try memory.withUnsafeBytes { try target.append($0) }
    let isLarge = memory.count > 2 * Self.piece
    memory.removeAll(keepingCapacity: !isLarge)
  }

  /// All numbers that were taken.
  package consuming func finish() throws -> Numbers<Element> {
    guard file != nil else { return Numbers(memory) }
    try writeOut()
    guard let file else { return Numbers(memory) }
    return Numbers(try file.mapped(), bytes: 0..<file.count)
  }
}
