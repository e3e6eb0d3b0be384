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
func spawn(
  _ arguments: [String], input: Int32?, output: Int32, notes: Int32, _ child: inout pid_t
) -> Int32 {
  #if canImport(Darwin)
    var actions: posix_spawn_file_actions_t?
  #else
    var actions = posix_spawn_file_actions_t()
  #endif
  posix_spawn_file_actions_init(&actions)
  defer { posix_spawn_file_actions_destroy(&actions) }
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
  return posix_spawnp(&child, arguments.first ?? "", &actions, nil, texts, variables)
}
