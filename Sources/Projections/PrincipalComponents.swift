import Basics
import Kernels

/// The directions in which points differ most (principal component analysis).
///
/// Randomized subspace iteration: Halko, Martinsson and Tropp, "Finding structure with randomness", SIAM
/// Review 2011, algorithm 4.4, with eight rounds and ten directions to spare; where there are few
/// dimensions it is exact. Of each direction the largest number is positive.
public struct PrincipalComponents: Sendable {
  /// The mean of the points, [width].
  public let mean: ContiguousArray<Scalar>
  /// The directions, the strongest first, of length 1, [count][width].
  public let components: ContiguousArray<Scalar>
  /// The variance along each direction.
  public let variances: [Double]
  /// The sum of the variances of all dimensions.
  public let totalVariance: Double

  /// How many directions there are: as many as were asked for, and as the points have.
  public var count: Int { variances.count }

  /// The share of the variance that each direction explains; 0 where there is none.
  public var shares: [Double] { variances.map { totalVariance > 0 ? $0 / totalVariance : 0 } }

  /// Finds the directions.
  ///
  /// - Parameters:
  ///   - wanted: how many; fewer come back where the points have fewer dimensions, or there are fewer
  ///     points.
  ///   - seed: of the directions that the search starts from.
  public init(_ points: Points, count wanted: Int, seed: UInt64 = 1, workers: Workers) {
    let (rows, width) = (points.count, points.width)
    let (centered, mean) = Self.centered(points)
    self.mean = mean
    totalVariance =
      rows > 1
      ? centered.reduce(0.0) { $0 + Double($1) * Double($1) } / Double(rows - 1) : 0
    let count = min(max(wanted, 0), width, rows)
    guard count > 0 else {
      (components, variances) = ([], [])
      return
    }
    let spare = min(count + 10, width, rows)
    var random = RandomSource(seed: seed, .other, 1)
    var basis = ContiguousArray((0..<width * spare).map { _ in Scalar(random.normal()) })
    for _ in 0..<8 {
      var image = product(
        rows: rows, columns: spare, depth: width, centered, .rowMajor(width), basis,
        .rowMajor(spare), workers)
      orthonormalize(&image, columns: spare)
      basis = product(
        rows: width, columns: spare, depth: rows, centered, .transposed(width), image,
        .rowMajor(spare), workers)
      orthonormalize(&basis, columns: spare)
    }
    let image = product(
      rows: rows, columns: spare, depth: width, centered, .rowMajor(width), basis,
      .rowMajor(spare), workers)
    let (values, vectors) = symmetricEigen(gram(image, columns: spare), size: spare)
    variances = values.prefix(count).map { rows > 1 ? max($0, 0) / Double(rows - 1) : 0 }
    components = Self.directions(basis, width, spare, vectors, count)
  }

  private static func centered(
    _ points: Points
  ) -> (values: ContiguousArray<Scalar>, mean: ContiguousArray<Scalar>) {
    let width = points.width
    var sums = [Double](repeating: 0, count: width)
    for row in 0..<points.count {
      for column in 0..<width { sums[column] += Double(points.values[row * width + column]) }
    }
    let mean = ContiguousArray(sums.map { Scalar($0 / Double(max(points.count, 1))) })
    var values = points.values
    for row in 0..<points.count {
      for column in 0..<width { values[row * width + column] -= mean[column] }
    }
    return (values, mean)
  }

  /// basis [width][spare] times the first columns of vectors [spare][spare], transposed.
  private static func directions(
    _ basis: ContiguousArray<Scalar>, _ width: Int, _ spare: Int, _ vectors: [Double], _ count: Int
  ) -> ContiguousArray<Scalar> {
    var directions = ContiguousArray<Scalar>(repeating: 0, count: count * width)
    for direction in 0..<count {
      var numbers = (0..<width).map { row in
        (0..<spare).reduce(0.0) {
          $0 + Double(basis[row * spare + $1]) * vectors[$1 * spare + direction]
        }
      }
      let largest = numbers.max { $0.magnitude < $1.magnitude } ?? 0
      if largest < 0 { for row in 0..<width { numbers[row] = -numbers[row] } }
      for row in 0..<width { directions[direction * width + row] = Scalar(numbers[row]) }
    }
    return directions
  }

