extension Picture {
  /// The picture in another size by area averaging: every new pixel is the mean of the part of the picture
  /// that it covers, pixels covered in part counting by their share, rounded to the nearest.
  ///
  /// The whole picture is taken, height and width each by its own scale. Sums are whole numbers, so the
  /// result is the same everywhere. Each channel by itself: take alpha away first. Both sizes must be 1 or
  /// more and `pixelLimit` together at most.
  public func resized(height newHeight: Int, width newWidth: Int) -> Picture {
    precondition(newHeight > 0 && newWidth > 0 && newHeight <= Self.pixelLimit / newWidth)
    if newHeight == height, newWidth == width { return self }
    let columns = Self.overlaps(from: width, to: newWidth)
    var result = ContiguousArray<UInt8>()
    result.reserveCapacity(newHeight * newWidth * channels)
    // A new pixel's weights add up to height * width, those of its rows alone to height.
    let total = UInt64(height * width)
    var sums = ContiguousArray<UInt32>(repeating: 0, count: width * channels)
    for rows in Self.overlaps(from: height, to: newHeight) {
      for index in sums.indices { sums[index] = 0 }
      for row in rows { add(row: row.place, weight: row.weight, to: &sums) }
      for column in columns {
        for channel in 0..<channels {
          var sum: UInt64 = 0
          for part in column {
            sum += UInt64(sums[part.place * channels + channel]) * UInt64(part.weight)
          }
          result.append(UInt8((sum + total / 2) / total))
        }
      }
    }
    return Picture(trusted: result, height: newHeight, width: newWidth, channels: channels)
  }

  /// Adds a row of samples, each times a weight. This loop sees every sample.
  private func add(row: Int, weight: UInt32, to sums: inout ContiguousArray<UInt32>) {
    let count = width * channels
    let source = samples.span.extracting((row * count)..<((row + 1) * count))
    var target = sums.mutableSpan
    precondition(target.count == count)
    for index in 0..<count {
      target[unchecked: index] &+= UInt32(source[unchecked: index]) &* weight
    }
  }

  /// An old row or column, and how much of it a new one covers.
  private struct Overlap {
    var place: Int
    var weight: UInt32
  }

  /// What each of `new` equal parts covers of `old` equal parts of the same length, an old one being
  /// `new` long and a new one `old`: whole numbers.
  private static func overlaps(from old: Int, to new: Int) -> [[Overlap]] {
    (0..<new).map { index in
      let (start, end) = (index * old, (index + 1) * old)
      return (start / new..<(end + new - 1) / new).map { place in
        Overlap(
          place: place,
          weight: UInt32(min(end, (place + 1) * new) - max(start, place * new)))
      }
    }
  }
}
