// Conversion of every element type to floats and integers.

import Checkpoints
import Kernels
import Storage
import Testing

@Suite struct StoredArrayTests {
  private func array(_ element: ElementType, _ bytes: [UInt8]) -> StoredArray {
    StoredArray(element, shape: [bytes.count / element.size], bytes: Bytes(bytes))
  }

  @Test("half precision: zeros, one, the largest, subnormals, infinity, NaN")
  func halves() {
    // sign 1 bit, exponent 5 bits (bias 15), fraction 10 bits:
    // 3C00 = 1; C000 = -2; 7BFF = (2 - 2^-10)·2^15 = 65504; 0001 = 2^-24; 03FF = 1023·2^-24;
    // 0400 = 2^-14; 3555 = (1 + 341/1024)·2^-2; 7C00 = ∞; 8000 = -0.
    let bits: [UInt16] = [0x3C00, 0xC000, 0x7BFF, 0x0001, 0x03FF, 0x0400, 0x3555, 0x7C00, 0x8000]
    let floats = array(.float16, bits.flatMap(little)).floats().array
    #expect(
      floats == [1, -2, 65504, 0x1p-24, 0x3FFp-24, 0x1p-14, 0.333251953125, .infinity, 0])
    #expect(floats[8].sign == .minus)
    #expect(array(.float16, little(UInt16(0x7E00))).floats()[0].isNaN)
    #expect(array(.float16, little(UInt16(0x83FF))).floats()[0] == -0x3FFp-24)
  }

  @Test("bfloat16 is the upper half of a float32")
  func brainFloats() {
    // 3F80 0000 = 1; C040 0000 = -3; 7F80 0000 = ∞.
    let bits: [UInt16] = [0x3F80, 0xC040, 0x7F80]
    #expect(array(.bfloat16, bits.flatMap(little)).floats().array == [1, -3, .infinity])
  }

  @Test("float64 is rounded to nearest")
  func doubles() {
    let array = array(.float64, little(0.1.bitPattern) + little((-1e300).bitPattern))
    #expect(array.floats().array == [0.1, -.infinity])
  }

  @Test("integers of every type keep their sign")
  func integers() {
    #expect(array(.int8, [0xFF, 0x80]).integers() == [-1, -128])
    #expect(array(.uint8, [0xFF]).integers() == [255])
    #expect(array(.int16, [0xFE, 0xFF]).integers() == [-2])
    #expect(array(.uint16, [0xFE, 0xFF]).integers() == [65534])
    #expect(array(.int32, little(Int32.min)).integers() == [Int(Int32.min)])
    #expect(array(.uint32, little(UInt32.max)).integers() == [4_294_967_295])
    #expect(array(.int64, little(Int64.min)).integers() == [Int.min])
    #expect(array(.bool, [0, 1, 2]).integers() == [0, 1, 1])
    #expect(array(.bool, [0, 1, 2]).floats().array == [0, 1, 1])
    #expect(array(.int16, [0xFE, 0xFF]).floats().array == [-2])
    #expect(array(.uint64, little(UInt64(5))).integers() == [5])
  }

  @Test("floats and values above Int.max aren't integers")
  func notIntegers() {
    #expect(StoredArray([Float(1)], shape: [1]).integers() == nil)
    #expect(array(.uint64, little(UInt64.max)).integers() == nil)
    #expect(StoredArray([UInt64.max], shape: []).floats()[0] == 0x1p64)
  }

  @Test("float32 is borrowed if aligned, else copied")
  func alignment() throws {
    let bytes = Bytes([0] + little(Float(3).bitPattern) + [0, 0, 0] + little(Float(4).bitPattern))
    let odd = StoredArray(.float32, shape: [], bytes: try #require(bytes[1..<5]))
    let even = StoredArray(.float32, shape: [], bytes: try #require(bytes[8..<12]))
    #expect(!odd.isBorrowable)
    #expect(even.isBorrowable)
    #expect(odd.floats()[0] == 3)
    #expect(even.floats()[0] == 4)
  }
}
