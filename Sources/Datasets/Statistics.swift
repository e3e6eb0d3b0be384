import Basics

extension Dataset {
  /// Calls the body with every chosen row as Doubles, one after the other, in one reused array.
  private func forEachRow(
    of chosen: [Int], _ body: (borrowing ContiguousArray<Double>) -> Void
  ) {
    let width = shape.count
    var row = ContiguousArray<Double>(repeating: 0, count: width)
    for index in chosen {
      features.read((index * width)..<((index + 1) * width), into: &row)
      body(row)
    }
  }

  /// The smallest and the largest value of each feature in some rows.
  func featureRanges(of rows: [Int]) -> (least: [Double], most: [Double]) {
    var least = [Double](repeating: .infinity, count: shape.count)
    var most = [Double](repeating: -.infinity, count: shape.count)
    forEachRow(of: rows) { row in
      for index in row.indices {
        least[index] = min(least[index], row[index])
        most[index] = max(most[index], row[index])
      }
    }
    return (least, most)
  }

  /// Mean and deviation (of the population) of f(x) of each feature in some rows.
  func featureMoments(
    of rows: [Int], _ f: (Double) -> Double = { $0 }
  ) -> (means: [Double], deviations: [Double]) {
    let width = shape.count
    let count = Double(rows.count)
    // Relative to the first row, so that a constant feature has a deviation of exactly 0.
    var shift: ContiguousArray<Double> = []
    var sums = [Double](repeating: 0, count: width)
    forEachRow(of: rows) { row in
      if shift.isEmpty { for index in 0..<width { shift.append(f(row[index])) } }
      for index in 0..<width { sums[index] += f(row[index]) - shift[index] }
    }
    let means = sums.map { $0 / count }
    var squares = [Double](repeating: 0, count: width)
    forEachRow(of: rows) { row in
      for index in 0..<width {
        let difference = f(row[index]) - shift[index] - means[index]
        squares[index] += difference * difference
      }
    }
    return (zip(shift, means).map { $0 + $1 }, squares.map { ($0 / count).squareRoot() })
  }

  /// For each feature, its least value in some rows, its largest, and those that cut the sorted values
  /// between them into so many parts, by straight lines between neighbours; [features][parts + 1].
  func featureQuantiles(of rows: [Int], parts: Int) -> [[Double]] {
    let width = shape.count
    return (0..<width).map { column in
      let sorted: [Double] =
        switch features {
        case .bytes(let values):
          values.withSpan { span in rows.map { Double(span[$0 * width + column]) } }.sorted()
        case .scalars(let values):
          values.withSpan { span in rows.map { Double(span[$0 * width + column]) } }.sorted()
        }
      return (0...parts).map { part in
        let place = Double(part) * Double(sorted.count - 1) / Double(parts)
        let low = Int(place)
        let above = sorted[min(low + 1, sorted.count - 1)]
        let (share, difference) = (place - Double(low), above - sorted[low])
        // Neighbours may be further apart than a Double can say.
        return difference.isFinite
          ? sorted[low] + share * difference : sorted[low] * (1 - share) + above * share
      }
    }
  }

  /// What `Scaling.unit` divides by, from some rows.
  package func unitDivisor(of rows: [Int]) -> Double {
    var largest = 0.0
    var bytesOnly = true
    let width = shape.count
    switch features {
    case .bytes(let values):
      var most: UInt8 = 0
      values.withSpan { span in
        for row in rows {
          for place in (row * width)..<((row + 1) * width) { most = max(most, span[place]) }
        }
      }
      largest = Double(most)
    case .scalars(let values):
      values.withSpan { span in
        for row in rows {
          for place in (row * width)..<((row + 1) * width) {
            let value = span[place]
            largest = max(largest, Double(value.magnitude))
            if !(value >= 0 && value <= 255 && value == value.rounded()) { bytesOnly = false }
          }
        }
      }
    }
    if bytesOnly && largest > 1 { return largest > 16 ? 255 : 16 }
    return largest > 0 ? largest : 1
  }
}
