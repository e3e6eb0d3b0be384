import Descent

/// What was measured of reading.
struct LoadingFigures {
  var workload: Workload
  /// Rows that were read.
  var rows: Int
  /// Bytes that were read, as they lie in the files.
  var bytes: Int
  /// Seconds of every round.
  var times: [Double]

  /// The middle one of the rounds.
  var seconds: Double { median(times) }
}

/// Times the reading of data, up to the moment at which a training may begin.
struct LoadingBench {
  let workload: Workload
  let work: LoadingWork
  let limits: BenchLimits
  let surroundings: Surroundings

  func run() throws -> LoadingFigures {
    surroundings.note("\(workload.name): \(workload.summary)")
    let catalog = DatasetCatalog(environment: surroundings.environment)
    switch work {
    case .files(let name):
      // Missing files are refused here: generated ones would have another size.
      let sources = try catalog.load(name).sources
      let bytes = try sources.reduce(0) { try $0 + readFile($1).count }
      return try measure(bytes: bytes) { try catalog.load(name) }
    case .path(let path):
      var options = LoadOptions()
      options.csv.missing = .mean
      let sources = try catalog.load(path, options).sources.filter { fileKind($0) == .file }
      let bytes = try sources.reduce(0) { try $0 + readFile($1).count }
      return try measure(bytes: bytes) { try catalog.load(path, options) }
    case .csv(let rows, let columns):
      let text = Self.table(rows: min(rows, limits.rows ?? rows), columns: columns)
      return try measure(bytes: text.count) { try catalog.load(text, path: "table.csv") }
    case .pictures(let format, let count, let side):
      let pictures = try BenchPictures(format, count: min(count, limits.rows ?? count), side: side)
      let options = LoadOptions(
        pictures: PictureOptions(size: PictureSize(height: 32, width: 32), color: .color))
      return try measure(bytes: pictures.bytes) { try catalog.load(pictures.folder, options) }
    }
  }

  private func measure(bytes: Int, _ load: () throws -> LoadedData) throws -> LoadingFigures {
    var rows = 0
    let times = try limits.times(SystemStopWatch()) {
      let loaded = try load()
      rows = loaded.train.rows + (loaded.test?.rows ?? 0)
      try Interrupt.check("stopped")
    }
    return LoadingFigures(workload: workload, rows: rows, bytes: bytes, times: times)
  }

  /// Numbers with four decimals under a header; the last column is the target.
  private static func table(rows: Int, columns: Int) -> ContiguousArray<UInt8> {
    var random = RandomSource(seed: 0, .generation)
    var text = ContiguousArray<UInt8>()
    text.reserveCapacity(rows * columns * 8)
    text.append(contentsOf: (1...columns).map { "c\($0)" }.joined(separator: ",").utf8)
    text.append(UInt8(ascii: "\n"))
    for _ in 0..<rows {
      for column in 1...columns {
        text.append(contentsOf: fixed(random.uniform(-10, 10), 4).utf8)
        text.append(UInt8(ascii: column == columns ? "\n" : ","))
      }
    }
    return text
  }
}
