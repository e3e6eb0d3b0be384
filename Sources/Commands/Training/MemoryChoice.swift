import Descent

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

extension DatasetCatalog {
  /// How much memory the numbers of a data set may take: what is said, otherwise half of what this machine
  /// has, or this container. What is more lies in a file in TMPDIR, or in /var/tmp.
  func memory(_ bytes: Int? = nil) -> MemoryLimit {
    var limit = MemoryLimit(bytes: bytes ?? machineMemory() / 2)
    if let folder = environment["TMPDIR"], !folder.isEmpty { limit.folder = folder }
    return limit
  }
}

/// The memory of this machine, or as much of it as its control group is allowed.
private func machineMemory() -> Int {
  let pages = sysconf(Int32(_SC_PHYS_PAGES))
  let all = pages > 0 ? pages * Int(getpagesize()) : 4 << 30
  let allowed = limitFiles(ofGroups: (try? readText("/proc/self/cgroup", limit: 1 << 16)) ?? "")
    .compactMap { path in
      (try? readText(path, limit: 1 << 16)).flatMap { Int($0.prefix(while: \.isNumber)) }
    }
  return max(1 << 26, ([all] + allowed).min() ?? all)
}

/// The files that hold the limits of the control groups that a process is in, and of those around them:
/// of version 1 a line `8:memory:/a/b`, of version 2 `0::/a/b`. In a container the names may lead
/// nowhere; its own limit stands at the root.
package func limitFiles(ofGroups text: String) -> [String] {
  var files: [String] = []
  for line in text.split(separator: "\n") {
    let parts = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
    guard parts.count == 3 else { continue }
    let isSecond = parts[0] == "0" && parts[1].isEmpty
    guard isSecond || parts[1].split(separator: ",").contains("memory") else { continue }
    let root = isSecond ? "/sys/fs/cgroup" : "/sys/fs/cgroup/memory"
    let name = isSecond ? "memory.max" : "memory.limit_in_bytes"
    var names = parts[2].split(separator: "/").map(String.init)
    while true {
      files.append(([root] + names + [name]).joined(separator: "/"))
      guard names.popLast() != nil else { break }
    }
  }
  return files
}
