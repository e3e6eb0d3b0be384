import Descent

/// Shows a training while it runs: one redrawn line in a terminal, one line per epoch elsewhere.
///
/// Writes to standard error. Redraws at most ten times a second.
final class ProgressView {
  private let channel: Channel
  private let style: Style
  private let isLively: Bool
  private let isQuiet: Bool
  private let watch: any StopWatch
  private var plan: TrainingPlan?
  private var lastDrawn = -1.0
  private var isLineOpen = false
  private let every: Int
  private var lastEpoch: EpochSummary?
  private var lastLine = 0
  // Of a training that goes on, a part was done before.
  private var shareBefore: Double?

  /// - Parameter every: without a terminal there is a line on every so many epochs, and on the first
  ///   and the last one.
  init(
    _ surroundings: Surroundings, quiet: Bool, every: Int = 1,
    watch: any StopWatch = SystemStopWatch()
  ) {
    self.every = max(1, every)
    channel = surroundings.notes
    style = Style(isOn: surroundings.hasColor(surroundings.notes))
    isLively = surroundings.isLively(surroundings.notes)
    isQuiet = quiet
    self.watch = watch
  }

  /// Takes note of an event.
  func show(_ event: TrainingEvent) {
    if isQuiet { return }
    switch event {
    case .started(let plan):
      self.plan = plan
    case .stepEnded(let step):
      if shareBefore == nil, let plan {
        let total = Double(plan.epochs) * Double(plan.stepsPerEpoch)
        shareBefore = (done(step, plan) - 1) / total
      }
      if isLively { redraw(step) }
    case .epochEnded(let epoch):
      lastEpoch = epoch
      if !isLively, epoch.epoch == 1 || epoch.epoch % every == 0 { putLine(epoch) }
    case .finished:
      clear()
      if !isLively, let lastEpoch, lastEpoch.epoch > lastLine { putLine(lastEpoch) }
    }
  }

  /// Takes the redrawn line away, so that something else can be written.
  func clear() {
    guard isLineOpen else { return }
    put("\r\u{1B}[K")
    isLineOpen = false
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

  private func redraw(_ step: StepSummary) {
    let now = watch.seconds
    guard let plan, now - lastDrawn >= 0.1 else { return }
    lastDrawn = now
    let total = Double(plan.epochs) * Double(plan.stepsPerEpoch)
    let share = total > 0 ? done(step, plan) / total : 0
    let here = share - (shareBefore ?? 0)
    let left = here > 0 ? now / here * (1 - share) : 0
    put("\r" + barLine(step, share: share, left: left, width: channel.width ?? 80) + "\u{1B}[K")
    isLineOpen = true
  }

  /// `epoch 3/30 [######------]  42 %  0:03 left  loss 0.1234  accuracy 96.10 %`, as much of it as
  /// there is room for.
  func barLine(_ step: StepSummary, share: Double, left: Double, width: Int) -> String {
    let room = width - 1
    let head = "epoch \(step.epoch)/\(plan?.epochs ?? step.epoch) "
    var tails = [" \(padded(String(Int(share * 100)), 3)) %  \(clock(left)) left"]
    tails.append("  loss " + figure("loss", step.runningLoss))
    if let accuracy = step.runningAccuracy {
      tails.append("  accuracy " + figure("accuracy", accuracy))
    }
    if let epoch = lastEpoch {
      tails += epoch.validation.prefix(2).map { "  val_\($0.name) " + figure($0.name, $0.value) }
    }
    let smallest = 12
    var tail = ""
    for piece in tails where head.count + smallest + tail.count + piece.count <= room {
      tail += piece
    }
    let length = max(3, min(30, room - head.count - tail.count - 2))
    let filled = min(length, max(0, Int(share * Double(length))))
    let bar = String(repeating: "#", count: filled)
    let rest = String(repeating: "-", count: length - filled)
    return head + "[" + style.good(bar) + style.dim(rest) + "]" + tail
  }

  private func put(_ text: String) {
    // A progress line that can't be written is lost; the training goes on.
    try? channel.write(text)
    try? channel.flush()
  }
}

/// A text with spaces in front, so that it is `width` wide.
func padded(_ text: String, _ width: Int) -> String {
  String(repeating: " ", count: max(0, width - text.count)) + text
}

/// `0:03`, `12:40`, `1:02:03`
func clock(_ seconds: Double) -> String {
  guard seconds.isFinite, seconds >= 0, seconds < 1e7 else { return "?" }
  let whole = Int(seconds.rounded(.up))
  let (hours, minutes, rest) = (whole / 3600, whole / 60 % 60, whole % 60)
  func two(_ number: Int) -> String { (number < 10 ? "0" : "") + String(number) }
  return hours > 0 ? "\(hours):\(two(minutes)):\(two(rest))" : "\(minutes):\(two(rest))"
}

/// `0.04 s`, `3.2 s`, `2:05`
func duration(_ seconds: Double) -> String {
  if seconds >= 100 { return clock(seconds) }
  return fixed(seconds, seconds < 0.1 ? 3 : seconds < 10 ? 2 : 1) + " s"
}

/// A measured number for people: shares in percent, the others with four digits that say something.
func figure(_ name: String, _ value: Double) -> String {
  if Figures.isShare(name) { return fixed(value * 100, 2) + " %" }
  return shortNumber(value)
}

/// `0.1234`, `12.35`, `1.2e-14`
func shortNumber(_ value: Double) -> String {
  guard value.isFinite, value != 0 else { return value == 0 ? "0" : fixed(value, 0) }
  let magnitude = value.magnitude
  if magnitude >= 1, magnitude < 1e6, let whole = Int(exactly: value) { return String(whole) }
  if magnitude >= 1e-3, magnitude < 1e6 {
    return fixed(value, magnitude >= 100 ? 1 : magnitude >= 10 ? 2 : magnitude >= 1 ? 3 : 4)
  }
  var exponent = 0
  var digits = magnitude
  while digits >= 10 {
    digits /= 10
    exponent += 1
  }
  while digits < 1 {
    digits *= 10
    exponent -= 1
  }
  return (value < 0 ? "-" : "") + fixed(digits, 1) + "e\(exponent)"
}
