import Basics
import CZlib

// Unsafe: zlib writes to a buffer whose size it has named itself.

extension Picture {
  /// The picture as the bytes of a PNG file; needs no library but zlib.
  public func png() -> ContiguousArray<UInt8> {
    var file: ContiguousArray<UInt8> = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
    let colors: [UInt8] = [0, 4, 2, 6]
    Self.add(
      "IHDR", Self.big32(width) + Self.big32(height) + [8, colors[channels - 1], 0, 0, 0], to: &file
    )
    Self.add("IDAT", compressedRows(), to: &file)
    Self.add("IEND", [], to: &file)
    return file
  }

  /// The rows, each behind the number of its filter (0: none), in zlib's wrapping.
  private func compressedRows() -> ContiguousArray<UInt8> {
    let rowCount = width * channels
    var rows = ContiguousArray<UInt8>()
    rows.reserveCapacity(height * (rowCount + 1))
    for row in 0..<height {
      rows.append(0)
      rows += samples[(row * rowCount)..<((row + 1) * rowCount)]
    }
    var size = compressBound(uLong(rows.count))
    return ContiguousArray(unsafeUninitializedCapacity: Int(size)) { buffer, count in
      let status = rows.withUnsafeBufferPointer {
        compress2(buffer.baseAddress, &size, $0.baseAddress, uLong($0.count), 6)
      }
      // It fails without room or memory only, and there is room.
      count = status == Z_OK ? Int(size) : 0
    }
  }

  private static func add(
    _ name: String, _ data: ContiguousArray<UInt8>, to file: inout ContiguousArray<UInt8>
  ) {
    let content = ContiguousArray(name.utf8) + data
    let check = content.withUnsafeBufferPointer { crc32(0, $0.baseAddress, UInt32($0.count)) }
    file += big32(data.count) + content + big32(Int(check))
  }

  private static func big32(_ number: Int) -> ContiguousArray<UInt8> {
    [24, 16, 8, 0].reduce(into: []) { $0.append(UInt8(truncatingIfNeeded: number >> $1)) }
  }
}
