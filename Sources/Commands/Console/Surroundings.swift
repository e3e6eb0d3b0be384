import Descent
import Terminal

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// What a command sees of the world and writes to. Handed in, so that tests can make their own.
public struct Surroundings {
  /// The environment variables that Descent looks at.
  public var environment: [String: String]
  /// Standard output: results.
  public var output: Channel
  /// Standard error: progress, remarks, errors.
  public var notes: Channel
  /// Reads all of standard input.
  public var input: () throws -> ContiguousArray<UInt8>
  /// Reads the next bytes of standard input, as many as there are right now; none at its end.
  public var nextInput: () throws -> ContiguousArray<UInt8>
  /// Whether somebody types it.
  public var inputIsTerminal = false
  /// The command as it was typed, for the manifest.
  public var arguments: [String]

  /// Surroundings.
  public init(
    environment: [String: String], output: Channel, notes: Channel,
    input: @escaping () throws -> ContiguousArray<UInt8>, arguments: [String] = []
  ) {
    self.environment = environment
    self.output = output
    self.notes = notes
    self.input = input
    var isRead = false
    nextInput = {
      defer { isRead = true }
      return isRead ? [] : try input()
    }
    self.arguments = arguments
  }

  /// Those of this process.
  public static func process() -> Surroundings {
    let names = [
      "DESCENT_DATA", "DESCENT_ISA", "DESCENT_MIRROR", "XDG_CACHE_HOME", "HOME", "PATH", "TMPDIR",
      "NO_COLOR", "CI", "TERM", "COLORTERM", "COLUMNS", "LC_ALL", "LC_CTYPE", "LANG",
      "XTERM_VERSION",
      "STY", "TMUX",
    ]
    var environment: [String: String] = [:]
    for name in names {
      if let value = getenv(name) { environment[name] = String(cString: value) }
    }
    let columns = environment["COLUMNS"].flatMap { Int($0) }.flatMap { $0 >= 20 ? $0 : nil }
    var surroundings = Surroundings(
      environment: environment,
      output: Channel(descriptor: 1, name: "standard output", columns: columns),
      notes: Channel(descriptor: 2, name: "standard error", columns: columns),
      input: {
        try readAll(0, name: "standard input") { try checkStart($0, name: "standard input") }
      },
      arguments: Array(CommandLine.arguments.dropFirst()))
    surroundings.inputIsTerminal = isatty(0) == 1
    surroundings.nextInput = {
      // A command that listens for signals is not to wait on after one.
      var waiting = pollfd(fd: 0, events: Int16(POLLIN), revents: 0)
      while poll(&waiting, 1, -1) < 0, errno == EINTR { try Interrupt.check() }
      return try nextBytes(of: 0, name: "standard input")
    }
    return surroundings
  }

  /// Whether colour and redrawn lines are welcome on a channel.
  func isLively(_ channel: Channel) -> Bool {
    channel.width != nil && environment["TERM"] != "dumb" && !isSet("CI")
  }

  /// Whether colour is welcome on a channel.
  func hasColor(_ channel: Channel) -> Bool { isLively(channel) && !isSet("NO_COLOR") }

  /// What can be drawn on a channel.
  func look(_ channel: Channel) -> TerminalLook {
    TerminalLook(environment: environment, isColored: hasColor(channel))
  }

  /// Whether the terminal breaks its lines anew when it becomes narrower: all but xterm, screen and the
  /// console of Linux.
  var wrapsAnew: Bool {
    !isSet("XTERM_VERSION") && environment["TERM"] != "linux" && (!isSet("STY") || isSet("TMUX"))
  }

  private func isSet(_ name: String) -> Bool { !(environment[name] ?? "").isEmpty }

  /// Writes a remark to standard error. One that can't be written is lost.
  func note(_ text: String) {
    try? notes.line(text)
    try? notes.flush()
  }
}
