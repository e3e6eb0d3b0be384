import Basics
import Networks

extension Model {
  /// Saves the model as a safetensors file, or as JSON where the path ends in `.json`.
  ///
  /// Written to a temporary file first and then renamed, so an existing file is never half
  /// overwritten. Throws `DescentError` (can't write, or input/output).
  public func save(to path: String) throws {
    if path.hasSuffix(".json") {
      try AtomicFile.write(try json(), to: path)
    } else {
      try AtomicFile.write(try safetensors(), to: path)
    }
  }

  /// Loads a model that `save` wrote; the content decides which format it is. Runs no code.
  ///
  /// - Parameter catalogs: what the network may be made of; add your own kinds to it.
  ///
  /// Throws `DescentError`: no input where the file isn't there, bad data where it is damaged or not
  /// of a model.
  public init(contentsOf path: String, catalogs: Catalogs = .standard) throws {
    let bytes = try readFile(path)
    guard !bytes.isEmpty else {
      throw DescentError(
        .badData, "the file is empty; expected a model", at: Position(file: path))
    }
    // The reader of JSON refuses a byte order mark by name.
    let isText =
      path.hasSuffix(".json") || bytes.starts(with: [0xEF, 0xBB, 0xBF])
      || bytes.first { ![0x20, 0x09, 0x0A, 0x0D].contains($0) } == UInt8(ascii: "{")
    if isText && !SafetensorsFile.isLikely(bytes.prefix(16)) {
      try self.init(json: bytes, file: path, catalogs: catalogs)
    } else {
      try self.init(safetensors: bytes, file: path, catalogs: catalogs)
    }
  }
}
