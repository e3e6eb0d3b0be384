import Basics
import CPictures
import Datasets

// Unsafe: TurboJPEG writes into as much memory as it asks for.

extension Picture {
  /// The picture as the bytes of a JPEG file, colors at half the size, laid on white where it is
  /// transparent.
  ///
  /// - Parameter quality: 1 to 100.
  ///
  /// Throws `DescentError`: usage for another quality, no input where the library is missing, bad data for
  /// a picture that is too large for the format.
  public func jpeg(quality: Int = 90) throws -> ContiguousArray<UInt8> {
    try PictureLibrary.of(.jpeg).check("")
    guard 1...100 ~= quality else {
      throw DescentError(.usage, "a JPEG quality of \(quality); expected 1 to 100")
    }
    guard max(height, width) <= 65_535 else {
      throw DescentError(.badData, "a JPEG picture has at most 65,535 pixels on a side")
    }
    let opaque = withoutAlpha
    var reason: String?
    let room = descent_jpeg_room(Int32(width), Int32(height))
    let bytes = ContiguousArray<UInt8>(unsafeUninitializedCapacity: room) { buffer, count in
      count = room
      reason = opaque.samples.withUnsafeBufferPointer { samples in
        reasonGiven {
          descent_jpeg_write(
            samples.baseAddress, Int32(width), Int32(height), Int32(opaque.channels),
            Int32(quality),
            buffer.baseAddress, &count, $0)
        }
      }
      if reason != nil { count = 0 }
    }
    if let reason { throw DescentError(.bug, "TurboJPEG: \(reason)") }
    return bytes
  }
}
