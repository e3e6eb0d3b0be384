import Kernels
import Synchronization

/// Held by who chooses the instruction set, so that a check runs on the one that it asked for.
private let turn = Mutex(())

/// Runs a check with the kernels of every instruction set that the processor has.
public func onEveryInstructionSet(_ check: (String) throws -> Void) rethrows {
  try turn.withLock { _ in
    let before = instructionSet
    defer { useInstructionSet(before) }
    for name in availableInstructionSets where useInstructionSet(name) { try check(name) }
  }
}
