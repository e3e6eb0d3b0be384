import Basics

extension Dataset {
  /// Copies the features of rows into a batch as they are stored, unscaled.
  ///
  /// `features` takes [rows.count][shape.count]. Bytes become scalars 0 to 255. Allocates nothing.
  /// The row indices and the size of the span must fit; that is for the caller to see to.
  public func gatherFeatures(of rows: ArraySlice<Int>, into features: inout MutableSpan<Scalar>) {
    let width = shape.count
    switch self.features {
    case .bytes(let values):
      values.withSpan { copyRows(rows, of: $0, width: width, into: &features) }
    case .scalars(let values):
      values.withSpan { copyRows(rows, of: $0, width: width, into: &features) }
    }
  }

  /// Begins to read the features of rows that lie in a file and will be needed soon.
  package func prefetch(_ rows: ArraySlice<Int>) {
    guard features.isOnDisk else { return }
    var start = rows.startIndex
    while start < rows.endIndex {
      // Rows that follow each other are asked for together.
      var end = start + 1
      while end < rows.endIndex, rows[end] == rows[end - 1] + 1 { end += 1 }
      let part = (rows[start] * shape.count)..<((rows[end - 1] + 1) * shape.count)
      switch features {
      case .bytes(let values): values.prefetch(part)
      case .scalars(let values): values.prefetch(part)
      }
      start = end
    }
  }

  /// Says whether rows that lie in a file will be looked at in any order from now on.
  package func expectAnyOrder(_ isAny: Bool) {
    switch features {
    case .bytes(let values): values.expectAnyOrder(isAny)
    case .scalars(let values): values.expectAnyOrder(isAny)
    }
  }

  /// Checks that the file in which the features lie, if they do, is as it was.
  ///
  /// Throws `DescentError` (bad data) where somebody has written to it.
  package func checkUnchanged() throws {
    switch features {
    case .bytes(let values): try values.checkUnchanged()
    case .scalars(let values): try values.checkUnchanged()
    }
  }

  /// Copies the targets of rows into a batch, [rows.count][task.targetWidth].
  public func gatherTargets(of rows: ArraySlice<Int>, into targets: inout MutableSpan<Scalar>) {
    guard task.targetWidth == 1 else {
      copyRows(rows, of: self.targets.span, width: task.targetWidth, into: &targets)
      return
    }
    let values = self.targets.span
    var place = 0
    for row in rows {
      targets[place] = values[row]
      place &+= 1
    }
  }
}

// The two loops below run at every training step. One check per row stands in for one per number,
// with which they take five times as long.

/// Bytes [rows][width] to scalars.
private func copyRows(
  _ rows: ArraySlice<Int>, of values: Span<UInt8>, width: Int,
  into target: inout MutableSpan<Scalar>
) {
  precondition(target.count >= rows.count * width, "the span is too small for the rows")
  var start = 0
  for row in rows {
    let source = values.extracting(row * width..<(row + 1) * width)
    for index in 0..<width {
      target[unchecked: start &+ index] = Scalar(source[unchecked: index])
    }
    start += width
  }
}

/// Scalars [rows][width] to scalars.
private func copyRows(
  _ rows: ArraySlice<Int>, of values: Span<Scalar>, width: Int,
  into target: inout MutableSpan<Scalar>
) {
  precondition(target.count >= rows.count * width, "the span is too small for the rows")
  var start = 0
  for row in rows {
    let source = values.extracting(row * width..<(row + 1) * width)
    for index in 0..<width { target[unchecked: start &+ index] = source[unchecked: index] }
    start += width
  }
}
