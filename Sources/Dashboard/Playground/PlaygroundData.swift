#if Dashboard
  import Descent

  /// The points of a playground, and what the network sees of them.
  struct PlaygroundData: Sendable {
    /// The points as they are, [rows][2].
    let points: [(x: Double, y: Double)]
    let labels: [Int]
    let classes: [String]
    let inputs: [PlaygroundRequest.Input]
    /// The part of the plane that is shown.
    let bounds: (x: ClosedRange<Double>, y: ClosedRange<Double>)
    /// For the network: the inputs of each point.
    let dataset: Dataset
    let split: Split
    private let center: (x: Double, y: Double)
    private let spread: (x: Double, y: Double)

    init(_ request: PlaygroundRequest, tables: PlaygroundTables) throws {
      let source = try Self.points(request.source, tables)
      (points, labels, classes, inputs) = (
        source.points, source.labels, source.classes, request.inputs
      )
      guard points.count >= 4 else {
        throw DescentError(.usage, "four points or more are needed, found \(points.count)")
      }
      let (xs, ys) = (points.map(\.x), points.map(\.y))
      if case .points = request.source, (xs + ys).allSatisfy({ $0.magnitude <= 1 }) {
        // They were clicked into a plane that is not to move.
        bounds = (-1...1, -1...1)
      } else {
        bounds = (Self.range(xs), Self.range(ys))
      }
      let places = (Self.place(xs), Self.place(ys))
      center = (places.0.center, places.1.center)
      spread = (places.0.spread, places.1.spread)
      var features = ContiguousArray<Scalar>()
      for point in points {
        features += Self.features(point.x, point.y, inputs, center, spread)
      }
      dataset = try Dataset(
        name: "playground", shape: [inputs.count], features: .scalars(features),
        targets: ContiguousArray(labels.map { Scalar($0) }), task: .classification(classes: classes)
      )
      split =
        request.testShare > 0
        ? try dataset.split(test: request.testShare, seed: request.seed)
        : Split(training: Array(points.indices))
    }

    /// What the network takes of a place in the plane.
    func features(_ x: Double, _ y: Double) -> [Scalar] {
      Self.features(x, y, inputs, center, spread)
    }

    private static func features(
      _ x: Double, _ y: Double, _ inputs: [PlaygroundRequest.Input],
      _ center: (x: Double, y: Double),
      _ spread: (x: Double, y: Double)
    ) -> [Scalar] {
      let (u, v) = ((x - center.x) / spread.x, (y - center.y) / spread.y)
      return inputs.map { Scalar($0.value(u, v)) }
    }

    private static func place(_ values: [Double]) -> (center: Double, spread: Double) {
      let mean = values.reduce(0, +) / Double(values.count)
      let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)
      return (mean, variance > 0 ? variance.squareRoot() : 1)
    }

    private static func range(_ values: [Double]) -> ClosedRange<Double> {
      let (low, high) = (values.min() ?? 0, values.max() ?? 1)
      let margin = high > low ? (high - low) * 0.08 : 1
      return (low - margin)...(high + margin)
    }

    private typealias Source = (points: [(x: Double, y: Double)], labels: [Int], classes: [String])

    private static func points(
      _ source: PlaygroundRequest.Source, _ tables: PlaygroundTables
    ) throws -> Source {
      switch source {
      case .generated(let generator, let options):
        return try points(of: generator.dataset(options))
      case .points(let list):
        // Every class up to the highest keeps its number, and with it its color.
        let most = list.map { Int($0[2]) }.max() ?? 0
        return (
          list.map { ($0[0], $0[1]) }, list.map { Int($0[2]) },
          (0...most).map { "class \($0 + 1)" }
        )
      case .table(let name, let x, let y, let target):
        return try points(of: tables.dataset(name, x: x, y: y, target: target))
      }
    }

    private static func points(of data: Dataset) throws -> Source {
      guard case .scalars(let numbers) = data.features, data.shape.count == 2 else {
        throw DescentError(.badData, "\(data.name): expected two columns of numbers")
      }
      let values = numbers.array(0..<numbers.count)
      return (
        (0..<data.rows).map { (Double(values[2 * $0]), Double(values[2 * $0 + 1])) }, data.labels,
        data.task.classes
      )
    }
  }

  /// The CSV files that the playground may read: those that were named when the page was started.
  struct PlaygroundTables: Sendable {
    private let files: [String]

    init(_ files: [String]) { self.files = files }

    /// Each file with its columns, or with what is wrong with it.
    var list: [Settings] {
      files.map { file in
        do {
          return [
            "name": .text(file), "columns": .list(try columns(file).map { .text($0) }),
          ]
        } catch {
          return [
            "name": .text(file), "error": .text((error as? DescentError)?.description ?? "?"),
          ]
        }
      }
    }

    private func columns(_ file: String) throws -> [String] {
      let data = try DatasetCatalog(environment: [:]).load(file)
      let features = data.train.columns?.map(\.name) ?? data.train.featureNames
      guard !features.isEmpty else {
        return (1...(data.train.shape.count + data.train.task.targetWidth)).map(String.init)
      }
      return features + data.targetNames
    }

    /// Two columns of a file with a third one as classes.
    ///
    /// Throws `DescentError` for a file that was not named or columns that can't be used.
    func dataset(_ name: String, x: String, y: String, target: String) throws -> Dataset {
      guard files.contains(name) else {
        throw DescentError(.usage, "no table \"\(name)\" was named when the page was started")
      }
      guard x != y, x != target, y != target else {
        throw DescentError(.usage, "x, y and class must be three different columns")
      }
      let options = CSVOptions(targets: [target], task: .classification, features: [x, y])
      let data = try DatasetCatalog(environment: [:]).load(name, LoadOptions(csv: options)).train
      guard data.columns == nil, data.shape.count == 2 else {
        throw DescentError(.badData, "\(name): \(x) and \(y) must be columns of numbers")
      }
      guard data.task.classes.count <= PlaygroundRequest.Limit.classes else {
        throw DescentError(
          .badData,
          "\(target) has \(grouped(data.task.classes.count)) classes; \(PlaygroundRequest.Limit.classes) are the most here"
        )
      }
      guard data.rows > PlaygroundRequest.Limit.points else { return data }
      var random = RandomSource(seed: 0, .other)
      return data.subset(
        random.permutation(data.rows).prefix(PlaygroundRequest.Limit.points).sorted())
    }
  }
#endif
