import Basics
import Training

/// A training while it runs, as lines: how far it is, curves of what was measured, and the classes that are
/// told apart worst.
///
/// A value that only draws: whoever has the terminal tells it what happens, and asks for lines.
public struct TrainingView: Sendable {
  /// Where the training stands between two epochs' ends.
  public struct Moment: Sendable {
    /// The last step; nil before the first one.
    public var step: StepSummary
    /// The share of all steps that is done.
    public var share: Double
    /// Seconds that are left, by and large.
    public var secondsLeft: Double

    /// A moment.
    public init(_ step: StepSummary, share: Double, secondsLeft: Double) {
      self.step = step
      self.share = share
      self.secondsLeft = secondsLeft
    }
  }

  /// Below this there is one line instead.
  public static let smallest = (columns: 50, rows: 12)

  /// What stands before the epoch: `fold 2 of 5`; empty for nothing.
  public let title: String
  /// The classes at the last epoch's end; nil before it, and where there are none.
  public var classes: ClassFigures?

  private let look: TerminalLook
  private let plan: TrainingPlan
  private var lastEpoch: EpochSummary?
  private var loss = (training: Curve(), validation: Curve())
  private var second = (training: Curve(), validation: Curve())
  /// The figure of the second plot: accuracy, otherwise the first validation figure that isn't the loss.
  private var secondName: String?

  /// The view of a training that is about to begin.
  public init(_ plan: TrainingPlan, title: String = "", look: TerminalLook) {
    self.plan = plan
    self.title = title
    self.look = look
  }

  /// Takes note of an epoch's end.
  public mutating func add(_ epoch: EpochSummary) {
    lastEpoch = epoch
    loss.training.add(epoch.loss, epoch: epoch.epoch)
    if let value = epoch["val_loss"] { loss.validation.add(value, epoch: epoch.epoch) }
    if secondName == nil {
      secondName =
        epoch.accuracy == nil ? epoch.validation.first { $0.name != "loss" }?.name : "accuracy"
    }
    guard let name = secondName else { return }
    if name == "accuracy", let value = epoch.accuracy {
      second.training.add(value, epoch: epoch.epoch)
    }
    if let value = epoch["val_" + name] { second.validation.add(value, epoch: epoch.epoch) }
  }

  // MARK: Lines

  /// The whole view, in less than so many columns and rows; one line where there is little room.
  public func lines(_ moment: Moment, columns: Int, rows: Int) -> [TerminalLine] {
    guard Self.fits(columns, rows) else { return [barLine(moment, width: columns)] }
    let width = Self.width(columns)
    // The line below the view belongs to the cursor. In a window that becomes narrower, lines may take two
    // each; on a high screen there is room for that.
    let most = min(rows - 1, 28, max(23, rows / 2 - 1))
    var lines = [headLine(moment, width: width)]
    let plots = plots(moment.step)
    guard !plots.isEmpty, plan.epochs > 1 else {
      return lines + [figuresLine(moment.step, width: width)]
    }
    let sideBySide = width >= 76
    let classRows = classes.map { min(1 + $0.rows(columns: width), most / 3) } ?? 0
    let left = most - 2 - classRows
    let stacked = sideBySide ? 1 : min(plots.count, max(1, left / 7))
    let height = min(12, max(4, left / stacked - 2))
    lines.append(TerminalLine())
    lines += drawn(
      Array(plots.prefix(sideBySide ? 2 : stacked)), width: width, rows: height)
    let room = most - lines.count - 1
    if let classes, room >= 2 {
      let below = classes.lines(columns: width, rows: min(room, 14), look: look)
      if !below.isEmpty { lines += [TerminalLine()] + below }
    }
    return lines
  }

  /// What stays when the training is over: the curves; none of a single epoch or where there is little
  /// room.
  public func summary(columns: Int, rows: Int) -> [TerminalLine] {
    guard Self.fits(columns, rows), let lastEpoch, lastEpoch.epoch > 1 else { return [] }
    let width = Self.width(columns)
    return drawn(plots(nil), width: width, rows: 6) + [TerminalLine()]
  }

  /// What stays of one of several trainings: `loss ▇▅▃▂▁ 0.1234  accuracy ▁▃▅▇█ 96.10 %`
  public func summaryLine(columns: Int) -> TerminalLine? {
    guard let lastEpoch, lastEpoch.epoch > 1 else { return nil }
    var line = TerminalLine()
    for plot in plots(nil) {
      guard let one = plot.series.last, let last = one.curve.last else { continue }
      let values = one.curve.parts.map(\.last)
      var piece = TerminalLine()
      piece.add(line.columns > 0 ? "  " : "", .plain, look)
      let name = (one.ink == .validation ? "val_" : "") + plot.name.printable
      piece.add(name + " ", .plain, look)
      piece.add(
        Bars.sparkline(values, columns: 20, isUnicode: look.isUnicode), one.ink, look)
      piece.add(" " + figure(plot.name, last), .plain, look)
      if line.columns + piece.columns < columns { line.add(piece) }
    }
    return line.columns > 0 ? line : nil
  }

  /// How wide lines are: where there is room for it, a bit less than the window, so that not every line is
  /// broken when that becomes narrower. Wider than 160, curves say no more.
  private static func width(_ columns: Int) -> Int {
    min(160, columns - 1, max(79, columns - columns / 10))
  }

