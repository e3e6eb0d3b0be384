import Basics
import Datasets

/// Refuses what is in no binary format though its name promises one: read as CSV, the error would speak
/// of columns and quotes.
///
/// Throws `DescentError` (bad data).
func checkPromise(ofName path: String, _ bytes: Numbers<UInt8>) throws {
  let name = path.hasSuffix(".gz") ? String(path.dropLast(3)) : path
  let formats = [
    (".npz", "NPZ"), (".npy", "NPY"), (".idx", "IDX"), ("-ubyte", "IDX"), (".png", "PNG"),
    (".jpg", "JPEG"), (".jpeg", "JPEG"),
  ]
  let start = try ByteReader(bytes, name: path).read(4)
  guard let promised = formats.first(where: { name.lowercased().hasSuffix($0.0) })?.1,
    !start.isEmpty
  else { return }
  throw DescentError(
    .badData, "the name promises \(promised) data, but it begins with \(hexadecimal(start))",
    at: Position(file: path), fix: "Get the file again, or name it as what it is.")
}
