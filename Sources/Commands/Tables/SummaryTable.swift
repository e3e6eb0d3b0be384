import Descent

/// A network as a table: layer, output shape, parameters, total.
enum SummaryTable {
  static func lines(_ network: Network, width: Int, bold: (String) -> String = { $0 }) -> [String] {
    var table = TextTable([
      (title: "Layer", alignment: .left), (title: "Output", alignment: .right),
      (title: "Parameters", alignment: .right),
    ])
    table.add(["input", "\(network.input)", ""])
    for (index, layer) in network.layers.enumerated() {
      let plan = network.plans[index]
      let trained = plan.parameters.filter { !$0.isStatistic }.reduce(0) { $0 + $1.count }
      table.add(["\(index + 1) \(layer.name)", "\(plan.output)", grouped(trained)])
    }
    table.addRule()
    table.add(["total", "", grouped(network.layout.trainableCount)])
    return table.lines(width: width, bold: bold)
  }
}

extension ParameterSpec {
  /// Whether it follows the data instead of a gradient.
  fileprivate var isStatistic: Bool {
    if case .statistic = role { true } else { false }
  }
}
