#if Dashboard
  import Descent
  import Kernels

  /// One training of the playground: points, network, run, and the pictures of it.
  ///
  /// Not for two threads at a time: `Playground` sees to it.
  final class PlaygroundTraining {
    let data: PlaygroundData
    let request: PlaygroundRequest
    /// Epochs that were trained before the settings were changed.
    let epochsBefore: Int
    private let network: Network
    private let loss: any Loss
    private let run: TrainingRun
    private let evaluator: Evaluator
    private let training: TrainingData
    private let test: TrainingData?
    private let workspace: Workspace
    private(set) var isOver = false

    /// The plane is looked at in so many places each way, and for the pictures of the units.
    static let side = 64
    static let unitSide = 20
    /// Cells that are computed at once.
    private static let mostCells = 512
    /// Units that are shown of a layer, and layers.
    static let mostUnits = 16
    static let mostLayers = 8

    /// - Parameter earlier: whose weights are taken over, where the network is the same.
    init(
      _ request: PlaygroundRequest, _ data: PlaygroundData, earlier: PlaygroundTraining? = nil
    ) throws {
      self.request = request
      self.data = data
      let network: Network
      do {
        network = try Network(
          input: [data.inputs.count], layers: request.layers + [Dense(data.classes.count)])
      } catch {
        throw PlaygroundRequest.Faults(all: [Self.fault(error)])
      }
      try Self.check(network)
      self.network = network
      let loss = CategoricalCrossEntropy()
      self.loss = loss
      training = try TrainingData(
        data.dataset, rows: data.split.training, network: network, loss: loss)
      test =
        data.split.test.isEmpty
        ? nil : try TrainingData(data.dataset, rows: data.split.test, network: network, loss: loss)
      var configuration = TrainingConfiguration(
        loss: loss, optimizer: request.optimizer, learningRate: request.learningRate,
        regularization: request.regularization, epochs: request.epochs,
        batchSize: min(request.batchSize, data.split.training.count), seed: request.seed)
      configuration.threads = 1
      let known = earlier.flatMap { earlier -> Parameters? in
        let isSame =
          earlier.network.definition.map(\.described) == network.definition.map(\.described)
        return isSame && earlier.network.input == network.input
          ? earlier.run.trainer.parameters : nil
      }
      epochsBefore = known == nil ? 0 : earlier?.epochs ?? 0
      do {
        run = try TrainingRun(network, configuration, training: training, parameters: known)
      } catch let error as DescentError {
        throw PlaygroundRequest.Faults(all: [
          PlaygroundRequest.Fault(field: "batchSize", message: error.description)
        ])
      }
      let workers = Workers(1)
      evaluator = Evaluator(network, loss: loss, workers: workers)
      workspace = Workspace(
        for: network, capacity: Self.mostCells, workers: workers, training: false)
    }

    /// No page may take the machine.
    private static func check(_ network: Network) throws {
      func refuse(_ most: Int, _ found: Int, _ what: String) throws {
        guard found > most else { return }
        throw PlaygroundRequest.Faults(all: [
          PlaygroundRequest.Fault(
            field: "layers",
            message: "\(grouped(most)) \(what) are the most, these are \(grouped(found))")
        ])
      }
      typealias Limit = PlaygroundRequest.Limit
      try refuse(Limit.parameters, network.layout.count, "parameters")
      let outputs = network.plans.reduce(0) { $0 + $1.output.count }
      try refuse(Limit.outputs, outputs, "numbers in all layers")
    }

    /// A layer that doesn't fit is marked in its row.
    private static func fault(_ error: ShapeError) -> PlaygroundRequest.Fault {
      let number = error.layer.split(separator: " ").dropFirst().first?.prefix { $0.isNumber }
      let index = number.flatMap { Int($0) }
      return PlaygroundRequest.Fault(
        field: index.map { "layers.\($0 - 1)" } ?? "layers", message: error.description)
    }

    /// Epochs up to now.
    var epochs: Int { epochsBefore + run.history.epochs.count }

    /// Trains for a moment, or for one epoch.
    ///
    /// Throws `DescentError` where the loss is not finite any more; then the training is over.
    func advance(seconds: Double, isStep: Bool) throws {
      let watch = SystemStopWatch()
      while !isOver {
        do {
          guard let event = try run.next() else {
            isOver = true
            return
          }
          if case .finished = event { isOver = true }
          if case .epochEnded = event, isStep || watch.seconds > seconds { return }
          // A long epoch is cut: the next call goes on in it.
          if case .stepEnded = event, !isStep, watch.seconds > seconds { return }
        } catch {
          isOver = true
          throw error
        }
      }
    }

    // MARK: What is seen

    /// What never changes: the points.
    var opening: Settings {
      let test = Set(data.split.test)
      return [
        "bounds": .list(
          [
            data.bounds.x.lowerBound, data.bounds.x.upperBound, data.bounds.y.lowerBound,
            data.bounds.y.upperBound,
          ].map { .figure($0) }),
        "classes": .list(data.classes.map { .text($0) }),
        "points": .list(
          data.points.indices.map { row in
            [
              .figure(data.points[row].x), .figure(data.points[row].y),
              .integer(data.labels[row]), .integer(test.contains(row) ? 1 : 0),
            ]
          }),
        "side": .integer(Self.side), "unitSide": .integer(Self.unitSide),
        "parameters": .integer(network.layout.trainableCount),
        "epochsBefore": .integer(epochsBefore),
      ]
    }

    /// How it stands now: figures, the plane, the units.
    func frame() -> Settings {
      let parameters = run.parameters
      var frame: Settings = ["epoch": .integer(epochs), "over": .flag(isOver)]
      for (name, part) in [("train", training as TrainingData?), ("test", test)] {
        guard let part else { continue }
        let predictions = evaluator.predictions(part, parameters: parameters)
        frame["\(name)Loss"] = LossMetric().value(predictions).map { .figure($0) } ?? .null
        frame["\(name)Accuracy"] = Accuracy().value(predictions).map { .figure($0) } ?? .null
      }
      frame["plane"] = .text(plane(parameters))
      frame["units"] = .list(units(parameters))
      return frame
    }

    /// Computes some cells of a plane of side x side.
    private func compute(_ cells: Range<Int>, side: Int, _ parameters: Parameters) {
      network.load(rows: cells.count, into: workspace) { part, span in
        var place = 0
        for row in part {
          // From the top left, in the middle of each cell.
          let cell = cells.lowerBound + row
          let x = Self.middle(cell % side, side, data.bounds.x)
          let y = Self.middle(side - 1 - cell / side, side, data.bounds.y)
          for value in data.features(x, y) {
            span[place] = value
            place += 1
          }
        }
      }
      network.forward(rows: cells.count, parameters: parameters, in: workspace, mode: .inference)
    }

    private static func middle(_ index: Int, _ side: Int, _ range: ClosedRange<Double>) -> Double {
      range.lowerBound
        + (range.upperBound - range.lowerBound) * (Double(index) + 0.5) / Double(side)
    }

    /// For each cell the likeliest class and how likely it is, of 255; base 64.
    private func plane(_ parameters: Parameters) -> String {
      let width = network.output.count
      let count = Self.side * Self.side
      var bytes: [UInt8] = []
      bytes.reserveCapacity(2 * count)
      for start in stride(from: 0, to: count, by: Self.mostCells) {
        let cells = start..<min(start + Self.mostCells, count)
        compute(cells, side: Self.side, parameters)
        var outputs = workspace.outputs(rows: cells.count)
        var span = outputs.mutableSpan
        loss.outputActivation.apply(&span, width: width)
        for row in 0..<cells.count {
          let shares = outputs[(row * width)..<((row + 1) * width)]
          let best = shares.indices.max { shares[$0] < shares[$1] } ?? shares.startIndex
          let share = Double(shares[best])
          bytes.append(UInt8(clamping: best - shares.startIndex))
          bytes.append(share.isFinite ? UInt8(max(0, min(255, share * 255))) : 0)
        }
      }
      return Base64.encoded(bytes)
    }

    /// What each unit of the layers says of the plane: 128 is 0, the largest magnitude 127 away from it.
    private func units(_ parameters: Parameters) -> [Value] {
      let side = Self.unitSide
      let rows = side * side
      compute(0..<rows, side: side, parameters)
      let shown = network.layers.indices.dropLast().prefix(Self.mostLayers)
      return shown.map { index in
        let width = network.plans[index].output.count
        let values = workspace.activation(ofLayer: index, rows: rows)
        let count = min(width, Self.mostUnits)
        var bytes: [UInt8] = []
        for unit in 0..<count {
          var largest: Scalar = 1e-12
          for row in 0..<rows { largest = max(largest, values[row * width + unit].magnitude) }
          for row in 0..<rows {
            let share = values[row * width + unit] / largest
            bytes.append(share.isFinite ? UInt8(128 + max(-127, min(127, share * 127))) : 128)
          }
        }
        return .table([
          "name": .text(network.names[index]), "count": .integer(width),
          "shown": .integer(count), "cells": .text(Base64.encoded(bytes)),
        ])
      }
    }
  }
#endif
