import Basics

/// Refuses what is known by its first bytes and is no data: pictures in formats that are not read, and
/// archives of tar.
///
/// - Parameter start: the first bytes, inflated; 512 of them tell.
///
/// Throws `DescentError` (bad data).
public func checkForeign(_ start: ContiguousArray<UInt8>, name: String) throws {
  if let format = OtherPictureFormat(start) { throw format.refusal(as: name) }
  guard start.count >= 262, start[257..<262].elementsEqual("ustar".utf8) else { return }
  throw DescentError(
    .badData, "a tar archive; expected a file of data, or a folder of pictures",
    at: Position(file: name), fix: unpackFirst)
}

/// What to do about archives.
let unpackFirst = "Unpack it first, and name the folder."
