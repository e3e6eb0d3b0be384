// Unsafe: the pointer is good while the span is, that is, for the length of the call that was lent the
// span. For kernels of many arrays, where one closure for each would hide what is done.

extension Span {
  /// Where the elements begin; nil where there are none.
  var start: UnsafePointer<Element>? { withUnsafeBufferPointer { $0.baseAddress } }
}

extension MutableSpan {
  /// Where the elements begin; nil where there are none.
  var start: UnsafeMutablePointer<Element>? {
    mutating get { withUnsafeMutableBufferPointer { $0.baseAddress } }
  }
}
