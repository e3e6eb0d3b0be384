import Basics
import Charts
import Datasets
import Networks

extension Network {
  /// The network drawn layer by layer.
  ///
  /// Layers without parameters that leave the shape as it is (activations, dropout) stand beside the
  /// name of the one before.
  public var chart: NetworkDrawing {
    var columns = [
      NetworkDrawing.Layer("input", shape: "\(input)", units: input.count, parameters: 0)
    ]
    for (index, layer) in layers.enumerated() {
      let plan = plans[index]
      let parameters = layout.layerRanges[index].count
      let before = index == 0 ? input : plans[index - 1].output
      if parameters == 0, plan.output == before, columns.count > 1 {
        columns[columns.count - 1].name += ", " + layer.name
      } else {
        columns.append(
          NetworkDrawing.Layer(
            layer.name, shape: "\(plan.output)", units: plan.output.count, parameters: parameters))
      }
    }
    return NetworkDrawing("Network", columns)
  }

  /// The layers as a table: what they put out, and how many parameters they have.
  public var table: ChartTable {
    var rows = [["input", "\(input)", ""]]
    for (index, name) in names.enumerated() {
      let parameters = layout.entries.lazy.filter { $0.layer == index }.map(\.spec.count)
      rows.append([name, "\(plans[index].output)", grouped(parameters.reduce(0, +))])
    }
    rows.append(["total", "", grouped(layout.count)])
    return ChartTable(columns: ["layer", "output", "parameters"], rows: rows)
  }

  /// The weights from a picture's pixels to each unit of the first layer as pictures, orange below 0 and
  /// blue above; nil where the input is no picture or the first layer with weights isn't dense.
  ///
  /// - Parameter most: units that are shown, those with the longest weights.
  public func firstLayerChart(_ parameters: Parameters, most: Int = 24) -> PictureGrid? {
    let sizes = input.dimensions
    guard sizes.count >= 2, let layer = layers.firstIndex(where: { $0 is Dense }),
      layer == 0
        || plans[layer - 1].output.count == input.count
          && layers[..<layer].allSatisfy({ $0 is Flatten }),
      let units = layers[layer] as? Dense,
      let weight = layout.entries.first(where: { $0.layer == layer && $0.index == 0 })
    else { return nil }
    let (height, width) = (sizes[0], sizes[1])
    let channels = sizes.count > 2 ? sizes[2] : 1
    // [inputs][units]
    let weights = parameters.values[weight.range]
    let columns = (0..<units.units).map { unit in
      (0..<input.count).map { Double(weights[weights.startIndex + $0 * units.units + unit]) }
    }
    let norms = columns.map { $0.reduce(0) { $0 + $1 * $1 } }
    let longest = norms.indices.sorted { norms[$0] > norms[$1] }.prefix(most)
    let items = longest.sorted().compactMap { unit -> PictureGrid.Item? in
      let values = (0..<height * width).map { pixel in
        (0..<channels).reduce(0.0) { $0 + columns[unit][pixel * channels + $1] }
      }
      let picture = try? Picture(height: height, width: width, diverging: values)
      return picture.map { PictureGrid.Item($0, caption: "unit \(unit + 1)") }
    }
    return PictureGrid("Weights of the first layer", items)
  }
}
