import Descent
import Terminal

/// Shows a training while it runs: curves and classes that are redrawn in a terminal, one line where it is
/// small, and one line per epoch elsewhere.
///
/// Writes to standard error. Redraws at most ten times a second, and less often where that would take more
/// than 0.4 % of the time.
final class ProgressView {
  private let channel: Channel
  private let look: TerminalLook
  private let isLively: Bool
  private let isQuiet: Bool
  private let wraps: Bool
  private let title: String
  private let watch: any StopWatch
  private let every: Int
  private var plan: TrainingPlan?
  private var view: TrainingView?
  private var frame = LiveFrame()
  // Looked at ten times a second; drawn when it is time to, or when the terminal has another size.
  private var nextLook = 0.0
  private var nextDrawing = 0.0
  private var drawnSize = (columns: 0, rows: 0)
  private var lastStep: StepSummary?
  private var lastEpoch: EpochSummary?
  private var lastLine = 0
  // Of a training that goes on, a part was done before.
  private var shareBefore: Double?

  /// - Parameters:
  ///   - every: without a terminal there is a line on every so many epochs, and on the first and the last one.
  ///   - title: which of several trainings this is: `fold 2 of 5`.
  init(
    _ surroundings: Surroundings, quiet: Bool, every: Int = 1, title: String = "",
    watch: any StopWatch = SystemStopWatch()
  ) {
    self.every = max(1, every)
    self.title = title
    channel = surroundings.notes
    look = surroundings.look(surroundings.notes)
    isLively = surroundings.isLively(surroundings.notes)
    wraps = surroundings.wrapsAnew
    isQuiet = quiet
    self.watch = watch
  }

  /// Takes note of an event.
  func show(_ event: TrainingEvent, of run: TrainingRun) {
    if isQuiet { return }
    switch event {
    case .started(let plan):
      self.plan = plan
      guard isLively else { break }
      var view = TrainingView(plan, title: title, look: look)
      for epoch in run.history.epochs { view.add(epoch) }
      self.view = view
    case .stepEnded(let step):
      if shareBefore == nil, let plan {
        let total = Double(plan.epochs) * Double(plan.stepsPerEpoch)
        shareBefore = (done(step, plan) - 1) / total
      }
      guard isLively else { break }
      lastStep = step
      redrawWhereDue(run)
    case .epochEnded(let epoch):
      lastEpoch = epoch
      view?.add(epoch)
      if isLively {
        redrawWhereDue(run)
      } else if epoch.epoch == 1 || epoch.epoch % every == 0 {
        putLine(epoch)
      }
    case .finished:
      close()
      if !isLively, let lastEpoch, lastEpoch.epoch > lastLine { putLine(lastEpoch) }
    }
  }

  /// Takes the view away and leaves what is worth keeping, so that something else can be written. Nothing is
  /// drawn afterwards.
  func close() {
    guard let view else { return }
    self.view = nil
    guard channel.isInForeground else { return }
    let size = channel.size
    if Interrupt.hasContinued() { frame.leave() }
    let kept =
      title.isEmpty
      ? view.summary(columns: size.columns, rows: size.rows)
      : [view.summaryLine(columns: size.columns)].compactMap { $0 }
    guard frame.isDrawn || !kept.isEmpty else { return }
    put(frame.draw(kept, columns: size.columns, rows: size.rows, wraps: wraps))
  }

  // MARK: Lines

  /// `epoch  3/30  loss 0.1234  accuracy 96.10 %  val_loss 0.1301  val_accuracy 95.56 %  0.04 s`
  func epochLine(_ epoch: EpochSummary) -> String {
    let total = String(plan?.epochs ?? epoch.epoch)
    let number = String(epoch.epoch)
    var parts = ["epoch " + padded(number, total.count) + "/" + total]
    parts.append("loss " + figure("loss", epoch.loss))
    if let accuracy = epoch.accuracy { parts.append("accuracy " + figure("accuracy", accuracy)) }
    parts += epoch.validation.map { "val_\($0.name) " + figure($0.name, $0.value) }
    parts.append(duration(epoch.seconds))
    return parts.joined(separator: "  ")
  }

  private func putLine(_ epoch: EpochSummary) {
    put(epochLine(epoch) + "\n")
    lastLine = epoch.epoch
  }

  /// Steps taken.
  private func done(_ step: StepSummary, _ plan: TrainingPlan) -> Double {
    Double(step.epoch - 1) * Double(plan.stepsPerEpoch) + Double(step.step)
  }

  private func redrawWhereDue(_ run: TrainingRun) {
    let now = watch.seconds
    guard now >= nextLook, let plan, let lastStep else { return }
    nextLook = now + 0.1
    let size = channel.size
    // What runs behind the shell's back has nothing to draw on.
    guard now >= nextDrawing || size != drawnSize, channel.isInForeground else { return }
    drawnSize = size
    if Interrupt.hasContinued() { frame.leave() }
    let total = Double(plan.epochs) * Double(plan.stepsPerEpoch)
    let share = total > 0 ? done(lastStep, plan) / total : 0
    let here = share - (shareBefore ?? 0)
    let left = here > 0 ? now / here * (1 - share) : 0
    view?.classes = run.validationPredictions.flatMap { ClassFigures($0) }
    let moment = TrainingView.Moment(lastStep, share: share, secondsLeft: left)
    let lines = view?.lines(moment, columns: size.columns, rows: size.rows) ?? []
    // A window whose edge is being drawn: what was made for its old size would go astray.
    guard channel.size == size else { return }
    put(frame.draw(lines, columns: size.columns, rows: size.rows, wraps: wraps))
    nextDrawing = now + 250 * (watch.seconds - now)
  }

  private func put(_ text: String) {
    // What can't be written is lost; the training goes on.
    try? channel.write(text)
    try? channel.flush()
  }
}
