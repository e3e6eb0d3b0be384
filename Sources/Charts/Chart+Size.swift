import Datasets

extension Chart {
  /// The chart in another size, as far as it has a choice: what has rows is as high as they need.
  public func resized(_ size: ChartSize) -> any Chart {
    switch self {
    case var chart as LineChart:
      chart.size = size
      return chart
    case var chart as ScatterChart:
      chart.size = size
      return chart
    case var chart as HistogramChart:
      chart.size = size
      return chart
    case var chart as DistributionChart:
      chart.size = size
      return chart
    case var chart as BarChart:
      chart.width = size.width
      return chart
    case var chart as HeatMap:
      chart.width = size.width
      return chart
    case var chart as PictureGrid:
      chart.width = size.width
      return chart
    case var chart as PictureRows:
      chart.width = size.width
      return chart
    default: return self
    }
  }
}

extension Chart {
  /// The chart with pixels that stay squares where a program would blur them: each of its pictures' pixels
  /// becomes several.
  public func withSharpPictures() -> any Chart {
    switch self {
    case var chart as PictureGrid:
      for index in chart.items.indices {
        chart.items[index].picture = chart.items[index].picture.sharp
        chart.items[index].beside = chart.items[index].beside?.sharp
      }
      return chart
    case var chart as PictureRows:
      for index in chart.rows.indices {
        chart.rows[index].pictures = chart.rows[index].pictures.map(\.sharp)
      }
      return chart
    default: return self
    }
  }
}

extension Picture {
  /// With squares in place of pixels, so that it has 256 across or more.
  fileprivate var sharp: Picture {
    let factor = max(1, 256 / max(width, height))
    guard factor > 1 else { return self }
    var large = ContiguousArray<UInt8>()
    large.reserveCapacity(samples.count * factor * factor)
    for y in 0..<height * factor {
      for x in 0..<width * factor {
        let place = (y / factor * width + x / factor) * channels
        large += samples[place..<(place + channels)]
      }
    }
    return Picture(
      trusted: large, height: height * factor, width: width * factor, channels: channels)
  }
}
