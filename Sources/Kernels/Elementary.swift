import Basics

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

// The one door to the elementary functions for layers, activations and losses. A few scalars per step
// or per training (schedules, nadam, log loss, normal random numbers) call the C library in Double.

/// e to the power x.
@inlinable public func exponential(_ x: Scalar) -> Scalar { elementaryExp(x) }
/// The natural logarithm.
@inlinable public func logarithm(_ x: Scalar) -> Scalar { elementaryLog(x) }
/// log(1 + x), precise near 0.
@inlinable public func logarithmOfOnePlus(_ x: Scalar) -> Scalar { elementaryLog1p(x) }
/// e to the power x, less 1, precise near 0.
@inlinable public func exponentialMinusOne(_ x: Scalar) -> Scalar { elementaryExpm1(x) }
/// The hyperbolic tangent.
@inlinable public func hyperbolicTangent(_ x: Scalar) -> Scalar { elementaryTanh(x) }
/// The error function.
@inlinable public func errorFunction(_ x: Scalar) -> Scalar { elementaryErf(x) }

@usableFromInline func elementaryExp(_ x: Scalar) -> Scalar { exp(x) }
@usableFromInline func elementaryLog(_ x: Scalar) -> Scalar { log(x) }
@usableFromInline func elementaryLog1p(_ x: Scalar) -> Scalar { log1p(x) }
@usableFromInline func elementaryExpm1(_ x: Scalar) -> Scalar { expm1(x) }
@usableFromInline func elementaryTanh(_ x: Scalar) -> Scalar { tanh(x) }
@usableFromInline func elementaryErf(_ x: Scalar) -> Scalar { erf(x) }
