import Basics

/// Takes features that are the numbers of levels (which city, which product) and puts a learned vector in
/// the place of each; all other features go through as they are.
///
/// Output: the other features in their order, then one vector after the other. A number that is no level,
/// such as -1, has a vector of zeros, which nothing is learned for. Gradients, with g = dL/dy: the row of
/// a level gets the sum of g over the batch's rows of that level; a number of a level has no gradient.
///
/// Parameters: `weight0`, `weight1`, … [levels, width], one for each column; they start between -0.05 and
/// 0.05.
///
/// Guo and Berkhahn, "Entity embeddings of categorical variables", 2016.
public struct Embedding: Layer, Hashable {
  /// `embedding`
  public static let kind = "embedding"

  /// A feature that is the number of a level, from 0.
  public struct Column: Sendable, Hashable {
    /// Which feature of the input, from 0.
    public var feature: Int
    /// How many levels there are.
    public var levels: Int
    /// How long the vectors are.
    public var width: Int

    /// A column.
    ///
    /// - Parameter width: 1.6 levels^0.56 rounded, at most 50, unless stated: a rule of thumb (Howard and
    ///   Gugger, "fastai", 2020).
    public init(feature: Int, levels: Int, width: Int? = nil) {
      self.feature = feature
      self.levels = levels
      let rule = 1.6 * Portable.exp(0.56 * Portable.log(Double(max(1, levels))))
      self.width = width ?? min(50, max(1, Int(rule.rounded())))
    }
  }

  /// The columns, with ascending features.
  public let columns: [Column]

  /// The layer. Features must ascend, and be those of the input; checked when the network is made.
  public init(_ columns: [Column]) { self.columns = columns }

  /// From a file: `columns`, a list of `{feature: 3, levels: 200, width: 31}`.
  public init(from reader: inout SettingsReader) throws {
    let value = try reader.required("columns")
    let path = reader.path(of: "columns")
    guard let list = value.list else {
      throw reader.wrong("columns", value, expected: "a list of columns")
    }
    columns = try list.enumerated().map { index, value in
      var column = try SettingsReader(value, path: "\(path)[\(index)]")
      func count(_ name: String, from least: Int) throws -> Int {
        try column.integer(name, expected: "a whole number of \(least) or more") { $0 >= least }
      }
      let found = Column(
        feature: try count("feature", from: 0), levels: try count("levels", from: 1),
        width: try count("width", from: 1))
      try column.finish()
      return found
    }
  }

  /// `columns`
  public var settings: Settings {
    [
      "columns": .list(
        columns.map { column in
          .table([
            "feature": .integer(column.feature), "levels": .integer(column.levels),
            "width": .integer(column.width),
          ])
        })
    ]
  }

  /// The other features and all vectors.
  public func plan(for input: Shape) throws(ShapeError) -> LayerPlan {
    guard let last = columns.last,
      zip(columns, columns.dropFirst()).allSatisfy({ $0.feature < $1.feature }),
      columns[0].feature >= 0, last.feature < input.count
    else {
      throw ShapeError(
        expected: "columns with ascending features of the input \(input)",
        found: columns.isEmpty ? "none" : columns.map { String($0.feature) }.joined(separator: ", ")
      )
    }
    guard columns.allSatisfy({ $0.levels >= 1 && $0.width >= 1 }) else {
      throw ShapeError(expected: "at least 1 level and vectors of at least 1 number", found: "0")
    }
    var width = input.count - columns.count
    var parameters: [ParameterSpec] = []
    for (index, column) in columns.enumerated() {
      let (sum, overflow) = width.addingReportingOverflow(column.width)
      width = overflow ? Int.max : sum
      parameters.append(
        ParameterSpec(
          "weight\(index)", shape: [column.levels, column.width], role: .weight,
          initializer: Uniform(), fanIn: 1, fanOut: column.width, tiled: true))
    }
    return LayerPlan(output: [width], parameters: parameters)
  }

  /// Copies the other features and looks the vectors up.
  public func forward(
    _ input: Span<Scalar>, parameters: Span<Scalar>, shared: Span<Scalar>,
    output: inout MutableSpan<Scalar>, saved: inout MutableSpan<Scalar>, pass: Pass
  ) {
    for row in 0..<pass.rows.count {
      var place = row * pass.outputWidth
      eachPlainFeature(pass.inputWidth) { feature in
        output[place] = input[row * pass.inputWidth + feature]
        place += 1
      }
      var start = 0
      for column in columns {
        let level = column.level(input[row * pass.inputWidth + column.feature])
        for i in 0..<column.width {
          output[place + i] = level.map { parameters[start + $0 * column.width + i] } ?? 0
        }
        place += column.width
        start += column.levels * column.width
      }
    }
  }

  /// The gradient of the features that went through.
  public func propagate(
    _ outputGradient: Span<Scalar>, input: Span<Scalar>, output: Span<Scalar>, saved: Span<Scalar>,
    shared: Span<Scalar>, parameters: Span<Scalar>, inputGradient: inout MutableSpan<Scalar>,
    pass: Pass
  ) {
    for i in 0..<inputGradient.count { inputGradient[i] = 0 }
    for row in 0..<pass.rows.count {
      var place = row * pass.outputWidth
      eachPlainFeature(pass.inputWidth) { feature in
        inputGradient[row * pass.inputWidth + feature] = outputGradient[place]
        place += 1
      }
    }
  }

  /// The sum of the vectors' gradients for some levels, row after row.
  public func parameterGradient(
    _ index: Int, tile: Range<Int>, _ outputGradient: Span<Scalar>, input: Span<Scalar>,
    output: Span<Scalar>, saved: Span<Scalar>, shared: Span<Scalar>,
    gradient: inout MutableSpan<Scalar>, pass: Pass
  ) {
    for i in 0..<gradient.count { gradient[i] = 0 }
    let column = columns[index]
    let before = columns[..<index].reduce(pass.inputWidth - columns.count) { $0 + $1.width }
    for row in 0..<pass.rows.count {
      guard let level = column.level(input[row * pass.inputWidth + column.feature]),
        tile.contains(level)
      else { continue }
      let target = (level - tile.lowerBound) * column.width
      let source = row * pass.outputWidth + before
      for i in 0..<column.width { gradient[target + i] += outputGradient[source + i] }
    }
  }

  private func eachPlainFeature(_ width: Int, _ body: (Int) -> Void) {
    var next = 0
    for feature in 0..<width {
      if next < columns.count, columns[next].feature == feature {
        next += 1
      } else {
        body(feature)
      }
    }
  }
}

extension Embedding.Column {
  /// The level that a feature stands for; nil where it is none.
  fileprivate func level(_ value: Scalar) -> Int? {
    let nearest = value.rounded()
    return nearest >= 0 && nearest < Scalar(levels) ? Int(nearest) : nil
  }
}
