import Basics

/// places[row] = the place of the largest number of a row, the first of equals: the predicted class.
///
/// A NaN never wins, except in first place, where nothing beats it.
///
/// - Parameters:
///   - values: [rows][width].
///   - places: written, [rows].
public func largestPlaces(
  _ values: Span<Scalar>, width: Int, into places: inout MutableSpan<Int32>
) {
  precondition(width >= 1, "a row must have a number")
  precondition(values.count >= places.count * width, "too few rows")
  values.withUnsafeBufferPointer { values in
    places.withUnsafeMutableBufferPointer {
      largestPlacesKernel(values.baseAddress, $0.count, width, $0.baseAddress)
    }
  }
}
