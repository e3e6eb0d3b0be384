import Basics

/// Precision, recall and F1 for each class and over all classes.
public struct ClassificationReport: Sendable, Equatable {
  /// The figures of one class, or of an average.
  public struct Line: Sendable, Equatable {
    /// The class, or `macro`, `weighted`.
    public var name: String
    /// Right ones among those given the class; 0 where none was.
    public var precision: Double
    /// Right ones among those of the class; 0 where there are none.
    public var recall: Double
    /// 2 precision recall / (precision + recall); 0 where both are.
    public var f1: Double
    /// Rows of the class, weighted.
    public var support: Double
    /// Whether a figure is 0 because there was nothing to divide by.
    public var isUndefined: Bool
  }

  /// One line per class.
  public let lines: [Line]
  /// The plain mean over the classes that are there: in the targets or in the predictions.
  public let macro: Line
  /// The mean over the classes weighted by their rows.
  public let weighted: Line

  /// The report of a confusion matrix.
  public init(_ matrix: ConfusionMatrix) {
    let lines = matrix.classes.indices.map { Self.line($0, matrix) }
    let present = lines.indices.filter { matrix.support($0) > 0 || matrix.predicted($0) > 0 }
    self.lines = lines
    macro = Self.mean("macro", present.map { (lines[$0], 1) })
    weighted = Self.mean("weighted", present.map { (lines[$0], lines[$0].support) })
  }

  private static func line(_ index: Int, _ matrix: ConfusionMatrix) -> Line {
    let right = matrix.counts[index][index]
    let support = matrix.support(index)
    let predicted = matrix.predicted(index)
    let total = support + predicted
    return Line(
      name: matrix.classes[index], precision: predicted > 0 ? right / predicted : 0,
      recall: support > 0 ? right / support : 0, f1: total > 0 ? 2 * right / total : 0,
      support: support, isUndefined: support == 0 || predicted == 0)
  }

  private static func mean(_ name: String, _ lines: [(line: Line, weight: Double)]) -> Line {
    let total = lines.reduce(0) { $0 + $1.weight }
    func average(_ figure: (Line) -> Double) -> Double {
      total > 0 ? lines.reduce(0) { $0 + $1.weight * figure($1.line) } / total : 0
    }
    return Line(
      name: name, precision: average(\.precision), recall: average(\.recall), f1: average(\.f1),
      support: lines.reduce(0) { $0 + $1.line.support },
      isUndefined: lines.contains { $0.line.isUndefined })
  }
}
