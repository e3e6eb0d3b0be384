/// What the products of matrices are computed in while a network trains.
public enum Precision: String, Sendable, Hashable, CaseIterable {
  /// In `Scalar`: 32 bits unless Descent is built for Double. The same bits on every processor.
  case full
  /// Numbers are rounded to bfloat16 (8 bits of precision) when they are multiplied; products are
  /// added, and weights kept, in 32 bits. Only on processors with the instruction for it; the same
  /// bits for any number of threads, but not those of `full`.
  case bfloat16 = "bf16"
}
