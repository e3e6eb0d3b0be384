/// What an event file tells of one moment; TensorFlow's `event.proto` and `summary.proto` name the fields.
public struct Event: Sendable {
  /// What happened.
  enum Content: Sendable {
    /// The first record of every file.
    case version
    /// The steps from this one on are told anew.
    case start
    case summary([Summary])
  }

  /// Seconds since 1970.
  let time: Double
  let step: Int
  let content: Content

  /// The bytes of the message.
  var message: ContiguousArray<UInt8> {
    var event = ProtocolMessage()
    event.add(1, time)
    event.add(2, step)
    switch content {
    case .version:
      event.add(3, "brain.Event:2")
      event.add(10) { $0.add(1, "descent") }
    case .start: event.add(7) { $0.add(1, 1) }
    case .summary(let values):
      event.add(5) { summary in
        for value in values { summary.add(1) { value.add(to: &$0) } }
      }
    }
    return event.bytes
  }
}
