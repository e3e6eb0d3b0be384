import Basics
import Kernels
import Networks
import TestSupport
import Testing

@Suite struct StagesTests {
  /// The calls of a step, forward and back, with the input's gradient.
  func calls(
    _ layers: [any Layer], rows: Int = 5, threads: Int = 1, mode: Pass.Mode = training,
    inputGradient: Bool = true
  ) throws -> [Call] {
    let journal = Journal()
    let noted = layers.map { Noted(layer: $0, journal: journal) }
    var runner = try NetworkRunner([4], noted)
    runner.mode = mode
    let workspace = Workspace(
      for: runner.network, capacity: rows, workers: Workers(threads), inputGradient: inputGradient)
    runner.forward(runner.batch(rows), in: workspace)
    if mode != .inference {
      runner.network.backward(
        rows: rows, parameters: runner.parameters, in: workspace, mode: mode)
    }
    return journal.calls.withLock { $0 }
  }

  static let training = Pass.Mode.training(seed: 1, step: 1)
  static let normalized: [any Layer] = [
    Dense(3), BatchNormalization(), Dense(4), BatchNormalization(),
  ]

  @Test("One layer is one stage forward and one back")
  func single() throws {
    let work = ["forward 0", "prepare 0"]
    #expect(try calls([Dense(3)]).map(\.text) == work + ["propagate 0"])
    #expect(try calls([Dense(3)], inputGradient: false).map(\.text) == work)
  }

  @Test("Every batch normalization looks at the whole batch, forward and back")
  func normalizations() throws {
    let work = [
      "forward 0", "observe 1", "forward 1", "forward 2", "observe 3", "forward 3",  //
      "prepare 3", "observe gradient 3", "propagate 3", "prepare 2", "propagate 2", "prepare 1",
      "observe gradient 1", "propagate 1", "prepare 0",
    ]
    let calls = try calls(Self.normalized)
    #expect(calls.map(\.text) == work + ["propagate 0"])
    #expect(calls.allSatisfy { $0.rows == 0..<5 && $0.batchSize == 5 })
    #expect(try self.calls(Self.normalized, inputGradient: false).map(\.text) == work)
  }

  @Test("A batch normalization may come first")
  func normalizationFirst() throws {
    let work = [
      "observe 0", "forward 0", "forward 1", "prepare 1", "propagate 1", "prepare 0",
      "observe gradient 0",
    ]
    let layers: [any Layer] = [BatchNormalization(), Dense(3)]
    #expect(try calls(layers).map(\.text) == work + ["propagate 0"])
    #expect(try calls(layers, inputGradient: false).map(\.text) == work)
  }

  @Test("Inference looks at no batch")
  func inference() throws {
    let calls = try calls(Self.normalized, mode: .inference)
    #expect(calls.map(\.text) == ["forward 0", "forward 1", "forward 2", "forward 3"])
  }

  @Test("Threads wait for each other around a look at the batch", arguments: [2, 3, 4])
  func threads(count: Int) throws {
    let calls = try calls(Self.normalized, rows: 37, threads: count)
    // Blocks of calls between which everybody waits, each [rows done by each layer in turn].
    let stages: [[String]] = [
      ["forward 0"], ["observe 1"], ["forward 1", "forward 2"], ["observe 3"], ["forward 3"],
      ["prepare 3"], ["observe gradient 3"],
      ["propagate 3", "prepare 2", "propagate 2", "prepare 1"], ["observe gradient 1"],
      ["propagate 1", "prepare 0", "propagate 0"],
    ]
    var rest = calls[...]
    for stage in stages {
      let looks = stage[0].hasPrefix("observe")
      let part = rest.prefix { stage.contains($0.text) }
      rest = rest.dropFirst(part.count)
      let shares = Set(part.map(\.rows)).sorted { $0.lowerBound < $1.lowerBound }
      #expect(shares.count == (looks ? 1 : count), "\(stage)")
      #expect(shares.flatMap { Array($0) } == Array(0..<37), "\(stage)")
      for share in shares { #expect(part.filter { $0.rows == share }.map(\.text) == stage) }
    }
    #expect(rest.isEmpty)
    #expect(calls.allSatisfy { $0.batchSize == 37 })
  }
}

/// A call of a layer.
struct Call: Sendable {
  /// What was called, of which layer.
  var text: String
  var rows: Range<Int>
  var batchSize: Int
}

/// The calls in the order in which they began.
final class Journal: Sendable {
  let calls = Locked<[Call]>([])

  func note(_ what: String, _ pass: Pass) {
    let call = Call(text: "\(what) \(pass.layer)", rows: pass.rows, batchSize: pass.batchSize)
    calls.withLock { $0.append(call) }
  }
}

/// A layer whose calls are noted.
private struct Noted: Layer {
  static let kind = "noted"
  let layer: any Layer
  let journal: Journal

  init(layer: any Layer, journal: Journal) {
    self.layer = layer
    self.journal = journal
  }

  init(from reader: inout SettingsReader) throws { self.init(layer: Flatten(), journal: Journal()) }

  func plan(for input: Shape) throws(ShapeError) -> LayerPlan { try layer.plan(for: input) }

  func observe(
    _ input: Span<Scalar>, parameters: Span<Scalar>, shared: inout MutableSpan<Scalar>, pass: Pass
  ) {
    journal.note("observe", pass)
    layer.observe(input, parameters: parameters, shared: &shared, pass: pass)
  }

  func forward(
    _ input: Span<Scalar>, parameters: Span<Scalar>, shared: Span<Scalar>,
    output: inout MutableSpan<Scalar>, saved: inout MutableSpan<Scalar>, pass: Pass
  ) {
    journal.note("forward", pass)
    layer.forward(
      input, parameters: parameters, shared: shared, output: &output, saved: &saved, pass: pass)
  }

  func prepareBackward(
    _ outputGradient: inout MutableSpan<Scalar>, output: Span<Scalar>, saved: Span<Scalar>,
    pass: Pass
  ) {
    journal.note("prepare", pass)
    layer.prepareBackward(&outputGradient, output: output, saved: saved, pass: pass)
  }

  func observeGradient(
    _ outputGradient: Span<Scalar>, input: Span<Scalar>, parameters: Span<Scalar>,
    shared: inout MutableSpan<Scalar>, pass: Pass
  ) {
    journal.note("observe gradient", pass)
    layer.observeGradient(
      outputGradient, input: input, parameters: parameters, shared: &shared, pass: pass)
  }

  func propagate(
    _ outputGradient: Span<Scalar>, input: Span<Scalar>, output: Span<Scalar>, saved: Span<Scalar>,
    shared: Span<Scalar>, parameters: Span<Scalar>, inputGradient: inout MutableSpan<Scalar>,
    pass: Pass
  ) {
    journal.note("propagate", pass)
    layer.propagate(
      outputGradient, input: input, output: output, saved: saved, shared: shared,
      parameters: parameters, inputGradient: &inputGradient, pass: pass)
  }
}
