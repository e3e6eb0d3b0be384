import Basics
import Datasets

/// The pictures that can't be read: the first five, how many there are, and whether it is one reason.
struct PictureFaults {
  private(set) var count = 0
  private var first: [DescentError] = []
  private var areAlike = true

  mutating func add(_ error: DescentError) {
    if first.count < 5 { first.append(error) }
    count += 1
    areAlike = areAlike && error.isLike(first[0])
  }

  /// The error of so many files; nil where all could be read.
  func error(files: Int) -> DescentError? {
    guard let only = first.first, count > 1 else { return first.first }
    let start = "\(grouped(count)) of \(counted(files, "picture")) can't be read: "
    // A library that is missing is missed by all of them.
    if areAlike {
      let names = first.map { $0.position?.description ?? "" }
      let more = count > 5 ? ", …" : ""
      return DescentError(
        only.kind, start + names.joined(separator: ", ") + more + ": " + only.message,
        fix: only.fix ?? "Mend or remove them.")
    }
    let shown = first.map { "\($0.position?.description ?? ""): \($0.message)" }
    let more = count > 5 ? "; and \(grouped(count - 5)) more" : ""
    return DescentError(
      .badData, start + shown.joined(separator: "; ") + more, fix: "Mend or remove them.")
  }
}

extension DescentError {
  /// Whether it says the same, of another file perhaps.
  fileprivate func isLike(_ other: DescentError) -> Bool {
    message == other.message && fix == other.fix && kind == other.kind
  }
}
