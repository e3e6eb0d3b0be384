#if canImport(Glibc)
  @preconcurrency import Glibc
#elseif canImport(Musl)
  @preconcurrency import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Starts a program that is found on the path; returns 0 or the system's number of what went wrong.
///
/// - Parameters:
///   - arguments: the name of the program first.
///   - input: what it reads; nil for nothing.
///   - isApart: in a group of its own, which Ctrl-C does not reach.
func spawn(
  _ arguments: [String], input: Int32?, output: Int32, notes: Int32, isApart: Bool = false,
  _ child: inout pid_t
) -> Int32 {
  #if canImport(Darwin)
    var actions: posix_spawn_file_actions_t?
    var attributes: posix_spawnattr_t?
  #else
    var actions = posix_spawn_file_actions_t()
    var attributes = posix_spawnattr_t()
  #endif
  posix_spawn_file_actions_init(&actions)
  posix_spawnattr_init(&attributes)
  defer {
    posix_spawn_file_actions_destroy(&actions)
    posix_spawnattr_destroy(&attributes)
  }
  if isApart { posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP)) }
  if let input {
    posix_spawn_file_actions_adddup2(&actions, input, 0)
  } else {
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
  }
  posix_spawn_file_actions_adddup2(&actions, output, 1)
  posix_spawn_file_actions_adddup2(&actions, notes, 2)
  var texts: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) }
  texts.append(nil)
  defer { texts.forEach { free($0) } }
  #if canImport(Darwin)
    let variables = _NSGetEnviron().pointee
  #else
    let variables = environ
  #endif
  return posix_spawnp(&child, arguments.first ?? "", &actions, &attributes, texts, variables)
}
