// Made of Recipes/*.yaml by Scripts/embed-recipes.py; change those, then run it.

/// The recipes as texts.
enum EmbeddedRecipes {
  /// Name and text of each recipe, in the order of the names.
  static let all: [(name: String, text: String)] = [
    (
      name: "mnist-softmax",
      text: ##"""
      description: Softmax regression on handwritten digits, one dense layer without hidden ones.
      system: a Keras-like stack of layers
      reported: "88.55 % (train)"
      reaches: "92.5 % (test)"

      data: mnist
      scale: unit
      hidden: none
      loss: cross-entropy
      optimizer: adam
      learning-rate: 0.002
      schedule: cosine
      epochs: 15
      batch-size: 128

      """##
    )
  ]
}
