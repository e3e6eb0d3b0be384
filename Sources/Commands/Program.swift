import ArgumentParser
import Descent
import Kernels

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// A command that runs in given surroundings.
protocol RunnableCommand: ParsableCommand {
  func run(in surroundings: Surroundings) throws
}

/// The command `descent` as a function.
public enum Program {
  /// The version of Descent.
  public static let version = "0.1.0"

  /// Runs the command of this process and ends it with its exit code.
  public static func main() -> Never {
    signal(SIGPIPE, SIG_IGN)
    signal(SIGXFSZ, SIG_IGN)
    endWhenRowsAreGone()
    occupyClosedFiles()
    let surroundings = Surroundings.process()
    exit(run(surroundings.arguments, surroundings))
  }

  /// What is said when a file is cut short, or its disk fails, while its rows are read where they lie.
  private static let rowsAreGone: StaticString =
    "error: the rows can't be read any more: their file was cut short, or its disk failed\n"

  private static func endWhenRowsAreGone() {
    // Reached before the handler is, so that it allocates nothing there.
    _ = rowsAreGone
    signal(SIGBUS) { _ in
      let text = Program.rowsAreGone
      _ = write(2, text.utf8Start, text.utf8CodeUnitCount)
      _exit(DescentError.Kind.inputOutput.rawValue)
    }
  }

  /// Puts something unwritable where standard files are closed: the next file to be opened, a model
  /// for instance, would get their number and their text.
  private static func occupyClosedFiles() {
    for descriptor: Int32 in 0...2 where fcntl(descriptor, F_GETFD) < 0 {
      // The lowest free number is taken, which is this one.
      _ = open("/dev/null", O_RDONLY)
    }
  }

  /// Runs the command with these arguments; returns its exit code.
  ///
  /// Results go to the surroundings' output; everything else, errors included, to their notes.
  public static func run(_ arguments: [String], _ surroundings: Surroundings) -> Int32 {
    do {
      do {
        try checkInstructionSet(surroundings)
        try checkCommand(arguments)
        var command = try DescentCommand.parseAsRoot(arguments)
        if let runnable = command as? any RunnableCommand {
          try runnable.run(in: surroundings)
        } else {
          try command.run()
        }
        try surroundings.output.flush()
      } catch {
        // What was written before an error still belongs to the result.
        if !(error is ClosedPipe) { try surroundings.output.flush() }
        throw error
      }
      return 0
    } catch {
      return report(error, arguments, surroundings)
    }
  }

  /// Refuses an instruction set that this processor doesn't have.
  private static func checkInstructionSet(_ surroundings: Surroundings) throws {
    guard let name = surroundings.environment["DESCENT_ISA"] else { return }
    let available = availableInstructionSets
    guard !available.contains(name) else { return }
    throw DescentError(
      .usage,
      "DESCENT_ISA: expected one of the instruction sets of this processor, "
        + "\(available.joined(separator: ", ")), found \"\(name)\"",
      fix: suggestion(for: name, in: available))
  }

  /// Refuses a command that doesn't exist, with the nearest one: `descent trian`, `data lst`.
  private static func checkCommand(_ arguments: [String]) throws {
    var known = DescentCommand.configuration.subcommands
    for (depth, argument) in arguments.prefix(2).enumerated() {
      if argument.hasPrefix("-") || known.isEmpty { return }
      if depth == 0, argument == "help" { continue }
      guard let command = known.first(where: { $0._commandName == argument }) else {
        let path = (["descent"] + arguments.prefix(depth)).joined(separator: " ")
        throw DescentError(
          .usage, "\(path): unknown command \"\(argument)\"",
          fix: suggestion(for: argument, in: known.map { $0._commandName }))
      }
      known = command.configuration.subcommands
    }
  }

  /// Says what went wrong in one or two lines and returns the exit code for it.
  private static func report(
    _ error: any Error, _ arguments: [String], _ surroundings: Surroundings
  ) -> Int32 {
    switch error {
    case let error as DescentError:
      surroundings.note("error: \(error.description.printable)")
      return error.kind == .interrupted ? Interrupt.exitCode : error.kind.exitCode
    case is Stopped:
      return Interrupt.exitCode
    case is ClosedPipe:
      return DescentError.Kind.inputOutput.exitCode
    default:
      return reportParsing(error, arguments, surroundings)
    }
  }

  /// Help, the version, and arguments that can't be understood.
  private static func reportParsing(
    _ error: any Error, _ arguments: [String], _ surroundings: Surroundings
  ) -> Int32 {
    guard DescentCommand.exitCode(for: error).isSuccess else {
      let name = arguments.first { argument in
        DescentCommand.configuration.subcommands.contains { $0._commandName == argument }
      }
      surroundings.note("error: \(DescentCommand.message(for: error))")
      surroundings.note("See: descent help" + (name.map { " \($0)" } ?? ""))
      return DescentError.Kind.usage.exitCode
    }
    do {
      let width = min(surroundings.output.width ?? 80, 100)
      try surroundings.output.line(DescentCommand.fullMessage(for: error, columns: width))
      try surroundings.output.flush()
      return 0
    } catch {
      return report(error, arguments, surroundings)
    }
  }
}

extension DescentError.Kind {
  /// The exit code of the command.
  var exitCode: Int32 { rawValue }
}
