import Basics
import Datasets

extension Dataset {
  /// A data set of pictures and their labels, each read from an IDX file.
  ///
  /// Pictures [n, height, width] get the shape [height, width, 1], [n, height, width, channels] keep
  /// theirs, and [n, features] are rows of numbers.
  ///
  /// - Parameters:
  ///   - classes: the names of labels 0, 1, 2, …; where nil, the classes are the labels that occur, in
  ///     ascending order, by their numbers.
  ///   - known: the classes where other rows have decided about them, without names of their own.
  ///
  /// Throws `DescentError` (bad data) for counts that differ, labels given as pictures, no pictures
  /// at all, and labels that are fractions, negative, beyond the classes or not among the known ones.
  public init(
    images: IDX, labels: IDX, name: String, classes: [String]? = nil, known: [String]? = nil
  ) throws {
    let place = Position(file: images.name)
    guard images.dimensions.count >= 2 else {
      throw DescentError(
        .badData, "looks like labels: 1 dimension; pictures have at least 2", at: place,
        fix: "Give the file with the pictures.")
    }
    guard labels.dimensions.count == 1 else {
      throw DescentError(
        .badData, "\(labels.dimensions.count) dimensions; labels have 1",
        at: Position(file: labels.name), fix: "Give the file with the labels.")
    }
    let count = images.dimensions[0]
    guard count == labels.dimensions[0] else {
      throw DescentError(
        .badData,
        "\(images.name) has \(counted(count, "picture")), but \(labels.name) has "
          + counted(labels.dimensions[0], "label"))
    }
    guard count > 0 else { throw DescentError(.badData, "no pictures in the file", at: place) }
    let size = images.dimensions.dropFirst()
    guard size.allSatisfy({ $0 > 0 }) else {
      throw DescentError(
        .badData, "pictures of \(Shape(Array(size))) have no pixels", at: place)
    }
    try images.values.checkFinite(width: Shape(Array(size)).count, file: images.name)
    var targets = try labels.classIndices(below: classes?.count)
    let names = classes ?? known ?? labels.names(of: targets)
    if classes == nil { targets = try labels.indices(of: targets, in: names) }
    try self.init(
      name: name, shape: Shape(size.count == 2 ? size + [1] : Array(size)),
      features: images.values, targets: targets, task: .classification(classes: names))
  }

  /// A data set from a pair of IDX files.
  public init(
    imagesPath: String, labelsPath: String, name: String, classes: [String]? = nil,
    memory: MemoryLimit = .none
  ) throws {
    try self.init(
      images: IDX(path: imagesPath, memory: memory), labels: IDX(path: labelsPath), name: name,
      classes: classes)
  }
}

extension IDX {
  /// The labels that occur as names, in ascending order.
  fileprivate func names(of labels: ContiguousArray<Scalar>) -> [String] {
    Set(labels).sorted().map { String(Int($0)) }
  }

  /// Labels as indices among names of classes.
  ///
  /// Throws `DescentError` (bad data) for the first label that isn't among them.
  fileprivate func indices(
    of labels: ContiguousArray<Scalar>, in names: [String]
  ) throws -> ContiguousArray<Scalar> {
    var places: [Scalar: Scalar] = [:]
    for (place, name) in names.enumerated() {
      if let label = Int(name) { places[Scalar(label)] = Scalar(place) }
    }
    var indices = ContiguousArray<Scalar>()
    indices.reserveCapacity(labels.count)
    for (item, label) in labels.enumerated() {
      guard let place = places[label] else {
        let label = String(Int(label))
        throw DescentError(
          .badData, "label \(grouped(item + 1)): unknown class \(shown(label))",
          at: Position(file: name), fix: suggestion(for: label, in: names))
      }
      indices.append(place)
    }
    return indices
  }

  /// The classes of a model, where these labels are all among them; nil otherwise.
  func known(_ classes: [String]) throws -> [String]? {
    guard !classes.isEmpty else { return nil }
    let names = names(of: try classIndices(below: nil))
    return Set(names).isSubset(of: classes) ? classes : nil
  }

  /// The values as class indices, all whole, at least 0 and below the limit (65,536 where nil).
  func classIndices(below limit: Int?) throws -> ContiguousArray<Scalar> {
    let indices: ContiguousArray<Scalar> =
      switch values {
      case .bytes(let bytes): ContiguousArray(bytes.map { Scalar($0) })
      case .scalars(let scalars): scalars.array
      }
    let end = Scalar(limit ?? 65_536)
    if let item = indices.firstIndex(where: { !($0 >= 0 && $0 < end && $0 == $0.rounded()) }) {
      let label = Value.number(Double(indices[item])).found
      throw DescentError(
        .badData, "label \(grouped(item + 1)) is \(label); expected 0 to \(Int(end) - 1)",
        at: Position(file: name))
    }
    return indices
  }
}

/// The files of one part of a set in the MNIST fashion: pictures and labels side by side.
public struct IDXPair: Sendable, Hashable {
  /// The path of the pictures: `train-images-idx3-ubyte.gz`.
  public var images: String
  /// The path of the labels: `train-labels-idx1-ubyte.gz`.
  public var labels: String

  /// The labels beside a file of pictures, or nil where they aren't there.
  ///
  /// The name of the labels is that of the pictures with `labels` for `images` and `idx1` for
  /// `idx3`; each may end in `.gz` or not.
  public init?(images: String) {
    let (folder, name) = splitPath(images)
    self.init(images: name, folder: folder, names: fileNames(in: folder))
  }

  private init?(images name: String, folder: String, names: [String]) {
    let wanted = Self.labelsName(of: name)
    guard let labels = names.first(where: { Self.stem($0) == Self.stem(wanted) }) else {
      return nil
    }
    images = joined(folder, name)
    self.labels = joined(folder, labels)
  }

  /// What the labels of these pictures should be called.
  public static func labelsName(of images: String) -> String {
    images.replacingLast("images", with: "labels").replacingLast("idx3", with: "idx1")
  }

  /// All pairs in a folder: those called `train…`, those called `t10k…` or `test…`, and others.
  public static func pairs(
    in folder: String
  ) -> (train: IDXPair?, test: IDXPair?, other: [IDXPair]) {
    let names = fileNames(in: folder)
    var found: (train: IDXPair?, test: IDXPair?, other: [IDXPair]) = (nil, nil, [])
    var stems: Set<String> = []
    // Sorted names put the plain file before the one ending in .gz; the first is taken.
    for name in names where name.contains("images") && stems.insert(stem(name)).inserted {
      guard let pair = IDXPair(images: name, folder: folder, names: names) else { continue }
      if name.hasPrefix("train") {
        found.train = found.train ?? pair
      } else if name.hasPrefix("t10k") || name.hasPrefix("test") {
        found.test = found.test ?? pair
      } else {
        found.other.append(pair)
      }
    }
    return found
  }

  private static func stem(_ name: String) -> String {
    name.hasSuffix(".gz") ? String(name.dropLast(3)) : name
  }
}

extension String {
  /// The text with the last occurrence of a part replaced; itself where there is none.
  fileprivate func replacingLast(_ part: String, with other: String) -> String {
    let text = Array(utf8)
    let wanted = Array(part.utf8)
    guard text.count >= wanted.count else { return self }
    for start in stride(from: text.count - wanted.count, through: 0, by: -1)
    where text[start..<start + wanted.count].elementsEqual(wanted) {
      let bytes = text[..<start] + Array(other.utf8) + text[(start + wanted.count)...]
      return String(decoding: bytes, as: UTF8.self)
    }
    return self
  }
}
