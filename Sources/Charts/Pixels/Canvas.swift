import Datasets

/// White paper of red, green and blue pixels on which rectangles, pictures and short texts are put. What
/// lies beyond its edges is left out.
struct Canvas {
  /// Red, green and blue.
  typealias Color = (UInt8, UInt8, UInt8)

  static let dark: Color = (0x1F, 0x23, 0x28)
  static let quiet: Color = (0x59, 0x63, 0x6E)
  static let good: Color = (0x00, 0x79, 0x5A)
  static let bad: Color = (0xB3, 0x47, 0x00)

  let height: Int
  let width: Int
  private var samples: ContiguousArray<UInt8>

  init(height: Int, width: Int) {
    self.height = max(height, 1)
    self.width = max(width, 1)
    samples = ContiguousArray(repeating: 255, count: self.height * self.width * 3)
  }

  /// What is on it; nil where it is larger than pictures may be.
  var picture: Picture? {
    try? Picture(height: height, width: width, channels: 3, samples: samples)
  }

  mutating func fill(_ x: Int, _ y: Int, _ wide: Int, _ high: Int, _ color: Color) {
    let columns = max(x, 0)..<max(min(x + wide, width), max(x, 0))
    for row in max(y, 0)..<max(min(y + high, height), max(y, 0)) {
      for column in columns {
        let place = (row * width + column) * 3
        (samples[place], samples[place + 1], samples[place + 2]) = color
      }
    }
  }

  /// A picture in so many pixels, each of which takes the nearest of the picture's.
  mutating func image(_ picture: Picture, _ x: Int, _ y: Int, _ wide: Int, _ high: Int) {
    for row in 0..<high {
      for column in 0..<wide {
        let pixel = (row * picture.height / high * picture.width + column * picture.width / wide)
        let place = pixel * picture.channels
        let isGrey = picture.channels < 3
        let green = picture.samples[isGrey ? place : place + 1]
        let blue = picture.samples[isGrey ? place : place + 2]
        fill(x + column, y + row, 1, 1, (picture.samples[place], green, blue))
      }
    }
  }

  /// A text from its upper left; what is longer than the limit ends with a dot.
  ///
  /// - Parameter size: how many pixels a pixel of a letter takes.
  mutating func text(
    _ text: String, _ x: Int, _ y: Int, _ color: Color = dark, size: Int = 1, limit: Int = .max
  ) {
    let most = max(1, limit / (PixelFont.advance * size))
    let shown = text.count > most ? text.prefix(most - 1) + "." : text[...]
    for (index, character) in shown.enumerated() {
      for (row, bits) in PixelFont.rows(character).enumerated() {
        for column in 0..<PixelFont.width where bits >> UInt8(4 - column) & 1 == 1 {
          fill(
            x + (index * PixelFont.advance + column) * size, y + row * size, size, size, color)
        }
      }
    }
  }

  /// How wide a text is.
  static func width(of text: String, size: Int = 1) -> Int {
    text.count * PixelFont.advance * size
  }
}
