// Both engines and the gradients against the official implementation's own numbers.

import Kernels
import Network
import Support
import Testing

@Suite(.enabled(if: Shared.isPresent, "needs ../shared/golden beside the checkout"))
struct GoldenTests {
  @Test(
    "the fast engine computes what the official code computes",
    arguments: Golden.all + Golden.others)
  func fast(golden: Golden) throws {
    for kernels in KernelSet.all {
      try golden.compare(FastEngine(golden.weights(), capacity: 4, kernels: kernels))
    }
  }

  @Test(
    "the reference engine computes what the official code computes",
    arguments: Golden.all + Golden.others)
  func reference(golden: Golden) throws {
    try golden.compare(ReferenceEngine(golden.weights()))
  }

  @Test("losses and every gradient are the official code's", arguments: Golden.all + Golden.others)
  func gradients(golden: Golden) throws {
    for kernels in KernelSet.all { try golden.compareGradients(kernels) }
  }
}

/// The same on the slice that lies in every clone.
@Suite struct GoldenSliceTests {
  @Test("the fast engine computes the official numbers on every set of instructions")
  func fast() throws {
    for kernels in KernelSet.all {
      try Golden.slice.compare(FastEngine(Golden.slice.weights(), capacity: 4, kernels: kernels))
    }
  }

  @Test("the reference engine computes the official numbers")
  func reference() throws {
    try Golden.slice.compare(ReferenceEngine(Golden.slice.weights()))
  }

  @Test("losses and gradients are the official ones")
  func gradients() throws {
    for kernels in KernelSet.all { try Golden.slice.compareGradients(kernels) }
  }
}
