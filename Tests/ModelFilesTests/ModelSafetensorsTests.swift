import Basics
import Datasets
import ModelFiles
import Networks
import TestSupport
import Testing

@Suite struct ModelSafetensorsTests {
  @Test func namesShapesAndOrderOfFiles() throws {
    let network = try Network(input: [3], layers: [Dense(2)])
    // Weights [in][out], as they are computed with.
    let model = try Model(
      network: network, parameters: Parameters([1, 2, 3, 4, 5, 6, 7, 8]), loss: .huber,
      task: .regression(targets: ["x", "y"]))
    let file = try SafetensorsFile(try model.safetensors())
    #expect(file.tensors.map(\.name) == ["layers.0.bias", "layers.0.weight"])
    #expect(file["layers.0.weight"]?.shape == [2, 3])
    #expect(
      try file["layers.0.weight"]?.scalars() == [1, 3, 5, 2, 4, 6] as ContiguousArray<Scalar>)
    #expect(try file["layers.0.bias"]?.scalars() == [7, 8] as ContiguousArray<Scalar>)
    #expect(file.metadata.keys.sorted() == ["descent", "descent-sha256"])
  }

  @Test func everyTensorThatDoesNotFitIsNamed() throws {
    let model = try smallModel()
    let start = "m.safetensors: the tensors don't fit the description: "
    #expect(loadingFault(try changed(model)) == nil)
    let missing = try changed(model, { $0.removeAll { $0.name == "layers.1.bias" } })
    #expect(loadingFault(missing) == start + "layers.1.bias is missing")
    let extra = try changed(
      model, { $0.append(Tensor(name: "more", shape: [1], scalars: [1])) })
    #expect(loadingFault(extra) == start + "more belongs to no layer")
    let turned = try changed(
      model,
      { tensors in
        for i in tensors.indices where tensors[i].name == "layers.1.weight" {
          tensors[i].shape = [4, 2]
        }
      })
    #expect(
      loadingFault(turned) == start + "layers.1.weight is [4, 2], expected [2, 4]")
    let renamed = try changed(
      model,
      { tensors in
        for i in tensors.indices { tensors[i].name = "model." + tensors[i].name }
      })
    // Four of batch normalization, two of layer normalization, two of each dense layer.
    let names = try SafetensorsFile(try model.safetensors()).tensors.map(\.name)
    #expect(names.count == 10)
    let text = try #require(loadingFault(renamed))
    for name in model.network.layout.entries.map(\.name) {
      #expect(text.ranges(of: "\(name) is missing").count == 1)
    }
    #expect(text.hasSuffix("layers.6.bias is missing; and 10 more"), "\(text)")
  }

  @Test func tensorsOfOtherTypes() throws {
    let model = try pictureModel([])
    let integers = try changed(
      model,
      { tensors in
        for i in tensors.indices where tensors[i].name == "layers.0.bias" {
          tensors[i] = tensor("layers.0.bias", .int8, [3], [1, 2, 3])
        }
      })
    #expect(
      loadingFault(integers)
        == "m.safetensors: tensor \"layers.0.bias\" holds I8, expected F32, F64, F16 or BF16. "
        + "Convert it, in Python with tensor.float().")
    let halves = try changed(
      model,
      { tensors in
        for i in tensors.indices where tensors[i].name == "layers.0.bias" {
          tensors[i] = tensor(
            "layers.0.bias", .float16, [3], [0, 0x3C, 0, 0xB8, 0, 0])  // 1, -0.5, 0
        }
      })
    let loaded = try Model(safetensors: halves)
    #expect(loaded.parameters.values.suffix(3) == [1, -0.5, 0])
  }

  @Test func parametersThatAreNotFinite() throws {
    for value in [Scalar.nan, .infinity] {
      var model = try pictureModel([])
      model.parameters.values[4] = value
      #expect(
        message { _ = try model.safetensors() }
          == "the model has parameters that are not finite; it isn't saved")
      let json = try #require(message { _ = try model.json() })
      #expect(json.hasPrefix("parameters.layers.0.weight") && json.contains("\(value)"), "\(json)")
      let file = try changed(
        try pictureModel([]),
        { tensors in
          for i in tensors.indices where tensors[i].name == "layers.0.bias" {
            tensors[i] = Tensor(name: "layers.0.bias", shape: [3], scalars: [0, value, 0])
          }
        })
      let found = value.isNaN ? "not a number" : "infinite or too large"
      #expect(
        loadingFault(file)
          == "m.safetensors: tensor \"layers.0.bias\": element 1 is \(found)")
    }
  }

  @Test func notOfADescentModel() throws {
    let other = try SafetensorsFile(
      tensors: [Tensor(name: "w", shape: [1], scalars: [1])], metadata: ["format": "pt"]
    ).encoded()
    #expect(
      loadingFault(other)
        == "m.safetensors: a safetensors file, but not of a Descent model: its metadata has no "
        + "entry \"descent\"")
    let garbage = try SafetensorsFile(tensors: [], metadata: ["descent": "{"]).encoded()
    #expect(loadingFault(garbage)?.hasPrefix("m.safetensors: ") == true)
  }

  // MARK: Damage

  /// Every file that isn't whole is refused.
  @Test func cutAtEveryByte() throws {
    let whole = try smallModel().safetensors()
    for count in whole.indices {
      let text = loadingFault(ContiguousArray(whole[..<count]))
      #expect(text != nil && text?.hasPrefix("not a") == false, "\(count) bytes: \(text ?? "")")
    }
    #expect(loadingFault(whole + [0]) != nil)
  }

  /// A damaged header is refused, unless the damage changes nothing, such as another white space.
  @Test func everyByteOfTheHeaderFlipped() throws {
    let original = try smallModel()
    let whole = try original.safetensors()
    let length = whole[..<8].reversed().reduce(0) { $0 << 8 | Int($1) }
    var refused = 0
    var loaded = 0
    for place in 0..<(8 + length) {
      for value in Self.damages(of: whole[place]) {
        var bytes = whole
        bytes[place] = value
        do {
          let model = try Model(safetensors: bytes)
          loaded += 1
          #expect(model.description == original.description, "byte \(place) as \(value)")
          #expect(model.parameters == original.parameters)
        } catch let error as DescentError {
          refused += 1
          #expect(error.kind == .badData && !error.message.isEmpty)
        }
      }
    }
    #expect(refused > 100 * loaded, "\(refused) refused, \(loaded) loaded")
  }

  @Test func everyByteOfTheNumbersFlipped() throws {
    let model = try smallModel()
    let whole = try model.safetensors()
    let length = whole[..<8].reversed().reduce(0) { $0 << 8 | Int($1) }
    for place in (8 + length)..<whole.count {
      for value in [whole[place] ^ 1, whole[place] ^ 0x80, 0x7F, 0xFF] where value != whole[place] {
        var bytes = whole
        bytes[place] = value
        let text = loadingFault(bytes)
        #expect(text == Self.damaged, "byte \(place) as \(value): \(text ?? "loaded")")
      }
    }
  }

  private static let damaged =
    "m.safetensors: the file is damaged or was changed: its checksum doesn't match. "
    + "Use a whole copy of it, or train again."

  @Test func aFileWithoutItsChecksum() throws {
    let container = try SafetensorsFile(try smallModel().safetensors())
    var bare = container
    bare.metadata[Model.checksumKey] = nil
    #expect(loadingFault(try bare.encoded()) == Self.damaged)
    var other = container
    other.metadata[Model.checksumKey] = String(repeating: "0", count: 64)
    #expect(loadingFault(try other.encoded()) == Self.damaged)
  }

  @Test func variancesBelowZero() throws {
    let file = try changed(
      try smallModel(),
      { tensors in
        for i in tensors.indices where tensors[i].name == "layers.2.running_var" {
          tensors[i] = Tensor(name: tensors[i].name, shape: [2], scalars: [1, -0.5])
        }
      })
    #expect(
      loadingFault(file)
        == "m.safetensors: layers.2.running_var: a variance can't be below 0, found -0.5")
  }

  static func damages(of byte: UInt8) -> Set<UInt8> {
    Set([
      byte ^ 1, byte ^ 0x20, byte ^ 0x80, 0, 0xFF, UInt8(ascii: "\""), UInt8(ascii: "9"),
      UInt8(ascii: "-"), UInt8(ascii: "]"),
    ]).subtracting([byte])
  }
}