  private static func fits(_ columns: Int, _ rows: Int) -> Bool {
    columns >= smallest.columns && rows >= smallest.rows
  }

  private func drawn(_ plots: [CurvePlot], width: Int, rows: Int) -> [TerminalLine] {
    guard width >= 76, plots.count > 1 else {
      return plots.flatMap { $0.lines(columns: width, rows: rows, look: look) }
    }
    let gap = 3
    let half = (width - gap) / 2
    let left = plots[0].lines(columns: half, rows: rows, look: look)
    let right = plots[1].lines(columns: half, rows: rows, look: look)
    return zip(left, right).map { left, right in
      var line = left
      line.pad(to: half + gap)
      line.add(right)
      return line
    }
  }

  /// The plots with their last figures.
  private func plots(_ step: StepSummary?) -> [CurvePlot] {
    guard let lastEpoch else { return [] }
    let end = step == nil ? lastEpoch.epoch : end(of: lastEpoch.epoch)
    func plot(
      _ name: String, _ curves: (training: Curve, validation: Curve), _ now: Double?
    ) -> CurvePlot {
      var series: [CurvePlot.Series] = []
      if curves.training.last != nil {
        series.append(
          CurvePlot.Series(name: "training", ink: .training, curve: curves.training, now: now))
      }
      if curves.validation.last != nil {
        series.append(
          CurvePlot.Series(name: "validation", ink: .validation, curve: curves.validation))
      }
      return CurvePlot(name: name, series: series, end: end)
    }
    var plots = [plot("loss", loss, step?.runningLoss)]
    if let secondName {
      plots.append(
        plot(secondName, second, secondName == "accuracy" ? step?.runningAccuracy : nil))
    }
    return plots.filter { !$0.series.isEmpty }
  }

  /// The epoch at the right end: 10, doubled until there is room, but no more than there will be. So curves
  /// fill half of the width at least, and seldom jump.
  private func end(of epoch: Int) -> Int {
    var end = 10
    while end < epoch { end *= 2 }
    return max(2, min(end, plan.epochs))
  }

  // MARK: One line

  private func epochText(_ epoch: Int) -> String {
    (title.isEmpty ? "" : title.printable + ", ") + "epoch \(epoch)/\(plan.epochs)"
  }

  /// `epoch 12/30  ━━━━━━━━─────────  42 %  0:03 left  0.31 s an epoch`
  private func headLine(_ moment: Moment, width: Int) -> TerminalLine {
    var tail =
      "  \(padded(String(Self.percent(moment.share)), 3)) %  \(clock(moment.secondsLeft)) left"
    if let lastEpoch {
      let seconds = lastEpoch.seconds + lastEpoch.validationSeconds
      tail += "  \(duration(seconds)) an epoch"
    }
    var line = TerminalLine()
    line.add(epochText(moment.step.epoch).shortened(to: width - 20) + "  ", .bold, look)
    if line.columns + tail.displayWidth + 12 > width { tail = String(tail.prefix(7)) }
    let length = max(3, min(60, width - line.columns - tail.displayWidth))
    let filled = min(length, max(0, Int(moment.share * Double(length))))
    line.add(String(repeating: look.symbol("━", "#"), count: filled), .good, look)
    line.add(String(repeating: look.symbol("─", "-"), count: length - filled), .quiet, look)
    line.add(tail, .plain, look)
    return line
  }

  /// `loss 0.1234  accuracy 96.10 %`: of the first epoch, which has no curves.
  private func figuresLine(_ step: StepSummary, width: Int) -> TerminalLine {
    var text = "loss " + figure("loss", step.runningLoss)
    if let accuracy = step.runningAccuracy { text += "  accuracy " + figure("accuracy", accuracy) }
    return TerminalLine(text.shortened(to: width), .plain, look)
  }

  /// `epoch 3/20 [######------]  42 %  0:03 left  loss 0.1234  accuracy 96.10 %`, as much of it as
  /// there is room for.
  func barLine(_ moment: Moment, width: Int) -> TerminalLine {
    let room = max(8, width - 1)
    let step = moment.step
    let head = (epochText(step.epoch) + " ").shortened(to: max(4, room - 6))
    var tails = [
      " \(padded(String(Self.percent(moment.share)), 3)) %  \(clock(moment.secondsLeft)) left"
    ]
    tails.append("  loss " + figure("loss", step.runningLoss))
    if let accuracy = step.runningAccuracy {
      tails.append("  accuracy " + figure("accuracy", accuracy))
    }
    if let lastEpoch {
      tails += lastEpoch.validation.prefix(2).map {
        "  val_\($0.name) " + figure($0.name, $0.value)
      }
    }
    let smallest = 12
    var tail = ""
    for piece in tails where head.displayWidth + smallest + tail.count + piece.count <= room {
      tail += piece
    }
    let length = max(1, min(30, room - head.displayWidth - tail.count - 2))
    let filled = min(length, max(0, Int(moment.share * Double(length))))
    var line = TerminalLine(head + "[", .plain, look)
    line.add(String(repeating: "#", count: filled), .good, look)
    line.add(String(repeating: "-", count: length - filled), .quiet, look)
    line.add("]" + tail, .plain, look)
    return line
  }

  private static func percent(_ share: Double) -> Int {
    share.isFinite ? Int(min(max(share, 0), 1) * 100) : 0
  }
}
