// The sets of instructions that there are, and the choice between them.

internal import CProcessor
@_exported public import KernelInterface
internal import Platform
internal import SIMDKernels
internal import SIMDKernelsAVX2
internal import SIMDKernelsAVX512

extension KernelTable {
  /// For any processor.
  package static let portable = SIMDKernels.kernels

  /// For processors with AVX2 and fused multiply-add; nil on others.
  package static let fused = trm_processor_is_fused() ? SIMDKernelsAVX2.kernels : nil

  /// For processors with AVX-512; nil on others.
  package static let wide = trm_processor_is_wide() ? SIMDKernelsAVX512.kernels : nil

  /// Every set that runs on this processor, the plain loops first.
  package static var all: [KernelTable] { [naive, portable] + [fused, wide].compactMap(\.self) }

  /// The fastest set, or the one that the environment's `TRM_INSTRUCTIONS` names.
  package static let current: KernelTable = {
    if let wanted = getenv("TRM_INSTRUCTIONS").map({ String(cString: $0) }),
      let found = all.first(where: { $0.name == wanted })
    {
      return found
    }
    return wide ?? fused ?? portable
  }()
}
