#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The system calls by which a file is written, with a place where tests let them fail.
///
///     var left = 3
///     let calls = FileCalls { call in ... }  // the third call meets a full disk
///     try AtomicFile.write(bytes, to: path, calls: calls)
///
/// A fault at every call from the n-th on, the tidying up included, leaves the disk as a process
/// leaves it that is killed there.
public struct FileCalls: Sendable {
  /// The kinds of call, in the order in which a file is written.
  public enum Call: String, Sendable, CaseIterable {
    /// Makes the temporary file, or opens a device.
    case open
    /// Writes some bytes.
    case write
    /// Gives the new file the rights of the old one.
    case setPermissions
    /// Forces the bytes to the disk.
    case sync
    /// Lets the old file have the name under which it is kept, or the new one its name.
    case rename
    /// Opens the folder to force its names to the disk.
    case openFolder
    /// Forces the folder's names to the disk.
    case syncFolder
    /// Removes a file.
    case remove
  }

  /// What goes wrong in a call.
  public enum Fault: Sendable, Hashable {
    /// The call does nothing and gives this error number.
    case error(Int32)
    /// A write takes this many bytes at most.
    case short(Int)
  }

  private let fault: (@Sendable (Call) -> Fault?)?

  /// The calls as the system does them.
  public static let system = FileCalls(fault: nil)

  private init(fault: (@Sendable (Call) -> Fault?)?) { self.fault = fault }

  /// Calls that fail where `fault` says so; it is asked before each one.
  public init(_ fault: @escaping @Sendable (Call) -> Fault?) { self.fault = fault }

  /// Opens a file; gives its descriptor or, below 0, the error number.
  func open(_ path: String, _ flags: Int32, as call: Call = .open) -> (result: Int32, code: Int32) {
    perform(call) { _ in systemOpen(path, flags) }
  }

  /// Writes bytes; gives how many were taken.
  func write(
    _ descriptor: Int32, _ start: UnsafeRawPointer?, _ count: Int
  ) -> (result: Int, code: Int32) {
    perform(.write) { limit in systemWrite(descriptor, start, min(count, limit)) }
  }

  /// Sets the rights of an open file.
  func setPermissions(_ descriptor: Int32, _ rights: mode_t) -> (result: Int32, code: Int32) {
    perform(.setPermissions) { _ in fchmod(descriptor, rights) }
  }

  /// Forces a file or a folder to the disk.
  func sync(_ descriptor: Int32, as call: Call = .sync) -> (result: Int32, code: Int32) {
    perform(call) { _ in fsync(descriptor) }
  }

  /// Gives a file another name, in place of whatever has it.
  func rename(_ old: String, _ new: String) -> (result: Int32, code: Int32) {
    perform(.rename) { _ in systemRename(old, new) }
  }

  /// Removes a file; that it isn't there is no matter.
  func remove(_ path: String) { _ = perform(.remove) { _ in unlink(path) } }

  private func perform<Result: SignedInteger>(
    _ call: Call, _ body: (_ limit: Int) -> Result
  ) -> (result: Result, code: Int32) {
    retrying {
      switch fault?(call) {
      case nil: return body(.max)
      case .short(let count): return body(max(1, count))
      case .error(let code):
        errno = code
        return -1
      }
    }
  }
}

// Inside the type these names mean its own functions.
private func systemOpen(_ path: String, _ flags: Int32) -> Int32 { open(path, flags, 0o666) }
private func systemWrite(_ descriptor: Int32, _ start: UnsafeRawPointer?, _ count: Int) -> Int {
  write(descriptor, start, count)
}
private func systemRename(_ old: String, _ new: String) -> Int32 { rename(old, new) }
