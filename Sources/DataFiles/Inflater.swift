import CZlib
import Datasets

/// zlib's inflate as a class: the C structure stays at one address, and is released with it.
final class Inflater {
  /// What surrounds the deflate data.
  enum Wrapping: Int32 {
    /// A gzip header and trailer (RFC 1952), whose checksum and length zlib checks.
    case gzip = 31
    /// Nothing, as inside a ZIP archive.
    case raw = -15
  }

  /// How a step ended.
  enum Outcome {
    /// The room is full or the input used up.
    case more
    /// The data is complete.
    case ended
    /// The data is wrong; the text is zlib's.
    case damaged(String)
  }

  private let stream: UnsafeMutablePointer<z_stream>
  private let failure: String?

  init(_ wrapping: Wrapping) {
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
    let status = descent_inflate_init(stream, wrapping.rawValue)
    failure = status == Z_OK ? nil : "zlib can't start (status \(status))"
  }

  /// One that stands where another one does.
  init(copying other: Inflater) {
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
    let status = inflateCopy(stream, other.stream)
    failure = other.failure ?? (status == Z_OK ? nil : "zlib can't start (status \(status))")
  }

  deinit {
    inflateEnd(stream)
    stream.deallocate()
  }

  /// Begins anew with the next gzip member.
  func restart() { inflateReset(stream) }

  /// Inflates until the input is used up, the output is full or the data ends.
  func step(
    from input: UnsafeBufferPointer<UInt8>, into output: UnsafeMutableBufferPointer<UInt8>
  ) -> (consumed: Int, produced: Int, outcome: Outcome) {
    if let failure { return (0, 0, .damaged(failure)) }
    // zlib counts in 32 bits.
    let most = 1 << 30
    let given = min(input.count, most)
    let room = min(output.count, most)
    // zlib doesn't write to its input; the pointer is mutable for historical reasons only.
    stream.pointee.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
    stream.pointee.avail_in = UInt32(given)
    stream.pointee.next_out = output.baseAddress
    stream.pointee.avail_out = UInt32(room)
    let status = inflate(stream, Z_NO_FLUSH)
    let consumed = given - Int(stream.pointee.avail_in)
    let produced = room - Int(stream.pointee.avail_out)
    switch status {
    case Z_STREAM_END: return (consumed, produced, .ended)
    case Z_OK, Z_BUF_ERROR: return (consumed, produced, .more)
    case Z_NEED_DICT: return (consumed, produced, .damaged("it needs a preset dictionary"))
    default:
      let text = stream.pointee.msg.map { String(cString: $0) }
      return (consumed, produced, .damaged(text ?? "zlib status \(status)"))
    }
  }
}
