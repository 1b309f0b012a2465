// The table of these kernels. It is compiled with each set of instructions, as the kernels are.

package import KernelInterface

#if WIDE
  private let kind = KernelTable.Kind.wide
#elseif FUSED
  private let kind = KernelTable.Kind.fused
#else
  private let kind = KernelTable.Kind.portable
#endif

/// Every kernel of this set of instructions.
package let kernels = KernelTable(
  kind: kind, lanes: lanes, product: product, productPacked: productPacked,
  productGated: productGated, pack: pack, packGated: packGated, normRows: normRows,
  normRowsBackward: normRowsBackward, normColumns: normColumns,
  normColumnsBackward: normColumnsBackward, gate: gate, gateBackward: gateBackward,
  attend: attend, attendBackward: attendBackward, turn: turn, add: add, addScaled: addScaled,
  average: average, sumOfSquares: sumOfSquares, adam: adam, adamATan2: adamATan2, peak: peak)
