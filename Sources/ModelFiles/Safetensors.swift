import Basics

/// A file of named tensors in the safetensors format: 8 bytes with the length of the header, a
/// header in JSON, and the bytes of all tensors without gap or overlap. Reading one can run no code.
///
/// Stricter than the reference implementation: a name that comes twice anywhere and unknown fields
/// are refused, so a file means the same to every reader. What is written is byte for byte what
/// the Python package writes for the same tensors; several metadata keys are sorted.
public struct SafetensorsFile: Sendable, Equatable {
  /// One named tensor with its bytes, in row-major order and little-endian.
  public struct Tensor: Sendable, Equatable {
    /// The name, unique in the file.
    public var name: String
    /// How a number is written.
    public var type: ElementType
    /// The dimensions, outermost first; empty for a single number.
    public var shape: [Int]
    /// `type.bits / 8` bytes for each element of the shape. Shares the memory of the file.
    public var bytes: ContiguousArray<UInt8>.SubSequence

    /// A tensor. The bytes must be as many as type and shape take; writing checks it.
    public init(
      name: String, type: ElementType, shape: [Int], bytes: ContiguousArray<UInt8>.SubSequence
    ) {
      self.name = name
      self.type = type
      self.shape = shape
      self.bytes = bytes
    }
  }

  /// Texts by name: what a program wants to say about the tensors.
  public var metadata: [String: String]
  /// The tensors; when read, in the order of their bytes.
  public var tensors: [Tensor]

  /// The header may take 16 MiB: a tensor's entry has about a hundred bytes. (The reference implementation
  /// takes up to 100 MB, several times as much in memory.)
  public static let headerLimit = 1 << 24
  /// A file may hold 100,000 tensors; reading more would cost more memory than the file.
  public static let tensorLimit = 100_000

  /// A file of these tensors.
  public init(tensors: [Tensor], metadata: [String: String] = [:]) {
    self.tensors = tensors
    self.metadata = metadata
  }

  /// The tensor of a name.
  public subscript(name: String) -> Tensor? { tensors.first { $0.name == name } }

  /// Whether a file that starts with these bytes can be in this format: a plausible length followed
  /// by an opening brace.
  public static func isLikely(_ start: some Collection<UInt8>) -> Bool {
    let head = Array(start.prefix(9))
    guard head.count == 9, head[8] == UInt8(ascii: "{") else { return false }
    return littleEndian(head[..<8]) <= UInt64(headerLimit)
  }

  static func littleEndian(_ bytes: some Collection<UInt8>) -> UInt64 {
    bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }
}
