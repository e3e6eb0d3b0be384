import Kernels
import Testing

@Suite struct InstructionSetTests {
  @Test func theBestOneIsUsedUnlessAnotherIsNamed() {
    #expect(availableInstructionSets.contains(instructionSet))
    #expect(["avx512", "avx2", "neon", "baseline"].contains(instructionSet))
  }

  @Test func theFirstOneRunsEverywhere() {
    #expect(["baseline", "neon"].contains(availableInstructionSets.first))
  }

  @Test func anUnknownOneIsRefused() {
    #expect(!useInstructionSet("sse9"))
    #expect(!useInstructionSet(""))
  }
}
