import Basics

/// A column of numbers so large, and so close to each other, that `Scalar` tells few of them apart.
///
/// Times in milliseconds since 1970 are such numbers: near 1.7e12 the next Float is 131,072 away.
package struct CoarseColumn: Sendable, Hashable {
  /// How many values `Scalar` tells apart, at most.
  package var values: Int
  /// How large the numbers are.
  package var magnitude: Double

  /// Fewer steps of `Scalar` than this between the least and the largest number are few.
  private static let fewestSteps = 256.0

  /// Nil where the numbers are told apart well enough, or may well be the same in every row.
  ///
  /// - Parameters:
  ///   - isWhole: whether all numbers are whole; up to 2^24 those are all told apart.
  ///   - unique: how many different numbers there are; as many as there may be where nil.
  package init?(least: Double, most: Double, isWhole: Bool, unique: Int? = nil) {
    magnitude = max(least.magnitude, most.magnitude)
    let step = Double(Scalar(magnitude).ulp)
    let isLarge =
      magnitude
      >= Double(Scalar(sign: .plus, exponent: Scalar.significandBitCount + 1, significand: 1))
    guard magnitude.isFinite, step > 0, (most - least) / step < Self.fewestSteps,
      isLarge || !isWhole && most > least
    else { return nil }
    values = min(Int((most - least) / step) + 1, unique ?? .max)
  }

  /// `Float tells only 2 values of column "t" apart, numbers of about 1.7e12`
  package func message(_ column: String) -> String {
    let size = "numbers of about \(Self.short(magnitude))"
    return values <= 1
      ? "\(Scalar.self), which is computed in, tells no values of \(column) apart, \(size)"
      : "\(Scalar.self), which is computed in, tells only \(values) values of \(column) apart, \(size)"
  }

  /// What to do about it.
  package static let fix = "Subtract an offset from them first."

  /// A number with two digits: no more of them is known to be in the file.
  private static func short(_ number: Double) -> String {
    guard number >= 1000 else { return fixed(number, 1) }
    var exponent = 0
    var rest = number
    while rest >= 9.95 {
      rest /= 10
      exponent += 1
    }
    return "\(fixed(rest, 1))e\(exponent)"
  }
}

extension Dataset {
  /// The features that are such columns, by place: the numbers of a table, or all features of other data.
  ///
  /// Reads a column until it is seen not to be one, which takes few rows.
  package var coarseFeatures: [(place: Int, column: CoarseColumn)] {
    guard case .scalars(let values) = features else { return [] }
    let places = (0..<shape.count).filter { columns?[$0].kind ?? .number == .number }
    return Self.coarse(values, width: shape.count, places)
  }

  /// The targets that are such columns, by place.
  package var coarseTargets: [(place: Int, column: CoarseColumn)] {
    guard task.classes.isEmpty else { return [] }
    let width = task.targetWidth
    return Self.coarse(Numbers(targets), width: width, Array(0..<width))
  }

  /// What to say about them; of many, the first three are named.
  package var coarseNotes: [String] {
    func name(_ place: Int) -> String {
      if place < featureNames.count { return "column \(shown(featureNames[place]))" }
      return shape.dimensions.count > 1 ? "number \(place + 1) of each row" : "feature \(place + 1)"
    }
    var found = coarseFeatures.map { (name($0.place), $0.column) }
    if case .regression(let names) = task {
      found += coarseTargets.map { ("the target \(shown(names[$0.place]))", $0.column) }
    }
    let more = found.count - 3
    return found.prefix(3).map { "\($1.message($0)). \(CoarseColumn.fix)" }
      + (more > 0 ? ["The same holds for \(counted(more, "more column"))."] : [])
  }

  private static func coarse(
    _ values: Numbers<Scalar>, width: Int, _ places: [Int]
  ) -> [(place: Int, column: CoarseColumn)] {
    struct Seen {
      var place: Int
      var least = Scalar.infinity
      var most = -Scalar.infinity
      var isWhole = true
      /// A little further than it takes, as later numbers may be larger.
      var isFine: Bool {
        most > least && most - least > 1024 * max(most.magnitude, least.magnitude).ulp
      }
    }
    var seen = places.map { Seen(place: $0) }
    let rows = width > 0 ? values.count / width : 0
    let step = max(1, (1 << 18) / max(1, width))
    for start in stride(from: 0, to: rows, by: step) {
      guard !seen.isEmpty else { break }
      let piece = start..<min(rows, start + step)
      values.withSpan { span in
        for index in seen.indices {
          var column = seen[index]
          for row in piece {
            let value = span[row &* width &+ column.place]
            if value < column.least { column.least = value }
            if value > column.most { column.most = value }
            if column.isWhole, value != value.rounded(), value == value { column.isWhole = false }
            if row & 63 == 63, column.isFine { break }
          }
          seen[index] = column
        }
      }
      values.forget((piece.lowerBound * width)..<(piece.upperBound * width))
      seen.removeAll(where: \.isFine)
    }
    return seen.compactMap { column in
      guard column.least <= column.most,
        CoarseColumn(
          least: Double(column.least), most: Double(column.most), isWhole: column.isWhole) != nil
      else { return nil }
      // Few enough to be counted.
      let unique = values.withSpan { span in
        Set((0..<rows).map { span[$0 * width + column.place] }.filter { $0 == $0 }).count
      }
      return CoarseColumn(
        least: Double(column.least), most: Double(column.most), isWhole: column.isWhole,
        unique: unique
      ).map { (column.place, $0) }
    }
  }
}
