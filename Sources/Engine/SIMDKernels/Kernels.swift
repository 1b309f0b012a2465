// The list of this build's vector kernels: a new kernel is its file, a field of `KernelSet`, a line
// here and a plain twin in `Kernels`.

package import CKernelTable

#if WIDE
  private let kind = KernelKind.wide
#elseif FUSED
  private let kind = KernelKind.fused
#else
  private let kind = KernelKind.portable
#endif

/// This build's kernels.
package let kernels = KernelSet(
  kind: kind,
  vectorWidth: Vector.scalarCount,
  product: product,
  productPacked: productPacked,
  productGated: productGated,
  outerProduct: outerProduct,
  pack: pack,
  packGated: packGated,
  normRows: normRows,
  normRowsBackward: normRowsBackward,
  normColumns: normColumns,
  normColumnsBackward: normColumnsBackward,
  gate: gate,
  gateBackward: gateBackward,
  attend: attend,
  attendBackward: attendBackward,
  attendListed: attendListed,
  attendListedBackward: attendListedBackward,
  rotate: rotate,
  add: add,
  addScaled: addScaled,
  average: average,
  sumOfSquares: sumOfSquares,
  adam: adam,
  adamATan2: adamATan2,
  peak: peak)
