import Basics

/// Layers whose shapes have been checked and whose memory has been laid out, once.
///
/// A network holds no numbers: parameters live in one flat vector beside it, activations in a
/// `Workspace`. So it is a value that many threads may share.
public struct Network: Sendable {
  /// The shape of one row of the input.
  public let input: Shape
  /// The layers as they were given; a composite layer is one of them.
  public let definition: [any Layer]
  /// The layers as they run, composite ones taken apart.
  public let layers: [any Layer]
  /// For each layer, the activation that is added to its output; nil for most.
  let added: [Int?]
  /// For each layer that runs, its name in errors: `layer 3 (dense)`, `layer 3.1 (dense)` inside a
  /// composite layer.
  public let names: [String]
  /// What each layer needs.
  public let plans: [LayerPlan]
  /// Where each parameter lies in the flat vector.
  public let layout: ParameterLayout
  /// The order of work in a step.
  let stages: Stages
  /// Scalars in a row of the input and of the output of each layer.
  private let widths: [Int]
  /// Rows that a thread takes through the network at a time, at most.
  let rowsPerPart: Int

  /// Checks the layers against each other and plans their memory.
  ///
  /// Throws `ShapeError` that names the layer and its position, what it expected and what it found.
  public init(input: Shape, layers: [any Layer]) throws(ShapeError) {
    guard !input.dimensions.isEmpty, input.dimensions.allSatisfy({ $0 > 0 }),
      input.count < Network.largest
    else {
      throw ShapeError(expected: "an input with at least one number per row", found: "\(input)")
    }
    guard !layers.isEmpty else { throw ShapeError(expected: "at least one layer", found: "none") }
    self.input = input
    let nodes = Node.expand(layers)
    definition = layers
    self.layers = nodes.map(\.layer)
    added = nodes.map(\.added)
    names = nodes.map(\.name)
    var plans: [LayerPlan] = []
    var shape = input
    var parameters = 0
    for node in nodes {
      do throws(ShapeError) {
        let plan = try node.layer.plan(for: shape)
        if let added = node.added {
          let skipped = added == 0 ? input : plans[added - 1].output
          guard skipped == plan.output else {
            throw ShapeError(
              expected: "layers whose output has the shape of their input, \(skipped)",
              found: "\(plan.output)")
          }
        }
        // Counts saturate, so sums are checked before anything is allocated.
        for spec in plan.parameters { parameters = parameters.addingSaturated(spec.count) }
        guard parameters < Network.largest, plan.output.count < Network.largest else {
          throw ShapeError(expected: "fewer than 2^40 parameters", found: "more")
        }
        shape = plan.output
        plans.append(plan)
      } catch {
        throw ShapeError(expected: error.expected, found: error.found, layer: node.name)
      }
    }
    self.plans = plans
    layout = ParameterLayout(plans: plans, paths: nodes.map(\.path))
    stages = Stages(plans: plans, added: added)
    widths = [input.count] + plans.map(\.output.count)
    rowsPerPart = Self.rowsPerPart(input, plans)
  }

  /// As many rows as fit into a second-level cache of common size with all their activations and
  /// gradients, but no more than the matrix kernels like with large weights, and never too few.
  private static func rowsPerPart(_ input: Shape, _ plans: [LayerPlan]) -> Int {
    let perRow = plans.reduce(input.count) { $0 + 2 * $1.output.count + $1.savedPerRow }
    let bytes = perRow * MemoryLayout<Scalar>.stride
    let weights = plans.flatMap(\.parameters).map(\.count).max() ?? 0
    if weights > 1 << 19 { return 256 }
    return weights > 4096 ? 128 : max(128, 512 * 1024 / bytes)
  }

  /// More scalars than any machine of today trains; a config that asks for them is a mistake.
  private static let largest = 1 << 40

  /// The shape of one row of the output.
  public var output: Shape { plans.last?.output ?? input }

  /// Scalars in a row of the input of a layer; `layers.count` is the network's output.
  func width(before layer: Int) -> Int { widths[layer] }

  /// New parameters, each from its layer's initializer; the same for the same seed.
  public func initialParameters(seed: UInt64) -> Parameters {
    var values = ContiguousArray<Scalar>(repeating: 0, count: layout.count)
    for (number, entry) in layout.entries.enumerated() where entry.spec.count > 0 {
      var random = RandomSource(seed: seed, .initialization, number)
      var part = ContiguousArray<Scalar>(repeating: 0, count: entry.spec.count)
      var span = part.mutableSpan
      entry.spec.initializer.fill(&span, for: entry.spec, random: &random)
      values.replaceSubrange(entry.range, with: part)
    }
    return Parameters(values)
  }
}

/// All parameters of a network in one flat vector, in the order of its layout.
///
/// A value: a copy is a snapshot.
public struct Parameters: Sendable, Equatable {
  /// The numbers.
  public var values: ContiguousArray<Scalar>

  /// Parameters from numbers in the order of a layout.
  public init(_ values: ContiguousArray<Scalar>) { self.values = values }
}

extension Int {
  fileprivate func addingSaturated(_ other: Int) -> Int {
    let (sum, overflow) = addingReportingOverflow(other)
    return overflow ? Int.max : sum
  }
}