  /// Points as numbers along the directions, [points][count]; as wide as those that were analysed.
  public func project(_ points: Points, workers: Workers) -> Points {
    precondition(points.width == mean.count, "the points have another width")
    let shift = (0..<count).map { direction -> Scalar in
      let place = direction * mean.count
      return Scalar(
        mean.indices.reduce(0.0) { $0 + Double(mean[$1]) * Double(components[place + $1]) })
    }
    var values = product(
      rows: points.count, columns: count, depth: points.width, points.values,
      .rowMajor(points.width), components, .transposed(points.width), workers)
    for place in values.indices { values[place] -= shift[place % max(count, 1)] }
    return Points(trusted: values, width: max(count, 1))
  }
}

/// Makes the columns of a matrix [rows][columns] orthogonal and of length 1, twice over (Gram-Schmidt); a
/// column that depends on those before it becomes 0.
func orthonormalize(_ matrix: inout ContiguousArray<Scalar>, columns: Int) {
  let rows = matrix.count / columns
  var basis = (0..<columns).map { column in
    (0..<rows).map { Double(matrix[$0 * columns + column]) }
  }
  for column in 0..<columns {
    let before = length(basis[column])
    for _ in 0..<2 {
      for other in 0..<column {
        let share = dot(basis[other], basis[column])
        for row in 0..<rows { basis[column][row] -= share * basis[other][row] }
      }
    }
    let length = length(basis[column])
    let scale = length > before * 1e-7 ? 1 / length : 0
    for row in 0..<rows {
      basis[column][row] *= scale
      matrix[row * columns + column] = Scalar(basis[column][row])
    }
  }
}

private func dot(_ a: [Double], _ b: [Double]) -> Double {
  var sum = 0.0
  for index in a.indices { sum += a[index] * b[index] }
  return sum
}

private func length(_ a: [Double]) -> Double { dot(a, a).squareRoot() }

/// AᵀA of a matrix [rows][columns], in Double.
private func gram(_ matrix: ContiguousArray<Scalar>, columns: Int) -> [Double] {
  var result = [Double](repeating: 0, count: columns * columns)
  for start in stride(from: 0, to: matrix.count, by: columns) {
    for i in 0..<columns {
      let value = Double(matrix[start + i])
      for j in i..<columns { result[i * columns + j] += value * Double(matrix[start + j]) }
    }
  }
  for i in 0..<columns { for j in 0..<i { result[i * columns + j] = result[j * columns + i] } }
  return result
}

/// Eigenvalues, the largest first, and eigenvectors, in columns, of a symmetric matrix: Jacobi's method
/// (Golub and Van Loan, "Matrix Computations", 8.5).
func symmetricEigen(_ matrix: [Double], size: Int) -> (values: [Double], vectors: [Double]) {
  var a = matrix
  var v = (0..<size * size).map { $0 / size == $0 % size ? 1.0 : 0 }
  for _ in 0..<60 {
    var off = 0.0
    for p in 0..<size { for q in 0..<p { off += a[p * size + q] * a[p * size + q] } }
    let scale = (0..<size).reduce(0.0) { max($0, a[$1 * size + $1].magnitude) }
    if off <= 1e-30 * scale * scale { break }
    for p in 0..<size {
      for q in (p + 1)..<max(size, p + 1) { rotate(&a, &v, p, q, size) }
    }
  }
  let order = (0..<size).sorted { a[$0 * size + $0] > a[$1 * size + $1] }
  var vectors = [Double](repeating: 0, count: size * size)
  for (column, source) in order.enumerated() {
    for row in 0..<size { vectors[row * size + column] = v[row * size + source] }
  }
  return (order.map { a[$0 * size + $0] }, vectors)
}

/// Turns rows and columns p and q so that the number where they meet becomes 0.
private func rotate(_ a: inout [Double], _ v: inout [Double], _ p: Int, _ q: Int, _ size: Int) {
  let meeting = a[p * size + q]
  guard meeting != 0 else { return }
  let theta = (a[q * size + q] - a[p * size + p]) / (2 * meeting)
  let t = (theta < 0 ? -1 : 1) / (theta.magnitude + (theta * theta + 1).squareRoot())
  let c = 1 / (t * t + 1).squareRoot()
  let s = t * c
  for k in 0..<size {
    let (x, y) = (a[k * size + p], a[k * size + q])
    (a[k * size + p], a[k * size + q]) = (c * x - s * y, s * x + c * y)
  }
  for k in 0..<size {
    let (x, y) = (a[p * size + k], a[q * size + k])
    (a[p * size + k], a[q * size + k]) = (c * x - s * y, s * x + c * y)
  }
  for k in 0..<size {
    let (x, y) = (v[k * size + p], v[k * size + q])
    (v[k * size + p], v[k * size + q]) = (c * x - s * y, s * x + c * y)
  }
}
