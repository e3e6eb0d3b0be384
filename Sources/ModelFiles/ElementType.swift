import Basics

/// How the numbers of a stored tensor are written: the names and order of the safetensors format.
///
/// The order decides how tensors are sorted in a file: what needs wider alignment comes first.
public enum ElementType: String, CaseIterable, Sendable, Comparable {
  /// One byte, 0 or 1.
  case bool = "BOOL"
  /// Four bits of floating point.
  case float4 = "F4"
  /// Six bits, two of them exponent.
  case float6E2M3 = "F6_E2M3"
  /// Six bits, three of them exponent.
  case float6E3M2 = "F6_E3M2"
  /// A byte without sign.
  case uint8 = "U8"
  /// A byte with sign.
  case int8 = "I8"
  /// Eight bits, five of them exponent.
  case float8E5M2 = "F8_E5M2"
  /// Eight bits, four of them exponent.
  case float8E4M3 = "F8_E4M3"
  /// Eight bits of exponent: a scale.
  case float8E8M0 = "F8_E8M0"
  /// Eight bits, four of them exponent, without negative zero.
  case float8E4M3FNUZ = "F8_E4M3FNUZ"
  /// Eight bits, five of them exponent, without negative zero.
  case float8E5M2FNUZ = "F8_E5M2FNUZ"
  /// Two bytes with sign.
  case int16 = "I16"
  /// Two bytes without sign.
  case uint16 = "U16"
  /// IEEE 754 half precision.
  case float16 = "F16"
  /// The upper half of a single precision number.
  case bfloat16 = "BF16"
  /// Four bytes with sign.
  case int32 = "I32"
  /// Four bytes without sign.
  case uint32 = "U32"
  /// IEEE 754 single precision.
  case float32 = "F32"
  /// Two single precision numbers: real and imaginary part.
  case complex64 = "C64"
  /// IEEE 754 double precision.
  case float64 = "F64"
  /// Eight bytes with sign.
  case int64 = "I64"
  /// Eight bytes without sign.
  case uint64 = "U64"

  /// The bits that one number takes.
  public var bits: Int {
    switch self {
    case .float4: 4
    case .float6E2M3, .float6E3M2: 6
    case .bool, .uint8, .int8, .float8E5M2, .float8E4M3, .float8E8M0, .float8E4M3FNUZ,
      .float8E5M2FNUZ:
      8
    case .int16, .uint16, .float16, .bfloat16: 16
    case .int32, .uint32, .float32: 32
    case .complex64, .float64, .int64, .uint64: 64
    }
  }

  /// The type in which `Scalar` is stored: F32, or F64 with the trait DoublePrecision.
  public static var scalar: ElementType { Scalar.self == Float.self ? .float32 : .float64 }

  /// The order of the format.
  public static func < (a: ElementType, b: ElementType) -> Bool { a.rank < b.rank }

  private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }

  /// The bytes that a tensor of this type takes; nil where they are too many for an `Int` or
  /// don't fill the last byte.
  func byteCount(of shape: [Int]) -> Int? {
    var count = 1
    for dimension in shape {
      let (product, overflow) = count.multipliedReportingOverflow(by: dimension)
      if overflow || dimension < 0 { return nil }
      count = product
    }
    let (total, overflow) = count.multipliedReportingOverflow(by: bits)
    return overflow || total % 8 != 0 ? nil : total / 8
  }
}
