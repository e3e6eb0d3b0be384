import Descent

/// Shows a download: one redrawn line in a terminal, one line per file elsewhere.
final class DownloadProgress {
  private let surroundings: Surroundings
  private let watch: any StopWatch
  private var file = ""
  private var began = (bytes: 0, seconds: 0.0)
  private var lastDrawn = -1.0
  private var isLineOpen = false

  init(_ surroundings: Surroundings, watch: any StopWatch = SystemStopWatch()) {
    self.surroundings = surroundings
    self.watch = watch
  }

  /// So many bytes of a file have arrived.
  func show(_ file: String, _ bytes: Int, of total: Int) {
    let now = watch.seconds
    if file != self.file {
      self.file = file
      began = (bytes, now)
    }
    guard surroundings.isLively(surroundings.notes), now - lastDrawn >= 0.1 else { return }
    lastDrawn = now
    let width = (surroundings.notes.width ?? 80) - 1
    let share = total > 0 ? min(1, Double(bytes) / Double(total)) : 0
    let speed = Double(bytes - began.bytes) / max(now - began.seconds, 1e-3)
    var tail = " \(padded(String(Int(share * 100)), 3)) %  \(megabytes(bytes))"
    if speed > 0, bytes < total { tail += "  \(clock(Double(total - bytes) / speed)) left" }
    let name = file.shortened(to: max(8, width - tail.count - 14))
    let length = max(3, min(30, width - name.count - tail.count - 3))
    let filled = Int(share * Double(length))
    let bar = String(repeating: "#", count: filled) + String(repeating: "-", count: length - filled)
    put("\r\(name) [\(bar)]\(tail)\u{1B}[K")
    isLineOpen = true
  }

  /// A file is done.
  func finished(_ file: String, _ how: String) {
    clear()
    put("\(file): \(how)\n")
  }

  /// Takes the redrawn line away.
  func clear() {
    if isLineOpen { put("\r\u{1B}[K") }
    isLineOpen = false
  }

  private func put(_ text: String) {
    try? surroundings.notes.write(text)
    try? surroundings.notes.flush()
  }
}
