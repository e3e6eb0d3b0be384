import Descent

/// How often a training saves a checkpoint. Never changes a result.
enum CheckpointInterval: Sendable, Equatable {
  /// At the end of an epoch where saving would take no more than a fiftieth of the time, and in
  /// epochs of more than a minute also within them.
  case automatic
  /// Not at all.
  case never
  /// At the end of every so many epochs.
  case epochs(Int)
  /// After every so many steps.
  case steps(Int)
  /// When so many seconds have passed since the last one.
  case seconds(Double)

  /// What is expected of a text, for errors and help.
  static let expected = "a number of epochs, steps or seconds, such as 1epochs, 200steps or 30s"

  /// `5`, `1 epoch`, `200steps`, `30s`, `auto`, `none`; nil for anything else.
  init?(_ text: String) {
    switch text {
    case "auto": self = .automatic
    case "none": self = .never
    default:
      let digits = text.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
      let unit = String(text.dropFirst(digits.count)).trimmed
      guard let number = Double(digits), number.isFinite else { return nil }
      switch unit {
      case "", "epoch", "epochs":
        guard let count = Int(exactly: number) else { return nil }
        self = .epochs(count)
      case "step", "steps":
        guard let count = Int(exactly: number) else { return nil }
        self = .steps(count)
      case "s", "second", "seconds": self = .seconds(number)
      default: return nil
      }
      if number == 0 { self = .never }
    }
  }

  /// The text that reads back to the same.
  var text: String {
    switch self {
    case .automatic: "auto"
    case .never: "none"
    case .epochs(let count): "\(count)epochs"
    case .steps(let count): "\(count)steps"
    case .seconds(let number): "\(Int(exactly: number).map(String.init) ?? "\(number)")s"
    }
  }
}
