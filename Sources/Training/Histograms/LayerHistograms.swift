/// How the numbers of a network are distributed at one moment of a training, layer by layer.
public struct LayerHistograms: Sendable, Equatable {
  /// What a histogram is of.
  public enum Kind: String, Sendable, CaseIterable {
    /// The parameters.
    case weights
    /// The gradient of the loss by the parameters, penalties left out.
    case gradients
    /// The outputs of a layer.
    case activations
  }

  /// The histogram of one parameter, of its gradient, or of a layer's outputs.
  public struct Entry: Sendable, Equatable {
    /// What it is of.
    public var kind: Kind
    /// The parameter's name, `layers.0.weight`; of outputs the layer's.
    public var name: String
    /// The layer's name: `layer 1 (dense)`.
    public var layer: String
    /// How the numbers are distributed.
    public var histogram: NumberHistogram
    /// Of outputs: how many units the layer has; otherwise 0.
    public var units: Int
    /// Of outputs: how many units were 0 for every row. A unit that stays so learns no more.
    public var dead: Int

    /// A histogram and what it is of.
    public init(
      kind: Kind, name: String, layer: String, histogram: NumberHistogram, units: Int = 0,
      dead: Int = 0
    ) {
      self.kind = kind
      self.name = name
      self.layer = layer
      self.histogram = histogram
      self.units = units
      self.dead = dead
    }
  }

  /// Epochs that ended.
  public var epoch: Int
  /// Steps that were taken.
  public var steps: Int
  /// Training rows that were run forward and back for it, as they are trained on but not augmented.
  public var rows: Int
  /// The histograms, layer by layer in the order in which they run.
  public var entries: [Entry]

  /// The histograms of one moment.
  public init(epoch: Int, steps: Int, rows: Int, entries: [Entry]) {
    self.epoch = epoch
    self.steps = steps
    self.rows = rows
    self.entries = entries
  }
}
