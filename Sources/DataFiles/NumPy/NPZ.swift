import Basics
import Datasets

/// Arrays with names in one file, as NumPy's `savez` and `savez_compressed` write them.
public struct NPZ: Sendable {
  /// The name of the file, for errors.
  public let name: String
  /// The names of the arrays in the order of the file, without `.npy`.
  public let arrays: [String]
  private let archive: ZIPArchive
  private let memory: MemoryLimit
  private let places: [String: Int]

  /// Reads the directory of an .npz file; the arrays are read when they are asked for.
  ///
  /// Throws `DescentError` (bad data) for what isn't a sound ZIP archive.
  public init(_ bytes: ContiguousArray<UInt8>, name: String) throws {
    try self.init(Numbers(bytes), name: name)
  }

  /// Reads the directory of the bytes of an .npz file.
  ///
  /// - Parameter memory: how much an array may take before it goes to a file.
  ///
  /// Throws as above.
  public init(_ bytes: Numbers<UInt8>, name: String, memory: MemoryLimit = .none) throws {
    self.memory = memory
    archive = try ZIPArchive(bytes, name: name)
    self.name = name
    arrays = archive.members.map { Self.arrayName($0.name) }
    places = Dictionary(arrays.enumerated().map { ($1, $0) }) { first, _ in first }
  }

  /// What is in the file, for people: `x (100x28x28 of |u1), y (100 of <i8)`.
  public var summary: String {
    let parts = zip(archive.members, arrays).prefix(20).map { member, full in
      let name = full.utf8.count <= 60 ? full : String(full.prefix(40)) + "..."
      guard
        let head = try? archive.start(of: member, NPYHeader.longest + 12),
        let header = try? NPYHeader(head, name: name)
      else { return "\(name) (not an array)" }
      return "\(name) (\(Shape(header.dimensions)) of \(header.type))"
    }
    let more = archive.members.count > 20 ? ", and \(grouped(archive.members.count - 20)) more" : ""
    return parts.joined(separator: ", ") + more
  }

  /// Whether there is an array of this name.
  public func contains(_ array: String) -> Bool { places[array] != nil }

  /// Refuses an archive of pictures, which is a ZIP archive, too.
  ///
  /// Throws `DescentError` (bad data) where there are pictures in it and no array.
  func checkPictures() throws {
    let names = archive.members.map(\.name)
    let pictures = names.filter { PictureFormat(fileName: $0) != nil }
    guard let first = pictures.first, !names.contains(where: { $0.hasSuffix(".npy") }) else {
      return
    }
    throw DescentError(
      .badData, "a ZIP archive with \(counted(pictures.count, "picture")), such as \(shown(first))",
      at: Position(file: name), fix: unpackFirst)
  }

  /// The array of this name.
  ///
  /// Throws `DescentError` (bad data) where there is none, where it is damaged, and where it isn't an
  /// array of numbers; (can't write) where a file is needed and can't be made.
  public func array(_ array: String) throws -> NPY {
    let (member, name) = try member(array)
    // The header decides whether the rest is worth inflating.
    let head = try archive.start(of: member, NPYHeader.longest + 12)
    try NPYHeader(head, name: name).checkSize(member.size, name: name)
    return try NPY(archive.content(of: member, memory), name: name, memory: memory)
  }

  /// The targets in the array of this name.
  ///
  /// Throws as above, and `DescentError` (bad data) for texts that can't name classes.
  public func targets(_ array: String) throws -> NPYTargets {
    let (member, name) = try member(array)
    let head = try archive.start(of: member, NPYHeader.longest + 12)
    try NPYTargets.checkSize(NPYHeader(head, name: name), member.size, name: name)
    return try NPYTargets(archive.content(of: member, memory), name: name, memory: memory)
  }

  /// The member of this name, and what it is called in errors.
  private func member(_ array: String) throws -> (ZIPArchive.Member, name: String) {
    guard let member = places[array].map({ archive.members[$0] }) else {
      throw DescentError(
        .badData, "no array \(shown(array))", at: Position(file: name),
        fix: suggestion(for: array, in: arrays))
    }
    return (member, "\(name)(\(array))")
  }

  private static func arrayName(_ member: String) -> String {
    member.utf8.suffix(4).elementsEqual(".npy".utf8)
      ? String(member.utf8.dropLast(4)) ?? member : member
  }
}
