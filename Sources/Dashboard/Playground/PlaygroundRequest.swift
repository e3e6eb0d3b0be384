#if Dashboard
  import Descent

  /// What the playground is asked to train, read field by field: all that is wrong is told at once.
  struct PlaygroundRequest: Sendable {
    /// Where the points come from.
    enum Source: Sendable {
      case generated(Generator, GeneratorOptions)
      case points([[Double]])
      case table(name: String, x: String, y: String, target: String)
    }

    /// A number that the network takes of a point.
    enum Input: String, CaseIterable, Sendable {
      case x, y, xSquared = "x²", ySquared = "y²", product = "xy", sineX = "sin x", sineY = "sin y"

      func value(_ x: Double, _ y: Double) -> Double {
        switch self {
        case .x: x
        case .y: y
        case .xSquared: x * x
        case .ySquared: y * y
        case .product: x * y
        case .sineX: Portable.sin(2 * x)
        case .sineY: Portable.sin(2 * y)
        }
      }
    }

    /// A field with what is wrong with it.
    struct Fault: Sendable, Equatable {
      var field: String
      var message: String
    }

    /// Everything that is wrong.
    struct Faults: Error { var all: [Fault] }

    /// The most that one page may ask for, so that it can't take the machine.
    enum Limit {
      static let points = 5000
      static let layers = 16
      /// Those inside of residual ones included.
      static let layersInAll = 64
      static let units = 256
      static let parameters = 100_000
      /// Numbers that the layers give for a point, those inside of residual ones included.
      static let outputs = 8192
      static let batch = 1000
      static let epochs = 20_000
      static let classes = 8
    }

    var source = Source.points([])
    var testShare = 0.3
    var inputs: [Input] = []
    var layers: [any Layer] = []
    var optimizer: any Optimizer = Adam()
    var learningRate = 0.01
    var regularization = Regularization()
    var batchSize = 16
    var epochs = Limit.epochs
    var seed: UInt64 = 0

    /// Throws `Faults`.
    init(_ table: Settings) throws {
      var faults: [Fault] = []
      func read<Result>(_ field: String, _ body: () throws -> Result) -> Result? {
        do { return try body() } catch {
          let message = (error as? DescentError).map(Self.text) ?? "\(error)"
          faults.append(Fault(field: field, message: message))
          return nil
        }
      }
      func number(
        _ name: String, _ fallback: Double, _ expected: String, _ allowed: (Double) -> Bool
      )
        -> Double
      {
        read(name) {
          guard let value = table[name] else { return fallback }
          guard let number = value.number, number.isFinite, allowed(number) else {
            throw DescentError(.usage, "expected \(expected), found \(value.found)")
          }
          return number
        } ?? fallback
      }
      let data = table["data"]?.table ?? [:]
      if let source = read("data", { try Self.source(data, read) }) ?? nil { self.source = source }
      testShare = number("test", 0.3, "a share from 0 to 0.9") { $0 >= 0 && $0 <= 0.9 }
      learningRate = number("learningRate", 0.01, "a number above 0, up to 10") {
        $0 > 0 && $0 <= 10
      }
      regularization.l1 = number("l1", 0, "a number from 0 to 10") { $0 >= 0 && $0 <= 10 }
      regularization.l2 = number("l2", 0, "a number from 0 to 10") { $0 >= 0 && $0 <= 10 }
      regularization.weightDecay = number("weightDecay", 0, "a number from 0 to 10") {
        $0 >= 0 && $0 <= 10
      }
      let whole = { (value: Double) in value == value.rounded() }
      batchSize = Int(
        number("batchSize", 16, "a whole number from 1 to \(Limit.batch)") {
          $0 >= 1 && $0 <= Double(Limit.batch) && whole($0)
        })
      epochs = Int(
        number("epochs", Double(Limit.epochs), "a whole number from 1 to \(Limit.epochs)") {
          $0 >= 1 && $0 <= Double(Limit.epochs) && whole($0)
        })
      seed = UInt64(
        number("seed", 0, "a whole number from 0 to 1,000,000") {
          $0 >= 0 && $0 <= 1_000_000 && whole($0)
        })
      if let optimizer = read(
        "optimizer", { try OptimizerCatalog.standard.make(table["optimizer"] ?? "adam", path: "") })
      {
        self.optimizer = optimizer
      }
      inputs = read("inputs") { try Self.inputs(table["inputs"]?.list ?? []) } ?? [.x, .y]
      let rows = table["layers"]?.list ?? []
      let all = rows.reduce(0) { $0 + Self.layerCount($1) }
      for (most, found) in [(Limit.layers, rows.count), (Limit.layersInAll, all)] where found > most
      {
        faults.append(
          Fault(field: "layers", message: "\(most) layers are the most, found \(grouped(found))"))
      }
      guard all <= Limit.layersInAll else { throw Faults(all: faults) }
      for (index, row) in rows.prefix(Limit.layers).enumerated() {
        if let layer = read("layers.\(index)", { try Self.layer(row) }) { layers.append(layer) }
      }
      guard faults.isEmpty else { throw Faults(all: faults) }
    }

    private static func text(_ error: DescentError) -> String {
      DescentError(error.kind, error.message, fix: error.fix).description
    }

    private static func inputs(_ list: [Value]) throws -> [Input] {
      let inputs = try list.map { value in
        guard let input = value.text.flatMap(Input.init(rawValue:)) else {
          throw DescentError(.usage, "expected an input, found \(value.found)")
        }
        return input
      }
      guard !inputs.isEmpty, Set(inputs).count == inputs.count else {
        throw DescentError(.usage, "the network needs at least one input, each once")
      }
      return inputs
    }

    /// A layer of the catalog, if it makes sense here.
    private static func layer(_ value: Value, depth: Int = 0) throws -> any Layer {
      let layer = try LayerCatalog.standard.make(value, path: "")
      try check(layer)
      return layer
    }

    /// A row of layers, those inside of it included, before any is made.
    private static func layerCount(_ value: Value) -> Int {
      (value.table?["layers"]?.list ?? []).reduce(1) { $0 + layerCount($1) }
    }

    private static func check(_ layer: any Layer) throws {
      switch layer {
      case let dense as Dense where dense.units > Limit.units:
        throw DescentError(
          .usage, "\(Limit.units) units are the most, found \(grouped(dense.units))")
      case is Embedding:
        throw DescentError(.usage, "an embedding takes columns of levels; points have none")
      default: break
      }
      for inner in layer.expansion?.layers ?? [] { try check(inner) }
    }

    private static func source(
      _ data: Settings, _ read: (String, () throws -> Source) -> Source?
    ) throws -> Source? {
      guard let kind = data["kind"]?.text else {
        throw DescentError(.usage, "expected a kind of data")
      }
      switch kind {
      case "points":
        return read("data.points") { .points(try points(data["points"]?.list ?? [])) }
      case "table":
        func name(_ key: String) -> String { data[key]?.text ?? "" }
        return .table(name: name("table"), x: name("x"), y: name("y"), target: name("target"))
      default:
        guard let generator = Generator(rawValue: kind), generator != .sine else {
          throw DescentError(.usage, "unknown data \"\(kind)\"")
        }
        return read("data.rows") { .generated(generator, try options(generator, data)) }
      }
    }

    private static func options(_ generator: Generator, _ data: Settings) throws -> GeneratorOptions
    {
      func number(_ name: String, _ range: ClosedRange<Double>) throws -> Double? {
        guard let value = data[name] else { return nil }
        guard let number = value.number, range.contains(number) else {
          throw DescentError(
            .usage,
            "\(name): expected a number from \(Int(range.lowerBound)) to \(Int(range.upperBound)), found \(value.found)"
          )
        }
        return number
      }
      let rows = try number("rows", 8...Double(Limit.points)) ?? 300
      let hasClasses = generator == .spirals || generator == .blobs
      return GeneratorOptions(
        rows: Int(rows), noise: try number("noise", 0...5),
        classes: hasClasses
          ? try number("classes", 2...Double(Limit.classes)).map { Int($0) } : nil,
        seed: UInt64(try number("seed", 0...1_000_000) ?? 0))
    }

    /// Lists of x, y and the number of a class.
    private static func points(_ list: [Value]) throws -> [[Double]] {
      guard list.count <= Limit.points else {
        throw DescentError(
          .usage, "\(grouped(Limit.points)) points are the most, found \(grouped(list.count))")
      }
      let points = try list.map { value in
        let numbers = (value.list ?? []).compactMap(\.number)
        guard numbers.count == 3, numbers[0].magnitude <= 1e6, numbers[1].magnitude <= 1e6,
          let label = Int(exactly: numbers[2]), (0..<Limit.classes).contains(label)
        else {
          throw DescentError(.usage, "expected points of x, y and class, found \(value.found)")
        }
        return numbers
      }
      guard Set(points.map { $0[2] }).count > 1 else {
        throw DescentError(.usage, "points of two classes or more are needed")
      }
      return points
    }
  }
#endif
