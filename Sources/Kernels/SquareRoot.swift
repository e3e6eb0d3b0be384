import Basics
import CKernels

/// The square root, correctly rounded; NaN below 0.
///
/// `x.squareRoot()` gives the same bits, but on Linux it may call the C library to set `errno`, and a
/// loop with such a call is computed one number at a time.
@inlinable @inline(__always) public func squareRoot(_ x: Scalar) -> Scalar {
  #if DoublePrecision
    descent_square_root_f64(x)
  #else
    descent_square_root_f32(x)
  #endif
}
