import Basics
import DataFiles
import Datasets
import Foundation
import ModelFiles
import Networks
import TestSupport
import Testing

/// A Python with numpy and safetensors; nothing of it is needed to build or use Descent.
private let python = ProcessInfo.processInfo.environment["DESCENT_PYTHON"]

/// What Descent writes is read by others: the Python package of the format, and NumPy as the network.
@Suite(.enabled(if: python != nil, "DESCENT_PYTHON names no Python with numpy and safetensors"))
struct PythonTests {
  /// Prints names, shapes and values, and what a network written in NumPy predicts.
  static let script = """
    import json, sys
    import numpy as np
    from safetensors import safe_open

    np.set_printoptions(floatmode="unique")
    with safe_open(sys.argv[1], "numpy") as file:
        tensors = {name: file.get_tensor(name) for name in sorted(file.keys())}
        description = json.loads(file.metadata()["descent"])
    x = np.array(json.loads(sys.argv[2])).reshape(-1, int(np.prod(description["features"]["shape"])))
    scaling = description["scaling"]
    assert scaling["kind"] == "standardize", scaling
    x = (x - np.array(scaling["mean"])) / np.array(scaling["deviation"])
    for index, layer in enumerate(description["layers"]):
        def get(name):
            return tensors[f"layers.{index}.{name}"].astype(np.float64)
        if layer["kind"] == "dense":
            x = x @ get("weight").T + get("bias")
            if layer["activation"] == "tanh":
                x = np.tanh(x)
            elif layer["activation"] != "linear":
                slope = layer["activation"]["slope"]
                x = np.where(x > 0, x, slope * x)
        elif layer["kind"] == "batch-normalization":
            x = (x - get("running_mean")) / np.sqrt(get("running_var") + layer["epsilon"])
            x = x * get("weight") + get("bias")
        elif layer["kind"] == "layer-normalization":
            mean, variance = x.mean(1, keepdims=True), x.var(1, keepdims=True)
            x = (x - mean) / np.sqrt(variance + layer["epsilon"]) * get("weight") + get("bias")
        else:
            assert layer["kind"] in ("dropout", "flatten"), layer
    assert description["loss"]["kind"] == "cross-entropy", description["loss"]
    e = np.exp(x - x.max(1, keepdims=True))
    print(json.dumps({
        "format-version": description["format-version"],
        "classes": description["task"]["classes"],
        "tensors": {n: {"shape": list(t.shape), "type": str(t.dtype),
                        "values": t.astype(np.float64).reshape(-1).tolist()}
                    for n, t in tensors.items()},
        "probabilities": (e / e.sum(1, keepdims=True)).reshape(-1).tolist(),
    }))
    """

  static func run(_ arguments: [String], script: String = script) throws -> Value {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: try #require(python))
    process.arguments = ["-c", script] + arguments
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0)
    return try JSONReader().read(ContiguousArray(output))
  }

  static func model() throws -> Model {
    let data = try Dataset(
      name: "d", shape: [2, 2, 1], features: .scalars(points(40, seed: 3)),
      targets: [0, 1, 2, 0, 1, 2, 0, 1, 2, 0], task: .classification(classes: ["a", "b", "c"]))
    return try pictureModel(
      [
        Flatten(), Dense(5, activation: .leakyRelu(slope: 0.25)), BatchNormalization(),
        Dropout(0.25), Dense(4, activation: .tanh), LayerNormalization(),
      ], scaling: try FittedScaling(.standardize, training: data))
  }

  @Test func readsAndPredictsTheSame() throws {
    let model = try Self.model()
    let rows = points(4 * 6, seed: 12)
    let predicted = try Predictor(model).predict(rows)
    try ModelFilesTests.inFolder { folder in
      let path = folder + "/m.safetensors"
      try model.save(to: path)
      let list = Value.list(rows.map { .number(Double($0)) })
      let found = try #require(try Self.run([path, JSONWriter().text(list)]).table)
      #expect(found["format-version"]?.integer == Model.formatVersion)
      #expect(found["classes"]?.list?.compactMap(\.text) == model.task.classes)
      let tensors = try #require(found["tensors"]?.table)
      #expect(tensors.entries.map(\.name) == model.network.layout.entries.map(\.name).sorted())
      for entry in model.network.layout.entries {
        try expectTensor(entry, model, try #require(tensors[entry.name]?.table))
      }
      let probabilities = numbers(found["probabilities"])
      let ours = predicted.flatMap(\.probabilities)
      #expect(ours.count == probabilities.count)
      for (a, b) in zip(ours, probabilities) { #expect((Double(a) - b).magnitude < 1e-5) }
    }
  }

  private func numbers(_ value: Value?) -> [Double] { value?.list?.compactMap(\.number) ?? [] }

  /// Name, shape [out, in], type and every value.
  func expectTensor(
    _ entry: ParameterLayout.Entry, _ model: Model, _ found: Settings
  ) throws {
    let shape = entry.spec.role == .weight ? entry.spec.shape.reversed() : entry.spec.shape
    #expect(found["shape"]?.list?.compactMap(\.integer) == shape, "\(entry.name)")
    #expect(found["type"]?.text == (Scalar.self == Float.self ? "float32" : "float64"))
    let values = numbers(found["values"])
    try #require(values.count == entry.range.count)
    let columns = shape.count == 2 ? shape[1] : 1
    let rows = values.count / columns
    for (index, value) in values.enumerated() {
      // Row-major [out, in] there is column-major here.
      let place = shape.count == 2 ? index % columns * rows + index / columns : index
      #expect(Double(model.parameters.values[entry.range.lowerBound + place]) == value)
    }
  }

  @Test func numPyReadsArchives() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
      "descent-npz-\(UUID().uuidString).npz")
    defer { try? FileManager.default.removeItem(at: folder) }
    let numbers = (0..<12).map { Float($0) / 4 - 1 }
    try AtomicFile.write(
      NPZ.encode([
        ("x", NPY.encode(numbers, dimensions: [3, 4])),
        ("y ü", NPY.encode([Int64(-1), 2, 1 << 60], dimensions: [3])),
        ("none", NPY.encode([UInt8](), dimensions: [0, 2])),
      ]), to: folder.path)
    let read = try Self.run(
      [folder.path],
      script: """
        import json, sys
        import numpy as np
        with np.load(sys.argv[1]) as file:
            print(json.dumps({name: [str(a.dtype), list(a.shape), a.reshape(-1).tolist()]
                              for name, a in file.items()}))
        """
    )
    let table = try #require(read.table)
    for (name, type, shape, values) in [
      ("x", "float32", [3, 4], numbers.map(Double.init)), ("y ü", "int64", [3], [-1, 2, 0x1p60]),
      ("none", "uint8", [0, 2], []),
    ] {
      let array = try #require(table[name]?.list)
      #expect(array[0].text == type)
      #expect(array[1].list?.compactMap(\.integer) == shape)
      #expect(self.numbers(array[2]) == values)
    }
  }
}
