#if Dashboard
  import Descent

  /// `metrics.jsonl` as it grows: what has been read stays, only what is new is read.
  struct MetricsTail: Sendable {
    /// The figures of the epochs, each [epochs]; NaN where one is missing.
    private(set) var columns: [String: [Double]] = [:]
    /// Their names in the order of the file.
    private(set) var names: [String] = []
    /// How many epochs there are.
    private(set) var epochs = 0
    /// What is wrong with the file; what came before it counts.
    private(set) var fault: String?
    private var offset = 0
    private var file: FileState?

    /// More names are no figures of a network that anybody looks at one by one.
    static let mostColumns = 96
    /// Bytes that are read at a time.
    static let pieceSize = 1 << 22

    /// Reads what has come.
    ///
    /// - Returns: the first epoch that is new or different, counted from 0; nil where nothing is.
    mutating func read(_ path: String) -> Int? {
      guard let now = FileState(path), now.isFile else {
        guard epochs > 0 || file != nil else { return nil }
        self = MetricsTail()
        return 0
      }
      guard now != file else { return nil }
      let isOther = file.map { $0.number != now.number || now.size < offset } ?? false
      if isOther { self = MetricsTail() }
      let first = epochs
      var isWhole = true
      while fault == nil {
        guard let bytes = RunFiles.bytes(path, from: offset, limit: Self.pieceSize) else { break }
        let taken = take(bytes)
        offset += taken
        if bytes.count == Self.pieceSize, taken == 0 {
          fault = "line \(epochs + 1) of metrics.jsonl is longer than any epoch's"
        }
        isWhole = bytes.count < Self.pieceSize
        if isWhole { break }
      }
      file = isWhole ? now : nil
      return isOther ? 0 : epochs > first ? first : nil
    }

    /// Reads whole lines; gives how many bytes they have.
    private mutating func take(_ bytes: ContiguousArray<UInt8>) -> Int {
      var start = 0
      while fault == nil, let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) {
        do {
          try add(ContiguousArray(bytes[start..<end]))
        } catch {
          fault =
            "line \(epochs + 1) of metrics.jsonl: "
            + ((error as? DescentError)?.message ?? "can't be read")
        }
        start = end + 1
      }
      return start
    }

    private mutating func add(_ line: ContiguousArray<UInt8>) throws {
      let value = try JSONReader(depthLimit: 4, valueLimit: 10_000).read(line)
      guard let table = value.table, let epoch = table["epoch"]?.integer else {
        throw DescentError(.badData, "expected an epoch, found \(value.found)")
      }
      guard epoch == epochs + 1 else {
        throw DescentError(.badData, "expected epoch \(epochs + 1), found epoch \(epoch)")
      }
      for entry in table.entries where entry.name != "epoch" {
        if columns[entry.name] == nil {
          guard names.count < Self.mostColumns else { continue }
          names.append(entry.name)
          columns[entry.name] = [Double](repeating: .nan, count: epochs)
        }
        columns[entry.name]?.append(entry.value.number ?? .nan)
      }
      epochs += 1
      for name in names where (columns[name]?.count ?? 0) < epochs {
        columns[name]?.append(.nan)
      }
    }

    /// The last number of a column.
    func last(_ name: String) -> Double? { columns[name]?.last { $0.isFinite } }

    /// Seconds of all epochs.
    var seconds: Double {
      ["seconds", "validation_seconds"].reduce(0.0) { sum, name in
        sum + (columns[name] ?? []).reduce(0.0) { $1.isFinite ? $0 + $1 : $0 }
      }
    }
  }

  /// A curve with fewer points, among them each stretch's highest and lowest: no spike gets lost.
  struct ThinCurve: Sendable, Equatable {
    /// Places, from 0.
    var x: [Int]
    var y: [Double]

    /// - Parameter most: points, about.
    init(_ values: [Double], most: Int) {
      let places = values.indices.filter { values[$0].isFinite }
      guard places.count > max(most, 4) else {
        x = places
        y = places.map { values[$0] }
        return
      }
      let stretch = Double(places.count) / Double(max(most / 2, 2))
      var kept: [Int] = []
      var start = 0
      var piece = 1.0
      while start < places.count {
        let end = min(places.count, max(start + 1, Int((piece * stretch).rounded())))
        let part = places[start..<end]
        let lowest = part.min { values[$0] < values[$1] } ?? places[start]
        let highest = part.max { values[$0] < values[$1] } ?? places[start]
        kept += lowest == highest ? [lowest] : [min(lowest, highest), max(lowest, highest)]
        start = end
        piece += 1
      }
      if let first = places.first, kept.first != first { kept.insert(first, at: 0) }
      if let last = places.last, kept.last != last { kept.append(last) }
      x = kept
      y = kept.map { values[$0] }
    }
  }
#endif
