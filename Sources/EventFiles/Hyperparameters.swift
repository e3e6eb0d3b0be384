import Basics

/// The settings of a training for TensorBoard's HPARAMS tab, which compares trainings by them.
public struct Hyperparameters: Sendable {
  /// A figure that the tab shows beside the settings: the last value of a curve.
  public struct Metric: Sendable, Hashable {
    /// The curve's tag.
    public var tag: String
    /// The folder below that of the settings that has the curve; empty for the same.
    public var folder: String
    /// What it is called.
    public var name: String

    /// A figure.
    public init(_ tag: String, in folder: String = "", name: String) {
      self.tag = tag
      self.folder = folder
      self.name = name
    }
  }

  /// Names and values.
  public var settings: Settings
  /// The figures.
  public var metrics: [Metric]

  /// Settings and figures of a training.
  public init(_ settings: Settings, metrics: [Metric]) {
    self.settings = settings
    self.metrics = metrics
  }

  /// What is written when the training begins: which settings and figures there are, and their values.
  public func begin(at time: Double) -> [Summary] {
    [
      Summary(
        tag: "_hparams_/experiment",
        content: .hyperparameters(
          HyperparameterMessage(2) { experiment in
            experiment.add(3, time)
            for entry in settings.entries { experiment.add(4) { Self.describe(entry, &$0) } }
            for metric in metrics { experiment.add(5) { Self.describe(metric, &$0) } }
          })),
      Summary(
        tag: "_hparams_/session_start_info",
        content: .hyperparameters(
          HyperparameterMessage(3) { session in
            for entry in settings.entries {
              session.add(1) { pair in
                pair.add(1, entry.name)
                pair.add(2) { Self.add(entry.value, to: &$0) }
              }
            }
            session.add(5, time)
          })),
    ]
  }

  /// What is written when the training is over, and nothing went wrong. Of one that was stopped TensorBoard
  /// would remember that, even after it went on.
  public static func end(at time: Double) -> Summary {
    Summary(
      tag: "_hparams_/session_end_info",
      content: .hyperparameters(
        HyperparameterMessage(4) { session in
          session.add(1, 1)
          session.add(2, time)
        }))
  }

  private static func describe(_ entry: Settings.Entry, _ info: inout ProtocolMessage) {
    info.add(1, entry.name)
    // text, yes or no, number
    switch entry.value.content {
    case .integer, .number: info.add(4, 3)
    case .flag: info.add(4, 2)
    case .text, .null, .list, .table: info.add(4, 1)
    }
  }

  private static func describe(_ metric: Metric, _ info: inout ProtocolMessage) {
    info.add(1) { name in
      name.add(1, metric.folder)
      name.add(2, metric.tag)
    }
    info.add(3, metric.name)
  }

  /// A `google.protobuf.Value`; lists and tables as JSON.
  private static func add(_ value: Value, to message: inout ProtocolMessage) {
    switch value.content {
    case .integer(let number): message.add(2, Double(number))
    case .number(let number): message.add(2, number)
    case .flag(let flag): message.add(4, flag: flag)
    case .text(let text): message.add(3, text)
    case .null, .list, .table: message.add(3, (try? JSONWriter().text(value)) ?? value.found)
    }
  }
}

/// The message of the HPARAMS tab with one of its parts.
struct HyperparameterMessage: Sendable {
  let bytes: ContiguousArray<UInt8>

  init(_ field: Int, _ body: (inout ProtocolMessage) -> Void) {
    var message = ProtocolMessage()
    message.add(field, body)
    bytes = message.bytes
  }
}
