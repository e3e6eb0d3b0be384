import Basics

/// Numbers one after the other, in memory or in a file whose pages are read when they are needed.
///
/// A value like an array that can't be changed; where the numbers lie makes no difference to what is
/// computed. Loops over many numbers are quick inside `withSpan`.
public struct Numbers<Element: BitwiseCopyable & Sendable>: Sendable {
  private enum Place: Sendable {
    case memory(ContiguousArray<Element>)
    case file(MappedFile)
  }

  private let place: Place
  /// Where the numbers lie within the array, or within the file, counted in numbers.
  private let range: Range<Int>

  /// The numbers of an array, which is not copied.
  public init(_ array: ContiguousArray<Element>) {
    place = .memory(array)
    range = 0..<array.count
  }

  /// The numbers in a part of a file.
  ///
  /// - Parameter bytes: where they lie; both ends are multiples of a number's size.
  init(_ file: MappedFile, bytes: Range<Int>) {
    let size = MemoryLayout<Element>.stride
    precondition(
      bytes.lowerBound % size == 0 && bytes.count % size == 0
        && bytes.upperBound <= file.bytes.count, "the numbers don't fit the file")
    place = .file(file)
    range = (bytes.lowerBound / size)..<(bytes.upperBound / size)
  }

  private init(_ place: Place, _ range: Range<Int>) {
    self.place = place
    self.range = range
  }

  /// Lends all numbers for the length of a call.
  public func withSpan<Result>(_ body: (Span<Element>) throws -> Result) rethrows -> Result {
    switch place {
    case .memory(let array): return try body(array.span.extracting(range))
    case .file(let file):
      let all = file.bytes.assumingMemoryBound(to: Element.self)
      return try body(Span(_unsafeElements: UnsafeBufferPointer(rebasing: all[range])))
    }
  }

  /// Lends all numbers piece by piece, front to back; of a file, each piece is let go of afterwards.
  package func forEachPiece(_ body: (Span<Element>) throws -> Void) rethrows {
    let size = (1 << 20) / MemoryLayout<Element>.stride
    for start in stride(from: 0, to: count, by: size) {
      let piece = start..<Swift.min(start + size, count)
      prefetch(piece.upperBound..<Swift.min(piece.upperBound + size, count))
      try withSpan { try body($0.extracting(piece)) }
      forget(piece)
    }
  }

  /// The numbers in memory, if they may take so much of it.
  package func kept(_ memory: MemoryLimit) throws -> Numbers {
    guard isOnDisk, count * MemoryLayout<Element>.stride <= memory.bytes else { return self }
    var spool = NumberSpool<Element>(memory, expected: count)
    try forEachPiece { try spool.append($0) }
    return try spool.finish()
  }

  /// Some of the numbers as a value of their own, without a copy; its indices begin at 0.
  public func part(_ part: Range<Int>) -> Numbers {
    precondition(part.lowerBound >= 0 && part.upperBound <= count, "there are not so many numbers")
    return Numbers(
      place, (range.lowerBound + part.lowerBound)..<(range.lowerBound + part.upperBound))
  }

  /// Some of the numbers, in memory.
  public func array(_ part: Range<Int>) -> ContiguousArray<Element> {
    withSpan { span in
      let numbers = span.extracting(part)
      return numbers.withUnsafeBufferPointer { ContiguousArray($0) }
    }
  }

  /// All numbers as an array; the one that they lie in, if they do.
  public var array: ContiguousArray<Element> {
    if case .memory(let array) = place, range == array.indices { return array }
    return array(indices)
  }

  /// Whether the numbers lie in a file.
  public var isOnDisk: Bool {
    if case .file = place { true } else { false }
  }

  /// Says whether numbers will be looked at in any order from now on, so that the system reads those from
  /// disk that are asked for and no others; at first it is expected that they follow each other.
  public func expectAnyOrder(_ isAny: Bool) {
    if case .file(let file) = place { file.expect(isAny ? .inAnyOrder : .inOrder) }
  }

  /// Checks that the file in which the numbers lie is as it was.
  ///
  /// Throws `DescentError` (bad data) where somebody has written to it.
  public func checkUnchanged() throws {
    if case .file(let file) = place { try file.checkUnchanged() }
  }

  /// Begins to read numbers that will be looked at soon. Nothing happens for those in memory.
  public func prefetch(_ part: Range<Int>) {
    if case .file(let file) = place { file.prefetch(bytes(part)) }
  }

  /// Lets go of the memory of numbers that won't be looked at soon. Nothing happens for those that have no
  /// file.
  public func forget(_ part: Range<Int>) {
    if case .file(let file) = place { file.forget(bytes(part)) }
  }

  private func bytes(_ part: Range<Int>) -> Range<Int> {
    let size = MemoryLayout<Element>.stride
    let first = range.lowerBound
    return ((first + part.lowerBound) * size)..<((first + part.upperBound) * size)
  }
}

extension Numbers<UInt8> {
  /// The bytes of a file as scalars, as they lie there; nil where they lie in memory, or not where scalars
  /// can.
  package var scalarsOnDisk: Numbers<Scalar>? {
    let size = MemoryLayout<Scalar>.size
    guard case .file(let file) = place, range.lowerBound % size == 0, range.count % size == 0 else {
      return nil
    }
    return Numbers<Scalar>(file, bytes: range)
  }
}

extension Numbers: RandomAccessCollection {
  /// 0.
  public var startIndex: Int { 0 }
  /// How many numbers there are.
  public var endIndex: Int { range.count }

  /// The number at an index; many of them are read faster in `withSpan`.
  public subscript(index: Int) -> Element {
    precondition(index >= 0 && index < range.count, "there are not so many numbers")
    switch place {
    case .memory(let array): return array[range.lowerBound + index]
    case .file(let file):
      return file.bytes.assumingMemoryBound(to: Element.self)[range.lowerBound + index]
    }
  }
}

extension Numbers: Equatable where Element: Equatable {
  /// Whether the same numbers follow each other.
  public static func == (one: Numbers, other: Numbers) -> Bool { one.elementsEqual(other) }
}
