import Basics

/// Arrays with names in one file, as NumPy's `savez` and `savez_compressed` write them.
public struct NPZ: Sendable {
  /// The name of the file, for errors.
  public let name: String
  private let archive: ZIPArchive

  /// Reads the directory of an .npz file; the arrays are read when they are asked for.
  ///
  /// Throws `DescentError` (bad data) for what isn't a sound ZIP archive.
  public init(_ bytes: ContiguousArray<UInt8>, name: String) throws {
    archive = try ZIPArchive(bytes, name: name)
    self.name = name
  }

  /// The names of the arrays in the order of the file, without `.npy`.
  public var arrays: [String] { archive.members.map { Self.arrayName($0.name) } }

  /// What is in the file, for people: `x (100x28x28 of |u1), y (100 of <i8)`.
  public var summary: String {
    let parts = archive.members.prefix(20).map { member in
      let name = Self.arrayName(member.name)
      guard
        let head = try? archive.content(of: member, limit: NPYHeader.longest + 12),
        let header = try? NPYHeader(head, name: name)
      else { return "\(name) (not an array)" }
      return "\(name) (\(Shape(header.dimensions)) of \(header.type))"
    }
    let more = archive.members.count > 20 ? ", and \(grouped(archive.members.count - 20)) more" : ""
    return parts.joined(separator: ", ") + more
  }

  /// Whether there is an array of this name.
  public func contains(_ array: String) -> Bool { arrays.contains(array) }

  /// The array of this name.
  ///
  /// Throws `DescentError` (bad data) where there is none, where it is damaged, and where it isn't an
  /// array of numbers.
  public func array(_ array: String) throws -> NPY {
    guard let member = archive.members.first(where: { Self.arrayName($0.name) == array }) else {
      throw DescentError(
        .badData, "no array \(shown(array))", at: Position(file: name),
        fix: suggestion(for: array, in: arrays))
    }
    return try NPY(archive.content(of: member), name: "\(name)(\(array))")
  }

  private static func arrayName(_ member: String) -> String {
    member.hasSuffix(".npy") ? String(member.dropLast(4)) : member
  }
}
