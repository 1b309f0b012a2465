// The element types of arrays in files.

internal import Storage

/// The element type of an array; raw values are the names in `safetensors`.
package enum ElementType: String, Sendable, CaseIterable {
  /// Eight bytes, float64.
  case float64 = "F64"
  /// Four bytes, float32.
  case float32 = "F32"
  /// Two bytes, IEEE half precision.
  case float16 = "F16"
  /// Two bytes, bfloat16: the upper half of a float32.
  case bfloat16 = "BF16"
  /// Eight bytes, signed.
  case int64 = "I64"
  /// Four bytes, signed.
  case int32 = "I32"
  /// Two bytes, signed.
  case int16 = "I16"
  /// One byte, signed.
  case int8 = "I8"
  /// Eight bytes, unsigned.
  case uint64 = "U64"
  /// Four bytes, unsigned.
  case uint32 = "U32"
  /// Two bytes, unsigned.
  case uint16 = "U16"
  /// One byte, unsigned.
  case uint8 = "U8"
  /// One byte, zero or not.
  case bool = "BOOL"

  /// The size of an element in bytes.
  package var size: Int {
    switch self {
    case .float64, .int64, .uint64: 8
    case .float32, .int32, .uint32: 4
    case .float16, .bfloat16, .int16, .uint16: 2
    case .int8, .uint8, .bool: 1
    }
  }

  /// Whether the elements are floating-point numbers.
  package var isFloat: Bool {
    switch self {
    case .float64, .float32, .float16, .bfloat16: true
    default: false
    }
  }

  /// The size of an array of `shape` in bytes; nil if it overflows.
  func byteCount(of shape: [Int]) -> Int? {
    var total = size
    for extent in shape {
      let (product, overflow) = total.multipliedReportingOverflow(by: extent)
      guard extent >= 0, !overflow else { return nil }
      total = product
    }
    return total
  }
}

/// The float32 value of the bits of a half-precision number.
func floatOfHalf(_ bits: UInt16) -> Float {
  let sign = UInt32(bits & 0x8000) << 16
  let exponent = UInt32(bits >> 10) & 0x1F
  let fraction = UInt32(bits & 0x3FF)
  switch exponent {
  case 0x1F: return Float(bitPattern: sign | 0x7F80_0000 | fraction << 13)
  case 0:
    // Subnormal: fraction · 2^-24, exact in float32.
    let magnitude = Float(fraction) * 0x1p-24
    return sign == 0 ? magnitude : -magnitude
  default: return Float(bitPattern: sign | (exponent + 112) << 23 | fraction << 13)
  }
}
