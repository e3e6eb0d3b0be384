import Basics
import Networks

/// The two newest checkpoints of a training in a folder.
///
/// The older one is kept until the newer one is whole and on the disk, so that at every moment, also
/// in the middle of writing, at least one whole checkpoint is there.
public struct CheckpointFolder: Sendable {
  /// The newest checkpoint.
  public static let name = "checkpoint.safetensors"
  /// The one before it.
  public static let previousName = "checkpoint-previous.safetensors"

  /// The folder.
  public let path: String
  private let calls: FileCalls
  // Only a file that is known to be whole may take the place of the one before it.
  private var newestIsWhole = false

  /// Checkpoints in a folder.
  ///
  /// - Parameter calls: the system's; tests give others.
  public init(_ path: String, calls: FileCalls = .system) {
    self.path = path
    self.calls = calls
  }

  /// Whether there is a file of either name, damaged or not.
  public var hasFiles: Bool {
    let names = namesInFolder(path) ?? []
    return names.contains(Self.name) || names.contains(Self.previousName)
  }

  /// Saves a checkpoint as the newest one.
  ///
  /// Throws `DescentError` (can't write, or input/output); what was saved before is still there.
  public mutating func save(_ checkpoint: Checkpoint) throws {
    try AtomicFile.write(
      try checkpoint.safetensors(), to: path + "/" + Self.name,
      keepingOldAs: newestIsWhole ? Self.previousName : nil, calls: calls)
    newestIsWhole = true
  }

  /// A checkpoint that was read.
  public struct Found: Sendable {
    /// The checkpoint.
    public var checkpoint: Checkpoint
    /// The path of its file.
    public var file: String
    /// Why it isn't the newest one: what is wrong with that file. Nil where it is.
    public var fault: DescentError?
  }

  /// Reads the newest checkpoint or, where that is missing or damaged, the one before it. Nil where
  /// there is neither file.
  ///
  /// - Parameter catalogs: what the network may be made of; add your own kinds to it.
  ///
  /// Throws `DescentError` (bad data) where no file is whole; it names each with what is wrong.
  public mutating func load(catalogs: Catalogs = .standard) throws -> Found? {
    let file = path + "/" + Self.name
    let first: DescentError
    do {
      let checkpoint = try Self.read(file, catalogs)
      newestIsWhole = true
      return Found(checkpoint: checkpoint, file: file, fault: nil)
    } catch let error as DescentError {
      first = error
    }
    let previous = path + "/" + Self.previousName
    do {
      return Found(checkpoint: try Self.read(previous, catalogs), file: previous, fault: first)
    } catch let second as DescentError {
      if !hasFiles { return nil }
      throw DescentError(
        .badData, "no checkpoint is whole. \(Self.text(first)). \(Self.text(second))",
        fix: first.fix == second.fix ? first.fix : nil)
    }
  }

  private static func read(_ file: String, _ catalogs: Catalogs) throws -> Checkpoint {
    try Checkpoint(safetensors: try readFile(file), file: file, catalogs: catalogs)
  }

  private static func text(_ error: DescentError) -> String {
    DescentError(error.kind, error.message, at: error.position).description
  }

  /// Removes both files: the training is over.
  public func remove() {
    for name in [Self.previousName, Self.name] {
      AtomicFile.remove(path + "/" + name, calls: calls)
    }
  }
}
