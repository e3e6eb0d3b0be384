import Descent

/// Small pictures, to start from.
enum PictureSeeds {
  /// Whether the system's libraries are here; without them there is nothing to run.
  static let hasPNG = (try? Picture(pattern(1, 1, 1).png(), name: "dot")) != nil
  static let hasJPEG = (try? pattern(1, 1, 1).jpeg()) != nil

  private static func pattern(_ height: Int, _ width: Int, _ channels: Int) throws -> Picture {
    let samples = (0..<(height * width * channels)).map { UInt8(truncatingIfNeeded: 37 * $0 * $0) }
    return try Picture(height: height, width: width, channels: channels, samples: Bytes(samples))
  }

  static func png() throws -> [Bytes] {
    try (1...4).map { try pattern(5, 7, $0).png() } + stored.map(base64)
  }

  static func jpeg() throws -> [Bytes] {
    guard hasJPEG else { return [] }
    var files = [try pattern(9, 7, 1).jpeg(quality: 60), try pattern(16, 16, 3).jpeg()]
    // EXIF data that says how it is turned, behind the first marker.
    files.append(files[1])
    files[2].insert(
      contentsOf: [0xFF, 0xE1, 0, 34] + Bytes("Exif\0\0".utf8) + [
        0x49, 0x49, 0x2A, 0, 8, 0, 0, 0, 1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, 6, 0, 0, 0, 0, 0, 0, 0,
      ], at: 2)
    return files + [base64(progressive)]
  }

  private static let stored = [
    // A palette, some of its colors transparent.
    "iVBORw0KGgoAAAANSUhEUgAAAAMAAAACAgMAAADgGo6JAAAACVBMVEUAAQIDBAUGBwjZi75sAAAAAnRSTlNA"
      + "gGtSAR0AAAAMSURBVHjaY5BgmAAAANwAqVIaE48AAAAASUVORK5CYII=",
    // One bit, one color transparent.
    "iVBORw0KGgoAAAANSUhEUgAAAAkAAAACAQAAAACiLct+AAAAAnRSTlMAAQGU/a4AAAAOSURBVHjaY1jVwBjK"
      + "AAAGBQGBPtjqtQAAAABJRU5ErkJggg==",
    // 16 bits, filtered.
    "iVBORw0KGgoAAAANSUhEUgAAAAIAAAACEAIAAACtREYwAAAAGElEQVR42mNiYGRiZmFlY+fg5OJmQeYAAAYY"
      + "AIsnEB2dAAAAAElFTkSuQmCC",
    // Interlaced.
    "iVBORw0KGgoAAAANSUhEUgAAAAMAAAADCAAAAAEERNr1AAAAF0lEQVR42mNgZGBiYGZhYGVgY2RnZAQAANQA"
      + "II6eNCEAAAAASUVORK5CYII=",
    // Turned.
    "iVBORw0KGgoAAAANSUhEUgAAAAIAAAABCAAAAADRSSBWAAAAGmVYSWZNTQAqAAAACAABARIAAwAAAAEABgAA"
      + "AAAAANZnS2kAAAALSURBVHjaY2BkAgAABwAE5e2UzwAAAABJRU5ErkJggg==",
  ]

  private static let progressive =
    "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAMCAgMCAgMDAwMEAwMEBQgFBQQEBQoHBwYIDAoMDAsKCwsNDhIQ"
    + "DQ4RDgsLEBYQERMUFRUVDA8XGBYUGBIUFRT/2wBDAQMEBAUEBQkFBQkUDQsNFBQUFBQUFBQUFBQUFBQUFBQU"
    + "FBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBT/wgARCAATABYDASIAAhEBAxEB/8QAGAABAQEBAQAA"
    + "AAAAAAAAAAAAAAcGBAX/xAAXAQADAQAAAAAAAAAAAAAAAAAAAgMB/9oADAMBAAIQAxAAAAHF3DCW2stY7i5A"
    + "bEJT3QN//8QAGxAAAgIDAQAAAAAAAAAAAAAAAAUBBAIDERL/2gAIAQEAAQUCV1BBUK2rxgrqCOt5iI4K8YFc"
    + "c1n/xAAZEQEAAgMAAAAAAAAAAAAAAAABAAMCEDL/2gAIAQMBAT8Bt4mNYEdf/8QAGhEBAAIDAQAAAAAAAAAA"
    + "AAAAAQIRAAMQEv/aAAgBAgEBPwHW+ZXjJW+//8QAFhABAQEAAAAAAAAAAAAAAAAAAQAQ/9oACAEBAAY/AicJ"
    + "wnP/xAAZEAADAQEBAAAAAAAAAAAAAAAAAVEREEH/2gAIAQEAAT8hnIIJSic3eQwYeaJwKc//2gAMAwEAAgAD"
    + "AAAAEDAX/P/EABsRAQABBQEAAAAAAAAAAAAAAAEAECExYZGx/9oACAEDAQE/EAqDXsCiXmHKf//EABkRAQAC"
    + "AwAAAAAAAAAAAAAAAAEAEBFBsf/aAAgBAgEBPxAxWs8jpQr/xAAeEAACAgICAwAAAAAAAAAAAAAAARFBIaEQ"
    + "ccHR4f/aAAgBAQABPxDQ0fP9kIIcGhoWxxXuKShRaIoFjy4//9k="

  private static func base64(_ text: String) -> Bytes {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    var (bytes, bits, count) = (Bytes(), UInt32(0), 0)
    for byte in text.utf8 {
      guard let value = alphabet.firstIndex(of: byte) else { break }
      bits = bits << 6 | UInt32(value)
      count += 6
      if count >= 8 {
        count -= 8
        bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
      }
    }
    return bytes
  }
}
