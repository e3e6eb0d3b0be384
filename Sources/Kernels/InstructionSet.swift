import CKernels

/// The instruction set that the kernels use: `avx512`, `avx2`, `neon` or `baseline`.
///
/// The best that the processor has, unless the environment variable `DESCENT_ISA` names another
/// that it has. It never changes a result.
public var instructionSet: String { String(cString: descent_instruction_set()) }

/// The instruction sets that this processor can run, from the slowest to the fastest.
public var availableInstructionSets: [String] {
  var names: [String] = []
  while let name = descent_available_instruction_set(names.count) {
    names.append(String(cString: name))
  }
  return names
}

/// Makes all kernels use an instruction set from now on; false where the processor doesn't have it.
///
/// For tests and measurements: it changes no result.
@discardableResult public func useInstructionSet(_ name: String) -> Bool {
  descent_use_instruction_set(name) != 0
}
