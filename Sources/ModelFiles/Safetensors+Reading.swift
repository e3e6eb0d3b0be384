import Basics

extension SafetensorsFile {
  /// Reads a file and checks all of it: no gap, no overlap, nothing behind the last tensor.
  ///
  /// The tensors share the memory of `bytes`; nothing is allocated that they don't justify.
  ///
  /// Throws `DescentError` (bad data) that says what is wrong, and where in the header.
  public init(_ bytes: ContiguousArray<UInt8>, file: String? = nil) throws {
    let place = file.map { Position(file: $0) }
    let payload = try Self.payloadStart(in: bytes, place)
    do {
      var places: [Place] = []
      var metadata: [String: String] = [:]
      // Entry by entry: the tree of a whole header takes many times the bytes of its text.
      let reader = JSONReader(valueLimit: Self.entryLimit)
      try reader.entries(of: bytes, part: 8..<payload, expected: "a table of tensors") { entry in
        if entry.name == "__metadata__" {
          metadata = try Self.metadata(entry.value)
          return
        }
        guard places.count < Self.tensorLimit else {
          throw DescentError(
            .badData,
            "there are more than the \(grouped(Self.tensorLimit)) tensors that are read at most",
            at: entry.position)
        }
        places.append(try Self.place(entry))
      }
      self.metadata = metadata
      tensors = try Self.slices(places, of: bytes[payload...])
    } catch let error as DescentError {
      // Line and column are those of the header, which is not where an editor would show them.
      let inside = error.position.map { "header, \($0): " } ?? ""
      throw DescentError(error.kind, inside + error.message, at: place, fix: error.fix)
    }
  }

  /// Where the tensors' bytes start.
  private static func payloadStart(
    in bytes: ContiguousArray<UInt8>, _ place: Position?
  ) throws -> Int {
    guard bytes.count >= 8 else {
      throw DescentError(
        .badData,
        "expected a safetensors file, found \(counted(bytes.count, "byte")): its header "
          + "alone takes 8", at: place)
    }
    let length = littleEndian(bytes[..<8])
    guard length <= UInt64(headerLimit) else {
      throw DescentError(
        .badData,
        "expected a safetensors file, but its first 8 bytes announce a header of "
          + "\(length) bytes, and \(grouped(headerLimit)) are the most", at: place)
    }
    guard Int(length) <= bytes.count - 8 else {
      throw DescentError(
        .badData,
        "the file is cut short: its header takes \(counted(Int(length), "byte")), "
          + "\(grouped(bytes.count - 8)) are there", at: place)
    }
    return 8 + Int(length)
  }

  /// Values in one entry of the header at most.
  private static let entryLimit = 100_000

  private static func metadata(_ value: Value) throws -> [String: String] {
    if value.content == .null { return [:] }
    guard let table = value.table else {
      throw DescentError(
        .badData, "__metadata__: expected a table of texts, found \(value.found)",
        at: value.position)
    }
    var result: [String: String] = [:]
    for entry in table.entries {
      guard let text = entry.value.text else {
        throw DescentError(
          .badData, "__metadata__.\(entry.name): expected a text, found \(entry.value.found)",
          at: entry.value.position)
      }
      result[entry.name] = text
    }
    return result
  }

  /// What the header says about one tensor.
  private struct Place {
    var name: String
    var type: ElementType
    var shape: [Int]
    var range: Range<Int>
    var position: Position?
  }

  private static func place(_ entry: Settings.Entry) throws -> Place {
    let path = "tensor \"\(entry.name)\""
    var reader = try SettingsReader(entry.value, path: path)
    let typeName = try reader.required("dtype")
    guard let type = typeName.text.flatMap(ElementType.init(rawValue:)) else {
      throw DescentError(
        .badData, "\(path): unknown dtype \(typeName.found)", at: typeName.position,
        fix: suggestion(for: typeName.text ?? "", in: ElementType.allCases.map(\.rawValue)))
    }
    let shapeValue = try reader.required("shape")
    let shape = try wholeNumbers(shapeValue, path + ".shape")
    let offsetsValue = try reader.required("data_offsets")
    let offsets = try wholeNumbers(offsetsValue, path + ".data_offsets")
    try reader.finish()
    guard offsets.count == 2, offsets[0] <= offsets[1] else {
      throw DescentError(
        .badData,
        "\(path).data_offsets: expected the start and the end of its bytes, "
          + "found \(offsets)", at: offsetsValue.position)
    }
    let found = offsets[1] - offsets[0]
    guard let needed = type.byteCount(of: shape) else {
      throw DescentError(
        .badData,
        "\(path): a tensor of shape \(shape) in \(type.rawValue) does not fill whole "
          + "bytes or is too large for any file", at: shapeValue.position)
    }
    guard needed == found else {
      throw DescentError(
        .badData,
        "\(path): shape \(shape) in \(type.rawValue) takes \(counted(needed, "byte")), "
          + "data_offsets give it \(grouped(found))", at: offsetsValue.position)
    }
    return Place(
      name: entry.name, type: type, shape: shape, range: offsets[0]..<offsets[1],
      position: offsetsValue.position)
  }

  /// Numbers written without sign, point and exponent.
  private static func wholeNumbers(_ value: Value, _ path: String) throws -> [Int] {
    guard let list = value.list else {
      throw DescentError(
        .badData, "\(path): expected a list of whole numbers, found \(value.found)",
        at: value.position)
    }
    return try list.enumerated().map { index, element in
      guard case .integer(let number) = element.content, number >= 0 else {
        throw DescentError(
          .badData,
          "\(path)[\(index)]: expected a whole number from 0 to \(Int.max), "
            + "found \(element.found)", at: element.position)
      }
      return number
    }
  }

  /// Hands out the bytes; each must belong to exactly one tensor.
  private static func slices(
    _ places: [Place], of payload: ContiguousArray<UInt8>.SubSequence
  ) throws -> [Tensor] {
    let ordered = places.sorted {
      ($0.range.lowerBound, $0.range.upperBound) < ($1.range.lowerBound, $1.range.upperBound)
    }
    var end = 0
    let tensors = try ordered.map { place in
      guard place.range.lowerBound == end else {
        let kind = place.range.lowerBound < end ? "overlaps with another" : "leaves a gap"
        throw DescentError(
          .badData,
          "tensor \"\(place.name)\" starts at byte \(place.range.lowerBound), expected "
            + "\(end): it \(kind)", at: place.position)
      }
      end = place.range.upperBound
      guard end <= payload.count else {
        throw DescentError(
          .badData,
          "the file is cut short: tensor \"\(place.name)\" ends at byte \(grouped(end)), "
            + "\(grouped(payload.count)) are there", at: place.position)
      }
      let start = payload.startIndex
      return Tensor(
        name: place.name, type: place.type, shape: place.shape,
        bytes: payload[(start + place.range.lowerBound)..<(start + end)])
    }
    guard end == payload.count else {
      throw DescentError(
        .badData, "\(counted(payload.count - end, "byte")) behind the last tensor belong to none",
        fix: "Remove them, or copy the file again.")
    }
    return tensors
  }
}
