import Descent

/// Small files of every format, to start from.
enum Seeds {
  static let csv: [Bytes] = [
    "a,b,y\n1,2,0\n3,4,1\n5,6,0\n", "a;b;y\r\n1,5;x;yes\r\n2,5;;no\r\n",
    "\"a \"\"b\"\"\",c\n\"x\ny\",1e-3\nNA,-2.5e+3\n", "\u{FEFF}1\t2\t3\n4\t5\t6\n\n",
    "name,age,city,target\nAnn,31,Ulm,1.5\nBob,,Rom,2\nCy,?,Ulm,-3e2\n",
    "x,y\n.5,007\n+1.,1.0\n1e400,nan\n", "a,b\rc,d\re,f\r",
  ].map { Bytes($0.utf8) }

  static let jsonLines: [Bytes] = [
    "{\"a\": 1, \"b\": \"x\", \"y\": true}\n{\"a\": null, \"b\": \"y\", \"y\": false}\n",
    "[{\"a\": 1.5, \"y\": 2}, {\"a\": \"2.5\", \"y\": 3}]", "{\"a\": [1], \"y\": {}}\n",
    "{\"y\": 1, \"a\": \"\\u00e9\\n\"}\r\n\r\n{\"a\": -0, \"y\": 1e-7}",
  ].map { Bytes($0.utf8) }

  static let json: [Bytes] = [
    "{\"a\": [1, -2.5e-3, true, false, null, \"\\u00e9\\ud83d\\ude00\\n\"], \"b\": {\"c\": {}}}",
    "[[], [[]], 1e400, -0, 0.1, 123456789012345678901234567890]", " \"\\\"\\\\\\/\" ",
  ].map { Bytes($0.utf8) }

  static let idx: [Bytes] = [
    [0, 0, 8, 1, 0, 0, 0, 3, 0, 1, 2],
    [0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 2, 1, 2, 3, 4],
    [0, 0, 0x0D, 1, 0, 0, 0, 1, 0x3F, 0x80, 0, 0],
    [0, 0, 0x0E, 1, 0, 0, 0, 1, 0x7F, 0xEF, 1, 2, 3, 4, 5, 6],
    [0, 0, 0x0B, 2, 0, 0, 0, 1, 0, 0, 0, 1, 0xFF, 0xFE],
  ]

  /// `hello` and nothing as gzip, with and without a name in the header, and two in a row.
  static let gzip: [Bytes] = {
    let hello: Bytes = [
      0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 0xCB, 0x48, 0xCD, 0xC9, 0xC9, 7, 0, 0x86, 0xA6, 0x10,
      0x36, 5, 0, 0,
      0,
    ]
    let nothing: Bytes = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0]
    var named = hello
    named[3] = 8
    named.insert(contentsOf: [0x61, 0x2E, 0x74, 0], at: 10)
    return [hello, nothing, named, hello + nothing + [0, 0], Bytes("plain".utf8)]
  }()

  static func npy() throws -> [Bytes] {
    var files = [
      try NPY.encode([1.5, -2, 3] as [Float], dimensions: [3]),
      try NPY.encode([1, 2, 3, 4, 5, 6] as [Double], dimensions: [2, 3]),
      try NPY.encode([1, 2] as [Int64], dimensions: [1, 2, 1]),
      try NPY.encode([1, 0, 255] as [UInt8], dimensions: [3]),
      try NPY.encode([7] as [Float], dimensions: []),
    ]
    for (old, new) in [
      ("'<f4'", "'>f4'"), ("False", "True "), ("'<f4'", "'<f2'"), ("'<f4'", "'|b1'"),
      ("(3,)", "[3,]"),
    ] {
      let text = files[0]
      guard let place = text.indices.first(where: { text[$0...].starts(with: old.utf8) }) else {
        continue
      }
      var changed = text
      changed.replaceSubrange(place..<(place + old.utf8.count), with: new.utf8)
      files.append(changed)
    }
    return files
  }

  static func npz() throws -> [Bytes] {
    let x = try NPY.encode([1, 2, 3, 4] as [Float], dimensions: [2, 2])
    let y = try NPY.encode([0, 1] as [Int64], dimensions: [2])
    return [
      try NPZ.encode([("x", x), ("y", y)]), try NPZ.encode([]),
      try NPZ.encode([("x_train", x), ("y_train", y), ("x_test", x), ("y_test", y)]),
    ]
  }

  private static func small() throws -> Model {
    let network = try Network(
      input: [2, 2, 1],
      layers: [
        Flatten(), Dense(2, activation: .tanh), BatchNormalization(), Dropout(0.25),
        LayerNormalization(), Residual([Dense(2)]), Dense(3),
      ])
    return try Model(
      network: network, parameters: network.initialParameters(seed: 1),
      loss: CategoricalCrossEntropy(),
      task: .classification(classes: ["a", "b", "c"]), dataset: "pictures")
  }

  private static func table() throws -> Model {
    let data = try CSVData(
      csv[4], name: "a", file: "a.csv",
      options: {
        var options = CSVOptions()
        options.missing = .mean
        return options
      }()
    ).dataset
    let encoding = TableEncoding(
      fitting: data, rows: Array(0..<data.rows), missing: .mean, indicators: true)
    let network = try Network(input: [encoding.featureNames.count], layers: [Dense(1)])
    return try Model(
      network: network, parameters: network.initialParameters(seed: 1), loss: .huber,
      task: .regression(targets: ["target"]), featureNames: encoding.featureNames,
      encoding: encoding)
  }

  static func models() throws -> [Bytes] { [try small().safetensors(), try table().safetensors()] }

  static func modelTexts() throws -> [Bytes] {
    [Bytes(try small().json().utf8), Bytes(try table().json().utf8)]
  }

  static func checkpoints() throws -> [Bytes] {
    let data = try Generator.moons.dataset(GeneratorOptions(rows: 20))
    let network = try Network(input: [2], layers: [Dense(2, activation: .tanh), Dense(2)])
    let configuration = TrainingConfiguration(
      loss: CategoricalCrossEntropy(), optimizer: Adam(), learningRate: 0.1, epochs: 2,
      batchSize: 8,
      metrics: [Accuracy()])
    let rows = try TrainingData(
      data, rows: Array(0..<20), network: network, loss: configuration.loss)
    let run = try TrainingRun(network, configuration, training: rows, validation: nil)
    for _ in 0..<4 { _ = try run.next() }
    let model = try Model(
      network: network, parameters: run.trainer.parameters, loss: configuration.loss,
      task: data.task)
    return [
      try Checkpoint(
        program: "1", model: model, training: run.checkpoint(), configuration: ["epochs": 2],
        data: [Checkpoint.Data(name: "moons", sha256: data.fingerprint)], remarks: ["a": 1]
      ).safetensors()
    ]
  }

  static let yaml: [Bytes] = [
    "data: digits\nhidden: [64, 32]\noptimizer:\n  kind: adam\n  beta1: 0.9\n",
    "layers:\n- kind: dense\n  units: 4\n- {kind: dropout, rate: 0.5}\n# note\nname: \"a\\n\\u00e9\"\n",
    "? a\n: |\n  text\n  more\nb: >-\n  folded\n\n  text\n",
    "{a: 0x1F, b: .inf, c: ~, d: '''', e: [.nan]}",
    "--- !!map\na: &x 1\nb: *x\n...\n",
  ].map { Bytes($0.utf8) }
}
