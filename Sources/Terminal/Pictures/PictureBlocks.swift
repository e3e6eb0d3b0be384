import Basics
import Datasets

/// A picture as characters: half blocks of color, each two pixels; pairs of colored spaces where there are no
/// blocks; characters by brightness where there are no colors.
public struct PictureBlocks: Sendable {
  /// The lines from above.
  public let lines: [TerminalLine]
  /// The columns of each of them.
  public let columns: Int

  /// From dark to bright. A line of it is half as wide as high, so each stands for two pixels, one above the
  /// other.
  static let ramp: [Character] = Array(" .:-=+*#%@")

  /// Small pictures are drawn larger.
  private static func enlargement(_ picture: Picture) -> Int {
    max(1, 16 / max(picture.width, picture.height))
  }

  /// A picture in so many columns at most; sized down by area averaging where it is wider.
  ///
  /// - Parameter limit: 1 or more.
  public init(_ picture: Picture, columns limit: Int, look: TerminalLook) {
    let pair = look.colors >= .palette && !look.isUnicode ? 2 : 1
    let scale = Self.enlargement(picture)
    let width = max(1, min(picture.width * scale, limit / pair, 4096))
    let exact = Double(picture.height) * Double(width) / Double(picture.width)
    let height = max(1, min(Int(exact.rounded()), 4096))
    columns = width * pair
    guard look.colors >= .palette else {
      let small = picture.resized(height: max(1, (height + 1) / 2), width: width)
      lines = (0..<small.height).map { Self.plainLine($0, of: small) }
      return
    }
    let sized = picture.resized(height: height, width: width)
    lines =
      look.isUnicode
      ? (0..<(height + 1) / 2).map { Self.halfBlocks($0 * 2, of: sized, look) }
      : (0..<height).map { Self.spaces($0, of: sized, look) }
  }

  private static func plainLine(_ row: Int, of picture: Picture) -> TerminalLine {
    let text = (0..<picture.width).map { column in
      ramp[picture.color(row, column).brightness * ramp.count / 256]
    }
    var line = TerminalLine()
    line.add(String(text), code: nil, columns: picture.width)
    return line
  }

  /// Two rows of pixels: the upper one is the color of the block, the lower one what lies behind it.
  private static func halfBlocks(
    _ row: Int, of picture: Picture, _ look: TerminalLook
  ) -> TerminalLine {
    var text = ""
    var last = ""
    for column in 0..<picture.width {
      var code = "38;" + picture.color(row, column).code(look)
      if row + 1 < picture.height { code += ";48;" + picture.color(row + 1, column).code(look) }
      if code != last { text += "\u{1B}[\(code)m" }
      last = code
      text += "▀"
    }
    var line = TerminalLine()
    line.add(text + "\u{1B}[0m", code: nil, columns: picture.width)
    return line
  }

  private static func spaces(_ row: Int, of picture: Picture, _ look: TerminalLook) -> TerminalLine
  {
    var text = ""
    var last = ""
    for column in 0..<picture.width {
      let code = "48;" + picture.color(row, column).code(look)
      if code != last { text += "\u{1B}[\(code)m" }
      last = code
      text += "  "
    }
    var line = TerminalLine()
    line.add(text + "\u{1B}[0m", code: nil, columns: picture.width * 2)
    return line
  }
}

/// The color of a pixel.
package struct PixelColor: Equatable {
  package var red: Int
  package var green: Int
  package var blue: Int

  /// A color of three parts of 0 to 255.
  package init(red: Int, green: Int, blue: Int) {
    self.red = red
    self.green = green
    self.blue = blue
  }

  /// As bright as it looks, 0 to 255 (ITU-R BT.601).
  var brightness: Int { (299 * red + 587 * green + 114 * blue) / 1000 }

  /// What follows `38;` or `48;` in an escape sequence.
  func code(_ look: TerminalLook) -> String {
    look.colors == .full ? "2;\(red);\(green);\(blue)" : "5;\(palettePlace)"
  }

  /// The nearest of the 256 colors: of the cube 6 x 6 x 6 or of the 24 greys.
  package var palettePlace: Int {
    let levels = [0, 95, 135, 175, 215, 255]
    func nearest(_ value: Int) -> Int { value < 48 ? 0 : value < 115 ? 1 : (value - 35) / 40 }
    let (r, g, b) = (nearest(red), nearest(green), nearest(blue))
    let step = min(23, max(0, ((red + green + blue) / 3 - 3) / 10))
    let grey = 8 + 10 * step
    func distance(_ r: Int, _ g: Int, _ b: Int) -> Int {
      (red - r) * (red - r) + (green - g) * (green - g) + (blue - b) * (blue - b)
    }
    return distance(grey, grey, grey) < distance(levels[r], levels[g], levels[b])
      ? 232 + step : 16 + 36 * r + 6 * g + b
  }
}

extension Picture {
  /// The color of a pixel; what is transparent is not looked at.
  func color(_ row: Int, _ column: Int) -> PixelColor {
    let start = (row * width + column) * channels
    guard channels >= 3 else {
      let grey = Int(samples[start])
      return PixelColor(red: grey, green: grey, blue: grey)
    }
    return PixelColor(
      red: Int(samples[start]), green: Int(samples[start + 1]), blue: Int(samples[start + 2]))
  }
}
