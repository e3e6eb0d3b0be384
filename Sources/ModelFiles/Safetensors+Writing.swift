import Basics

extension SafetensorsFile {
  /// The bytes of the file, the same as `safetensors.numpy.save` gives: tensors sorted by type,
  /// widest first, then by name; the header padded with spaces to a multiple of 8.
  ///
  /// Throws `DescentError` (bad data) for what no reader would take: a name used twice or reserved,
  /// bytes that don't fit type and shape, more tensors or a longer header than is allowed.
  public func encoded() throws -> ContiguousArray<UInt8> {
    try check()
    let ordered = tensors.sorted { a, b in
      a.type == b.type ? a.name.utf8.lexicographicallyPrecedes(b.name.utf8) : b.type < a.type
    }
    let header = try header(ordered)
    var result = ContiguousArray<UInt8>()
    result.reserveCapacity(8 + header.count + ordered.reduce(0) { $0 + $1.bytes.count })
    withUnsafeBytes(of: UInt64(header.count).littleEndian) { result.append(contentsOf: $0) }
    result.append(contentsOf: header)
    for tensor in ordered { result.append(contentsOf: tensor.bytes) }
    return result
  }

  private func header(_ ordered: [Tensor]) throws -> ContiguousArray<UInt8> {
    var table = Settings()
    if !metadata.isEmpty {
      let sorted = metadata.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
      let entries = sorted.map { Settings.Entry($0.key, .text($0.value)) }
      table.entries.append(Settings.Entry("__metadata__", .table(Settings(entries))))
    }
    var offset = 0
    for tensor in ordered {
      let end = offset + tensor.bytes.count
      let entry: Settings = [
        "dtype": .text(tensor.type.rawValue),
        "shape": .list(tensor.shape.map { .integer($0) }),
        "data_offsets": [.integer(offset), .integer(end)],
      ]
      table.entries.append(Settings.Entry(tensor.name, .table(entry)))
      offset = end
    }
    var header = try JSONWriter(.compact).bytes(.table(table))
    while header.count % 8 != 0 { header.append(UInt8(ascii: " ")) }
    guard header.count <= Self.headerLimit else {
      throw DescentError(
        .badData,
        "names and metadata take \(grouped(header.count)) bytes, and "
          + "\(grouped(Self.headerLimit)) are the most that a safetensors file can hold")
    }
    return header
  }

  private func check() throws {
    guard tensors.count <= Self.tensorLimit else {
      throw DescentError(
        .badData,
        "there are \(grouped(tensors.count)) tensors, and \(grouped(Self.tensorLimit)) "
          + "are written at most")
    }
    var names: Set<String> = ["__metadata__"]
    for tensor in tensors {
      guard names.insert(tensor.name).inserted else {
        throw DescentError(.badData, "the tensor name \"\(tensor.name)\" is used twice or reserved")
      }
      guard tensor.type.byteCount(of: tensor.shape) == tensor.bytes.count else {
        throw DescentError(
          .badData,
          "tensor \"\(tensor.name)\": \(counted(tensor.bytes.count, "byte")) don't fit "
            + "shape \(tensor.shape) in \(tensor.type.rawValue)")
      }
    }
  }
}
