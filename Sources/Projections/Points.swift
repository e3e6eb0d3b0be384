import Basics
import Kernels

/// Points in a space of any dimension: numbers row by row.
public struct Points: Sendable {
  /// How many numbers a point has.
  public let width: Int
  /// The numbers, [count][width].
  public let values: ContiguousArray<Scalar>

  /// How many points there are.
  public var count: Int { width > 0 ? values.count / width : 0 }

  /// Points.
  ///
  /// Throws `DescentError` (bad data) where the numbers don't make whole points, or one is not finite.
  public init(_ values: ContiguousArray<Scalar>, width: Int) throws {
    guard width > 0, values.count % width == 0 else {
      throw DescentError(
        .badData, "\(counted(values.count, "number")) don't make points of \(grouped(width))")
    }
    if let place = values.firstIndex(where: { !$0.isFinite }) {
      throw DescentError(
        .badData,
        "point \(grouped(place / width + 1)): number \(grouped(place % width + 1)) is "
          + "\(values[place])")
    }
    self.values = values
    self.width = width
  }

  /// Values that are known to be fine.
  init(trusted values: ContiguousArray<Scalar>, width: Int) {
    self.values = values
    self.width = width
  }

  /// Some of the points.
  public func chosen(_ places: [Int]) -> Points {
    var chosen = ContiguousArray<Scalar>()
    chosen.reserveCapacity(places.count * width)
    for place in places { chosen += values[(place * width)..<((place + 1) * width)] }
    return Points(trusted: chosen, width: width)
  }
}

// Unsafe: each thread writes rows of its own into a buffer that outlives the call.

/// A B by all threads: [rows][depth] times [depth][columns].
func product(
  rows: Int, columns: Int, depth: Int, _ a: ContiguousArray<Scalar>, _ aStrides: Strides,
  _ b: ContiguousArray<Scalar>, _ bStrides: Strides, _ workers: Workers
) -> ContiguousArray<Scalar> {
  ContiguousArray(unsafeUninitializedCapacity: rows * columns) { buffer, filled in
    buffer.initialize(repeating: 0)
    workers.split(rows, parts: 4 * workers.count) { part in
      var target = MutableSpan(
        _unsafeElements: UnsafeMutableBufferPointer(
          rebasing: buffer[(part.lowerBound * columns)..<(part.upperBound * columns)]))
      let start = part.lowerBound * aStrides.row
      multiply(
        rows: part.count, columns: columns, depth: depth, a.span.extracting(start..<a.count),
        aStrides, b.span, bStrides, into: &target)
    }
    filled = rows * columns
  }
}
