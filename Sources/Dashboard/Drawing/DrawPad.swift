#if Dashboard
  import Descent

  /// Looks at drawings with the models of runs.
  actor DrawPad {
    private struct Loaded {
      var file: String
      var state: FileState
      var tracer: RowTracer
      var picture: PictureModel
    }

    private let environment: [String: String]
    private var loaded: [Loaded] = []
    private var heads: [String: (state: FileState, picture: PictureModel?)] = [:]
    private var datasets: [String: Dataset] = [:]

    /// Models kept in memory.
    private static let kept = 3
    /// Numbers of a layer that are shown; the others are counted.
    static let mostActivations = 1024

    init(environment: [String: String]) { self.environment = environment }

    /// The runs whose models take pictures.
    func models(_ runs: [FollowedRun]) -> [Settings] {
      var files: Set<String> = []
      let models = runs.compactMap { run -> Settings? in
        let file = run.file("model.safetensors")
        guard let state = FileState(file), state.isFile else { return nil }
        files.insert(file)
        if heads[file]?.state != state { heads[file] = (state, PictureModel(file: file)) }
        guard var about = heads[file]?.picture?.settings else { return nil }
        about["path"] = .text(run.name)
        return about
      }
      for file in heads.keys where !files.contains(file) { heads[file] = nil }
      return models
    }

    /// What a run's model makes of a picture.
    ///
    /// - Parameter request: `pixels`, [height][width][channels] bytes in base 64; `output`, the class
    ///   whose saliency is wanted, or nothing.
    ///
    /// Throws `DescentError` for a model that can't be read, or pixels that don't fit it.
    func look(_ run: FollowedRun, _ request: Settings) throws -> Settings {
      let model = try model(of: run)
      guard let text = request["pixels"]?.text, let pixels = Base64.decoded(text),
        pixels.count == model.picture.count
      else {
        throw DescentError(
          .badData, "expected \(grouped(model.picture.count)) pixels in base 64")
      }
      let share = Scalar(model.tracer.model.brightest / 255)
      let trace = try model.tracer.trace(
        pixels.map { Scalar($0) * share }, output: request["output"]?.integer)
      return describe(trace, model.tracer.model, model.picture)
    }

    private func describe(_ trace: RowTrace, _ model: Model, _ picture: PictureModel) -> Settings {
      let layers = trace.layers.map { layer -> Value in
        let shown = layer.activations.prefix(Self.mostActivations)
        return .table([
          "name": .text(layer.name), "count": .integer(layer.activations.count),
          "values": .list(shown.map { .figure(Double($0), digits: 3) }),
        ])
      }
      return [
        "outputs": .list(trace.outputs.map { .figure(Double($0)) }),
        "probabilities": .flag(model.givesProbabilities && !model.task.classes.isEmpty),
        "names": .list(
          (model.task.classes.isEmpty ? model.targetNames : model.task.classes).map { .text($0) }),
        "layers": .list(layers),
        "saliency": .table([
          "output": .integer(trace.saliency.output),
          "values": .list(perPixel(trace.saliency.contributions, picture.channels)),
          "gradient": .list(perPixel(trace.saliency.gradient, picture.channels)),
        ]),
      ]
    }

    /// The sum over the colors of each pixel.
    private func perPixel(_ values: [Scalar], _ channels: Int) -> [Value] {
      stride(from: 0, to: values.count, by: channels).map { start in
        let sum = values[start..<min(start + channels, values.count)].reduce(0.0) {
          $0 + Double($1)
        }
        return .figure(sum, digits: 3)
      }
    }

    private func model(of run: FollowedRun) throws -> Loaded {
      let file = run.file("model.safetensors")
      guard let state = FileState(file), state.isFile else {
        throw DescentError(.noInput, "\(run.name) has no model yet")
      }
      if let index = loaded.firstIndex(where: { $0.file == file && $0.state == state }) {
        return loaded[index]
      }
      let model = try Model(contentsOf: file)
      guard
        let picture = PictureModel(
          shape: model.network.input.dimensions, classes: model.task.classes,
          dataset: model.dataset)
      else { throw DescentError(.usage, "the model of \(run.name) takes no pictures") }
      let new = Loaded(file: file, state: state, tracer: RowTracer(model), picture: picture)
      loaded.removeAll { $0.file == file }
      loaded.insert(new, at: 0)
      loaded.removeLast(max(0, loaded.count - Self.kept))
      return new
    }

    // MARK: Pictures to begin with

    /// Some pictures of the data that a model was trained on, if that has a name and is at hand.
    ///
    /// - Parameter seed: other pictures for another seed.
    func examples(_ run: FollowedRun, count: Int, seed: UInt64) throws -> Settings {
      let model = try model(of: run)
      let name = model.picture.dataset
      guard ["digits", "mnist", "fashion-mnist"].contains(name) else {
        return ["pictures": [], "note": .text("no pictures of \"\(name)\" at hand")]
      }
      let data: Dataset
      if let known = datasets[name] {
        data = known
      } else {
        guard let files = try? DatasetCatalog(environment: environment).load(name) else {
          return ["pictures": [], "note": .text("no pictures of \"\(name)\" at hand")]
        }
        data = files.test ?? files.train
        datasets[name] = data
      }
      guard data.shape.count == model.picture.count, case .bytes(let bytes) = data.features else {
        return ["pictures": [], "note": .text("the pictures of \(name) are of another size")]
      }
      var random = RandomSource(seed: seed, .other)
      let width = data.shape.count
      let share = 255 / model.tracer.model.brightest
      let pictures = (0..<min(max(count, 1), 40)).map { _ -> Value in
        let row = random.below(data.rows)
        let pixels = bytes.array((row * width)..<((row + 1) * width)).map { byte -> UInt8 in
          let pixel = (Double(byte) * share).rounded()
          return pixel.isFinite ? UInt8(max(0, min(255, pixel))) : 0
        }
        let classes = data.task.classes
        let label = data.targets[row]
        return .table([
          "pixels": .text(Base64.encoded(pixels)),
          "label": .text(classes.indices.contains(Int(label)) ? classes[Int(label)] : "\(label)"),
        ])
      }
      return ["pictures": .list(pictures)]
    }
  }
#endif
