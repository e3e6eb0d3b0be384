import Basics

/// A matrix with orthonormal columns, or rows where it is wider than tall, times a gain.
///
/// The parameter is taken as a matrix of its first dimension by all others. Drawn evenly from all
/// such matrices: independent normal vectors, made orthonormal one after the other.
///
/// Saxe, McClelland and Ganguli, "Exact solutions to the nonlinear dynamics of learning in deep
/// linear neural networks", ICLR 2014.
public struct Orthogonal: Initializer, Hashable {
  /// `orthogonal`
  public static let kind = "orthogonal"

  /// The length of every vector.
  public let gain: Double

  /// Orthogonal vectors of length `gain`, 1 unless stated; a magnitude above 1e30 is a programming
  /// error.
  public init(gain: Double = 1) {
    precondition(fits(gain), "the gain of an orthogonal initializer must be finite")
    self.gain = gain
  }

  /// From a file: `gain`.
  public init(from reader: inout SettingsReader) throws {
    gain = try reader.number(
      "gain", default: 1, expected: "a number from -1e30 to 1e30", where: fits)
  }

  /// `gain`
  public var settings: Settings { ["gain": .number(gain)] }

  /// Writes the matrix. Computes in Double; the work grows with count · smaller side.
  public func fill(
    _ values: inout MutableSpan<Scalar>, for spec: ParameterSpec, random: inout RandomSource
  ) {
    guard values.count > 0 else { return }
    let rows = max(1, spec.shape.first ?? 1)
    let columns = values.count / rows
    let tall = rows >= columns
    let length = tall ? rows : columns
    let vectors = orthonormalVectors(tall ? columns : rows, of: length, random: &random)
    for row in 0..<rows {
      for column in 0..<columns {
        let element = tall ? column * length + row : row * length + column
        values[row * columns + column] = Scalar(gain * vectors[element])
      }
    }
  }
}

/// [count][length], rows orthonormal; count must not be above length.
///
/// Gram and Schmidt's process on normal vectors. It is the QR decomposition with a positive diagonal
/// of R, which makes Q evenly distributed without a correction of signs (Mezzadri, "How to generate
/// random matrices from the classical compact groups", 2007).
private func orthonormalVectors(
  _ count: Int, of length: Int, random: inout RandomSource
) -> ContiguousArray<Double> {
  var vectors = ContiguousArray<Double>(repeating: 0, count: count * length)
  var all = vectors.mutableSpan
  for index in 0..<count {
    let start = index * length
    var norm = 0.0
    repeat {
      for i in 0..<length { all[start + i] = random.normal() }
      // Once leaves what rounding hides of the earlier vectors; twice is enough (Kahan).
      for _ in 0..<2 { removeEarlier(&all, upTo: index, length: length) }
      norm = product(all.span, start, start, length).squareRoot()
      // A vector within rounding of the earlier ones has no direction of its own: draw again.
    } while norm < 1e-8
    for i in 0..<length { all[start + i] /= norm }
  }
  return vectors
}

/// Takes from vector `index` its parts along all vectors before it.
private func removeEarlier(_ all: inout MutableSpan<Double>, upTo index: Int, length: Int) {
  let start = index * length
  for earlier in 0..<index {
    let other = earlier * length
    let part = product(all.span, start, other, length)
    for i in 0..<length { all[start + i] -= part * all[other + i] }
  }
}

/// The scalar product of the vectors that begin at `a` and `b`, in four interleaved sums.
private func product(_ all: Span<Double>, _ a: Int, _ b: Int, _ length: Int) -> Double {
  var sums = SIMD4<Double>.zero
  let blocks = length / 4 * 4
  for i in stride(from: 0, to: blocks, by: 4) {
    let x = SIMD4(all[a + i], all[a + i + 1], all[a + i + 2], all[a + i + 3])
    let y = SIMD4(all[b + i], all[b + i + 1], all[b + i + 2], all[b + i + 3])
    sums += x * y
  }
  var rest = 0.0
  for i in blocks..<length { rest += all[a + i] * all[b + i] }
  return sums.sum() + rest
}

extension Initializer where Self == Orthogonal {
  /// Orthonormal vectors.
  public static var orthogonal: Orthogonal { Orthogonal() }

  /// Orthogonal vectors of length `gain`.
  public static func orthogonal(gain: Double) -> Orthogonal { Orthogonal(gain: gain) }
}
