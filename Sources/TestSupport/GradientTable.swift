import Basics
import Networks
import Training

/// All gradient checks. Every layer, activation, loss and regularizer of Descent must have a line: a
/// test compares the kinds in here with those of the catalogs.
public enum GradientTable {
  /// The lines.
  public static let cases: [GradientCase] = layers + activations + losses + regularizers

  static let layers: [GradientCase] = [
    .layer(Dense(3), input: [4]),
    .layer(Dense(3, useBias: false), input: [2, 2, 1], "without bias"),
    .layer(Dense(2, activation: .tanh), input: [3], "with tanh"),
    .layer(Dense(4, activation: .gelu), input: [3], "with gelu"),
    .layer(Activation(.sigmoid), input: [3]),
    .layer(Activation(.silu), input: [2, 2]),
    .layer(BatchNormalization(), input: [3]),
    .layer(BatchNormalization(epsilon: 0.1, momentum: 0.5), input: [2, 1, 3], rows: 3),
    .layer(BatchNormalization(), input: [3], rows: 1),
    .layer(LayerNormalization(), input: [5]),
    .layer(LayerNormalization(epsilon: 0.1), input: [2, 2, 2]),
    .layer(Dropout(0.4), input: [6]),
    .layer(Dropout(0), input: [3], "rate 0"),
    .layer(Flatten(), input: [2, 3, 1]),
    .layer(
      Embedding([
        Embedding.Column(feature: 0, levels: 3, width: 2),
        Embedding.Column(feature: 2, levels: 2, width: 1),
      ]), input: [4], rows: 4,
      batch: [2, 0.5, 0, 1.5, 0, -0.5, 1, 2, 2, 1, -1, 0.25, 7, 3, 1, -1], "levels and none"),
  ]

  static let activations: [GradientCase] = [
    .activation(.linear),
    .activation(.relu, kinks: [0]),
    .activation(.leakyRelu, kinks: [0]),
    .activation(.leakyRelu(slope: 0.3), kinks: [0], "slope 0.3"),
    .activation(.elu),
    .activation(.elu(alpha: 2), kinks: [0], "alpha 2"),
    .activation(.selu, kinks: [0]),
    .activation(.gelu),
    .activation(.gelu(approximate: .tanh), "by tanh"),
    .activation(.silu),
    .activation(.softplus),
    .activation(.sigmoid),
    .activation(.tanh),
    .activation(.softmax),
  ]

  static let losses: [GradientCase] = [
    .loss(.meanSquaredError, width: 3, targets: points(12, seed: 1), rows: 4),
    .loss(.halfSquaredError, width: 3, targets: points(12, seed: 1), rows: 4),
    .loss(.meanAbsoluteError, width: 3, targets: points(12, seed: 1), rows: 4, kinks: [0]),
    .loss(.huber, width: 3, targets: points(12, seed: 1), rows: 4, kinks: [-1, 1]),
    .loss(
      .huber(delta: 0.3), width: 2, targets: points(12, seed: 1), rows: 6, kinks: [-0.3, 0.3],
      "delta 0.3"),
    .loss(.binaryCrossEntropy, width: 1, targets: [0, 1, 1, 0], rows: 4),
    .loss(
      .binaryCrossEntropy(labelSmoothing: 0.2), width: 2, targets: [0, 1, 1, 0, 0.5, 0.25], rows: 3,
      "smoothed, two questions"),
    .loss(.crossEntropy, width: 3, targets: [2, 0, 1, 1], rows: 4, "by class"),
    .loss(
      .crossEntropy(labelSmoothing: 0.2), width: 3, targets: [2, 0, 1, 1], rows: 4,
      "by class, smoothed"),
    .loss(
      .crossEntropy(labelSmoothing: 0.2), width: 3, targets: [0.5, 0.25, 0.25, 0, 1, 0], rows: 2,
      "by distribution, smoothed"),
    .loss(
      .crossEntropy, width: 3, targets: [0.5, 0.5, 0.75, 0.25, 0, 0], rows: 2,
      "by weights that don't add up to 1"),
  ]

  static let regularizers: [GradientCase] = [
    .regularizer("l1", kinks: [0]) { $0.l1 = 0.25 },
    .regularizer("l2") { $0.l2 = 0.75 },
    .regularizer("l1", kinks: [0], "with l2") { ($0.l1, $0.l2) = (0.5, 0.125) },
  ]
}
