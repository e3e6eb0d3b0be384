import Basics

extension Dataset {
  /// A SHA-256 over shape, features, targets, their names and weights: two data sets with the same
  /// fingerprint train alike. Independent of the file format that the numbers came from, of the name
  /// and of the type that is computed in.
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
      hash.update(values.span)
    case .scalars(let values):
      hash.update(ContiguousArray("numbers\n".utf8).span)
      hash.update(numbers: values.span)
    }
    hash.update(numbers: targets.span)
    if let sampleWeights { hash.update(numbers: sampleWeights.span) }
    return hash.finish()
  }
}

/// A name with its length before it, so that no two lists of names read the same.
private func quoted(_ name: String) -> String { "\(name.utf8.count):\(name)," }

extension SHA256 {
  /// Takes numbers as 32-bit floating point, little-endian.
  fileprivate mutating func update(numbers: Span<Scalar>) {
    var piece = ContiguousArray<UInt8>()
    piece.reserveCapacity(65_536)
    for index in numbers.indices {
      let bits = Float(numbers[index]).bitPattern
      for shift: UInt32 in [0, 8, 16, 24] {
        piece.append(UInt8(truncatingIfNeeded: bits >> shift))
      }
      if piece.count >= 65_536 {
        update(piece.span)
        piece.removeAll(keepingCapacity: true)
      }
    }
    update(piece.span)
  }
}
