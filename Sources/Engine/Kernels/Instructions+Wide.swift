// The vector kernels for processors with AVX-512. A file of its own, since the sets' kernels have the same names.

internal import SIMDKernelsAVX512

/// For processors with AVX-512.
let wideInstructions = Instructions(
  kind: .wide, lanes: lanes, product: product, productPacked: productPacked,
  productGated: productGated, pack: pack, packGated: packGated, normRows: normRows,
  normRowsBackward: normRowsBackward, normColumns: normColumns,
  normColumnsBackward: normColumnsBackward, gate: gate, gateBackward: gateBackward,
  attend: attend, attendBackward: attendBackward, turn: turn, add: add, addScaled: addScaled,
  average: average, sumOfSquares: sumOfSquares, adam: adam, adamATan2: adamATan2, peak: peak)
