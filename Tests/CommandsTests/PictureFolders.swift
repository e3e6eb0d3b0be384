import Descent
import Foundation

/// Whether PNG files can be read here; tests that need it skip otherwise.
let hasPNG = {
  let dot = try? Picture(height: 1, width: 1, channels: 1, samples: [0])
  return dot.flatMap { try? Picture($0.png(), name: "dot") } != nil
}()

/// A grey picture: a bright bar, upright or lying.
func bar(upright: Bool, at place: Int, side: Int = 6) throws -> Picture {
  let samples = (0..<(side * side)).map { index -> UInt8 in
    (upright ? index % side : index / side) == place % side ? 250 : 10
  }
  return try Picture(
    height: side, width: side, channels: 1, samples: ContiguousArray(samples))
}

/// A folder with the classes `lying` and `upright`, with so many pictures each. Returns its path.
@discardableResult func writePictures(
  _ folder: String, count: Int = 12, side: Int = 6
) throws -> String {
  for upright in [false, true] {
    let path = joined(folder, upright ? "upright" : "lying")
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    for index in 0..<count {
      let number = index < 10 ? "0\(index)" : "\(index)"
      let picture = try bar(upright: upright, at: index, side: side)
      try AtomicFile.write(picture.png(), to: joined(path, "\(number).png"))
    }
  }
  return folder
}
