import Descent

/// Where predictions go: standard output, or a file that appears when all of them are written.
struct PredictionSink {
  private let output: Channel
  private let file: AtomicFileWriter?

  /// - Parameter path: of the file; nil for standard output.
  ///
  /// Throws `DescentError` (can't write) where the file can't be made.
  init(_ path: String?, _ surroundings: Surroundings) throws {
    output = surroundings.output
    file = try path.map { try AtomicFileWriter($0) }
    // The unfinished file is not to stay behind.
    if file != nil { Interrupt.listen() }
  }

  /// Writes some rows, at once: whoever waits for them may not send more before.
  func write(_ bytes: ContiguousArray<UInt8>) throws {
    guard let file else {
      try output.write(bytes)
      try output.flush()
      return
    }
    try Interrupt.check()
    try file.write(bytes)
  }

  /// Puts the file in its place.
  func finish() throws { try file?.finish() }
}
