import Basics
import Datasets

/// A picture that can't be read.
public struct UnreadablePicture: Sendable, Hashable {
  /// The file.
  public var path: String
  /// What is wrong with it.
  public var reason: String

  /// A picture that can't be read.
  public init(path: String, reason: String) {
    self.path = path
    self.reason = reason
  }
}

/// The pictures that can't be read: the first five, how many there are, and whether it is one reason.
struct PictureFaults: Sendable {
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
    guard let only = first.first else { return nil }
    if count == 1 {
      var error = only
      error.fix = fix(of: only)
      return error
    }
    let start = "\(grouped(count)) of \(counted(files, "picture")) can't be read: "
    // A library that is missing is missed by all of them.
    if areAlike {
      let names = first.map { $0.position?.description ?? "" }
      let more = count > 5 ? ", …" : ""
      return DescentError(
        only.kind, start + names.joined(separator: ", ") + more + ": " + only.message,
        fix: fix(of: only))
    }
    let shown = first.map { "\($0.position?.description ?? ""): \($0.message)" }
    let more = count > 5 ? "; and \(grouped(count - 5)) more" : ""
    return DescentError(
      .badData, start + shown.joined(separator: "; ") + more, fix: PictureCounts.remedy(count))
  }

  private func fix(of error: DescentError) -> String? {
    guard error.isOfPicture else { return error.fix }
    guard let fix = error.fix else { return PictureCounts.remedy(count) }
    return "\(fix) Or leave \(count == 1 ? "it" : "them") out with --unreadable skip."
  }
}

extension DescentError {
  /// Whether it says the same, of another file perhaps.
  fileprivate func isLike(_ other: DescentError) -> Bool {
    message == other.message && fix == other.fix && kind == other.kind
  }

  /// Whether another file could be read where this one can't: neither a library is missing nor does a disk
  /// report a fault.
  var isOfPicture: Bool {
    switch kind {
    case .badData: true
    case .noInput: !PictureLibrary.isMissing(for: position?.file)
    default: false
    }
  }
}
