// The sets of kernels that exist, and the choice between them.

internal import CProcessor
internal import Platform
internal import SIMDKernels
internal import SIMDKernelsAVX2
internal import SIMDKernelsAVX512

extension KernelSet {
  /// For any processor.
  package static let portable = SIMDKernels.kernels

  /// For processors with AVX2 and fused multiply-add; nil on others.
  package static let fused = trm_processor_is_fused() ? SIMDKernelsAVX2.kernels : nil

  /// For processors with AVX-512; nil on others.
  package static let wide = trm_processor_is_wide() ? SIMDKernelsAVX512.kernels : nil

  /// Every set that runs on this processor, plain loops first.
  package static var all: [KernelSet] { [naive, portable] + [fused, wide].compactMap(\.self) }

  /// The fastest set, or the one named by the environment variable `TRM_INSTRUCTIONS`.
  package static let current: KernelSet = {
    if let wanted = getenv("TRM_INSTRUCTIONS").map({ String(cString: $0) }),
      let found = all.first(where: { $0.name == wanted })
    {
      return found
    }
    return wide ?? fused ?? portable
  }()
}
