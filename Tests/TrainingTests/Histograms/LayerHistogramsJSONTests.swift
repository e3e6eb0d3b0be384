import Basics
import Testing
import Training

/// `histograms.jsonl`, written and read.
@Suite struct LayerHistogramsJSONTests {
  private func snapshot(_ epoch: Int, _ numbers: [Scalar] = [-1, 0, 0.1, 3, .nan])
    -> LayerHistograms
  {
    let histogram = NumberHistogram(ContiguousArray(numbers).span, of: 50)
    return LayerHistograms(
      epoch: epoch, steps: epoch * 10, rows: 8,
      entries: [
        LayerHistograms.Entry(
          kind: .weights, name: "layers.0.weight", layer: "layer 1 (dense)", histogram: histogram),
        LayerHistograms.Entry(
          kind: .activations, name: "layer 1 (\"dense\")\n", layer: "layer 1 (\"dense\")\n",
          histogram: histogram, units: 4, dead: 1),
      ])
  }

  private func bytes(_ text: String) -> ContiguousArray<UInt8> { ContiguousArray(text.utf8) }

  @Test func comesBackAsItWas() throws {
    let all = [snapshot(1), snapshot(4, [.nan]), snapshot(9, [2, 2]), snapshot(10, [])]
    let text = try all.map { try $0.line() }.joined()
    #expect(text.split(separator: "\n").count == 4)
    #expect(try LayerHistograms.read(bytes(text)) == all)
    #expect(try LayerHistograms.read([]).isEmpty)
  }

  @Test func aLineThatIsBeingWrittenIsLeftOut() throws {
    let text = try snapshot(1).line() + String(try snapshot(2).line().dropLast())
    #expect(try LayerHistograms.read(bytes(text)).map(\.epoch) == [1])
  }

  @Test func whatIsOfLaterEpochsIsCutOff() throws {
    let lines = try [1, 4, 9].map { try snapshot($0).line() }
    let whole = bytes(lines.joined())
    func end(_ epoch: Int) throws -> Int { try LayerHistograms.end(ofEpoch: epoch, in: whole) }
    #expect(try end(0) == 0)
    #expect(try end(1) == lines[0].utf8.count && end(3) == lines[0].utf8.count)
    #expect(try end(8) == lines[0].utf8.count + lines[1].utf8.count)
    #expect(try end(100) == whole.count)
    // A line cut short by a kill is no reason to lose those before it.
    #expect(try LayerHistograms.end(ofEpoch: 9, in: ContiguousArray(whole.dropLast(5))) == end(8))
  }

  static let faults: [(from: String, to: String, message: String)] = [
    (
      "\"epoch\":1", "\"epoch\":-1",
      "h.jsonl:1:10: epoch: expected a whole number of 0 or more, found -1"
    ),
    ("\"steps\":10,", "", "the setting \"steps\" is missing"),
    ("\"rows\"", "\"rowz\"", "Did you mean it by \"rowz\"?"),
    ("\"rows\":8", "\"rows\":8,\"x\":1", "unknown setting \"x\""),
    (
      "\"weights\"", "\"wieghts\"",
      "unknown kind of histogram \"wieghts\". Did you mean \"weights\"?"
    ),
    ("\"zeros\":1", "\"zeros\":9", "more numbers are 0 or not finite than were looked at"),
    ("\"sampled\":5", "\"sampled\":51", "51 numbers were looked at, but there are 50"),
    ("\"least\":-1", "\"least\":4", "the least number is above the greatest"),
    ("\"mean\":", "\"mean\":9", "the mean is not between the least and the greatest number"),
    ("\"deviation\":", "\"deviation\":-", "deviation: expected a number of 0 or more"),
    ("\"counts\":[1", "\"counts\":[2", "the counts make 5, but 4 finite numbers were looked at"),
    ("\"counts\":[1", "\"counts\":[-1", "counts: expected up to 1,000 counts of 0 or more"),
    ("\"counts\":[1", "\"counts\":[9223372036854775807,1", "the counts make"),
    ("\"dead\":1", "\"dead\":5", "5 of 4 units are dead"),
    ("\"histograms\":[{", "\"histograms\":[[],{", "histograms[0]: expected a table of settings"),
    ("{\"epoch\"", "[\"epoch\"", "h.jsonl:1"),
    (
      "8,\"histograms\":[", "8,\"histograms\":7,\"x\":[",
      "histograms: expected a list of histograms"
    ),
  ]

  @Test(arguments: faults) func nonsenseIsRefused(
    _ fault: (from: String, to: String, message: String)
  ) throws {
    let line = try snapshot(1).line()
    let broken = line.replacing(fault.from, with: fault.to, maxReplacements: 1)
    #expect(broken != line)
    let error = #expect(throws: DescentError.self) {
      try LayerHistograms.read(bytes(broken), file: "h.jsonl")
    }
    #expect(error?.kind == .badData && error?.position?.line == 1)
    #expect("\(error.map { "\($0)" } ?? "")".contains(fault.message), "\(fault): \(error as Any)")
  }

  @Test func epochsRiseAndTheLineIsNamed() throws {
    let text = try snapshot(2).line() + snapshot(2).line()
    let error = #expect(throws: DescentError.self) {
      try LayerHistograms.read(bytes(text), file: "h.jsonl")
    }
    #expect(
      error?.description
        == "h.jsonl:2: expected histograms of a later epoch than 2, found epoch 2")
    #expect(throws: DescentError.self) { try LayerHistograms.read(bytes("\n")) }
  }
}
