import Basics
import CZlib
import DataFiles
import Datasets
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The folder with real data sets, where the tests are told of one.
let localData: String? = getenv("DESCENT_DATA").map { String(cString: $0) }

typealias Bytes = ContiguousArray<UInt8>

/// Expects an error of this kind with exactly this text.
func expectError<Result>(
  _ kind: DescentError.Kind, _ text: String, sourceLocation: SourceLocation = #_sourceLocation,
  _ body: () throws -> Result
) {
  do {
    let result = try body()
    Issue.record("no error, but \(result)", sourceLocation: sourceLocation)
  } catch let error as DescentError {
    #expect(error.description == text, sourceLocation: sourceLocation)
    #expect(error.kind == kind, sourceLocation: sourceLocation)
  } catch {
    Issue.record("unexpected \(error)", sourceLocation: sourceLocation)
  }
}

/// Reads every prefix of the bytes, and the bytes with each bit pattern of each byte changed; counts
/// how many were read. A trap ends the test run, any error but bad data fails the test.
func readDamaged<Result>(
  _ bytes: Bytes, sourceLocation: SourceLocation = #_sourceLocation,
  _ read: (Bytes) throws -> Result
) -> (accepted: Int, refused: Int) {
  var variants = (0..<bytes.count).map { Bytes(bytes[..<$0]) }
  for index in bytes.indices {
    for change: UInt8 in [0x01, 0x80, 0xFF] {
      var copy = bytes
      copy[index] ^= change
      variants.append(copy)
    }
  }
  var counts = (accepted: 0, refused: 0)
  for variant in variants {
    do {
      _ = try read(variant)
      counts.accepted += 1
    } catch {
      let kind = (error as? DescentError)?.kind
      #expect(kind == .badData, "\(error)", sourceLocation: sourceLocation)
      counts.refused += 1
    }
  }
  return counts
}

/// Raw deflate data.
func deflated(_ bytes: Bytes) -> Bytes {
  var size = compressBound(uLong(bytes.count))
  var output = Bytes(repeating: 0, count: Int(size))
  let status = output.withUnsafeMutableBufferPointer { out in
    bytes.withUnsafeBufferPointer {
      compress2(out.baseAddress, &size, $0.baseAddress, uLong($0.count), 9)
    }
  }
  #expect(status == Z_OK)
  // Without the two bytes of zlib's header and the four of its checksum.
  return Bytes(output[2..<Int(size) - 4])
}

/// CRC-32 as in gzip and ZIP.
func checksum(_ bytes: Bytes) -> UInt32 {
  UInt32(bytes.withUnsafeBufferPointer { crc32(0, $0.baseAddress, UInt32($0.count)) })
}

/// One gzip member.
func gzipped(_ bytes: Bytes) -> Bytes {
  [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3] + deflated(bytes) + littleEndian(checksum(bytes))
    + littleEndian(UInt32(bytes.count))
}

func littleEndian(_ value: some FixedWidthInteger) -> Bytes {
  (0..<value.bitWidth / 8).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }.reduce(into: []) {
    $0.append($1)
  }
}

func bigEndian(_ value: some FixedWidthInteger) -> Bytes { Bytes(littleEndian(value).reversed()) }

/// IDX data with a header made of these parts.
func idx(type: UInt8 = 8, _ dimensions: [Int], _ payload: Bytes) -> Bytes {
  [0, 0, type, UInt8(dimensions.count)]
    + dimensions.flatMap { bigEndian(UInt32(truncatingIfNeeded: $0)) } + payload
}

func text(_ string: String) -> Bytes { Bytes(string.utf8) }

/// A folder that exists while the body runs.
func withFolder(_ body: (String) throws -> Void) throws {
  var template = Array("/tmp/descent-test-XXXXXX".utf8CString)
  let made = template.withUnsafeMutableBufferPointer { buffer in
    buffer.baseAddress.flatMap { mkdtemp($0) } != nil
  }
  try #require(made)
  let folder = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  defer { remove(folder: folder) }
  try body(folder)
}

func write(_ bytes: Bytes, _ path: String) throws {
  let file = try #require(fopen(path, "wb"))
  let written = bytes.withUnsafeBytes { fwrite($0.baseAddress, 1, $0.count, file) }
  fclose(file)
  #expect(written == bytes.count)
}

func makeFolder(_ path: String) { mkdir(path, 0o755) }

private func remove(folder: String) {
  for name in fileNames(in: folder) {
    let path = joined(folder, name)
    if fileKind(path) == .folder { remove(folder: path) } else { unlink(path) }
  }
  rmdir(folder)
}

/// The bytes of a base64 text.
func base64(_ text: String) -> Bytes {
  let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
  var bytes = Bytes()
  var bits: UInt32 = 0
  var count = 0
  for byte in text.utf8 {
    guard let value = alphabet.firstIndex(of: byte) else { break }
    bits = bits << 6 | UInt32(value)
    count += 6
    if count >= 8 {
      count -= 8
      bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
    }
  }
  return bytes
}

/// Writes bytes behind those of a file.
func append(_ bytes: Bytes, to path: String) throws {
  let file = try #require(fopen(path, "ab"))
  let written = bytes.withUnsafeBytes { fwrite($0.baseAddress, 1, $0.count, file) }
  fclose(file)
  #expect(written == bytes.count)
}
