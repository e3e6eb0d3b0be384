import Basics
import Datasets

/// What was done to pictures on their way to features.
public struct PictureCounts: Sendable, Equatable {
  /// Pictures that had another size.
  public internal(set) var resized = 0
  /// The smallest and the largest of these sizes, by pixels and then by height.
  public internal(set) var sizes: ClosedRange<PictureSize>?
  /// Pictures that were turned or mirrored as their EXIF data says.
  public internal(set) var turned = 0
  /// Pictures with an alpha channel, which were laid on white.
  public internal(set) var transparent = 0
  /// The files whose name promises another format than they have.
  public internal(set) var misnamed: [String] = []
  /// The JPEG files with bytes between their pixels and their end that belong to neither.
  public internal(set) var withStrayBytes: [String] = []
  /// Pictures with samples of 16 bits, of which the upper 8 count.
  public internal(set) var deep = 0
  /// The largest of these upper 8 bits.
  public internal(set) var deepest: UInt8 = 0
  /// Pictures that can't be read and were left out.
  public internal(set) var unreadable: [UnreadablePicture] = []

  /// Nothing yet.
  public init() {}

  /// Adds those of further pictures.
  public mutating func add(_ other: PictureCounts) {
    resized += other.resized
    if let sizes = other.sizes { add(sizes.lowerBound, sizes.upperBound) }
    turned += other.turned
    transparent += other.transparent
    misnamed += other.misnamed
    withStrayBytes += other.withStrayBytes
    deep += other.deep
    deepest = max(deepest, other.deepest)
    unreadable += other.unreadable
  }

  mutating func add(_ sizes: PictureSize...) {
    for size in sizes {
      guard let known = self.sizes else {
        self.sizes = size...size
        continue
      }
      self.sizes = min(known.lowerBound, size)...max(known.upperBound, size)
    }
  }

  /// In words.
  ///
  /// - Parameters:
  ///   - size: that the pictures got.
  ///   - hint: what stands behind the sentence about sizes.
  public func notes(size: PictureSize, hint: String = "") -> [String] {
    var notes: [String] = []
    if let sizes {
      let least = sizes.lowerBound
      let range = least == sizes.upperBound ? "\(least)" : "\(least) to \(sizes.upperBound)"
      notes.append("\(counted(resized, "picture")) of \(range) made \(size)\(hint).")
    }
    if turned > 0 { notes.append("\(counted(turned, "picture")) turned as EXIF data says.") }
    if transparent > 0 {
      notes.append("\(counted(transparent, "picture")) with transparency laid on white.")
    }
    if !misnamed.isEmpty {
      notes.append(
        "\(counted(misnamed.count, "picture")) in another format than the name says: "
          + list(misnamed) + ".")
    }
    if !withStrayBytes.isEmpty {
      let one = withStrayBytes.count == 1 ? "it" : "they"
      notes.append(
        "\(counted(withStrayBytes.count, "picture")) with bytes behind the pixels that belong to nothing, "
          + "left out; \(one) may be damaged: \(list(withStrayBytes)).")
    }
    if deep > 0 {
      let dark =
        deepest < 16
        ? "; they are nearly black, \(counted(Int(deepest) + 1, "level")) of 256 are left" : ""
      notes.append("\(counted(deep, "picture")) of 16 bits: their upper 8 bits count\(dark).")
    }
    return notes + [Self.note(unreadable)].compactMap { $0 }
  }

  /// What can be done about so many pictures that can't be read.
  public static func remedy(_ count: Int) -> String {
    let them = count == 1 ? "it" : "them"
    return "Mend or remove \(them), or leave \(them) out with --unreadable skip."
  }

  /// That pictures were left out because they can't be read, with the first 20 of them; nil where there are
  /// none.
  static func note(_ unreadable: [UnreadablePicture]) -> String? {
    guard !unreadable.isEmpty else { return nil }
    return "\(counted(unreadable.count, "picture")) left out, because "
      + "\(unreadable.count == 1 ? "it" : "they") can't be read: \(list(unreadable.map(\.path)))."
  }
}

extension PictureSize: Comparable {
  /// By pixels, then by height.
  public static func < (a: PictureSize, b: PictureSize) -> Bool {
    (a.height * a.width, a.height) < (b.height * b.width, b.height)
  }
}
