import Basics

extension Layer {
  /// The layer in a word or two, for tables and drawings: `dense, relu`.
  package var name: String {
    switch self {
    case let dense as Dense:
      let activation = type(of: dense.activation).kind
      return "dense" + (activation == Linear.kind ? "" : ", \(activation)")
        + (dense.useBias ? "" : ", no bias")
    case let activation as Activation: return type(of: activation.function).kind
    case let dropout as Dropout: return "dropout \(dropout.rate)"
    case let embedding as Embedding:
      return "embedding of \(counted(embedding.columns.count, "column"))"
    default: return type(of: self).kind
    }
  }
}
