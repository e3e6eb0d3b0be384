import Basics
import Kernels
import TestSupport
import Testing

@Suite struct NormalizationTests {
  static let rowCounts = [1, 2, 7, 40]

  @Test func sumsOfColumnsAreTheReference() {
    onEveryInstructionSet { name in
      for width in sizes where width > 0 {
        for rows in Self.rowCounts {
          let values = spread(rows * width, seed: 1)
          let gradient = spread(rows * width, seed: 2)
          var sums = ContiguousArray<Double>(repeating: 7, count: width)
          var span = sums.mutableSpan
          columnSums(values.span, width: width, into: &span)
          #expect(sameBits(sums, columnSumsReference(values.span, width: width)), "\(name)")
          let means = [Double](sums.map { $0 / Double(rows) })
          span = sums.mutableSpan
          columnSums(values.span, width: width, squaredAround: means.span, into: &span)
          let squares = columnSumsReference(values.span, width: width, squaredAround: means)
          #expect(sameBits(sums, squares), "squares \(rows)x\(width) \(name)")

          let columns = spread(2 * width, seed: 3)
          let (middle, scales) = (
            ContiguousArray(columns[..<width]), ContiguousArray(columns[width...])
          )
          var products = sums
          span = sums.mutableSpan
          var productSpan = products.mutableSpan
          columnProducts(
            gradient.span, values.span, width: width, means: middle.span, scales: scales.span,
            sums: &span, products: &productSpan)
          let expected = columnProductsReference(
            gradient.span, values.span, width: width, means: middle.span, scales: scales.span)
          #expect(sameBits(sums, expected.sums), "gradient \(rows)x\(width) \(name)")
          #expect(sameBits(products, expected.products), "products \(rows)x\(width) \(name)")
        }
      }
    }
  }

  @Test func columnsAreTheReference() {
    onEveryInstructionSet { name in
      for width in sizes where width > 0 {
        for rows in Self.rowCounts {
          let values = spread(rows * width, seed: 1)
          let gradient = spread(rows * width, seed: 2)
          let (means, scales) = (spread(width, seed: 3), spread(width, seed: 4))
          let (weights, biases) = (spread(width, seed: 5), spread(width, seed: 6))
          let products = spread(width, seed: 7)
          var found = ContiguousArray<Scalar>(repeating: 7, count: rows * width + 3)
          var expected = found
          var span = found.mutableSpan
          var other = expected.mutableSpan
          normalizeColumns(
            values.span, width: width, means: means.span, scales: scales.span,
            weights: weights.span, biases: biases.span, into: &span)
          normalizeColumnsReference(
            values.span, width: width, means: means.span, scales: scales.span,
            weights: weights.span, biases: biases.span, into: &other)
          #expect(sameBits(found, expected), "\(rows)x\(width) \(name)")
          span = found.mutableSpan
          other = expected.mutableSpan
          normalizeColumnsBack(
            gradient.span, values.span, width: width, share: 0.1, means: means.span,
            scales: scales.span, weights: weights.span, sums: biases.span,
            products: products.span, into: &span)
          normalizeColumnsBackReference(
            gradient.span, values.span, width: width, share: 0.1, means: means.span,
            scales: scales.span, weights: weights.span, sums: biases.span,
            products: products.span, into: &other)
          #expect(sameBits(found, expected), "back \(rows)x\(width) \(name)")
        }
      }
    }
  }

  @Test func rowsAreTheReference() {
    onEveryInstructionSet { name in
      for width in sizes where width > 0 {
        for rows in Self.rowCounts {
          let values = spread(rows * width, seed: 1)
          let gradient = spread(rows * width, seed: 2)
          let (weights, biases) = (spread(width, seed: 3), spread(width, seed: 4))
          var found = ContiguousArray<Scalar>(repeating: 7, count: rows * width + 3)
          var statistics = ContiguousArray<Scalar>(repeating: 7, count: 2 * rows)
          var (expected, expectedStatistics) = (found, statistics)
          var span = found.mutableSpan
          var statisticSpan = statistics.mutableSpan
          normalizeRows(
            values.span, width: width, weights: weights.span, biases: biases.span, epsilon: 1e-5,
            statistics: &statisticSpan, into: &span)
          span = expected.mutableSpan
          statisticSpan = expectedStatistics.mutableSpan
          normalizeRowsReference(
            values.span, width: width, weights: weights.span, biases: biases.span, epsilon: 1e-5,
            statistics: &statisticSpan, into: &span)
          #expect(sameBits(found, expected), "\(rows)x\(width) \(name)")
          #expect(sameBits(statistics, expectedStatistics), "statistics \(rows)x\(width) \(name)")
          span = found.mutableSpan
          normalizeRowsBack(
            gradient.span, values.span, width: width, statistics: statistics.span,
            weights: weights.span, into: &span)
          span = expected.mutableSpan
          normalizeRowsBackReference(
            gradient.span, values.span, width: width, statistics: statistics.span,
            weights: weights.span, into: &span)
          #expect(sameBits(found, expected), "back \(rows)x\(width) \(name)")
          var sums = weights
          span = sums.mutableSpan
          normalizeRowsGain(
            gradient.span, values.span, width: width, statistics: statistics.span, into: &span)
          let gain = normalizeRowsGainReference(
            gradient.span, values.span, width: width, statistics: statistics.span)
          #expect(sameBits(sums, gain), "gain \(rows)x\(width) \(name)")
        }
      }
    }
  }
}
