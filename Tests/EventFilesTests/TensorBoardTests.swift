import Basics
import EventFiles
import Foundation
import Testing

/// A Python with TensorBoard's package; nothing of it is needed to build or use Descent.
private let python: String? = {
  guard let python = ProcessInfo.processInfo.environment["DESCENT_PYTHON"] else { return nil }
  let process = Process()
  process.executableURL = URL(fileURLWithPath: python)
  process.arguments = ["-c", "import tensorboard"]
  process.standardError = FileHandle.nullDevice
  guard (try? process.run()) != nil else { return nil }
  process.waitUntilExit()
  return process.terminationStatus == 0 ? python : nil
}()

/// TensorBoard's own reader takes what is written here.
@Suite(.enabled(if: python != nil, "DESCENT_PYTHON names no Python with tensorboard"))
struct TensorBoardTests {
  static let script = """
    import json, sys
    from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
    from tensorboard.plugins.hparams import plugin_data_pb2
    events = EventAccumulator(sys.argv[1], {"scalars": 0, "histograms": 0, "images": 0, "tensors": 0})
    events.Reload()
    tags = events.Tags()
    def message(tag):
        data = plugin_data_pb2.HParamsPluginData.FromString(
            events.SummaryMetadata(tag).plugin_data.content)
        return data
    found = {
        "version": events.file_version,
        "scalars": {t: [[e.step, e.value, e.wall_time] for e in events.Scalars(t)]
                    for t in tags["scalars"]},
        "images": {t: [[e.step, e.height, e.width, len(e.encoded_image_string)]
                       for e in events.Images(t)] for t in tags["images"]},
        "texts": {t: events.Tensors(t)[0].tensor_proto.string_val[0].decode()
                  for t in tags["tensors"] if not t.startswith("_")},
        "plugins": {t: events.SummaryMetadata(t).plugin_data.plugin_name
                    for t in tags["tensors"]},
    }
    for t in tags["histograms"]:
        h = events.Histograms(t)[0].histogram_value
        found["histogram"] = [h.min, h.max, h.num, h.sum, h.sum_squares,
                              list(h.bucket_limit), list(h.bucket)]
    if "_hparams_/experiment" in tags["tensors"]:
        e = message("_hparams_/experiment").experiment
        s = message("_hparams_/session_start_info").session_start_info
        found["experiment"] = [[i.name, i.type] for i in e.hparam_infos] + [
            [m.name.group, m.name.tag, m.display_name] for m in e.metric_infos]
        found["start"] = {k: getattr(v, v.WhichOneof("kind")) for k, v in s.hparams.items()}
        found["status"] = message("_hparams_/session_end_info").session_end_info.status
    print(json.dumps(found))
    """

  private func read(_ folder: String) throws -> Settings {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: try #require(python))
    process.arguments = ["-c", Self.script, folder]
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0)
    return try #require(try JSONReader().read(ContiguousArray(output)).table)
  }

  @Test func everyKindOfValueIsRead() throws {
    try EventFileTests.inFolder { folder in
      let file = try EventFile(in: folder, clock: { 1_700_000_000.25 })
      try file.write(
        [
          .scalar("loss", 0.5), .scalar("nothing", 0),
          .histogram(
            "weights/a",
            EventHistogram(edges: [-1, 0, 2], counts: [3, 1], mean: 0.25, deviation: 0.5)),
          .image("grid", png: [1, 2, 3], height: 4, width: 5, channels: 3),
          .text("config", "epochs: *3* ü\n"),
        ], step: 1 << 40)
      let found = try read(folder)
      #expect(found["version"]?.number == 2)
      let scalars = found["scalars"]?.table
      #expect(scalars?["loss"] == [[.integer(1 << 40), 0.5, 1_700_000_000.25]])
      #expect(scalars?["nothing"]?.list?[0].list?[1].number == 0)
      // sum 0.25 times 4; squares (0.25 + 0.0625) times 4
      let histogram = found["histogram"]?.list ?? []
      #expect(histogram.compactMap(\.number) == [-1, 2, 4, 1, 1.25])
      let bins = histogram.compactMap { $0.list?.compactMap(\.number) }
      #expect(bins == [[0, 2], [3, 1]])
      #expect(found["images"]?.table?["grid"] == [[.integer(1 << 40), 4, 5, 3]])
      #expect(found["texts"]?.table?["config"] == "epochs: *3* ü\n")
      #expect(found["plugins"]?.table?["config"] == "text")
    }
  }

  @Test func hyperparametersAreRead() throws {
    try EventFileTests.inFolder { folder in
      let file = try EventFile(in: folder)
      let parameters = Hyperparameters(
        [
          "epochs": 20, "rate": 0.5, "shuffle": false, "optimizer": "adam", "hidden": [64, 32],
          "zero": 0, "clip": .null,
        ],
        metrics: [
          Hyperparameters.Metric("loss", in: "validation", name: "validation loss"),
          Hyperparameters.Metric("final/loss", name: "loss"),
        ])
      try file.write(parameters.begin(at: 5), step: 0)
      try file.write([Hyperparameters.end(at: 6)], step: 9)
      let found = try read(folder)
      #expect(
        found["experiment"] == [
          ["epochs", 3], ["rate", 3], ["shuffle", 2], ["optimizer", 1], ["hidden", 1], ["zero", 3],
          ["clip", 1], ["validation", "loss", "validation loss"], ["", "final/loss", "loss"],
        ])
      let start = try #require(found["start"]?.table)
      #expect(start["epochs"]?.number == 20 && start["zero"]?.number == 0)
      #expect(start["shuffle"]?.flag == false && start["optimizer"]?.text == "adam")
      #expect(start["hidden"]?.text == "[64,32]" && start["clip"]?.text == "null")
      #expect(found["status"]?.integer == 1)
    }
  }

  @Test func whatIsTakenAnewIsDropped() throws {
    try EventFileTests.inFolder { folder in
      let first = try EventFile(in: folder)
      for step in 1...5 { try first.write([.scalar("loss", Double(step))], step: step) }
      let second = try EventFile(in: folder, from: 3)
      try second.write([.scalar("loss", 30)], step: 3)
      let points = try #require(try read(folder)["scalars"]?.table?["loss"]?.list)
      #expect(points.map { $0.list?[0].integer } == [1, 2, 3])
      #expect(points.map { $0.list?[1].number } == [1, 2, 30])
    }
  }
}
