import Basics

extension Dataset {
  /// A SHA-256 over shape, features, targets, their names, weights and the keys that split the rows: two
  /// data sets with the same fingerprint train alike. Independent of the file format that the numbers
  /// came from, of the name and of the type that is computed in.
  public var fingerprint: String {
    var hash = SHA256()
    var head = "descent data 1\nshape \(shape)\n"
    switch task {
    case .classification(let classes): head += "classes \(classes.map(quoted).joined())\n"
    case .regression(let targets): head += "targets \(targets.map(quoted).joined())\n"
    }
    head += "features \(featureNames.map(quoted).joined())\nrows \(rows)\n"
    hash.update(ContiguousArray(head.utf8).span)
    switch features {
    case .bytes(let values):
      hash.update(ContiguousArray("bytes\n".utf8).span)
      values.forEachPiece { hash.update($0) }
    case .scalars(let values):
      hash.update(ContiguousArray("numbers\n".utf8).span)
      values.forEachPiece { hash.update(numbers: $0) }
    }
    hash.update(numbers: targets.span)
    if let sampleWeights { hash.update(numbers: sampleWeights.span) }
    if let splitKeys {
      hash.update(ContiguousArray("split by \(splitKeys.rule.rawValue)\n".utf8).span)
      for bits in splitKeys.bits {
        let bytes: ContiguousArray = [bits.littleEndian]
        hash.update(bytes.span.bytes)
      }
    }
    return hash.finish()
  }
}

/// A name with its length before it, so that no two lists of names read the same.
private func quoted(_ name: String) -> String { "\(name.utf8.count):\(name)," }

extension SHA256 {
  /// Takes numbers as 32-bit floating point, little-endian.
  fileprivate mutating func update(numbers: Span<Scalar>) {
    #if _endian(little) && !DoublePrecision
      // That is how they lie in memory.
      update(numbers.bytes)
    #else
      let step = 16_384
      var piece = ContiguousArray<UInt32>(repeating: 0, count: min(step, numbers.count))
      for start in stride(from: 0, to: numbers.count, by: step) {
        let count = min(step, numbers.count - start)
        for index in 0..<count {
          piece[index] = Float(numbers[start + index]).bitPattern.littleEndian
        }
        update(piece.span.bytes.extracting(0..<4 * count))
      }
    #endif
  }
}
