import Basics

/// sums[j] = the sum over the rows, in order, of values[row][j].
///
/// - Parameters:
///   - values: [rows][width].
///   - sums: written, [width].
public func sumRows(_ values: Span<Scalar>, width: Int, into sums: inout MutableSpan<Scalar>) {
  for j in 0..<width { sums[j] = 0 }
  guard width > 0 else { return }
  for row in 0..<(values.count / width) {
    let start = row * width
    for j in 0..<width { sums[j] += values[start + j] }
  }
}
