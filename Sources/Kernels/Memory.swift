#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The bytes of memory that this process may use at most: the machine's, or less under a limit.
///
/// Only for refusing what can't fit; no result depends on it.
public var availableMemory: Int {
  let pages = sysconf(Int32(_SC_PHYS_PAGES))
  let size = sysconf(Int32(_SC_PAGESIZE))
  let (product, overflow) = Int(pages).multipliedReportingOverflow(by: Int(size))
  let machine = pages > 0 && size > 0 && !overflow ? product : Int.max
  var limit = rlimit()
  #if canImport(Glibc)
    let failed = getrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit)
  #else
    let failed = getrlimit(RLIMIT_AS, &limit)
  #endif
  guard failed == 0 else { return machine }
  return min(machine, Int(clamping: limit.rlim_cur))
}
