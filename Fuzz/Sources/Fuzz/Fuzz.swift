import CFuzzer
import Descent

/// Runs one reader on what libFuzzer makes up: `Fuzz READER [libFuzzer's arguments]`.
///
/// Any byte string must be read or refused as bad data, without a trap, an access out of bounds, more memory
/// or more time than libFuzzer is told to allow. `Fuzz --list` names the readers, `Fuzz --seeds READER
/// FOLDER` writes files to start from.
@main enum Fuzz {
  /// The reader that is run. Set once, before the fuzzer starts.
  nonisolated(unsafe) static var reader = Reader.all[0]

  static func main() throws {
    let arguments = CommandLine.arguments
    if arguments.dropFirst().first == "--list" {
      for reader in Reader.all { print(reader.name) }
      return
    }
    let wantsSeeds = arguments.dropFirst().first == "--seeds"
    let name = arguments.dropFirst(wantsSeeds ? 2 : 1).first ?? ""
    guard let chosen = Reader.all.first(where: { $0.name == name }) else {
      throw DescentError(
        .usage, "no reader \"\(name)\"", fix: suggestion(for: name, in: Reader.all.map(\.name)))
    }
    if wantsSeeds {
      for (index, seed) in try chosen.seeds().enumerated() {
        try AtomicFile.write(seed, to: joined(arguments[3], "\(name)-\(index)"))
      }
      return
    }
    reader = chosen
    // libFuzzer takes the first argument for its own name.
    var count = Int32(CommandLine.argc - 1)
    var rest: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = CommandLine.unsafeArgv + 1
    let status = LLVMFuzzerRunDriver(&count, &rest) { data, size in
      Fuzz.runOnce(ContiguousArray(UnsafeBufferPointer(start: data, count: size)))
      return 0
    }
    guard status == 0 else { throw DescentError(.bug, "libFuzzer ended with \(status)") }
  }

  /// Ends the run, so that libFuzzer keeps what it was, unless something holds.
  static func expect(
    _ isTrue: Bool, _ what: @autoclosure () -> String = "", line: UInt = #line
  ) throws {
    precondition(isTrue, "line \(line): \(what())")
  }

  static func runOnce(_ bytes: ContiguousArray<UInt8>) {
    do {
      try reader.read(bytes)
    } catch let error as DescentError {
      // Text that a person can read is part of the promise.
      precondition(error.kind == .badData, "\(error)")
      precondition(
        error.description.utf8.count < 20_000, "an error of \(error.description.utf8.count) bytes")
    } catch {
      preconditionFailure("\(error)")
    }
  }
}
