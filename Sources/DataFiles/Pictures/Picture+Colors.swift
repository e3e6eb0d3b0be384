import Datasets

extension Picture {
  /// The picture laid on white, without its alpha channel: each sample s becomes
  /// (s * alpha + 255 * (255 - alpha)) / 255, rounded to the nearest. Itself where there is none.
  public var withoutAlpha: Picture {
    guard hasAlpha else { return self }
    let colors = channels - 1
    var opaque = ContiguousArray<UInt8>()
    opaque.reserveCapacity(height * width * colors)
    for pixel in stride(from: 0, to: samples.count, by: channels) {
      let alpha = Int(samples[pixel + colors])
      for channel in 0..<colors {
        let sum = Int(samples[pixel + channel]) * alpha + 255 * (255 - alpha)
        opaque.append(UInt8((2 * sum + 255) / 510))
      }
    }
    return Picture(trusted: opaque, height: height, width: width, channels: colors)
  }

  /// The picture in grey: (19595 red + 38470 green + 7471 blue) / 65536, rounded to the nearest: the
  /// weights 0.299, 0.587 and 0.114 of ITU-R BT.601. An alpha channel stays; grey pictures are themselves.
  public var grey: Picture {
    guard channels >= 3 else { return self }
    var result = ContiguousArray<UInt8>()
    result.reserveCapacity(height * width * (channels - 2))
    for pixel in stride(from: 0, to: samples.count, by: channels) {
      let red = 19595 * UInt32(samples[pixel])
      let green = 38470 * UInt32(samples[pixel + 1])
      let blue = 7471 * UInt32(samples[pixel + 2])
      result.append(UInt8((red + green + blue + 0x8000) >> 16))
      if channels == 4 { result.append(samples[pixel + 3]) }
    }
    return Picture(trusted: result, height: height, width: width, channels: channels - 2)
  }

  /// The picture with red, green and blue; those that have them are themselves.
  public var color: Picture {
    guard channels < 3 else { return self }
    var result = ContiguousArray<UInt8>()
    result.reserveCapacity(height * width * (channels + 2))
    for pixel in stride(from: 0, to: samples.count, by: channels) {
      for _ in 0..<3 { result.append(samples[pixel]) }
      if channels == 2 { result.append(samples[pixel + 1]) }
    }
    return Picture(trusted: result, height: height, width: width, channels: channels + 2)
  }

  /// The largest sample, those of an alpha channel left out.
  var largestSample: UInt8 {
    guard hasAlpha else { return samples.max() ?? 0 }
    return samples.indices.lazy.filter { $0 % channels < channels - 1 }.map { samples[$0] }.max()
      ?? 0
  }

  /// Whether red, green and blue are the same everywhere.
  public var isGrey: Bool {
    guard channels >= 3 else { return true }
    let samples = samples.span
    for pixel in stride(from: 0, to: samples.count, by: channels)
    where samples[pixel] != samples[pixel + 1] || samples[pixel] != samples[pixel + 2] {
      return false
    }
    return true
  }
}
