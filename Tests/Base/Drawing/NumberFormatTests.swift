// Number formatting.

import Drawing
import Testing

@Suite("Number format")
struct NumberFormatTests {
  @Test(
    "rounds to significant digits",
    arguments: [
      (0.998, 3, "0.998"), (0.99849, 3, "0.998"), (0.9995, 3, "1"), (11.42, 4, "11.42"),
      (11.42, 3, "11.4"), (1.2e-5, 3, "1.2e-05"), (-0.25, 3, "-0.25"), (0, 3, "0"),
      (-0.0, 3, "0"), (0.1, 3, "0.1"), (100, 3, "100"), (12345.6, 3, "12346"),
      (999_999.7, 3, "1e+06"), (1_234_567, 3, "1.23e+06"), (1e100, 3, "1e+100"),
      (0.0001234, 2, "0.00012"), (0.00009999, 3, "0.0001"), (2.5, 1, "3"),
      (.nan, 3, "nan"), (.infinity, 3, "inf"), (-.infinity, 3, "-inf"),
      (.leastNonzeroMagnitude, 3, "5e-324"), (.greatestFiniteMagnitude, 3, "1.8e+308"),
    ])
  func significant(value: Double, digits: Int, text: String) {
    #expect(NumberFormat.digits(value, significant: digits) == text)
  }

  @Test(
    "rounds to decimal places",
    arguments: [
      (0.2, 2, "0.20"), (11.42, 2, "11.42"), (9.8, 2, "9.80"), (0.995, 2, "1.00"),
      (0.004, 2, "0.00"), (-0.004, 2, "0.00"), (0.006, 2, "0.01"), (0.6, 0, "1"), (0.4, 0, "0"),
      (99.96, 1, "100.0"), (123456, 0, "123456"), (1e-20, 3, "0.000"), (1e20, 2, "1e+20"),
      (-7.25, 1, "-7.3"), (.nan, 2, "nan"), (-.infinity, 2, "-inf"),
    ])
  func places(value: Double, places: Int, text: String) {
    #expect(NumberFormat.decimals(value, places: places) == text)
  }
}
