import Descent

#if canImport(Darwin)
  import Darwin
#endif

/// The processor of this machine.
enum Processor {
  /// What the operating system calls it; nil where it doesn't say.
  static var name: String? {
    #if canImport(Darwin)
      var length = 0
      guard sysctlbyname("machdep.cpu.brand_string", nil, &length, nil, 0) == 0, length > 0 else {
        return nil
      }
      var bytes = [UInt8](repeating: 0, count: length)
      guard sysctlbyname("machdep.cpu.brand_string", &bytes, &length, nil, 0) == 0 else {
        return nil
      }
      return String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    #else
      guard let bytes = try? readFile("/proc/cpuinfo") else { return nil }
      for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n") {
        guard line.hasPrefix("model name"), let colon = line.firstIndex(of: ":") else { continue }
        let name = line[line.index(after: colon)...].drop { $0 == " " }
        return name.isEmpty ? nil : String(name)
      }
      return nil
    #endif
  }
}
