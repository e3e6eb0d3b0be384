import Commands
import Descent

typealias Bytes = ContiguousArray<UInt8>

/// Something that reads bytes from outside, and what its fuzzing starts from.
struct Reader: Sendable {
  var name: String
  var seeds: @Sendable () throws -> [Bytes]
  var read: @Sendable (Bytes) throws -> Void

  static let all = [
    csv, jsonLines, json, npy, npz, idx, gzip, png, jpeg, safetensors, model, checkpoint, yaml,
  ]

  static let csv = Reader(name: "csv", seeds: { Seeds.csv }) { bytes in
    var options = CSVOptions()
    _ = try? CSVData(bytes, name: "a", file: "a.csv", options: options)
    options.missing = .mean
    try encode(CSVData(bytes, name: "a", file: "a.csv", options: options).dataset)
  }

  static let jsonLines = Reader(name: "jsonl", seeds: { Seeds.jsonLines }) { bytes in
    var options = CSVOptions()
    options.missing = .median
    try encode(CSVData(bytes, name: "a", file: "a.jsonl", options: options).dataset)
  }

  /// Goes on to features, as a training would.
  private static func encode(_ data: Dataset) throws {
    guard data.columns != nil else { return }
    let encoding = TableEncoding(
      fitting: data, rows: Array(0..<data.rows), missing: .mean, indicators: true)
    var counts = TableEncoding.Counts(columns: encoding.columns.count)
    _ = try encoding.encode(data, counts: &counts)
    let again = try TableEncoding(encoding.value)
    try Fuzz.expect(again == encoding)
  }

  static let json = Reader(name: "json", seeds: { Seeds.json }) { bytes in
    let value = try JSONReader().read(bytes, file: "a.json")
    let text = try JSONWriter(.compact).text(value)
    try Fuzz.expect(JSONReader().read(text) == value)
  }

  static let npy = Reader(name: "npy", seeds: { try Seeds.npy() }) { bytes in
    let array = try NPY(bytes, name: "a.npy")
    let again = try NPY(array.encoded(), name: "b.npy")
    try Fuzz.expect(
      again.dimensions == array.dimensions && again.values.count == array.values.count)
  }

  static let npz = Reader(name: "npz", seeds: { try Seeds.npz() }) { bytes in
    let archive = try NPZ(bytes, name: "a.npz")
    _ = archive.summary
    for array in archive.arrays.prefix(20) { _ = try? archive.array(array) }
    _ = try LoadedData(npz: bytes, file: "a.npz", name: "a")
  }

  static let idx = Reader(name: "idx", seeds: { Seeds.idx }) { bytes in
    let array = try IDX(bytes, name: "a.idx")
    _ = try Dataset(images: array, labels: array, name: "a")
  }

  static let gzip = Reader(name: "gzip", seeds: { Seeds.gzip }) { bytes in
    let content = try inflated(bytes, name: "a.gz", limit: 1 << 24)
    let reader = ByteReader(bytes, name: "a.gz")
    let head = try reader.read(3)
    try Fuzz.expect(content.starts(with: head))
    try Fuzz.expect(reader.remaining(upTo: .max) == content.count - head.count)
    try Fuzz.expect(reader.read(.max).elementsEqual(content.dropFirst(head.count)))
  }

  static let safetensors = Reader(name: "safetensors", seeds: { try Seeds.models() }) { bytes in
    let file = try SafetensorsFile(bytes, file: "a.safetensors")
    for tensor in file.tensors { _ = try? tensor.scalars() }
    try Fuzz.expect(SafetensorsFile(file.encoded()).tensors.count == file.tensors.count)
  }

  /// A model in either format; where it is safetensors, its checksum is put right first, or nothing but the
  /// checksum would ever be tested.
  static let model = Reader(
    name: "model", seeds: { try Seeds.models() + Seeds.modelTexts() }
  ) { bytes in
    let model: Model
    if bytes.first == UInt8(ascii: "{") {
      model = try Model(json: bytes, file: "a.json")
    } else {
      model = try Model(
        safetensors: Checksums.model(SafetensorsFile(bytes)).encoded(), file: "a.safetensors")
    }
    let again = try Model(json: Bytes(model.json().utf8))
    try Fuzz.expect(again.parameters == model.parameters)
    let rows = ContiguousArray<Scalar>(repeating: 0.5, count: model.network.input.count)
    _ = try? Predictor(model).predict(rows)
  }

  static let checkpoint = Reader(name: "checkpoint", seeds: { try Seeds.checkpoints() }) { bytes in
    let checkpoint = try Checkpoint(
      safetensors: Checksums.checkpoint(bytes), file: "a.safetensors")
    _ = try checkpoint.safetensors()
  }

  static let yaml = Reader(name: "yaml", seeds: { Seeds.yaml }) { bytes in
    guard let text = String(validating: bytes, as: UTF8.self) else { return }
    let value = try YAMLReader().read(text, file: "a.yaml")
    guard let written = try? YAMLWriter().text(value) else { return }
    let again = try YAMLReader().read(written)
    try Fuzz.expect(again == value || written.contains("nan"), "\(value) became \(again)")
  }
}

/// Puts the checksums right that would refuse every change before anything else is looked at.
enum Checksums {
  static func model(_ file: SafetensorsFile) -> SafetensorsFile {
    var file = file
    guard let text = file.metadata[Model.metadataKey] else { return file }
    file.metadata[Model.checksumKey] = Model.checksum(text, file.tensors)
    return file
  }

  static func checkpoint(_ bytes: Bytes) -> Bytes {
    let key = Array("\"\(Checkpoint.checksumKey)\":\"".utf8)
    guard bytes.count > key.count + 72 else { return bytes }
    for start in 0..<(bytes.count - key.count - 64)
    where bytes[start] == key[0] && bytes[start..<(start + key.count)].elementsEqual(key) {
      var bytes = bytes
      let place = (start + key.count)..<(start + key.count + 64)
      bytes.replaceSubrange(place, with: repeatElement(UInt8(ascii: "0"), count: 64))
      bytes.replaceSubrange(place, with: SHA256.hexadecimal(of: bytes).utf8)
      return bytes
    }
    return bytes
  }
}
