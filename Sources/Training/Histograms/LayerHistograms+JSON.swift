import Basics

// `histograms.jsonl`: one JSON object a line, each the histograms of one epoch.

extension LayerHistograms {
  /// The histograms as a line of `histograms.jsonl`, with its line feed.
  ///
  /// Throws `DescentError` (bad data) where a number in it is not finite.
  public func line() throws -> String {
    let list = try entries.map { try $0.json() }.joined(separator: ",")
    return "{\"epoch\":\(epoch),\"steps\":\(steps),\"rows\":\(rows),\"histograms\":[\(list)]}\n"
  }

  /// Reads `histograms.jsonl`, strictly. A last line without a line feed is one that is being written, or
  /// was when the training was killed, and is left out.
  ///
  /// - Parameter file: its name, for errors.
  ///
  /// Throws `DescentError` (bad data) with the line of what is no JSON, what is missing, unknown or
  /// out of range, counts that don't add up, and epochs that don't rise.
  public static func read(
    _ bytes: ContiguousArray<UInt8>, file: String? = nil
  ) throws -> [LayerHistograms] {
    var snapshots: [LayerHistograms] = []
    for (number, range) in wholeLines(bytes).enumerated() {
      // Some 40 counts for each histogram: what has more values than bytes / 2 is no JSON anyway.
      var parser = JSONParser(
        bytes, file, 10, range.count, part: range, line: number + 1)
      let snapshot = try LayerHistograms(try parser.document { try $0.value(depth: 0) })
      if let last = snapshots.last, snapshot.epoch <= last.epoch || snapshot.steps < last.steps {
        throw DescentError(
          .badData,
          "expected histograms of a later epoch than \(last.epoch), found epoch \(snapshot.epoch)",
          at: Position(file: file, line: number + 1))
      }
      snapshots.append(snapshot)
    }
    return snapshots
  }

  /// Where the part of a file ends that holds histograms of epochs up to this one: what stands behind it is
  /// of a training that was stopped later than where it goes on.
  ///
  /// Throws `DescentError` (bad data) as `read` does.
  public static func end(
    ofEpoch epoch: Int, in bytes: ContiguousArray<UInt8>, file: String? = nil
  ) throws -> Int {
    let kept = try read(bytes, file: file).prefix { $0.epoch <= epoch }.count
    return kept == 0 ? 0 : wholeLines(bytes)[kept - 1].upperBound + 1
  }

  /// The lines that end with a line feed, without it.
  private static func wholeLines(_ bytes: ContiguousArray<UInt8>) -> [Range<Int>] {
    var lines: [Range<Int>] = []
    var start = 0
    while let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) {
      lines.append(start..<end)
      start = end + 1
    }
    return lines
  }

  private init(_ value: Value) throws {
    var reader = try SettingsReader(value)
    epoch = try reader.count("epoch")
    steps = try reader.count("steps")
    rows = try reader.count("rows")
    let list = try reader.required("histograms")
    guard let values = list.list else {
      throw reader.wrong("histograms", list, expected: "a list of histograms")
    }
    entries = try values.enumerated().map { try Entry($1, "histograms[\($0)]") }
    try reader.finish()
  }
}

extension LayerHistograms.Entry {
  /// Put together by hand: as a `Value` the counts would take longer than all of the rest.
  fileprivate func json() throws -> String {
    func text(_ value: Value) throws -> String { try JSONWriter().text(value) }
    func number(_ value: Double) throws -> String { try text(.number(value)) }
    let units = kind == .activations ? ",\"units\":\(units),\"dead\":\(dead)" : ""
    return try "{\"kind\":\"\(kind.rawValue)\",\"name\":\(text(.text(name))),"
      + "\"layer\":\(text(.text(layer))),\"count\":\(histogram.count),"
      + "\"sampled\":\(histogram.sampled),\"not_finite\":\(histogram.notFinite),"
      + "\"zeros\":\(histogram.zeros),\"least\":\(number(histogram.least)),"
      + "\"greatest\":\(number(histogram.greatest)),\"mean\":\(number(histogram.mean)),"
      + "\"deviation\":\(number(histogram.deviation)),"
      + "\"counts\":[\(histogram.counts.map { String($0) }.joined(separator: ","))]\(units)}"
  }

  fileprivate init(_ value: Value, _ path: String) throws {
    var reader = try SettingsReader(value, path: path)
    let kindText = try reader.text("kind")
    guard let kind = LayerHistograms.Kind(rawValue: kindText) else {
      throw DescentError(
        .badData, "\(path).kind: unknown kind of histogram \"\(kindText)\"", at: value.position,
        fix: suggestion(for: kindText, in: LayerHistograms.Kind.allCases.map(\.rawValue)))
    }
    self.kind = kind
    name = try reader.text("name")
    layer = try reader.text("layer")
    histogram = NumberHistogram(
      count: try reader.count("count"), sampled: try reader.count("sampled"),
      notFinite: try reader.count("not_finite"), zeros: try reader.count("zeros"),
      least: try reader.number("least"), greatest: try reader.number("greatest"),
      mean: try reader.number("mean"),
      deviation: try reader.number(
        "deviation", expected: "a number of 0 or more", where: { $0 >= 0 }),
      counts: try Self.counts(&reader))
    units = kind == .activations ? try reader.count("units") : 0
    dead = kind == .activations ? try reader.count("dead") : 0
    try reader.finish()
    if let fault = fault {
      throw DescentError(.badData, "\(path): \(fault)", at: value.position)
    }
  }

  private static func counts(_ reader: inout SettingsReader) throws -> [Int] {
    let value = try reader.required("counts")
    let counts = value.list?.compactMap(\.integer)
    guard let counts, counts.count == value.list?.count, counts.allSatisfy({ $0 >= 0 }),
      counts.count <= 1000
    else { throw reader.wrong("counts", value, expected: "up to 1,000 counts of 0 or more") }
    return counts
  }

  /// What doesn't fit together.
  private var fault: String? {
    let sum = histogram.counts.reduce(0) { $0.addingReportingOverflow($1).partialValue }
    switch true {
    case histogram.sampled > histogram.count:
      return "\(histogram.sampled) numbers were looked at, but there are \(histogram.count)"
    case histogram.notFinite > histogram.sampled || histogram.zeros > histogram.finite:
      return "more numbers are 0 or not finite than were looked at"
    case sum != histogram.finite:
      return "the counts make \(sum), but \(histogram.finite) finite numbers were looked at"
    case histogram.least > histogram.greatest:
      return "the least number is above the greatest"
    case !(histogram.least...histogram.greatest ~= histogram.mean):
      return "the mean is not between the least and the greatest number"
    case dead > units: return "\(dead) of \(units) units are dead"
    default: return nil
    }
  }
}

extension SettingsReader {
  fileprivate mutating func count(_ name: String) throws -> Int {
    try integer(name, expected: "a whole number of 0 or more", where: { $0 >= 0 })
  }
}
