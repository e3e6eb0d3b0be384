import Basics

/// A layer of a network as it runs, after composite layers were taken apart.
struct Node {
  /// The layer.
  let layer: any Layer
  /// Its place in files: `layers.2`, or `layers.2.layers.0` inside a composite layer.
  let path: String
  /// Its name in errors: `layer 3 (dense)`, or `layer 3.1 (dense)`.
  let name: String
  /// The activation that is added to its output; nil for most.
  let added: Int?

  /// All layers in the order in which they run.
  static func expand(_ layers: [any Layer]) -> [Node] {
    var nodes: [Node] = []
    append(layers, path: "layers", number: "", to: &nodes)
    return nodes
  }

  private static func append(
    _ layers: [any Layer], path: String, number: String, to nodes: inout [Node]
  ) {
    for (index, layer) in layers.enumerated() {
      let kind = type(of: layer).kind
      let path = "\(path).\(index)"
      let number = number.isEmpty ? "\(index + 1)" : "\(number).\(index + 1)"
      let name = "layer \(number) (\(kind))"
      guard let expansion = layer.expansion else {
        nodes.append(Node(layer: layer, path: path, name: name, added: nil))
        continue
      }
      let start = nodes.count
      append(expansion.layers, path: path + ".layers", number: number, to: &nodes)
      if expansion.addsInput {
        nodes.append(Node(layer: Sum(), path: path, name: name, added: start))
      }
    }
  }
}
