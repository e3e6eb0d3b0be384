/// A value under a tag, as TensorBoard shows it.
public struct Summary: Sendable {
  /// What it is.
  enum Content: Sendable {
    case scalar(Double)
    case histogram(EventHistogram)
    case image(png: ContiguousArray<UInt8>, height: Int, width: Int, channels: Int)
    case text(String)
    case hyperparameters(HyperparameterMessage)
  }

  /// Where it stands; what comes before a `/` makes the group.
  public let tag: String
  let content: Content

  /// A number: a point of a curve.
  public static func scalar(_ tag: String, _ value: Double) -> Summary {
    Summary(tag: tag, content: .scalar(value))
  }

  /// How numbers are distributed.
  public static func histogram(_ tag: String, _ histogram: EventHistogram) -> Summary {
    Summary(tag: tag, content: .histogram(histogram))
  }

  /// A picture as the bytes of a PNG file.
  public static func image(
    _ tag: String, png: ContiguousArray<UInt8>, height: Int, width: Int, channels: Int
  ) -> Summary {
    Summary(
      tag: tag, content: .image(png: png, height: height, width: width, channels: channels))
  }

  /// A text in Markdown.
  public static func text(_ tag: String, _ markdown: String) -> Summary {
    Summary(tag: tag, content: .text(markdown))
  }

  func add(to value: inout ProtocolMessage) {
    value.add(1, tag)
    switch content {
    case .scalar(let number):
      value.add(2, float: Float(number))
    case .histogram(let histogram):
      value.add(5) { histogram.add(to: &$0) }
    case .image(let png, let height, let width, let channels):
      value.add(4) { image in
        image.add(1, height)
        image.add(2, width)
        image.add(3, channels)
        image.add(4, png)
      }
    case .text(let markdown):
      // A tensor of one string.
      value.add(8) { tensor in
        tensor.add(1, 7)
        tensor.add(2) { shape in shape.add(2) { $0.add(1, 1) } }
        tensor.add(8, markdown)
      }
      value.add(9) { Self.metadata("text", &$0) }
    case .hyperparameters(let message):
      // The message lies in the metadata; the value itself says nothing.
      value.add(8) { tensor in
        tensor.add(1, 1)
        tensor.add(2) { shape in shape.add(2) { _ in } }
      }
      value.add(9) { Self.metadata("hparams", content: message.bytes, &$0) }
    }
  }

  /// Which part of TensorBoard a value is for.
  private static func metadata(
    _ plugin: String, content: ContiguousArray<UInt8> = [], _ metadata: inout ProtocolMessage
  ) {
    metadata.add(1) { part in
      part.add(1, plugin)
      if !content.isEmpty { part.add(2, content) }
    }
  }
}

/// A histogram as an event file holds it.
public struct EventHistogram: Sendable {
  /// Where the bins begin, and where the last one ends.
  let edges: [Double]
  let counts: [Double]
  let mean: Double
  let deviation: Double

  /// A histogram of bins that have been counted; empty bins unless there is one more edge than counts.
  public init(edges: [Double], counts: [Double], mean: Double, deviation: Double) {
    let isWhole = edges.count == counts.count + 1
    self.edges = isWhole ? edges : [0, 0]
    self.counts = isWhole ? counts : [0]
    self.mean = mean
    self.deviation = deviation
  }

  func add(to message: inout ProtocolMessage) {
    let number = counts.reduce(0, +)
    message.add(1, edges.first ?? 0)
    message.add(2, edges.last ?? 0)
    message.add(3, number)
    message.add(4, mean * number)
    message.add(5, (deviation * deviation + mean * mean) * number)
    message.add(6, Array(edges.dropFirst()))
    message.add(7, counts)
  }
}
