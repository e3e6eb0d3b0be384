import Basics

// What the losses share that compare every output with its own target.

/// How targets reach a loss that wants one number per output.
///
/// One-hot where there is an output per class, 0 and 1 where one output tells two classes apart, the
/// numbers themselves for regression; nil for anything else.
func elementwiseEncoding(classes: Int, outputs: Int) -> TargetEncoding? {
  if classes == 0 { return .values }
  if outputs == classes { return .oneHot }
  return outputs == 1 && classes == 2 ? .binary : nil
}
